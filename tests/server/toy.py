"""A graph small enough to read, with the shapes that the transport's tests ask for; no database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import strawberry
from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from app.error_codes import ErrorCode
from app.errors import CardError, CursorExpired, Forbidden, LimitExceeded, RateLimited, Unauthenticated
from app.server.ports import Services
from schema.derive.directives import INCREMENTAL
from schema.derive.strawberry_internals import add_directives

KEY = "sk_test_toy"
OTHER_KEY = "sk_test_other"
HASTY_KEY = "sk_test_hasty"


@dataclass(frozen=True)
class ToyCaller:
    key_id: str

    @property
    def view(self) -> str:
        return self.key_id

    @property
    def grant(self) -> str:
        return self.key_id


@dataclass
class ToyContext:
    """Numbered, so that tests see which context an answer came from."""

    number: int
    caller: ToyCaller
    request_id: str
    idempotency_key: str | None
    world: "World"


@strawberry.type
class Customer:
    """A customer."""

    id: strawberry.ID
    email: str | None
    name: str | None


@strawberry.type
class Subscription:
    """A type of the domain that bears the name of GraphQL's usual root."""

    id: strawberry.ID


@strawberry.type
class CustomerConnection:
    """A page of customers."""

    nodes: list[Customer]


@strawberry.type
class Event:
    """Something that happened."""

    id: strawberry.ID
    type: str

    @strawberry.field
    def context(self, info: strawberry.Info[ToyContext, None]) -> int:
        """The number of the context that resolved this event."""
        return info.context.number

    @property
    def cursor(self) -> str:
        return f"cursor_{self.id}"


@strawberry.type
class UserError:
    """A refusal."""

    message: str


@strawberry.type
class CustomerCreatePayload:
    """The outcome of customerCreate."""

    customer: Customer | None
    user_errors: list[UserError]


@strawberry.input
class CustomerCreateInput:
    """What a customer is made of."""

    email: str | None = None
    name: str | None = None


@dataclass
class World:
    """The toy's data, and the levers by which a test moves it."""

    customers: list[Customer] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    contexts: int = 0
    begun: int = 0
    given_up: int = 0
    listeners: int = 0
    healthy: bool = True
    idempotency_keys: list[str | None] = field(default_factory=list)
    watchers: list[tuple[str, Callable[[Unauthenticated], None]]] = field(default_factory=list)
    browsers: list[Any] = field(default_factory=list)
    """What the client of each operation showed of itself."""

    async def tell(self, type: str, id: str) -> None:
        async with self.changed:
            self.events.append(Event(id=strawberry.ID(id), type=type))
            self.changed.notify_all()

    async def until(self, **wanted: int) -> None:
        """Wait until the named numbers have the wanted values."""
        async with self.changed:
            await self.changed.wait_for(lambda: all(getattr(self, name) == value for name, value in wanted.items()))

    def revoke(self, key: str) -> None:
        for watched, gone in list(self.watchers):
            if watched == key:
                gone(Unauthenticated("The API key was revoked. Use another one."))

    async def count(self, name: str, step: int) -> None:
        async with self.changed:
            setattr(self, name, getattr(self, name) + step)
            self.changed.notify_all()


Info = strawberry.Info[ToyContext, None]


@strawberry.type
class Query:
    """What can be read."""

    @strawberry.field
    def customers(self, info: Info, first: int = 10) -> CustomerConnection:
        """Customers, the oldest first."""
        return CustomerConnection(nodes=info.context.world.customers[:first])

    @strawberry.field
    def subscription(self, id: strawberry.ID) -> Subscription | None:
        """A subscription of the domain."""
        return Subscription(id=id)

    @strawberry.field
    def bug(self) -> str | None:
        """Fails as a bug would."""
        raise RuntimeError("password=hunter2 at /srv/secret.py")

    @strawberry.field
    def forbidden(self) -> str | None:
        """Refuses."""
        raise Forbidden("This key cannot read that. Use a secret key.")

    @strawberry.field
    def refusal(self) -> str | None:
        """Lets a refusal escape."""
        raise CardError("The card was declined.", code=ErrorCode.CARD_DECLINED)

    @strawberry.field
    def impossible(self) -> str:
        """Returns null where none may be."""
        return None  # type: ignore[return-value]

    @strawberry.field
    async def waits(self, info: Info) -> str:
        """Answers when the gate opens."""
        await info.context.world.count("begun", 1)
        try:
            await info.context.world.gate.wait()
        except asyncio.CancelledError:
            await asyncio.shield(info.context.world.count("given_up", 1))
            raise
        return "done"


