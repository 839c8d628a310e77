"""Tombstones: what stays of a deleted sandbox for a day, so that its keys are known to be revoked, and whoever is at
work there finds that it is gone."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from app.database import Database
from app.domain.sandboxes.emptying import everything
from app.tables.sandboxes.sandbox import Sandbox

KEPT = timedelta(days=1)
MOST = 1_000
"""Sandboxes that are forgotten in one statement."""

_SANDBOX = Sandbox.__table__.c


async def sweep(database: Database, *, now: datetime | None = None) -> int:
    """Forget the sandboxes that were deleted a day ago or more, with all of their accounts; how many. `now` is real
    time."""
    until, forgotten = (now or datetime.now(UTC)) - KEPT, 0
    statement = everything(stays=())
    which = select(_SANDBOX.id).where(_SANDBOX.deleted_at <= until).limit(MOST)
    gone = delete(Sandbox.__table__).where(_SANDBOX.id.in_(which)).returning(_SANDBOX.account)
    while True:
        async with database.begin() as connection:
            accounts = [row[0] for row in await connection.fetch(gone)]
            await connection.run(statement.text, statement.arguments({"accounts": accounts}))
        forgotten += len(accounts)
        if len(accounts) < MOST:
            return forgotten
