"""Bench: what recipes make their objects with, and where overrides of the caller's are laid over their inputs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic.alias_generators import to_camel, to_snake

from app import tables
from app.cli.remote import Remote, resource_of
from app.cli.triggers import inputs
from app.errors import Misconfigured, Problem
from app.tables.resource import Single


class NotCaused(Problem):
    """What a recipe needs was refused, or the event did not come of it."""


class Override:
    """`customer.address.city=Paris`: a field of the input that a resource is created with, or of a mutation's."""

    def __init__(self, written: str) -> None:
        """Raises Misconfigured for what is no override."""
        path, separator, self.value = written.partition("=")
        self.written = written
        words = [word.strip() for word in path.split(".")]
        names = words[: words.index("metadata")] if "metadata" in words else words
        self.target, *self.path = (to_camel(to_snake(word)) for word in names)
        if len(words) > len(names):
            # Keys of metadata are the merchant's own, and stay as they are, with their dots.
            self.path += ["metadata", *([".".join(words[len(names) + 1 :])] if len(words) > len(names) + 1 else [])]
        if not separator or not self.path or not all(self.path):
            raise Misconfigured(f"--override {written} must be like customer.address.city=Paris.")
        self.used = False

    def lay_over(self, mutation: str, input: dict[str, Any]) -> dict[str, Any]:
        """The mutation's input with the override in it, if it is meant."""
        if self.target != mutation and (self.target != resource_of(mutation) or not mutation.endswith("Create")):
            return input
        self.used = True
        made = dict(input)
        place = made
        for word in self.path[:-1]:
            place[word] = dict(place[word]) if isinstance(place.get(word), dict) else {}
            place = place[word]
        place[self.path[-1]] = inputs.meant(mutation, self.path, self.value)
        return made


class Bench:
    """One run of one recipe."""

    def __init__(self, remote: Remote, overrides: list[str] | None = None) -> None:
        self.remote = remote
        self.overrides = [Override(each) for each in overrides or ()]

    def attempt(self, mutation: str, fields: str = "id", /, **arguments: Any) -> dict[str, Any]:
        """A mutation that may be refused: its payload."""
        given = arguments.get("input") or {}
        for override in self.overrides:
            given = override.lay_over(mutation, given)
        if given:
            arguments["input"] = given
        return self.remote.attempt(mutation, fields, **arguments)

    def do(self, mutation: str, fields: str = "id", /, **arguments: Any) -> dict[str, Any]:
        """A mutation that must not be refused: its object. Raises NotCaused."""
        payload = self.attempt(mutation, fields, **arguments)
        for error in payload["userErrors"]:
            raise NotCaused(f"{mutation}: {error['message']}")
        found: dict[str, Any] = payload["object"]
        return found

    def make(self, resource: str, **input: Any) -> str:
        """The id of a new object of a table, created with the least input and what is given besides. What the input
        refers to is created first."""
        mutation = f"{to_camel(resource)}Create"
        made = inputs.with_ids(inputs.least_input(mutation) or {}, lambda needed: self.make(needed.resource))
        return str(self.do(mutation, input=made | input)["id"])

    def some(self, resource: str) -> str:
        """The id of an object of a table: a new one, or where none can be created one that is there."""
        if inputs.exists(f"{to_camel(resource)}Create"):
            return self.make(resource)
        listed = to_camel(tables.by_name[resource].plural)
        nodes = self.remote.ask(f"{{ {listed}(first: 1) {{ nodes {{ id }} }} }}")[listed]["nodes"]
        if not nodes:
            raise NotCaused(f"There is no {resource.replace('_', ' ')} yet, and none can be created.")
        return str(nodes[0]["id"])

    def change(self, resource: str) -> None:
        """Update an object of a table; of a single, the account's own, or that of some object that it is of."""
        mutation, table = f"{to_camel(resource)}Update", tables.named(resource)
        whose = {"id": resource}
        if issubclass(table, Single):
            owner = table.owner()
            whose = {} if owner is None else {to_camel(owner[0]): str(owner[1].__tablename__)}
        ids = {argument: self.some(each) for argument, each in whose.items()}
        self.do(mutation, "__typename", **ids, input=inputs.change(mutation))

    def delete(self, resource: str) -> None:
        """Delete an object of a table."""
        self.do(f"{to_camel(resource)}Delete", id=self.some(resource))

    def customer(self, **input: Any) -> str:
        """A customer's id."""
        return str(self.do("customerCreate", input={"name": "Jenny Rosen", **input})["id"])

    def clock(self) -> "Clock":
        """A test clock that shows the present, with a customer under it."""
        now = datetime.now(UTC).replace(microsecond=0)
        return Clock(self, str(self.do("testClockCreate", input={"frozenTime": now.isoformat()})["id"]), now)

    def card(self) -> str:
        """A saved card's id."""
        return self.make("payment_method")

    def attached(self) -> str:
        """The id of a card that a customer has saved."""
        card, customer = self.card(), self.customer()
        self.do("paymentMethodAttach", id=card, input={"customer": customer})
        return card

    def intent(self, **input: Any) -> str:
        """The id of a payment that has not begun."""
        return str(self.do("paymentIntentCreate", input={"amount": 2000, "currency": "usd", **input})["id"])

    def pay(self, method: str = "pm_card_visa", **input: Any) -> dict[str, Any]:
        """A payment by a test payment method, which may decline."""
        given = {"amount": 2000, "currency": "usd", "paymentMethod": method, "confirm": True, **input}
        found: dict[str, Any] = self.attempt("paymentIntentCreate", "id latestCharge { id }", input=given)["object"]
        return found

    def refund(self, method: str = "pm_card_visa", **input: Any) -> str:
        """The id of a refund of such a payment."""
        return str(self.do("refundCreate", input={"paymentIntent": self.pay(method, **input)["id"]})["id"])


class Clock:
    """A test clock, and a customer under it."""

    def __init__(self, bench: Bench, id: str, now: datetime) -> None:
        self.bench = bench
        self.id = id
        self.now = now

    def customer(self) -> str:
        """The id of a customer who lives under the clock."""
        return self.bench.customer(testClock=self.id)

    def advance(self, **by: float) -> None:
        """Let time pass: `days=8`."""
        self.now += timedelta(**by)
        self.bench.do("testClockAdvance", id=self.id, input={"frozenTime": self.now.isoformat()})
