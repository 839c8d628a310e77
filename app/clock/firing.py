"""Firing a wake: what it was set for is done, and the wake is gone, in one transaction.

Locks are taken in the order in which every mutation takes them (the row, then its wakes, then the stream of events), so
that a mutation which drops a wake and a worker which fires it wait for each other instead of standing in a deadlock.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlmodel import col

from app.domain.tx import Tx
from app.domain.wakes import handlers
from app.errors import ResourceMissing
from app.tables.infrastructure import Wake
from app.tables.resource import Resource


class Outcome(Enum):
    """What came of trying to fire a wake."""

    DONE = "done"
    DROPPED = "dropped"
    """Its row is deleted or gone, so there was nothing to do."""
    ELSEWHERE = "elsewhere"
    """Another worker has it in hand, or it was withdrawn."""
    FAILED = "failed"


@dataclass(frozen=True)
class Due:
    """A wake as it was found, before any lock."""

    id: int
    account_id: str
    livemode: bool
    clock_id: str | None
    due: datetime
    what: str
    target_id: str
    attempts: int

    @classmethod
    def of(cls, row: Any) -> "Due":
        """From a row of `FOUND`, from whichever connection."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})


FOUND = select(*inspect(Wake).columns).order_by(col(Wake.due), col(Wake.id))
"""Wakes, in the order in which they fall due."""


async def fire(tx: Tx, wake: Due) -> Outcome:
    """Do what the wake was set for, to its row, and remove it. Raises whatever its function raises."""
    if wake.what not in handlers:
        raise LookupError(f"No function is known as {wake.what}; a server of another version may have set it.")
    table, handler = handlers[wake.what]
    row = await _target(tx, table, wake.target_id)
    if not await _take(tx, wake):
        return Outcome.ELSEWHERE
    if row is None:
        return Outcome.DROPPED
    await handler(tx, row)
    return Outcome.DONE


async def _target(tx: Tx, table: type[Resource], id: str) -> Resource | None:
    try:
        return await tx.get(table, id)
    except ResourceMissing:
        return None


async def _take(tx: Tx, wake: Due) -> bool:
    """Remove the wake. False when it is gone, or has been moved to another clock, since it was found."""
    mine = (col(Wake.id) == wake.id, col(Wake.clock_id).is_not_distinct_from(wake.clock_id))
    removed = await tx.session.execute(delete(Wake).where(*mine).returning(col(Wake.id)))
    return removed.first() is not None
