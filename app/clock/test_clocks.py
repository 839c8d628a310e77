"""Test clocks: made, moved and deleted. A moved clock does all that falls due on the way, each at its own moment.

What falls due at one moment by one job is one transaction, under the clock's row lock: so things happen one after the
other in the order of time, whoever does them. A clock whose mover left is carried on by any worker.
"""

import logging
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any

import asyncpg
from sqlalchemy import func, select, update
from typing_extensions import Doc

from app.clock.batches import FOUND, Due, Fired, batches, fire, settle, wake
from app.clock.belongings import hide
from app.database import Database
from app.domain import crud
from app.domain.jobs import job
from app.domain.transaction import transaction, worth_repeating
from app.domain.tx import Tx
from app.errors import InvalidRequest, WrongState
from app.tables.billing.test_clock import TestClock, TestClockAdvancing, TestClockStatus, TestClockStatusDetails
from app.tables.infrastructure import Wake
from app.tables.tenancy import Tenant, owner

logger = logging.getLogger(__name__)

LIFETIME = timedelta(days=30)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Beyond it, what is set for a thousand years later would leave the calendar."""
ATTEMPTS = 5
"""How often something that falls due under a clock is tried before the clock is said to have failed."""
BUDGET = 5.0
"""Seconds after which a move is answered, though the clock still has more to do."""
AT_ONCE = 1_000
"""Wakes of one moment that are looked at together."""
REPEATS = 3


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
    wait: Annotated[
        bool,
        Doc(
            "Whether to answer only once the clock stands still. By default the answer comes after some five seconds "
            "at the latest: a clock that then has more to do is still `ADVANCING`, and goes on."
        ),
    ] = False,
) -> TestClock:
    """Move the clock. All that falls due on the way is done, each at its own moment."""
    tx.must(clock, TestClockStatus.ADVANCING, verb="advance")
    target = _moment(frozen_time)
    if target <= clock.frozen_time:
        raise InvalidRequest(
            f"The clock shows {clock.frozen_time:%Y-%m-%dT%H:%M:%SZ} and only moves forward. Choose a later time.",
            field="frozen_time",
        )
    tx.under(clock)
    tx.move(clock, TestClockStatus.ADVANCING, verb="advance")
    clock.status_details = TestClockStatusDetails(advancing=TestClockAdvancing(target_frozen_time=target))
    await tx.execute(update(Wake.__table__).where(wake.clock_id == clock.id).values(attempts=0, retry_at=None))
    tx.tell("advancing", clock)
    budget = None if wait else BUDGET
    tx.work.after_commit.append(partial(finish_advance, tenant=tx.tenant, clock_id=clock.id, budget=budget))
    return clock


async def delete(tx: Tx, clock: TestClock) -> TestClock:
    """Delete the clock, and with it the customers that live under it and all that is theirs."""
    if clock.status == TestClockStatus.ADVANCING:
        raise WrongState("test_clock", "delete", clock.status)
    tx.under(clock)
    await hide(tx, clock)
    tx.delete(clock)
    tx.tell("deleted", clock)
    return clock


@job("test_clock.expire", TestClock, aliases=("test_clocks.expire",))
async def expire(tx: Tx, clock: TestClock) -> None:
    """A clock's 30 days are over."""
    await delete(tx, clock)


async def finish_advance(
    database: Database, tenant: Tenant, clock_id: str, *, budget: float | None = None, wait: bool = True
) -> None:
    """Do what falls due on a clock that is being moved until it stands still, or the budget (in seconds) is spent.

    Without `wait`, leave it as soon as someone else is at it.
    """
    until = None if budget is None else time.monotonic() + budget
    while await _step(database, tenant, clock_id, wait=wait):
        if until is not None and time.monotonic() >= until:
            return


async def resume_advances(database: Database) -> None:
    """Move on every clock whose mover is gone."""
    columns = TestClock.__table__.c
    moving = select(*owner(columns), columns.id).where(
        columns.status == TestClockStatus.ADVANCING.value, columns.deleted_at.is_(None)
    )
    for row in await database.fetch(moving, asyncpg.Record):
        # They take turns.
        await finish_advance(database, Tenant.of(row), row["id"], budget=BUDGET, wait=False)


async def _step(database: Database, tenant: Tenant, clock_id: str, *, wait: bool) -> bool:
    """What falls due next, or the arrival. Whether the clock still moves, and is ours to move."""
    for repeat in range(REPEATS):
        batch: list[Due] = []
        try:
            return await _fire_next(database, tenant, clock_id, batch, wait=wait)
        except Exception as error:
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


async def _fire_next(database: Database, tenant: Tenant, clock_id: str, batch: list[Due], *, wait: bool) -> bool:
    """As `_step`. `batch` becomes what is tried."""
    async with transaction(database, tenant) as tx:
        clock = await _lock(tx, clock_id, wait=wait)
        if clock is None or clock.status_details.advancing is None:
            return False
        target = clock.status_details.advancing.target_frozen_time
        batch += await _earliest(tx, clock, target)
        if not batch:
            clock.frozen_time = target
            _stop(tx, clock, TestClockStatus.READY)
            return False
        return await _fire(tx, clock, batch)


async def _fire(tx: Tx, clock: TestClock, batch: list[Due]) -> bool:
    """Fire a batch at its moment. Whether the clock goes on: it fails with the last attempt of anything."""
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
    """Fire one wake by itself, and count it if even so it fails. Whether the clock goes on."""
    try:
        async with transaction(database, tenant) as tx:
            clock = await _lock(tx, clock_id, wait=True)
            return clock is not None and await _fire(tx, clock, [due])
    except Exception as error:
        async with transaction(database, tenant) as tx:
            clock = await _lock(tx, clock_id, wait=True)
            failed = Fired(failed=[(due, error)])
            settle(tx, failed, {})
            return clock is not None and not _gave_up(tx, clock, failed)


async def _lock(tx: Tx, clock_id: str, *, wait: bool) -> TestClock | None:
    """The clock, locked, with the transaction under it; None when it is deleted, or locked and not to be waited for."""
    clock = await tx.lock_clock(clock_id, wait=wait)
    if clock is not None and clock.deleted_at is not None:
        clock = None
    tx.under(clock)
    return clock


async def _earliest(tx: Tx, clock: TestClock, target: datetime) -> list[Due]:
    """What falls due next by one job, at one moment."""
    mine = (wake.clock_id == clock.id, wake.due <= target)
    moment = select(func.min(wake.due)).where(*mine).scalar_subquery()
    rows = await tx.rows(FOUND.where(*mine, wake.due == moment).limit(AT_ONCE))
    found = batches(map(Due.of, rows))
    return found[0] if found else []


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
