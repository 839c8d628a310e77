"""Coming under a clock, and going with it: all that is a customer's, and nothing else."""

from datetime import timedelta

import pytest

from app.clock import test_clocks
from app.clock.belongings import attach_customer
from app.clock.worker import run_due
from app.domain.transaction import Scope, transaction
from app.domain.tx import Tx
from app.domain.wakes import wakes
from app.errors import InvalidRequest, ResourceMissing
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.refund import Refund
from tests.clock.bells import chime, ring, strikes
from tests.clock.conftest import JANUARY, World
from tests.clock.test_moved_time import advance, make

DAY = timedelta(days=1)


@wakes(Charge)
async def note(tx: Tx, charge: Charge) -> None:
    """Something that is due for a charge."""


async def attach(world: World, customer: Customer, clock_id: str) -> None:
    async with transaction(world.database, world.scope, now=JANUARY) as tx:
        await attach_customer(tx, await tx.get(Customer, customer.id), test_clock=clock_id)


async def test_a_customer_comes_with_what_is_theirs_and_what_is_due(world: World) -> None:
    clock = await make(world)
    customer = await world.customer((JANUARY + DAY, ring))
    other = await world.customer((JANUARY + DAY, chime))
    await attach(world, customer, clock.id)
    moved = await world.reread(customer)
    assert (moved.clock_id, moved.test_clock_id) == (clock.id, clock.id)
    assert (await world.reread(other)).clock_id is None
    assert await run_due(world.database, JANUARY + 2 * DAY) == 1
    assert strikes(await world.reread(customer)) == []
    assert strikes(await world.reread(other)) == ["chime 2025-01-03 00:00:00"]
    await advance(world, clock, JANUARY + 2 * DAY)
    assert strikes(await world.reread(customer)) == ["ring 2025-01-02 00:00:00"]


async def test_charges_and_refunds_come_along_to_any_depth(world: World) -> None:
    clock = await make(world)
    customer = await world.customer()
    async with transaction(world.database, world.scope, now=JANUARY) as tx:
        charge = tx.add(Charge(amount=500, currency="usd", customer_id=customer.id))
        refund = tx.add(Refund(amount=100, currency="usd", charge_id=charge.id))
        alien = tx.add(Charge(amount=700, currency="usd"))
        tx.wake(JANUARY + DAY, note, refund)
        tx.wake(JANUARY + DAY, note, alien)
    await attach(world, customer, clock.id)
    async with transaction(world.database, world.scope) as tx:
        assert (await tx.get(Charge, alien.id)).clock_id is None
        for table, row in ((Charge, charge), (Refund, refund)):
            assert (await tx.get(table, row.id)).clock_id == clock.id
        assert tx.now == JANUARY
    notes = [wake for wake in await world.pending() if wake.what == "test_belongings.note"]
    assert [(wake.target_id, wake.clock_id) for wake in notes] == [(refund.id, clock.id), (alien.id, None)]


async def test_a_customer_stays_under_the_clock_they_came_under(world: World) -> None:
    clock, another = await make(world), await make(world)
    customer = await world.customer()
    await attach(world, customer, clock.id)
    await attach(world, customer, clock.id)
    with pytest.raises(InvalidRequest, match="lives under another test clock") as refused:
        await attach(world, customer, another.id)
    assert refused.value.field == "test_clock"
    assert (await world.reread(customer)).clock_id == clock.id


async def test_only_a_clock_of_the_same_account_and_mode_takes_a_customer(world: World) -> None:
    stranger = World(world.database, Scope("acct_stranger", livemode=False))
    customer = await world.customer()
    for id in ((await make(stranger)).id, "clock_missing"):
        with pytest.raises(ResourceMissing, match=f"No such test_helpers.test_clock: '{id}'"):
            await attach(world, customer, id)
    live = World(world.database, Scope(world.scope.account_id, livemode=True))
    with pytest.raises(ResourceMissing):
        await attach(live, await live.customer(), (await make(world)).id)
    assert (await world.reread(customer)).clock_id is None


async def test_a_deleted_clock_takes_along_what_lived_under_it(world: World) -> None:
    clock, another = await make(world), await make(world)
    customers = [await world.customer((JANUARY + DAY, ring), clock=clock) for _ in range(2)]
    spared = [await world.customer((JANUARY + DAY, ring)), await world.customer((JANUARY + DAY, ring), clock=another)]
    async with transaction(world.database, world.scope) as tx:
        await tx.get(Customer, customers[0].id)
        charge = tx.add(Charge(amount=500, currency="usd", customer_id=customers[0].id))
    async with transaction(world.database, world.scope) as tx:
        await test_clocks.delete(tx, await tx.get(TestClock, clock.id))
    told = [(event.type, event.object_id, event.data.object.get("deleted")) for event in await world.told()][2:]
    assert told == [
        *(("customer.deleted", customer.id, True) for customer in customers),
        ("test_helpers.test_clock.deleted", clock.id, True),
    ]
    async with transaction(world.database, world.scope) as tx:
        for table, row in ((TestClock, clock), (Customer, customers[0]), (Customer, customers[1]), (Charge, charge)):
            with pytest.raises(ResourceMissing):
                await tx.get(table, row.id)
    for customer in spared:
        assert (await world.reread(customer)).deleted_at is None
    rings = [wake.target_id for wake in await world.pending() if wake.what == "bells.ring"]
    assert rings == [customer.id for customer in spared]


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
