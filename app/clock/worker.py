"""The worker: does what falls due in real time. Any number share the work, in any number of processes.

What is due on a test clock that stands still, as it was set for the very moment that the clock shows, is done by the
worker too, as no move of the clock would ever come to it.

A wake is claimed by an advisory lock on its target, which nobody waits for: a worker that finds it taken goes on to the
next wake, and the wakes of one object are done one after the other. A row lock on the wake itself would not do, because
mutations lock an object before its wakes, and a worker would do so the other way round. The lock ends with the
transaction, and so with a worker that is killed: the wake is then as it was, and another worker finds it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlmodel import col

from app.clock.firing import FOUND, Due, Outcome, fire
from app.clock.test_clocks import carry_on
from app.database import Database
from app.domain.transaction import Scope, real_now, transaction, worth_repeating
from app.domain.tx import Tx
from app.errors import Refusal
from app.tables.billing.test_clock import TestClock, TestClockStatus
from app.tables.infrastructure import Wake

logger = logging.getLogger(__name__)

CANDIDATES = 20
"""How many due wakes a worker looks at, to find one that no other has in hand."""
MOVING = "test_clock_advancing"
"""The code of a refusal to touch what lives under a clock that is being moved: its mover does what is due."""
REST = "paygraph worker at rest"
"""The lock that says so."""
REPEATS = 3
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


async def work(database: Database, *, interval: float = 1.0) -> None:
    """Do what falls due, looking every `interval` seconds, until cancelled. Whatever goes wrong is logged."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_repeat(lambda: run_due(database), interval), name="worker: real time")
        tasks.create_task(_repeat(lambda: carry_on(database), interval), name="worker: test clocks")


async def run_due(database: Database, now: datetime | None = None) -> int:
    """Fire all that is due at `now`, or else at each present moment, in order. How many were done.

    What is done late, because no server ran, is done as of now, not as of the moment it was due: in real time it really
    happens now, and no event may be dated before those already told.
    """
    done = 0
    for find in (_due_in_real_time, _due_on_standing_clocks):
        outcome = None
        while outcome is not Outcome.ELSEWHERE:
            outcome = Outcome.ELSEWHERE
            for wake in await find(database, now or real_now()):
                outcome = await _attempt(database, wake, now or real_now())
                if outcome is not Outcome.ELSEWHERE:
                    break
            done += outcome is Outcome.DONE
    return done


@asynccontextmanager
async def at_rest(database: Database) -> AsyncIterator[None]:
    """Within, no worker of any process fires anything: for a history that is made up, whose wakes are long past.

    It begins when what workers have in hand is done, and ends at the latest with this process.
    """
    key = func.hashtextextended(REST, 0)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(select(func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            await connection.execute(select(func.pg_advisory_unlock(key)))


def pause_after(attempts: int) -> timedelta:
    """How long a wake that failed `attempts` times waits: twice as long each time, up to an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)


async def _repeat(deed: Callable[[], Awaitable[object]], interval: float) -> None:
    while True:
        try:
            await deed()
        except Exception:
            logger.exception("The worker was interrupted; it goes on shortly.")
        await asyncio.sleep(interval)


async def _due_in_real_time(database: Database, now: datetime) -> list[Due]:
    due = FOUND.where(col(Wake.clock_id).is_(None), col(Wake.due) <= now, _not_put_off(now))
    return [Due.of(row) for row in await database.fetch(due.limit(CANDIDATES), asyncpg.Record)]


async def _due_on_standing_clocks(database: Database, now: datetime) -> list[Due]:
    shown = col(Wake.due) <= col(TestClock.frozen_time)
    standing = (col(TestClock.status) == TestClockStatus.READY, col(TestClock.deleted_at).is_(None))
    due = FOUND.join(TestClock, col(TestClock.id) == col(Wake.clock_id)).where(shown, *standing, _not_put_off(now))
    return [Due.of(row) for row in await database.fetch(due.limit(CANDIDATES), asyncpg.Record)]


def _not_put_off(now: datetime) -> ColumnElement[bool]:
    return or_(col(Wake.retry_at).is_(None), col(Wake.retry_at) <= now)


async def _attempt(database: Database, wake: Due, now: datetime) -> Outcome:
    """Fire the wake in a transaction of its own; should that fail, put it off."""
    for repeat in range(REPEATS):
        try:
            async with transaction(database, Scope(wake.account_id, wake.livemode), now=now) as tx:
                return await fire(tx, wake) if await _claim(tx, wake) else Outcome.ELSEWHERE
        except Exception as error:
            if isinstance(error, Refusal) and error.commits:
                return Outcome.DONE
            if isinstance(error, Refusal) and error.code == MOVING:
                return Outcome.ELSEWHERE
            if not worth_repeating(error) or repeat == REPEATS - 1:
                await _put_off(database, wake, now, error)
                break
    return Outcome.FAILED


async def _claim(tx: Tx, wake: Due) -> bool:
    """Whether the wake is this worker's to fire: it is still there, no other worker has its target in hand, and
    workers are not told to rest.
    """
    awake = func.pg_try_advisory_xact_lock_shared(func.hashtextextended(REST, 0))
    alone = func.pg_try_advisory_xact_lock(func.hashtextextended(wake.target_id, 0))
    claimed = await tx.session.scalars(select(and_(awake, alone)).where(col(Wake.id) == wake.id))
    return bool(claimed.first())


async def _put_off(database: Database, wake: Due, now: datetime, error: Exception) -> None:
    """Note a failure, and when to try again."""
    attempts = wake.attempts + 1
    retry_at = now + pause_after(attempts)
    what = (wake.what, wake.target_id, attempts, retry_at)
    logger.error("%s failed for %s, %d times so far. It is tried again at %s.", *what, exc_info=error)
    mine = (col(Wake.id) == wake.id, col(Wake.clock_id).is_not_distinct_from(wake.clock_id))
    async with database.session() as session:
        await session.execute(update(Wake).where(*mine).values(attempts=attempts, retry_at=retry_at))
        await session.commit()
