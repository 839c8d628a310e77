"""Advancing a test clock: all wakes on the way are fired, each at its own moment.

What falls due at one moment by one job is one transaction, under the clock's row lock: so things happen one after the
other in the order of time, whichever process runs them. A clock whose mover is gone is moved on by any worker.

What is too much for one transaction is several, and every process takes part: whoever moved the clock to the moment
calls the workers. Each transaction shares the clock's lock, which keeps the clock there until all of them have ended,
and claims what is due for some customers, which nobody else then does. A process commits its own one after the other;
while the database writes one of them, the next is worked out.
"""

import asyncio
import time
from datetime import datetime
from enum import Enum, auto

import asyncpg
from sqlalchemy import func, select

from app.database import Database
from app.domain.batches import FOUND, Due, Fired, batches, by_customer, claim, fire, job_called, settle, wake
from app.domain.transaction import transaction, worth_repeating
from app.domain.tx import Tx
from app.errors import LockTimeout, Unavailable
from app.tables.billing.test_clock import TestClock, TestClockStatus, TestClockStatusDetails
from app.tables.tenancy import Tenant, owner

ATTEMPTS = 5
"""Attempts of a wake under a clock after which the clock fails (`INTERNAL_FAILURE`)."""
BUDGET = 5.0
"""Seconds after which an advance is answered, though the clock still has more to do."""
AT_ONCE = 2_000
"""Wakes of one moment that are looked at together."""
TOGETHER = 10_000
"""The same where several processes share them."""
AHEAD = 2
"""Batches that are worked out before the one that the database writes is committed."""
REPEATS = 3
CHANNEL = "paygraph_clocks"
"""The channel that calls workers to a moment at which more is due than one transaction takes."""


class Came(Enum):
    """What came of an attempt to move a clock on."""

    ON = auto()
    """Something was done, and there may be more."""
    OVER = auto()
    """The clock stands, or is gone."""
    ELSEWHERE = auto()
    """Others are at it."""
    MANY = auto()
    """The clock is at a moment at which more is due than one transaction takes."""


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
    """What falls due next, or the arrival. Whether the clock still moves, and there may be more to do here."""
    several = True
    for repeat in range(REPEATS):
        batch: list[Due] = []
        try:
            # Of what is shared, a process does one thing at a time, as it has one thread for Python.
            several = several and not database.several.locked()
            came = await _fire_next(database, tenant, clock_id, batch, several=several, wait=wait)
            if not several or came in (Came.ON, Came.OVER):
                return came is Came.ON
            if await _fire_together(database, tenant, clock_id, until, first=came is Came.MANY):
                return True
            if came is Came.ELSEWHERE:
                return False
            several = False
        except Exception as error:
            if isinstance(error, Unavailable) and error.altogether:
                # No wake is at fault. The clock stays as it is, and a worker moves it on.
                raise
            if several and not batch:
                # One of several batches failed. Those before it are done; it is tried by itself.
                several = False
                continue
            # Where the lock is not to be had, others are still at what is due before.
            if (worth_repeating(error) or isinstance(error, LockTimeout)) and repeat < REPEATS - 1:
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
    database: Database, tenant: Tenant, clock_id: str, batch: list[Due], *, several: bool, wait: bool
) -> Came:
    """Fire what falls due next, which `batch` becomes. Where that is more than one transaction takes, and `several` may
    do it, have the clock show the moment."""
    async with transaction(database, tenant) as tx:
        clock = await _lock(tx, clock_id, wait=wait)
        if clock is None and not wait:
            return Came.ELSEWHERE
        if clock is None or clock.status_details.advancing is None:
            return Came.OVER
        target = clock.status_details.advancing.target_frozen_time
        found = await _earliest(tx, clock, target, AT_ONCE)
        if not found:
            clock.frozen_time = target
            _stop(tx, clock, TestClockStatus.READY)
            return Came.OVER
        if any(each.attempts >= ATTEMPTS for each in found):
            _stop(tx, clock, TestClockStatus.INTERNAL_FAILURE)
            return Came.OVER
        first, *others = batches(found)
        if others and several:
            clock.frozen_time = max(clock.frozen_time, first[0].due)
            return Came.MANY
        batch += first
        await _fire(tx, clock, batch)
        return Came.ON


