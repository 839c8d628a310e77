"""What falls due in real time: once, in order, at the moment of doing; and what becomes of failures."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from app.clock.worker import pause_after, run_due, work
from app.database import Database
from app.domain.jobs import Job
from app.domain.transaction import transaction
from app.tables.core_resources.customer import Customer
from app.tables.infrastructure import Wake
from app.tables.tenancy import Tenant
from tests.clock.bells import chime, decline, jam, refuse, ring, ring_daily, strikes, stumble, stumbles
from tests.clock.conftest import JANUARY, World
from tests.records import run

HOUR = timedelta(hours=1)
NOON = JANUARY + 12 * HOUR


async def test_what_is_due_is_done_once_as_of_now_and_the_rest_waits(world: World) -> None:
    customer = await world.customer((JANUARY + HOUR, ring), (JANUARY + 2 * HOUR, chime), (NOON + HOUR, ring))
    assert await run_due(world.database, JANUARY) == 0
    assert await run_due(world.database, NOON) == 2
    assert await run_due(world.database, NOON) == 0
    assert strikes(await world.reread(customer)) == ["ring 2025-01-01 12:00:00", "chime 2025-01-01 12:00:00"]
    assert [(wake.what, wake.due) for wake in await world.pending()] == [("bells.ring", NOON + HOUR)]
    assert [(event.type, event.sequence, event.created) for event in await world.told()] == [
        ("customer.updated", 1, NOON),
        ("customer.updated", 2, NOON),
    ]


async def test_the_order_is_that_of_the_moments_also_for_what_is_set_on_the_way(world: World) -> None:
    days = {"last_day": (NOON + timedelta(days=1)).isoformat()}
    first = await world.customer((JANUARY + 3 * HOUR, ring), (JANUARY + HOUR, chime), (JANUARY + HOUR, ring))
    daily = await world.customer((JANUARY, ring_daily), meta=days)
    await run_due(world.database, NOON)
    assert strikes(await world.reread(first)) == [f"{bell} 2025-01-01 12:00:00" for bell in ("chime", "ring", "ring")]
    assert [event.object_id for event in await world.told()] == [daily.id, first.id, first.id, first.id]
    assert [wake.due for wake in await world.pending()] == [NOON + timedelta(days=1)]


async def test_what_was_due_for_a_deleted_row_is_dropped(world: World) -> None:
    customer = await world.customer((JANUARY, ring))
    async with transaction(world.database, world.tenant, now=JANUARY) as tx:
        tx.delete(await tx.get(Customer, customer.id))
    assert await run_due(world.database, NOON) == 0
    assert await world.pending() == []
    assert await world.told() == []


async def test_what_was_withdrawn_is_not_done(world: World) -> None:
    customer = await world.customer((JANUARY, ring), (JANUARY, chime))
    async with transaction(world.database, world.tenant, now=JANUARY) as tx:
        tx.unwake(ring, await tx.get(Customer, customer.id))
    assert await run_due(world.database, NOON) == 1
    assert strikes(await world.reread(customer)) == ["chime 2025-01-01 12:00:00"]


@pytest.mark.parametrize("job", [jam, refuse])
async def test_a_failure_leaves_nothing_and_is_tried_again_later(world: World, job: Job) -> None:
    customer = await world.customer((JANUARY, job), (JANUARY + HOUR, ring))
    assert await run_due(world.database, NOON) == 1
    assert strikes(await world.reread(customer)) == ["ring 2025-01-01 12:00:00"]
    (wake,) = await world.pending()
    assert (wake.due, wake.attempts, wake.retry_at) == (JANUARY, 1, NOON + timedelta(seconds=5))
    assert await run_due(world.database, NOON + timedelta(seconds=4)) == 0
    assert (await world.pending())[0].attempts == 1
    await run_due(world.database, NOON + timedelta(seconds=5))
    (wake,) = await world.pending()
    assert (wake.attempts, wake.retry_at) == (2, NOON + timedelta(seconds=15))
    assert len(await world.told()) == 1


async def test_a_deadlocks_victim_tries_again_at_once(world: World) -> None:
    once, always = [await world.customer((JANUARY, stumble)) for _ in range(2)]
    stumbles.update({once.id: 2, always.id: 1000})
    assert await run_due(world.database, NOON) == 1
    assert strikes(await world.reread(once)) == ["stumble 2025-01-01 12:00:00"]
    assert strikes(await world.reread(always)) == []
    assert [(wake.target_id, wake.attempts) for wake in await world.pending()] == [(always.id, 1)]
    assert len(await world.told()) == 1


def test_the_pauses_double_up_to_an_hour() -> None:
    seconds = [int(pause_after(attempts).total_seconds()) for attempts in (1, 2, 3, 10, 11, 1000)]
    assert seconds == [5, 10, 20, 2560, 3600, 3600]


async def test_a_decline_is_a_fact_and_done(world: World) -> None:
    customer = await world.customer((JANUARY, decline))
    assert await run_due(world.database, NOON) == 1
    assert strikes(await world.reread(customer)) == ["decline 2025-01-01 12:00:00"]
    assert await world.pending() == []
    assert [event.type for event in await world.told()] == ["customer.updated"]


async def test_what_no_function_is_known_for_is_kept(world: World) -> None:
    await world.customer((JANUARY, ring))
    await run(world.database, update(Wake.__table__).values(what="bells.of_another_version"))
    assert await run_due(world.database, NOON) == 0
    assert [wake.attempts for wake in await world.pending()] == [1]


async def test_live_mode_and_other_accounts_are_worked_for_in_their_own_name(database: Database) -> None:
    worlds = [World(database, Tenant("acct_1", livemode=False)), World(database, Tenant("acct_1", livemode=True))]
    customers = [await world.customer((JANUARY, ring)) for world in worlds]
    assert await run_due(database, NOON) == 2
    for world, customer in zip(worlds, customers, strict=True):
        assert strikes(await world.reread(customer)) == ["ring 2025-01-01 12:00:00"]
    assert [(event.livemode, event.sequence) for event in await worlds[0].told()] == [(False, 1), (True, 1)]


async def test_withdrawing_what_a_worker_is_about_to_do_is_no_deadlock(world: World) -> None:
    customer = await world.customer((JANUARY, ring))
    async with transaction(world.database, world.tenant, now=JANUARY) as tx:
        held = await tx.get(Customer, customer.id)
        working = asyncio.create_task(run_due(world.database, NOON))
        await _until_someone_waits(world.database)
        tx.unwake(ring, held)
    assert await working == 0
    assert strikes(await world.reread(customer)) == []
    assert await world.pending() == []


async def test_workers_of_one_process_share_the_work(world: World) -> None:
    customers = [await world.customer((JANUARY, ring), (JANUARY, chime)) for _ in range(20)]
    done = await asyncio.gather(*(run_due(world.database, NOON) for _ in range(4)))
    assert sum(done) == 40
    for customer in customers:
        assert strikes(await world.reread(customer)) == ["ring 2025-01-01 12:00:00", "chime 2025-01-01 12:00:00"]


async def test_the_worker_goes_on_by_itself_until_cancelled(world: World) -> None:
    rung = asyncio.Event()
    unlisten = await world.database.listen("paygraph_events", lambda payload: rung.set())
    working = asyncio.create_task(work(world.database, interval=0.01))
    customer = await world.customer((JANUARY, ring))
    await asyncio.wait_for(rung.wait(), 10)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    await unlisten()
    assert len(strikes(await world.reread(customer))) == 1
    assert await world.pending() == []


async def _until_someone_waits(database: Database) -> None:
    """Until some transaction waits for a lock."""
    while True:
        if (await run(database, text("SELECT count(*) FROM pg_locks WHERE NOT granted")))[0][0]:
            return
        await asyncio.sleep(0)
