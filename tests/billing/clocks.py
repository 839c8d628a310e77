"""Making test clocks and moving them."""

from datetime import datetime, timedelta

from app.domain.billing import test_clocks
from app.domain.transaction import transaction
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.event import EventRequest
from tests.clock.conftest import JANUARY, World

DAY = timedelta(days=1)


async def make(world: World, frozen_time: datetime = JANUARY, **values: object) -> TestClock:
    async with transaction(world.database, world.tenant, now=JANUARY + 100 * DAY) as tx:
        return await test_clocks.create(tx, frozen_time=frozen_time, **values)


async def advance(world: World, clock: TestClock, to: datetime) -> int:
    """Move the clock; the sequence of the first event."""
    async with transaction(world.database, world.tenant, request=EventRequest(id="req_1")) as tx:
        await test_clocks.advance(tx, await tx.get(TestClock, clock.id), frozen_time=to, wait=True)
    return tx.events[0].sequence
