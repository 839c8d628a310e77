"""Customers under a test clock: from the start, or later with all that is theirs."""

from datetime import UTC, datetime, timedelta

import pytest

from app.database import Database
from app.domain.core_resources.customers import customers
from app.domain.tx import Tx
from app.errors import InvalidRequest
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import Refund
from app.tables.infrastructure import Wake
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodType
from tests.merchant import NOON, Merchant, open_shop, told_by
from tests.records import records

SPRING = datetime(2024, 3, 1, tzinfo=UTC)


async def test_a_customer_made_under_a_clock_lives_in_its_time(merchant: Merchant) -> None:
    clock = await merchant.clock(SPRING)
    async with merchant.begin() as tx:
        customer = await customers.create(tx, test_clock=clock.id)

    assert (customer.created, customer.clock_id, customer.test_clock_id) == (SPRING, clock.id, clock.id)
    event = (await merchant.told())[0]
    assert (event.created, event.data.object["test_clock"]) == (SPRING, clock.id)


async def test_a_clock_of_no_one_is_missing(merchant: Merchant, database: Database) -> None:
    strange = await (await open_shop(database)).clock(SPRING)
    for id in (strange.id, "clock_missing"):
        with pytest.raises(InvalidRequest) as refused:
            async with merchant.begin() as tx:
                await customers.create(tx, test_clock=id)
        assert told_by(refused) == ("test_clock", "resource_missing")


async def paid(tx: Tx, customer: Customer | None) -> tuple[PaymentIntent, Charge, Refund, BalanceTransaction]:
    """A payment, refunded, and its movement of money, with something due for the charge and the movement."""
    owner = customer.id if customer else None
    intent = tx.add(PaymentIntent(amount=500, currency="usd", customer_id=owner, client_secret=""))
    charge = tx.add(Charge(amount=500, currency="usd", payment_intent_id=intent.id))
    movement = tx.add(
        BalanceTransaction(
            amount=500,
            available_on=NOON,
            currency="usd",
            fee=0,
            net=500,
            reporting_category="charge",
            source_id=charge.id,
            status=BalanceTransactionStatus.AVAILABLE,
            type=BalanceTransactionType.CHARGE,
        )
    )
    refund = tx.add(Refund(amount=500, charge_id=charge.id, currency="usd"))
    for row in (charge, movement):
        tx.insert(Wake(due=NOON + timedelta(days=2), what="nothing", target_id=row.id))
    return intent, charge, refund, movement


async def test_attaching_later_takes_along_all_that_is_theirs(merchant: Merchant) -> None:
    clock = await merchant.clock(SPRING)
    async with merchant.begin() as tx:
        customer, other = await customers.create(tx), await customers.create(tx)
        method = tx.add(PaymentMethod(type=PaymentMethodType("card"), customer_id=customer.id))
        theirs = (*await paid(tx, customer), method)
        others = (*await paid(tx, other), *await paid(tx, None), other)
    async with merchant.begin() as tx:
        await customers.update(tx, await tx.get(Customer, customer.id), test_clock=clock.id)
        assert tx.now == SPRING

    customer = await merchant.again(customer)
    assert (customer.clock_id, customer.test_clock_id, customer.created) == (clock.id, clock.id, NOON)
    assert [(await merchant.again(row)).clock_id for row in theirs] == [clock.id] * len(theirs)
    assert [(await merchant.again(row)).clock_id for row in others] == [None] * len(others)
    due = {wake.target_id: (wake.clock_id, wake.due) for wake in await records(merchant.database, Wake)}
    later = NOON + timedelta(days=2)
    assert due == {row.id: (clock.id, later) for row in (theirs[1], theirs[3])} | {
        row.id: (None, later) for row in others if isinstance(row, Charge | BalanceTransaction)
    }
    event = (await merchant.told())[-1]
    assert (event.type, event.created, event.clock_id) == ("customer.updated", SPRING, clock.id)
    assert event.data.previous_attributes == {"test_clock": None}


async def test_a_customer_stays_under_their_clock(merchant: Merchant) -> None:
    clock, other = await merchant.clock(SPRING), await merchant.clock(SPRING)
    async with merchant.begin() as tx:
        customer = await customers.create(tx, test_clock=clock.id)
    async with merchant.begin() as tx:
        await customers.update(tx, await tx.get(Customer, customer.id), test_clock=clock.id)
    with pytest.raises(InvalidRequest) as refused:
        async with merchant.begin() as tx:
            await customers.update(tx, await tx.get(Customer, customer.id), test_clock=other.id)

    assert told_by(refused) == ("test_clock", "parameter_immutable")
    assert (await merchant.again(customer)).clock_id == clock.id
    assert await merchant.types_told() == ["customer.created"]


async def test_there_is_no_clock_in_live_mode(database: Database) -> None:
    live = await open_shop(database, livemode=True)
    async with live.begin() as tx:
        customer = await customers.create(tx)
    with pytest.raises(InvalidRequest) as refused:
        async with live.begin() as tx:
            await customers.update(tx, await tx.get(Customer, customer.id), test_clock="clock_1")

    assert told_by(refused) == ("test_clock", "livemode_mismatch")
    assert await live.types_told() == ["customer.created"]