async def _fire_together(
    database: Database, tenant: Tenant, clock_id: str, until: float | None, *, first: bool
) -> bool:
    """Take part in what is due at the moment at which a clock stands: batches by customer, each in a transaction of its
    own. None is committed before the one before it, and no more than one is being worked out. After `until` no other is
    begun. Whoever is the `first` there calls the workers; others begin with what is last. Whether there was anything to
    do."""
    async with database.several:
        found = await _at_hand(database, tenant, clock_id)
        if first and len(found) > 1:
            database.notify(CHANNEL, clock_id)
        tasks: list[asyncio.Task[Fired]] = []
        try:
            for batch in found if first else reversed(found):
                worked_out = asyncio.Event()
                before = tasks[-1] if tasks else None
                tasks.append(asyncio.create_task(_fire_after(database, clock_id, batch, before, worked_out)))
                await worked_out.wait()
                if len(tasks) > AHEAD:
                    await asyncio.wait([tasks[-1 - AHEAD]])
                failed = tasks[-1].done() and tasks[-1].exception() is not None
                if failed or (until is not None and time.monotonic() >= until):
                    break
            return bool(tasks) and (await tasks[-1]).any
        finally:
            # What is being committed is committed, whatever becomes of the rest.
            await asyncio.gather(*tasks, return_exceptions=True)


async def _at_hand(database: Database, tenant: Tenant, clock_id: str) -> list[list[Due]]:
    """What is due at the moment at which a clock stands, by customer; nothing where another is about to move it."""
    async with transaction(database, tenant) as tx:
        clock = await _lock(tx, clock_id, wait=False, share=True)
        if clock is None or clock.status_details.advancing is None:
            return []
        found = await _earliest(tx, clock, clock.frozen_time, TOGETHER)
        left = [each for batch in batches(found) for each in batch if each.attempts < ATTEMPTS]
        return await by_customer(tx, left) if left else []


async def _fire_after(
    database: Database,
    clock_id: str,
    batch: list[Due],
    before: asyncio.Task[Fired] | None,
    worked_out: asyncio.Event,
) -> Fired:
    """Fire those of a batch that nobody else has in hand, and commit it after the one before. What both, and all before
    them, came to."""
    try:
        async with transaction(database, batch[0].tenant) as tx:
            clock = await _lock(tx, clock_id, wait=False, share=True)
            # Nobody has moved it on meanwhile.
            stands = clock is not None and clock.status_details.advancing is not None
            claimed = await claim(tx, batch) if stands else []
            if claimed:
                fired = await fire(tx, claimed)
                settle(tx, fired, {})
                worked_out.set()
                if before is not None:
                    fired.add(await before)
                return fired
        worked_out.set()
        return Fired() if before is None else await before
    finally:
        worked_out.set()


async def _fire(tx: Tx, clock: TestClock, batch: list[Due]) -> None:
    """Fire a batch at its moment."""
    clock.frozen_time = max(clock.frozen_time, batch[0].due)
    settle(tx, await fire(tx.on(batch[0].tenant), batch), {})


async def _fire_alone(database: Database, tenant: Tenant, clock_id: str, due: Due) -> bool:
    """Fire one wake alone, and count it if even so it fails. Whether the clock is still there."""
    try:
        async with transaction(database, tenant) as tx:
            clock = await _lock(tx, clock_id, wait=True)
            if clock is not None:
                await _fire(tx, clock, [due])
            return clock is not None
    except Exception as error:
        if isinstance(error, Unavailable) and error.altogether:
            raise
        async with transaction(database, tenant) as tx:
            settle(tx, Fired(failed=[(due, error)]), {})
        return True


async def _lock(tx: Tx, clock_id: str, *, wait: bool, share: bool = False) -> TestClock | None:
    """The clock, locked, with the transaction under it; None if it is deleted, or locked and `wait` is false."""
    clock = await tx.lock_clock(clock_id, wait=wait, share=share)
    if clock is not None and clock.deleted_at is not None:
        clock = None
    tx.under(clock)
    return clock


async def _earliest(tx: Tx, clock: TestClock, target: datetime, most: int) -> list[Due]:
    """What falls due next by one job, at one moment."""
    mine = (wake.clock_id == clock.id, wake.due <= target)
    moment = select(func.min(wake.due)).where(*mine).scalar_subquery()
    rows = await tx.rows(FOUND.where(*mine, wake.due == moment).limit(most))
    found = list(map(Due.of, rows))
    return [each for each in found if _by(each) == _by(found[0])]


def _by(due: Due) -> tuple[Tenant, object]:
    return due.tenant, job_called(due.what) or due.what


def _stop(tx: Tx, clock: TestClock, status: TestClockStatus) -> None:
    tx.move(clock, status, verb="advance")
    clock.status_details = TestClockStatusDetails()
    tx.tell(status.value, clock)
