"""The subscription root: events and changes of objects, live."""

from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.domain.events.catalogue import catalogue
from app.errors import BadRequest, NotFound
from app.events.changes import ObjectChanges
from app.events.feed import Subscription
from app.events.hub import EventFilter
from app.events.readable import readable_types
from app.events.resent import Following
from app.tables.core_resources.event import Event
from app.tables.tenancy import Tenant
from schema.connected_live import Connected, OfAccounts, account_of
from schema.derive.accounts import accounts_argument, chosen_accounts
from schema.derive.context import Context, Info
from schema.derive.fields import argument, subscription_field
from schema.derive.node import candidates, load_any
from schema.derive.rows import Result, Row
from schema.derive.types import Node, graph_type


async def events(
    info: Info,
    types: list[str] | None = None,
    objects: list[str] | None = None,
    after: str | None = None,
    accounts: dict[str, Any] | None = None,
) -> AsyncIterator[Any]:
    """Every event after a cursor; without a cursor, every event from now on. With `accounts`, those of connected
    accounts too."""
    context = info.context
    context.caller.must(Event.family, "read")
    if accounts is not None:
        chosen = await chosen_accounts(context, accounts)
        filter = EventFilter.of(types, objects, readable_types(context.caller))
        return OfAccounts(await context.feed.fleets.follow(context.tenant, filter, chosen, after))
    events = await context.feed.subscribe(
        context.tenant, types=types, objects=objects, after=after, readable=readable_types(context.caller)
    )
    # The feed reads for all alike. What of an event a key may not read is left out as it reads the event itself.
    return events if context.reads_everything else Readable(events)


async def object_changed(info: Info, id: str, accounts: dict[str, Any] | None = None) -> "Changes":
    """The object now, and again after each committed change, read each time. Raises NotFound where there is none. With
    `accounts`, it may be an object of a connected account."""
    context = info.context
    possible = candidates(context, id)
    if not possible:
        raise BadRequest(f"'{id}' is no id of ours: its prefix tells of no kind of object.", field="id")
    context.caller.must(possible[0].family, "read")
    connected = None
    if accounts is not None:
        chosen = await chosen_accounts(context, accounts)
        account = await account_of(context, possible, id, chosen) or context.tenant.account
        connected = None if account == context.tenant.account else Connected(context, account)
        context.turn_to(account)
    # Followed before it is first read, so that no change falls between the two.
    changes = Changes(context.tenant, id, await context.feed.object_changes(context.tenant, id), connected)
    if await load_any(context, id) is None:
        await changes.aclose()
        raise NotFound(f"There is no object '{id[:100]}' to follow, or none that this key may read.")
    return changes


async def events_resent(
    info: Info, types: list[str] | None = None, accounts: dict[str, Any] | None = None
) -> AsyncIterator[Any]:
    """The events that are sent again from now on. With `accounts`, those of connected accounts too."""
    context = info.context
    context.caller.must(Event.family, "read")
    chosen = frozenset[str]() if accounts is None else await chosen_accounts(context, accounts)
    readable = readable_types(context.caller)
    return Again(context.feed.resent.follow(context.tenant, types=types, readable=readable, accounts=chosen))


class Again:
    """Events that are sent again, each to be read by its id."""

    def __init__(self, following: Following) -> None:
        self._following = following

    def __aiter__(self) -> "Again":
        return self

    async def __anext__(self) -> "Changed":
        announced = await anext(self._following)
        return Changed(announced.id, None, announced.account)

    async def aclose(self) -> None:
        """Stop following."""
        await self._following.aclose()


class Readable:
    """Events, each to be read by its id."""

    def __init__(self, events: Subscription[Row]) -> None:
        self._events = events

    @property
    def key(self) -> Hashable:
        """Equal for those that give the same events."""
        return "readable", self._events.key

    @property
    def position(self) -> int:
        """The sequence up to which events have been given."""
        return self._events.position

    @property
    def has_more(self) -> bool:
        """Whether the next event is at hand."""
        return self._events.has_more

    def resume(self, position: int) -> "Readable":
        """The same from after a position."""
        return Readable(self._events.resume(position))

    def __aiter__(self) -> "Readable":
        return self

    async def __anext__(self) -> "Changed":
        event = await anext(self._events)
        return Changed(event.id, event.cursor)

    async def aclose(self) -> None:
        """Stop following."""
        await self._events.aclose()


