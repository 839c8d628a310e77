"""Test clocks: created, advanced and deleted."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any

from sqlalchemy import or_, update
from typing_extensions import Doc

from app.domain import clock_contents, crud
from app.domain.batches import wake
from app.domain.billing.advancing import BUDGET, finish_advance
from app.domain.jobs import job
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.tables.billing.test_clock import TestClock, TestClockAdvancing, TestClockStatus, TestClockStatusDetails
from app.tables.infrastructure import Wake

LIFETIME = timedelta(days=30)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""The latest time of a clock: a job due a thousand years later is still within the calendar."""


async def create(tx: Tx, **values: Any) -> TestClock:
    """Create a test clock, in test mode. The clock and all attached objects are deleted after 30 days."""
    if tx.livemode:
        raise InvalidRequest(
            "Test clocks exist in test mode only. Use a key of test mode.", code=ErrorCode.LIVEMODE_MISMATCH
        )
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
    frozen_time: Annotated[datetime, Doc("Time to advance the clock to, later than the clock's current time.")],
    wait: Annotated[
        bool,
        Doc(
            "Whether to respond only once the clock is ready. By default the response comes after about five seconds "
            "at the latest, and an unfinished clock continues as `ADVANCING`."
        ),
    ] = False,
) -> TestClock:
    """Advance a test clock to a later time. Each job that becomes due runs at its own moment."""
    tx.must(clock, TestClockStatus.ADVANCING, verb="advance")
    target = _moment(frozen_time)
    if target <= clock.frozen_time:
        raise InvalidRequest(
            f"The clock shows {clock.frozen_time:%Y-%m-%dT%H:%M:%SZ} and only moves forward. Choose a later time.",
            code=ErrorCode.PARAMETER_INVALID,
            field="frozen_time",
        )
    tx.under(clock)
    tx.move(clock, TestClockStatus.ADVANCING, verb="advance")
    clock.status_details = TestClockStatusDetails(advancing=TestClockAdvancing(target_frozen_time=target))
    tried = (wake.clock_id == clock.id, or_(wake.attempts > 0, wake.retry_at.is_not(None)))
    await tx.execute(update(Wake.__table__).where(*tried).values(attempts=0, retry_at=None))
    tx.tell("advancing", clock)
    budget = None if wait else BUDGET
    tx.work.after_commit.append(partial(finish_advance, tenant=tx.tenant, clock_id=clock.id, budget=budget))
    return clock


async def delete(tx: Tx, clock: TestClock) -> TestClock:
    """Delete the clock, the customers attached to the clock, and all objects of these customers."""
    if clock.status == TestClockStatus.ADVANCING:
        raise WrongState("test_clock", "delete", clock.status)
    tx.under(clock)
    await clock_contents.delete(tx, clock)
    tx.tell("deleted", clock)
    tx.delete(clock)
    return clock


@job("test_clock.expire", TestClock, aliases=("test_clocks.expire",))
async def expire(tx: Tx, clock: TestClock) -> None:
    """A clock's 30 days are over."""
    await delete(tx, clock)


def _moment(time: datetime) -> datetime:
    """A time that a clock can show: whole seconds, as all of Stripe's moments are."""
    if not EARLIEST <= time <= LATEST:
        raise InvalidRequest(
            f"A test clock shows a time between the years {EARLIEST.year} and {LATEST.year}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="frozen_time",
        )
    return time.replace(microsecond=0)
