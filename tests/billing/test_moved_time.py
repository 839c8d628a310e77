"""A moved clock: everything at its own moment, in order, whatever the jump; failures; what may not be done."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.clock.worker import run_due
from app.domain.billing import advancing, test_clocks
from app.domain.transaction import transaction
from app.errors import InvalidRequest, ResourceMissing, WrongState
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import EventRequest
from app.tables.tenancy import Tenant
from tests.billing.clocks import advance, make
from tests.clock.bells import chime, decline, jam, ring, ring_daily, strikes, stumble, stumbles
from tests.clock.conftest import JANUARY, World

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


async def test_a_clock_is_made_standing_still_and_told(world: World) -> None:
    clock = await make(world, JANUARY.replace(microsecond=250_000), name="a year")
    stored = await world.clock(clock.id)
    assert (stored.name, stored.frozen_time, stored.status, stored.status_details.advancing) == (
        "a year",
        JANUARY,
        "ready",
        None,
    )
    assert stored.created == JANUARY + 100 * DAY
    assert stored.deletes_after == JANUARY + 130 * DAY
    (event,) = await world.told()
    assert (event.type, event.object_id) == ("test_helpers.test_clock.created", clock.id)
    assert event.data.object == {
        "id": clock.id,
        "object": "test_helpers.test_clock",
        "livemode": False,
        "created": int((JANUARY + 100 * DAY).timestamp()),
        "name": "a year",
        "frozen_time": 1735689600,
        "status": "ready",
        "status_details": {"advancing": None},
        "deletes_after": int((JANUARY + 130 * DAY).timestamp()),
    }


async def test_live_mode_has_no_clocks(world: World) -> None:
    with pytest.raises(InvalidRequest, match="test mode only"):
        await make(World(world.database, Tenant(world.tenant.account, livemode=True)))


@pytest.mark.parametrize("time", [datetime(1969, 12, 31, tzinfo=UTC), datetime(9000, 1, 2, tzinfo=UTC)])
async def test_a_clock_shows_no_time_outside_the_calendar(world: World, time: datetime) -> None:
    with pytest.raises(InvalidRequest, match="between the years 1970 and 9000") as refused:
        await make(world, time)
    assert refused.value.field == "frozen_time"


async def test_everything_is_done_in_order_at_its_own_moment(world: World) -> None:
    clock = await make(world)
    first = await world.customer((JANUARY + 3 * HOUR, ring), (JANUARY + HOUR, chime), clock=clock)
    second = await world.customer((JANUARY + 2 * HOUR, ring), (JANUARY + 10 * DAY, ring), clock=clock)
    bystander = await world.customer((JANUARY + HOUR, ring))
    since = await advance(world, clock, JANUARY + 3 * HOUR)
    assert strikes(await world.reread(first)) == ["chime 2025-01-01 01:00:00", "ring 2025-01-01 03:00:00"]
    assert strikes(await world.reread(second)) == ["ring 2025-01-01 02:00:00"]
    assert strikes(await world.reread(bystander)) == []
    stands = await world.clock(clock.id)
    assert (stands.frozen_time, stands.status, stands.status_details.advancing) == (JANUARY + 3 * HOUR, "ready", None)
    caused = await world.caused(clock, since)
    assert [(event.type, event.object_id, event.created) for event in caused] == [
        ("test_helpers.test_clock.advancing", clock.id, JANUARY),
        ("customer.updated", first.id, JANUARY + HOUR),
        ("customer.updated", second.id, JANUARY + 2 * HOUR),
        ("customer.updated", first.id, JANUARY + 3 * HOUR),
        ("test_helpers.test_clock.ready", clock.id, JANUARY + 3 * HOUR),
    ]
    assert [event.request for event in caused] == [EventRequest(id="req_1"), None, None, None, None]
    assert caused[0].data.object["status_details"] == {"advancing": {"target_frozen_time": 1735700400}}
    assert [(wake.target_id, wake.due) for wake in await world.pending()][:2] == [
        (bystander.id, JANUARY + HOUR),
        (second.id, JANUARY + 10 * DAY),
    ]


async def test_years_pass_day_by_day(world: World) -> None:
    clock = await make(world)
    until = datetime(2026, 3, 1, tzinfo=UTC)
    customer = await world.customer((JANUARY + DAY, ring_daily), clock=clock, meta={"last_day": until.isoformat()})
    since = await advance(world, clock, datetime(2035, 1, 1, tzinfo=UTC))
    struck = strikes(await world.reread(customer))
    days = (until - JANUARY).days
    assert struck == [f"daily {JANUARY + number * DAY:%Y-%m-%d} 00:00:00" for number in range(1, days + 1)]
    caused = await world.caused(clock, since)
    assert len(caused) == days + 2
    assert [event.sequence for event in caused] == list(range(since, since + days + 2))
    assert (await world.clock(clock.id)).frozen_time == datetime(2035, 1, 1, tzinfo=UTC)


async def test_moves_follow_each_other_and_each_knows_its_own_events(world: World) -> None:
    clock = await make(world)
    await world.customer((JANUARY + HOUR, ring), (JANUARY + DAY, chime), clock=clock)
    first = await advance(world, clock, JANUARY + 2 * HOUR)
    second = await advance(world, clock, JANUARY + 2 * DAY)
    assert [event.sequence for event in await world.caused(clock, first)] == [first, first + 1, first + 2]
    assert [event.sequence for event in await world.caused(clock, second)] == [first + 3, first + 4, first + 5]


async def test_the_past_of_a_clock_never_comes_back(world: World) -> None:
    """What was overdue when it came under the clock is done at once, and not at a time that has gone by."""
    clock = await make(world, JANUARY + 30 * DAY)
    customer = await world.customer((JANUARY, ring), clock=clock)
    await advance(world, clock, JANUARY + 31 * DAY)
    assert strikes(await world.reread(customer)) == ["ring 2025-01-31 00:00:00"]


async def test_what_is_due_at_the_moment_that_a_standing_clock_shows_is_done(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY, ring), (JANUARY + HOUR, ring), clock=clock)
    assert await run_due(world.database, JANUARY + DAY) == 1
    assert strikes(await world.reread(customer)) == ["ring 2025-01-01 00:00:00"]
    assert (await world.clock(clock.id)).status == "ready"
    assert [event.type for event in await world.told()][1:] == ["customer.updated"]


async def test_what_fails_on_a_standing_clock_is_put_off_until_the_clock_is_moved(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY, stumble), clock=clock)
    stumbles[customer.id] = 3
    now = JANUARY + 50 * DAY
    assert await run_due(world.database, now) == 0
    assert next(wake.retry_at for wake in await world.pending()) == now + timedelta(seconds=5)
    assert await run_due(world.database, now) == 0
    await advance(world, clock, JANUARY + HOUR)
    assert strikes(await world.reread(customer)) == ["stumble 2025-01-01 00:00:00"]


async def test_real_time_leaves_alone_what_lives_under_a_clock(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY + HOUR, ring), clock=clock)
    assert await run_due(world.database, JANUARY + 10 * DAY) == 0
    assert strikes(await world.reread(customer)) == []


@pytest.mark.parametrize("to", [JANUARY, JANUARY - HOUR, JANUARY.replace(microsecond=999_999)])
async def test_a_clock_only_moves_forward(world: World, to: datetime) -> None:
    clock = await make(world)
    with pytest.raises(InvalidRequest, match="shows 2025-01-01T00:00:00Z and only moves forward") as refused:
        await advance(world, clock, to)
    assert refused.value.field == "frozen_time"
    assert len(await world.told()) == 1


async def test_times_of_other_zones_are_the_same_moments(world: World) -> None:
    clock = await make(world)
    await advance(world, clock, datetime(2025, 1, 1, 12, tzinfo=timezone(timedelta(hours=-5))))
    assert (await world.clock(clock.id)).frozen_time == datetime(2025, 1, 1, 17, tzinfo=UTC)


async def test_a_clock_that_is_moving_cannot_be_moved_deleted_or_used(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY + HOUR, ring), clock=clock)
    async with transaction(world.database, world.tenant) as tx:
        await test_clocks.advance(tx, await tx.get(TestClock, clock.id), frozen_time=JANUARY + DAY)
        tx.work.after_commit.clear()
    with pytest.raises(WrongState, match="cannot advance while its `status` is ADVANCING"):
        await advance(world, clock, JANUARY + 2 * DAY)
    async with transaction(world.database, world.tenant) as tx:
        with pytest.raises(WrongState, match="cannot delete while its `status` is ADVANCING"):
            await test_clocks.delete(tx, await tx.get(TestClock, clock.id))
        with pytest.raises(InvalidRequest, match="being advanced") as refused:
            await tx.get(Customer, customer.id)
    assert refused.value.code == "test_clock_advancing"
    await advancing.resume_advances(world.database)
    assert (await world.clock(clock.id)).status == "ready"
    assert strikes(await world.reread(customer)) == ["ring 2025-01-01 01:00:00"]


async def test_a_decline_on_the_way_is_a_fact(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY + HOUR, decline), (JANUARY + 2 * HOUR, ring), clock=clock)
    await advance(world, clock, JANUARY + DAY)
    assert strikes(await world.reread(customer)) == ["decline 2025-01-01 01:00:00", "ring 2025-01-01 02:00:00"]
    assert (await world.clock(clock.id)).status == "ready"


async def test_what_cannot_be_done_stops_the_clock_there_and_can_be_tried_again(world: World) -> None:
    clock = await make(world)
    due = ((JANUARY + HOUR, ring), (JANUARY + 2 * HOUR, jam), (JANUARY + DAY, ring))
    customer = await world.customer(*due, clock=clock)
    since = await advance(world, clock, JANUARY + 2 * DAY)
    stopped = await world.clock(clock.id)
    assert (stopped.status, stopped.frozen_time) == ("internal_failure", JANUARY + HOUR)
    assert strikes(await world.reread(customer)) == ["ring 2025-01-01 01:00:00"]
    caused = await world.caused(clock, since)
    assert [event.type for event in caused] == [
        "test_helpers.test_clock.advancing",
        "customer.updated",
        "test_helpers.test_clock.internal_failure",
    ]
    assert [wake.attempts for wake in await world.pending()] == [5, 0, 0]
    async with transaction(world.database, world.tenant) as tx:
        tx.unwake(jam, await tx.get(Customer, customer.id))
    await advance(world, clock, JANUARY + 2 * DAY)
    assert (await world.clock(clock.id)).status == "ready"
    assert strikes(await world.reread(customer)) == ["ring 2025-01-01 01:00:00", "ring 2025-01-02 00:00:00"]


async def test_a_deadlocks_victim_on_the_way_tries_again(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY + HOUR, stumble), clock=clock)
    stumbles[customer.id] = 2
    await advance(world, clock, JANUARY + DAY)
    assert (await world.clock(clock.id)).status == "ready"
    assert strikes(await world.reread(customer)) == ["stumble 2025-01-01 01:00:00"]


async def test_many_movers_of_one_clock_do_everything_once_and_in_order(world: World) -> None:
    clock = await make(world)
    hours = [JANUARY + number * HOUR for number in range(1, 31)]
    customer = await world.customer(*((hour, ring) for hour in hours), clock=clock)
    async with transaction(world.database, world.tenant) as tx:
        await test_clocks.advance(tx, await tx.get(TestClock, clock.id), frozen_time=JANUARY + 2 * DAY)
        tx.work.after_commit.clear()
    movers = (advancing.finish_advance(world.database, world.tenant, clock.id) for _ in range(4))
    await asyncio.gather(*movers, advancing.resume_advances(world.database))
    assert strikes(await world.reread(customer)) == [f"ring {hour:%Y-%m-%d %H:%M:%S}" for hour in hours]
    assert [event.type for event in await world.told()].count("test_helpers.test_clock.ready") == 1


async def test_requests_under_a_clock_do_not_wait_for_each_other_but_moving_it_waits_for_them(world: World) -> None:
    clock = await make(world)
    first, second = [await world.customer(clock=clock) for _ in range(2)]
    async with transaction(world.database, world.tenant) as one, transaction(world.database, world.tenant) as other:
        await one.get(Customer, first.id)
        await other.get(Customer, second.id)
        assert (one.now, other.now) == (JANUARY, JANUARY)
        moving = asyncio.create_task(advance(world, clock, JANUARY + DAY))
    await moving
    assert (await world.clock(clock.id)).frozen_time == JANUARY + DAY


async def test_another_account_has_no_hold_of_a_clock(world: World) -> None:
    clock = await make(world)
    for tenant in (Tenant("acct_other", livemode=False), Tenant(world.tenant.account, livemode=True)):
        async with transaction(world.database, tenant) as tx:
            with pytest.raises(ResourceMissing):
                await tx.get(TestClock, clock.id)
