"""What is followed live of connected accounts: shown as the caller has it at work on the account that it belongs to."""

from dataclasses import replace

from sqlalchemy import select

from app.events.fleets import FleetFollower
from app.tables.by_id import Tables
from app.tables.tenancy import Tenant, owner, reached
from schema.derive.context import Context
from schema.derive.node import load_any
from schema.derive.reading import read_of
from schema.derive.rows import Result, Row


class OfAccounts:
    """Events of connected accounts, each shown as the caller at work on its account has it."""

    def __init__(self, events: FleetFollower[Row]) -> None:
        self._events = events

    def __aiter__(self) -> "OfAccounts":
        return self

    async def __anext__(self) -> "Told":
        return Told(await anext(self._events))

    async def aclose(self) -> None:
        """Stop following."""
        await self._events.aclose()


class Told:
    """An event of a connected account's. Its id is where to resume: no number is common to several streams."""

    __slots__ = ("_event", "cursor")

    def __init__(self, event: Row) -> None:
        self._event = event
        self.cursor: str | None = event["id"]

    async def read(self, context: Context) -> Row | Result | None:
        """The event. What a key may not read of it is left out as it is read by its id."""
        context.turn_to(Tenant.of(self._event).account)
        return self._event if context.reads_everything else await load_any(context, self._event["id"])


class Connected:
    """That an account is connected to the one that asks, as long as it is."""

    def __init__(self, context: Context, account: str) -> None:
        # A context of its own, as the other turns to the account.
        self._context = replace(context)
        self._account = account

    async def still(self) -> bool:
        """Whether it is, now."""
        return self._account in await self._context.connected([self._account])


async def account_of(context: Context, possible: Tables, id: str, chosen: frozenset[str] | None) -> str | None:
    """The account that has the object of an id: the caller's or a connected one, of those that are `chosen`; None if
    none of them has it."""
    for table in possible:
        for each in (each for each in read_of(table) if not each.common):
            columns = each.__table__.c
            whose = select(*owner(columns)).where(columns.id == id, *reached(columns))
            for row in await context.reader.hidden(whose):
                if chosen is None or Tenant.of(row).account in chosen:
                    return Tenant.of(row).account
    return None
