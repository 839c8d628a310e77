"""The life of a Tx: opened, committed with its events in order, or rolled back; then announced."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import BigInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Database
from app.domain import reactions
from app.domain.tx import Tx
from app.domain.webhooks.fan_out import Route, fan_out, new_rows
from app.errors import Refusal
from app.tables.core_resources.event import Event, EventRequest

logger = logging.getLogger(__name__)

CHANNEL = "paygraph_events"
DELIVERIES = "paygraph_deliveries"
"""Where it is said that there is something to deliver. It does not say what: workers look."""

DEADLOCK = "40P01"
SERIALIZATION_FAILURE = "40001"

_ADVANCE = text(
    "INSERT INTO event_stream (account_id, livemode, last_sequence) VALUES (:account_id, :livemode, :count) "
    "ON CONFLICT (account_id, livemode) DO UPDATE SET last_sequence = event_stream.last_sequence + :count "
    "RETURNING last_sequence, routes"
).columns(last_sequence=BigInteger, routes=JSONB)


@dataclass(frozen=True)
class Scope:
    """Whose transaction it is."""

    account_id: str
    livemode: bool


def real_now() -> datetime:
    """The wall clock, in UTC and whole seconds. The only place that reads it for the domain."""
    return datetime.now(UTC).replace(microsecond=0)


def worth_repeating(error: BaseException) -> bool:
    """Whether PostgreSQL gave up a transaction only because of others at the same time: done again, it may succeed.

    Nothing of it was kept, so that whoever can do the whole transaction anew should, a few times.
    """
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in (DEADLOCK, SERIALIZATION_FAILURE)


@asynccontextmanager
async def transaction(
    database: Database, scope: Scope, *, request: EventRequest | None = None, now: datetime | None = None
) -> AsyncIterator[Tx]:
    """One transaction: committed at the end, and on a refusal that is an outcome; otherwise rolled back."""
    async with database.session() as session:
        tx = Tx(session, scope.account_id, scope.livemode, now or real_now(), request)
        try:
            yield tx
        except Refusal as refusal:
            if refusal.commits:
                await commit(tx)
                await follow(database, tx)
            else:
                await session.rollback()
            raise
        await commit(tx)
    await follow(database, tx)


async def commit(tx: Tx) -> None:
    """Let what was told be reacted to, give the events their places, and commit.

    The stream's row is locked last, and held through the commit: see EventStream.
    """
    done = 0
    while done < len(tx.told):
        await reactions.react(tx, tx.told[done])
        done += 1
    if tx.told or tx.thin:
        await tx.session.flush()
        routes = await _number(tx.session, tx, tx.told)
        if routes:
            fan_out(tx, routes)
    tx.session.add_all(new_rows(tx))
    await tx.session.commit()


async def _number(session: AsyncSession, tx: Tx, told: list[Event]) -> list[Route] | None:
    """Give the events their places. Where they are sent to."""
    values = {"account_id": tx.account_id, "livemode": tx.livemode, "count": len(told)}
    last, routes = (await session.execute(_ADVANCE, values)).one()
    for place, event in enumerate(told, start=last - len(told) + 1):
        event.sequence = place
    return routes  # type: ignore[no-any-return]


async def follow(database: Database, tx: Tx) -> None:
    """What comes after a commit: live subscribers are woken, and what the transaction left for later is done."""
    try:
        await announce(database, tx)
    except (OSError, SQLAlchemyError):
        # The change is made and must be answered as such. Subscribers look for themselves every few seconds.
        logger.warning("What happened in %s was not announced.", tx.account_id, exc_info=True)
    for deed in tx.after_commit:
        await deed(database)


async def announce(database: Database, tx: Tx) -> None:
    """Wake the live subscribers of every process, and those who deliver.

    Outside the transaction: NOTIFY within would serialise commits.
    """
    if tx.told:
        mode = "live" if tx.livemode else "test"
        await database.notify(CHANNEL, f"{tx.account_id}:{mode}:{tx.told[-1].sequence}")
    if tx.delivers:
        await database.notify(DELIVERIES, tx.account_id)
