"""The life of a Tx: opened, committed with its events in order, or rolled back; then announced."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Database
from app.domain import reactions
from app.domain.tx import Tx
from app.errors import Refusal
from app.tables.core_resources.event import Event, EventRequest

logger = logging.getLogger(__name__)

CHANNEL = "paygraph_events"

DEADLOCK = "40P01"
SERIALIZATION_FAILURE = "40001"

_ADVANCE = text(
    "INSERT INTO event_stream (account_id, livemode, last_sequence) VALUES (:account_id, :livemode, :count) "
    "ON CONFLICT (account_id, livemode) DO UPDATE SET last_sequence = event_stream.last_sequence + :count "
    "RETURNING last_sequence"
)


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
    if tx.told:
        await tx.session.flush()
        await _number(tx.session, tx, tx.told)
        tx.session.add_all(tx.told)
    await tx.session.commit()


async def _number(session: AsyncSession, tx: Tx, told: list[Event]) -> None:
    values = {"account_id": tx.account_id, "livemode": tx.livemode, "count": len(told)}
    last: int = (await session.execute(_ADVANCE, values)).scalar_one()
    for place, event in enumerate(told, start=last - len(told) + 1):
        event.sequence = place


async def follow(database: Database, tx: Tx) -> None:
    """What comes after a commit: live subscribers are woken, and what the transaction left for later is done."""
    try:
        await announce(database, tx)
    except (OSError, SQLAlchemyError):
        # The change is made and must be answered as such. Subscribers look for themselves every few seconds.
        logger.warning("Events up to %s of %s were not announced.", tx.told[-1].sequence, tx.account_id, exc_info=True)
    for deed in tx.after_commit:
        await deed(database)


async def announce(database: Database, tx: Tx) -> None:
    """Wake the live subscribers of every process. Outside the transaction: NOTIFY within would serialise commits."""
    if tx.told:
        mode = "live" if tx.livemode else "test"
        await database.notify(CHANNEL, f"{tx.account_id}:{mode}:{tx.told[-1].sequence}")