@strawberry.type
class Mutation:
    """What can be done."""

    @strawberry.mutation
    async def customer_create(self, info: Info, input: CustomerCreateInput) -> CustomerCreatePayload:
        """Make a customer."""
        world = info.context.world
        world.idempotency_keys.append(info.context.idempotency_key)
        if input.email == "invalid":
            return CustomerCreatePayload(customer=None, user_errors=[UserError(message="The email is not valid.")])
        customer = Customer(id=strawberry.ID(f"cus_{len(world.customers) + 1}"), email=input.email, name=input.name)
        world.customers.append(customer)
        await world.tell("customer.created", f"evt_{len(world.events) + 1}")
        return CustomerCreatePayload(customer=customer, user_errors=[])

    @strawberry.mutation
    async def slow(self, info: Info) -> str:
        """Waits for the gate, then makes a customer."""
        world = info.context.world
        await world.count("begun", 1)
        await world.gate.wait()
        world.customers.append(Customer(id=strawberry.ID("cus_slow"), email=None, name=None))
        await world.count("begun", -1)
        return "done"


@strawberry.type
class SubscriptionRoot:
    """What can be watched."""

    @strawberry.subscription
    async def events(
        self, info: Info, types: list[str] | None = None, after: str | None = None
    ) -> AsyncIterator[Event]:
        """Events from a cursor on, or from now on."""
        world = info.context.world
        position = len(world.events)
        if after is not None:
            if after == "cursor_gone":
                raise CursorExpired("The events after this cursor are gone. Start without one.")
            position = [event.cursor for event in world.events].index(after) + 1 if after != "start" else 0
        await world.count("listeners", 1)
        try:
            while True:
                async with world.changed:
                    while len(world.events) <= position:
                        await world.changed.wait()
                event = world.events[position]
                position += 1
                if event.type == "end":
                    return
                if event.type == "bug":
                    raise RuntimeError("password=hunter2")
                if types is None or any(fnmatchcase(event.type, pattern) for pattern in types):
                    yield event
        finally:
            await asyncio.shield(world.count("listeners", -1))

    @strawberry.subscription
    async def counting(self, info: Info, upto: int) -> AsyncIterator[Event]:
        """As many events as are asked for, at once, of a kilobyte each."""
        world = info.context.world
        await world.count("listeners", 1)
        try:
            for number in range(1, upto + 1):
                yield Event(id=strawberry.ID(str(number)), type="x" * 1000)
        finally:
            await asyncio.shield(world.count("listeners", -1))


def build() -> GraphQLSchema:
    """The toy's schema. Strawberry allows one a process, so it is made once, below."""
    schema = strawberry.Schema(query=Query, mutation=Mutation, subscription=SubscriptionRoot)
    add_directives(schema, INCREMENTAL)
    return schema._schema


SCHEMA = build()


def check_limits(
    document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any], caller: Any
) -> Mapping[str, Any]:
    if operation.name and operation.name.value == "Greedy":
        raise LimitExceeded("The operation costs 9 points, more than 5.", limit="max_cost")
    return {"cost": {"requested": 1}}


def services(world: World) -> Services:
    async def authenticate(authorization: str | None, account: str | None) -> Any:
        if authorization is None:
            raise Unauthenticated("Give an API key in the Authorization header, as 'Bearer sk_test_…'.")
        key = authorization.removeprefix("Bearer ")
        if key == "rk_test_forbidden":
            raise Forbidden("This key may not be used here.")
        if key == "sk_test_bug":
            raise RuntimeError("password=hunter2")
        if key not in (KEY, OTHER_KEY, HASTY_KEY):
            raise Unauthenticated("The API key is not valid. Check it, or make another one.")
        return ToyCaller(key)

    async def watch(caller: ToyCaller, gone: Callable[[Unauthenticated], None]) -> Callable[[], None]:
        watcher = (caller.key_id, gone)
        world.watchers.append(watcher)
        return lambda: world.watchers.remove(watcher)

    def check_rate(key_id: str) -> None:
        if key_id == HASTY_KEY:
            raise RateLimited("Too many requests. Slow down.", retry_after=2.0)

    def make_context(
        caller: ToyCaller, *, request_id: str, idempotency_key: str | None, browser: Callable[[], Any] | None
    ) -> ToyContext:
        world.contexts += 1
        world.browsers.append(browser and browser())
        return ToyContext(world.contexts, caller, request_id, idempotency_key, world)

    async def check_health() -> None:
        if not world.healthy:
            raise ConnectionError("the database is gone")

    return Services(SCHEMA, authenticate, watch, check_rate, check_limits, make_context, check_health)


def seeded() -> World:
    """A world of three customers."""
    world = World()
    for number in (1, 2, 3):
        id = strawberry.ID(f"cus_{number}")
        world.customers.append(Customer(id=id, email=f"{number}@example.com", name=f"Customer {number}"))
    return world
