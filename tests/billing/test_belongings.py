"""Coming under a clock, and going with it: all that is a customer's, and nothing else."""

from datetime import timedelta

import pytest
from sqlmodel import col

from app.clock.worker import run_due
from app.domain import clock_contents, ledger
from app.domain.billing import test_clocks
from app.domain.transaction import transaction
from app.errors import ResourceMissing
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from tests.billing.clocks import advance, make
from tests.clock.bells import chime, ring, strikes
from tests.clock.conftest import JANUARY, World
from tests.records import record

DAY = timedelta(days=1)


async def attach(world: World, customer: Customer, clock: TestClock) -> None:
    async with transaction(world.database, world.tenant, now=JANUARY) as tx:
        await clock_contents.attach(tx, await tx.get(Customer, customer.id), clock.id)


async def earn(world: World, customer: Customer) -> BalanceTransaction:
    """Money that will be available in two days."""
    async with transaction(world.database, world.tenant, now=JANUARY) as tx:
        charge = tx.add(Charge(amount=500, currency="usd", customer_id=customer.id))
        type, on = BalanceTransactionType.CHARGE, JANUARY + 2 * DAY
        return await ledger.record(tx, ledger.Movement(type, 500, "usd", charge.id, "card", on))


async def status_of(world: World, movement: BalanceTransaction) -> str:
    return (await record(world.database, BalanceTransaction, col(BalanceTransaction.id) == movement.id)).status


async def test_a_customer_comes_with_what_is_theirs_and_what_is_due(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY + DAY, ring))
    other = await world.customer((JANUARY + DAY, chime))
    await attach(world, customer, clock)
    moved = await world.reread(customer)
    assert (moved.clock_id, moved.test_clock_id) == (clock.id, clock.id)
    assert (await world.reread(other)).clock_id is None
    assert await run_due(world.database, JANUARY + 2 * DAY) == 1
    assert strikes(await world.reread(customer)) == []
    assert strikes(await world.reread(other)) == ["chime 2025-01-03 00:00:00"]
    await advance(world, clock, JANUARY + 2 * DAY)
    assert strikes(await world.reread(customer)) == ["ring 2025-01-02 00:00:00"]


@pytest.mark.parametrize("earlier", [0, 1])
async def test_money_of_one_moment_becomes_available_on_either_side(world: World, earlier: int) -> None:
    """One wake stands for both: whichever it was set for, neither is forgotten when one comes under a clock."""
    clock = await make(world)
    customers = [await world.customer(), await world.customer()]
    movements = [await earn(world, customers[earlier]), await earn(world, customers[1 - earlier])]
    theirs, others = movements[earlier], movements[1 - earlier]
    await attach(world, customers[0], clock)
    await run_due(world.database, JANUARY + 2 * DAY)
    assert [await status_of(world, movement) for movement in (theirs, others)] == ["pending", "available"]
    await advance(world, clock, JANUARY + 2 * DAY)
    assert [await status_of(world, movement) for movement in (theirs, others)] == ["available", "available"]
    types = [event.type for event in await world.told()]
    assert types.count("balance.available") == 2


async def test_a_deleted_clock_takes_along_what_lived_under_it(world: World) -> None:
    clock, another = await make(world), await make(world)
    customers = [await world.customer((JANUARY + DAY, ring), clock=clock) for _ in range(2)]
    spared = [await world.customer((JANUARY + DAY, ring)), await world.customer((JANUARY + DAY, ring), clock=another)]
    async with transaction(world.database, world.tenant) as tx:
        await tx.get(Customer, customers[0].id)
        charge = tx.add(Charge(amount=500, currency="usd", customer_id=customers[0].id))
    async with transaction(world.database, world.tenant) as tx:
        await test_clocks.delete(tx, await tx.get(TestClock, clock.id))
    told = [(event.type, event.object_id, event.data.object.get("test_clock")) for event in await world.told()][2:]
    assert told == [
        *(("customer.deleted", customer.id, customer.test_clock_id) for customer in customers),
        ("test_helpers.test_clock.deleted", clock.id, None),
    ]
    async with transaction(world.database, world.tenant) as tx:
        for table, row in ((TestClock, clock), (Customer, customers[0]), (Customer, customers[1]), (Charge, charge)):
            with pytest.raises(ResourceMissing):
                await tx.get(table, row.id)
    for customer in spared:
        assert (await world.reread(customer)).deleted_at is None
    rings = [wake.target_id for wake in await world.pending() if wake.what == "bells.ring"]
    assert rings == [customer.id for customer in spared]


async def test_what_happened_outlives_the_clock(world: World) -> None:
    clock = await make(world)
    customer = await world.customer()
    movement = await earn(world, customer)
    await attach(world, customer, clock)
    await advance(world, clock, JANUARY + 2 * DAY)
    async with transaction(world.database, world.tenant) as tx:
        await test_clocks.delete(tx, await tx.get(TestClock, clock.id))
    assert (await world.reread(customer)).deleted_at is not None
    moved = await record(world.database, BalanceTransaction, col(BalanceTransaction.id) == movement.id)
    assert (moved.clock_id, moved.deleted_at) == (clock.id, None)
    kept = [event for event in await world.told() if event.clock_id == clock.id]
    assert {"balance.available", "customer.deleted"} <= {event.type for event in kept}
    assert {event.deleted_at for event in kept} == {None}


async def test_a_clock_deletes_itself_after_thirty_real_days(world: World) -> None:
    clock = await make(world)
    customer = await world.customer(clock=clock)
    await advance(world, clock, JANUARY + 3650 * DAY)
    due = clock.created + 30 * DAY
    assert await run_due(world.database, due - timedelta(seconds=1)) == 0
    assert (await world.clock(clock.id)).deleted_at is None
    assert await run_due(world.database, due) == 1
    assert (await world.clock(clock.id)).deleted_at is not None
    assert (await world.reread(customer)).deleted_at is not None
    assert await world.pending() == []
