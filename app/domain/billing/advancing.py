"""Advancing a test clock: all wakes on the way are fired, each at its own moment.

What falls due at one moment by one job is one transaction, under the clock's row lock: so things happen one after the
other in the order of time, whichever process runs them. A clock whose mover is gone is moved on by any worker.

What is too much for one transaction is several, which are committed one after the other. While the database writes one
of them, the next is worked out: Python and PostgreSQL each have a core to themselves.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime

import asyncpg
from sqlalchemy import func, select

from app.database import Database
from app.domain.batches import FOUND, Due, Fired, batches, fire, job_called, settle, wake
from app.domain.transaction import transaction, worth_repeating
from app.domain.tx import Tx
from app.errors import Unavailable
from app.tables.billing.test_clock import TestClock, TestClockStatus, TestClockStatusDetails
from app.tables.tenancy import Tenant, owner

ATTEMPTS = 5
"""Attempts of a wake under a clock before the clock fails (`INTERNAL_FAILURE`)."""
BUDGET = 5.0
"""Seconds after which an advance is answered, though the clock still has more to do."""
AT_ONCE = 2_000
"""Wakes of one moment that are looked at together."""
REPEATS = 3


async def finish_advance(
    database: Database, tenant: Tenant, clock_id: str, *, budget: float | None = None, wait: bool = True
) -> None:
    """Fire the wakes of a clock that is being advanced until it is ready, or the budget (in seconds) is spent.

    Without `wait`, stop as soon as another process is at it.
    """
    until = None if budget is None else time.monotonic() + budget
    while await _step(database, tenant, clock_id, until, wait=wait):
        if until is not None and time.monotonic() >= until:
            return


async def resume_advances(database: Database) -> None:
    """Continue every advance whose process is gone."""
    columns = TestClock.__table__.c
    moving = select(*owner(columns), columns.id).where(
        columns.status == TestClockStatus.ADVANCING.value, columns.deleted_at.is_(None)
    )
    for row in await database.fetch(moving, asyncpg.Record):
        # They take turns.
        await finish_advance(database, Tenant.of(row), row["id"], budget=BUDGET, wait=False)


async def _step(database: Database, tenant: Tenant, clock_id: str, until: float | None, *, wait: bool) -> bool:
    """What falls due next, or the arrival. Whether the clock still moves, and is ours to move."""
    several = True
    for repeat in range(REPEATS):
        batch: list[Due] = []
        try:
            return await _fire_next(database, tenant, clock_id, batch, several=several, until=until, wait=wait)
        except Exception as error:
            if isinstance(error, Unavailable) and error.altogether:
                # No wake is at fault. The clock stays as it is, and a worker moves it on.
                raise
            if several and not batch:
                # One of several batches failed. Those before it are done; it is tried by itself.
                several = False
                continue
            if worth_repeating(error) and repeat < REPEATS - 1:
                continue
            if not batch:
                raise
            break
    # One of them fails in a way that takes the others along: each has a transaction of its own.
    for each in batch:
        if not await _fire_alone(database, tenant, clock_id, each):
            return False
    return True


async def _fire_next(
    database: Database,
    tenant: Tenant,
    clock_id: str,
    batch: list[Due],
    *,
    several: bool,
    until: float | None,
    wait: bool,
) -> bool:
    """As `_step`. `batch` becomes what is tried, unless `several` batches are."""
    async with transaction(database, tenant) as tx:
        clock = await _lock(tx, clock_id, wait=wait)
        if clock is None or clock.status_details.advancing is None:
            return False
        target = clock.status_details.advancing.target_frozen_time
        found = await _earliest(tx, clock, target)
        if not found:
            clock.frozen_time = target
            _stop(tx, clock, TestClockStatus.READY)
            return False
        # The first of a moment takes the clock there.
        if several and len(found) > 1 and clock.frozen_time >= found[0][0].due and not database.several.locked():
            async with database.several:
                return not _gave_up(tx, clock, await _fire_all(database, clock, found, until))
        batch += found[0]
        return await _fire(tx, clock, batch)


async def _fire_all(database: Database, clock: TestClock, found: Sequence[list[Due]], until: float | None) -> Fired:
    """Fire batches of the moment at which a locked clock stands, each in a transaction of its own: none is committed
    before the one before it, and no more than one is being worked out. After `until` no other is begun."""
    tasks: list[asyncio.Task[Fired]] = []
    try:
        for batch in found:
            worked_out = asyncio.Event()
            before = tasks[-1] if tasks else None
            tasks.append(asyncio.create_task(_fire_after(database, clock, batch, before, worked_out)))
            await worked_out.wait()
            if tasks[-1].done() or (until is not None and time.monotonic() >= until):
                break
        return await tasks[-1]
    finally:
        # What is being committed is committed, whatever becomes of the rest.
        await asyncio.gather(*tasks, return_exceptions=True)


async def _fire_after(
    database: Database,
    clock: TestClock,
    batch: list[Due],
    before: asyncio.Task[Fired] | None,
    worked_out: asyncio.Event,
) -> Fired:
    """Fire one of these, and commit it after the one before. What both, and all before them, came to."""
    try:
        async with transaction(database, batch[0].tenant) as tx:
            tx.under(clock)
            fired = await fire(tx, batch)
            settle(tx, fired, {})
            worked_out.set()
            if before is not None:
                fired.add(await before)
        return fired
    finally:
        worked_out.set()


async def _fire(tx: Tx, clock: TestClock, batch: list[Due]) -> bool:
    """Fire a batch at its moment. Whether the clock continues: the last failed attempt of any wake fails it."""
    clock.frozen_time = max(clock.frozen_time, batch[0].due)
    fired = await fire(tx.on(batch[0].tenant), batch)
    settle(tx, fired, {})
    return not _gave_up(tx, clock, fired)


def _gave_up(tx: Tx, clock: TestClock, fired: Fired) -> bool:
    if not any(each.attempts + 1 >= ATTEMPTS for each, _ in fired.failed):
        return False
    _stop(tx, clock, TestClockStatus.INTERNAL_FAILURE)
    return True


async def _fire_alone(database: Database, tenant: Tenant, clock_id: str, due: Due) -> bool:
    """Fire one wake alone, and count it if even so it fails. Whether the clock continues."""
    try:
        async with transaction(database, tenant) as tx:
            clock = await _lock(tx, clock_id, wait=True)
            return clock is not None and await _fire(tx, clock, [due])
    except Exception as error:
        if isinstance(error, Unavailable) and error.altogether:
            raise
        async with transaction(database, tenant) as tx:
            clock = await _lock(tx, clock_id, wait=True)
            failed = Fired(failed=[(due, error)])
            settle(tx, failed, {})
            return clock is not None and not _gave_up(tx, clock, failed)


async def _lock(tx: Tx, clock_id: str, *, wait: bool) -> TestClock | None:
    """The clock, locked, with the transaction under it; None if it is deleted, or locked and `wait` is false."""
    clock = await tx.lock_clock(clock_id, wait=wait)
    if clock is not None and clock.deleted_at is not None:
        clock = None
    tx.under(clock)
    return clock


async def _earliest(tx: Tx, clock: TestClock, target: datetime) -> list[list[Due]]:
    """What falls due next by one job, at one moment, in batches."""
    mine = (wake.clock_id == clock.id, wake.due <= target)
    moment = select(func.min(wake.due)).where(*mine).scalar_subquery()
    rows = await tx.rows(FOUND.where(*mine, wake.due == moment).limit(AT_ONCE))
    found = batches(map(Due.of, rows))
    return [batch for batch in found if _by(batch) == _by(found[0])]


def _by(batch: list[Due]) -> tuple[Tenant, object]:
    return batch[0].tenant, job_called(batch[0].what) or batch[0].what


def _stop(tx: Tx, clock: TestClock, status: TestClockStatus) -> None:
    tx.move(clock, status, verb="advance")
    clock.status_details = TestClockStatusDetails()
    tx.tell(status.value, clock)
