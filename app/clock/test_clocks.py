"""Test clocks: made, moved and deleted. A moved clock does all that falls due on the way, each at its own moment.

Each deed is a transaction of its own, under the clock's row lock: so they happen one after the other in the order of
time, whoever does them. A clock whose mover died is carried on by any worker.
"""

import logging
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any

import asyncpg
from sqlalchemy import update
from sqlmodel import col, select
from typing_extensions import Doc

from app.clock.belongings import hide
from app.clock.firing import FOUND, Due, fire
from app.database import Database
from app.domain import crud
from app.domain.transaction import Scope, transaction
from app.domain.tx import Tx
from app.domain.wakes import wakes
from app.errors import InvalidRequest, Refusal, WrongState
from app.tables.billing.test_clock import TestClock, TestClockAdvancing, TestClockStatus, TestClockStatusDetails
from app.tables.infrastructure import Wake

logger = logging.getLogger(__name__)

LIFETIME = timedelta(days=30)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Beyond it, what is set for a thousand years later would leave the calendar."""
ATTEMPTS = 5
"""How often something that falls due under a clock is tried before the clock is said to have failed."""


async def create(tx: Tx, **values: Any) -> TestClock:
    """Make a clock of your own, in test mode. It deletes itself, and all that lives under it, after 30 days."""
    if tx.livemode:
        raise InvalidRequest("Test clocks exist in test mode only. Use a key of test mode.")
    values["frozen_time"] = _moment(values["frozen_time"])
    clock = await crud.build(tx, TestClock, values)
    clock.deletes_after = tx.real_now + LIFETIME
    tx.tell("created", clock)
    tx.wake(clock.deletes_after, expire, clock)
    return clock


async def advance(
    tx: Tx,
    clock: TestClock,
    *,
    frozen_time: Annotated[datetime, Doc("The time to move to: later than the clock's, by as much as you like.")],
) -> TestClock:
    """Move the clock. All that falls due on the way is done, each at its own moment, before this answers."""
    tx.must(clock, TestClockStatus.ADVANCING, verb="advance")
    target = _moment(frozen_time)
    if target <= clock.frozen_time:
        raise InvalidRequest(
            f"The clock shows {clock.frozen_time:%Y-%m-%dT%H:%M:%SZ} and only moves forward. Choose a later time.",
            field="frozen_time",
        )
    tx.clock = clock
    tx.move(clock, TestClockStatus.ADVANCING, verb="advance")
    clock.status_details = TestClockStatusDetails(advancing=TestClockAdvancing(target_frozen_time=target))
    await tx.session.execute(update(Wake).where(col(Wake.clock_id) == clock.id).values(attempts=0, retry_at=None))
    tx.tell("advancing", clock)
    tx.after_commit.append(partial(carry_through, scope=Scope(tx.account_id, tx.livemode), clock_id=clock.id))
    return clock


async def delete(tx: Tx, clock: TestClock) -> TestClock:
    """Delete the clock, and with it the customers that live under it and all that is theirs."""
    if clock.status == TestClockStatus.ADVANCING:
        raise WrongState("test_clock", "delete", clock.status)
    tx.clock = clock
    await hide(tx, clock)
    tx.delete(clock)
    tx.tell("deleted", clock)
    return clock


@wakes(TestClock)
async def expire(tx: Tx, clock: TestClock) -> None:
    """A clock's 30 days are over."""
    await delete(tx, clock)


async def carry_through(database: Database, scope: Scope, clock_id: str, *, wait: bool = True) -> None:
    """Do what falls due on a clock that is being moved, until it stands still.

    Without `wait`, leave it as soon as someone else is at it.
    """
    while await _step(database, scope, clock_id, wait=wait):
        pass


async def carry_on(database: Database) -> None:
    """Move on every clock whose mover is gone."""
    moving = select(col(TestClock.account_id), col(TestClock.livemode), col(TestClock.id)).where(
        col(TestClock.status) == TestClockStatus.ADVANCING, col(TestClock.deleted_at).is_(None)
    )
    for account_id, livemode, clock_id in await database.fetch(moving, asyncpg.Record):
        await carry_through(database, Scope(account_id, livemode), clock_id, wait=False)


async def _step(database: Database, scope: Scope, clock_id: str, *, wait: bool) -> bool:
    """One deed, or the arrival. Whether the clock still moves, and is ours to move."""
    wake = None
    try:
        async with transaction(database, scope) as tx:
            clock = await _lock(tx, clock_id, wait=wait)
            if clock is None or clock.status_details.advancing is None:
                return False
            target = clock.status_details.advancing.target_frozen_time
            wake = await _earliest(tx, clock, target)
            if wake is None:
                clock.frozen_time = target
                _stop(tx, clock, TestClockStatus.READY)
                return False
            clock.frozen_time = max(clock.frozen_time, wake.due)
            await fire(tx, wake)
    except Exception as error:
        if isinstance(error, Refusal) and error.commits:
            return True
        if wake is None:
            raise
        return await _note_failure(database, scope, clock_id, wake, error)
    return True


async def _note_failure(database: Database, scope: Scope, clock_id: str, wake: Due, error: Exception) -> bool:
    """Count a failed deed; the clock fails with the last attempt. Whether to try again."""
    attempts = wake.attempts + 1
    logger.error("%s failed for %s, %d times so far.", wake.what, wake.target_id, attempts, exc_info=error)
    async with transaction(database, scope) as tx:
        clock = await _lock(tx, clock_id, wait=True)
        await tx.session.execute(update(Wake).where(col(Wake.id) == wake.id).values(attempts=attempts))
        if clock is not None and attempts >= ATTEMPTS and clock.status == TestClockStatus.ADVANCING:
            _stop(tx, clock, TestClockStatus.INTERNAL_FAILURE)
    return attempts < ATTEMPTS


async def _lock(tx: Tx, clock_id: str, *, wait: bool) -> TestClock | None:
    """The clock, locked, with the transaction under it; None when it is deleted, or locked and not to be waited for."""
    mine = (col(TestClock.account_id) == tx.account_id, col(TestClock.livemode) == tx.livemode)
    statement = select(TestClock).where(*mine, col(TestClock.id) == clock_id, col(TestClock.deleted_at).is_(None))
    clock = (await tx.session.scalars(statement.with_for_update(skip_locked=not wait))).first()
    tx.clock = clock
    return clock


async def _earliest(tx: Tx, clock: TestClock, target: datetime) -> Due | None:
    due = FOUND.where(col(Wake.clock_id) == clock.id, col(Wake.due) <= target).limit(1)
    row = (await tx.session.execute(due)).mappings().first()
    return Due.of(row) if row else None


def _stop(tx: Tx, clock: TestClock, status: TestClockStatus) -> None:
    tx.move(clock, status, verb="advance")
    clock.status_details = TestClockStatusDetails()
    tx.tell(status.value, clock)


def _moment(time: datetime) -> datetime:
    """A time that a clock can show: whole seconds, as all of Stripe's moments are."""
    if not EARLIEST <= time <= LATEST:
        raise InvalidRequest(
            f"A test clock shows a time between the years {EARLIEST.year} and {LATEST.year}.", field="frozen_time"
        )
    return time.replace(microsecond=0)
