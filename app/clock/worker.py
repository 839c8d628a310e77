"""The worker: does what falls due in real time. Any number share the work, in any number of processes.

What is due on a test clock that stands still, as it was set for the very moment that the clock shows, is done by the
worker too, as no move of the clock would ever come to it.

A wake is claimed by an advisory lock on its target, which nobody waits for: a worker that finds it taken tries the
next wake, and the wakes of one object are done one after the other. A row lock on the wake itself would not do, because
mutations lock an object before its wakes, and a worker would do so the other way round. The lock ends with the
transaction, and so with a worker that is killed: the wake is then as it was, and another worker finds it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import asyncpg
from sqlalchemy import ColumnElement, func, or_, select, text

from app.database import Database
from app.domain.batches import FOUND, IDS, Due, Fired, batches, fire, settle, wake
from app.domain.billing.advancing import CHANNEL, resume_advances
from app.domain.real_time import real_now
from app.domain.transaction import transaction, worth_repeating
from app.domain.tx import Tx
from app.errors import Unavailable
from app.failures import log_failure
from app.tables.billing.test_clock import TestClock, TestClockStatus

logger = logging.getLogger(__name__)

CANDIDATES = 1_000
"""How many due wakes a worker looks at together."""
REST = "paygraph worker at rest"
"""The lock that says so."""
# An advisory lock on the target, which nobody waits for, and a shared one that ends while workers are paused.
CLAIM = select(wake.id).where(
    wake.id == func.any(IDS),
    func.pg_try_advisory_xact_lock_shared(func.hashtextextended(REST, 0)),
    func.pg_try_advisory_xact_lock(func.hashtextextended(wake.target_id, 0)),
)
RESET = text("RESET lock_timeout")
REPEATS = 3
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


async def work(database: Database, *, interval: float = 1.0) -> None:
    """Do what falls due, looking every `interval` seconds, and for clocks when called, until cancelled. Whatever goes
    wrong is logged."""
    called = asyncio.Event()
    unlisten = await database.listen(CHANNEL, lambda _: called.set())
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_repeat(lambda: run_due(database), interval), name="worker: real time")
            tasks.create_task(_repeat(lambda: resume_advances(database), interval, called), name="worker: test clocks")
    finally:
        await unlisten()


async def run_due(database: Database, now: datetime | None = None) -> int:
    """Fire all that is due at `now`, or else at each present moment, in order. How many were done.

    What is done late, because no server ran, is done as of now, not as of the moment it was due: in real time it really
    happens now, and no event may be dated before those already emitted.
    """
    done = 0
    for find in (_due_in_real_time, _due_on_standing_clocks):
        fired = -1
        while fired:
            fired = 0
            for batch in batches(await find(database, now or real_now())):
                came = await _attempt(database, batch, now or real_now())
                fired += len(came.done) + len(came.dropped) + len(came.failed)
                done += len(came.done)
    return done


@asynccontextmanager
async def workers_paused(database: Database) -> AsyncIterator[None]:
    """Pause all workers, of any process, for the duration of the block: for a seeded history, whose wakes are
    long past.

    It begins when what workers have in hand is done, and ends at the latest with this process.
    """
    key = func.hashtextextended(REST, 0)
    async with database.writing() as connection:
        await connection.value(select(func.set_config("lock_timeout", "0", False)))
        await connection.value(select(func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            await connection.value(select(func.pg_advisory_unlock(key)))
            await connection.value(RESET)


def pause_after(attempts: int) -> timedelta:
    """How long a wake that failed `attempts` times waits: twice as long each time, up to an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)


async def _repeat(deed: Callable[[], Awaitable[object]], interval: float, called: asyncio.Event | None = None) -> None:
    called, waits_for = called or asyncio.Event(), None
    while True:
        called.clear()
        try:
            await deed()
            waits_for = None
        except Unavailable as error:
            if error.message != waits_for:
                waits_for = error.message
                logger.warning("The worker waits: %s", waits_for)
        except Exception as error:
            log_failure(logger, "The worker was interrupted, and continues shortly", error)
        # Not wait_for, which in Python 3.11 loses a cancellation that comes with what is waited for.
        with suppress(TimeoutError):
            async with asyncio.timeout(interval):
                await called.wait()


async def _due_in_real_time(database: Database, now: datetime) -> list[Due]:
    due = FOUND.where(wake.clock_id.is_(None), wake.due <= now, _not_put_off(now))
    return [Due.of(row) for row in await database.fetch(due.limit(CANDIDATES), asyncpg.Record)]


async def _due_on_standing_clocks(database: Database, now: datetime) -> list[Due]:
    clock = TestClock.__table__.c
    standing = (clock.status == TestClockStatus.READY.value, clock.deleted_at.is_(None))
    due = FOUND.join(TestClock.__table__, clock.id == wake.clock_id)
    due = due.where(wake.due <= clock.frozen_time, *standing, _not_put_off(now))
    return [Due.of(row) for row in await database.fetch(due.limit(CANDIDATES), asyncpg.Record)]


def _not_put_off(now: datetime) -> ColumnElement[bool]:
    return or_(wake.retry_at.is_(None), wake.retry_at <= now)


async def _attempt(database: Database, batch: list[Due], now: datetime) -> Fired:
    """Fire wakes in one transaction, or each in its own where one of them takes the others along as it fails."""
    for repeat in range(REPEATS):
        try:
            return await _fire(database, batch, now)
        except Exception as error:
            if worth_repeating(error) and repeat < REPEATS - 1:
                continue
            if isinstance(error, Unavailable) and error.altogether:
                # No wake is at fault, so none is put off.
                raise
            if len(batch) == 1:
                return await _put_off(database, batch[0], now, error)
            break
    fired = Fired()
    for each in batch:
        fired.add(await _attempt(database, [each], now))
    return fired


async def _fire(database: Database, batch: list[Due], now: datetime) -> Fired:
    async with transaction(database, batch[0].tenant, now=now) as tx:
        claimed = await _claim(tx, batch)
        if not claimed:
            return Fired(elsewhere=batch)
        fired = await fire(tx, claimed)
        settle(tx, fired, {each.id: now + pause_after(each.attempts + 1) for each, _ in fired.failed})
    return fired


async def _claim(tx: Tx, batch: list[Due]) -> list[Due]:
    """The wakes that are this worker's to fire: they are still there, no other worker has their targets in hand, and
    workers are not paused."""
    connection = await tx.work.connection(begun=True)
    claimed = set(await connection.values(CLAIM, {"ids": [each.id for each in batch]}))
    return [each for each in batch if each.id in claimed]


async def _put_off(database: Database, due: Due, now: datetime, error: Exception) -> Fired:
    """Note a failure that nothing of its transaction outlived, and when to try again."""
    failed = Fired(failed=[(due, error)])
    async with transaction(database, due.tenant, now=now) as tx:
        settle(tx, failed, {due.id: now + pause_after(due.attempts + 1)})
    return failed