class Changes:
    """An object's states: the one it has, then the one after each change."""

    def __init__(
        self,
        tenant: Tenant,
        id: str,
        changes: ObjectChanges,
        connected: "Connected | None" = None,
        *,
        shown: bool = False,
    ) -> None:
        self._tenant, self._id, self._changes, self._connected = tenant, id, changes, connected
        self._shown = shown

    @property
    def key(self) -> Hashable:
        """Equal for those that give the same states."""
        return "object", self._tenant, self._id

    @property
    def position(self) -> int:
        """Up to which change the states have been given; -1 before the first."""
        return self._changes.position if self._shown else -1

    @property
    def has_more(self) -> bool:
        """Whether the next state is at hand."""
        return not self._shown or self._changes.has_more

    def resume(self, position: int) -> "Changes":
        """The same from after a position."""
        changes = self._changes.resume(self._changes.position if position < 0 else position)
        return Changes(self._tenant, self._id, changes, self._connected, shown=position >= 0)

    def __aiter__(self) -> "Changes":
        return self

    async def __anext__(self) -> "Changed":
        # The place of a change is that of no other object's: what is shown of it is kept by that alone.
        cursor = str(await anext(self._changes)) if self._shown else None
        self._shown = True
        if self._connected is not None and not await self._connected.still():
            raise StopAsyncIteration
        return Changed(self._id, cursor, self._tenant.account)

    async def aclose(self) -> None:
        """Stop following."""
        await self._changes.aclose()


@dataclass(frozen=True, slots=True)
class Changed:
    """That an object must be read: now, or after what happened at `cursor`."""

    id: str
    cursor: str | None
    account: str | None = None
    """Whose object it is; None for the caller's."""

    async def read(self, context: Context) -> Row | Result | None:
        """The object as it is."""
        if self.account is not None:
            context.turn_to(self.account)
        return await load_any(context, self.id)


def _types_described() -> str:
    emitted = ", ".join(f"`{type.name}`" for type in catalogue.values() if type.emitted)
    coming = ", ".join(f"`{type.name}`" for type in catalogue.values() if not type.emitted)
    return (
        "Event types to include; all types by default. `invoice.*` selects every type that begins with "
        f"`invoice.`. Emitted types: {emitted}. Types of Stripe's that are not yet emitted: {coming}."
    )


def subscriptions() -> list[StrawberryField]:
    """The subscription root's fields."""

    return [
        subscription_field(
            "events",
            events,
            description="Every event after a cursor, in order and without gaps; without a cursor, from now on.",
            returns=graph_type(Event),
            arguments={
                "info": Info,
                "types": argument(list[str] | None, _types_described()),
                "objects": argument(
                    list[strawberry.ID] | None, "IDs of objects: only events about these objects are included."
                ),
                "after": argument(
                    str | None,
                    "Cursor (or id) of the last event received; by default, the stream starts now. With `accounts` it "
                    "is the id, and events of the minute before are repeated.",
                ),
                "accounts": accounts_argument("whose events are heard"),
            },
        ),
        subscription_field(
            "events_resent",
            events_resent,
            description="Every event that `eventResend` sends again without naming an endpoint, from now on. "
            "Those of times without a connection are not repeated.",
            returns=graph_type(Event),
            arguments={
                "info": Info,
                "types": argument(
                    list[str] | None, "Event types to include, such as `invoice.paid` or `invoice.*`; all by default."
                ),
                "accounts": accounts_argument("whose events are heard"),
            },
        ),
        subscription_field(
            "object_changed",
            object_changed,
            description="An object's current state, then the state after each change of it; null once there is none. "
            "Refused where there is no such object.",
            returns=Node | None,
            arguments={
                "info": Info,
                "id": argument(strawberry.ID, "ID of the object to follow."),
                "accounts": accounts_argument("among which the object is looked for"),
            },
        ),
    ]
