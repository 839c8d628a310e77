"""Payments under a test clock: what days bring, in a moment."""

from datetime import datetime, timedelta

from app.domain.billing import test_clocks
from app.domain.core_resources.payments.authentication import complete_authentication
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod, PaymentIntentStatus
from tests.core_resources.payments.conftest import MONDAY, Shop


async def customer_under_clock(shop: Shop) -> tuple[Customer, TestClock]:
    async with shop.tx() as tx:
        clock = await test_clocks.create(tx, frozen_time=MONDAY)
    async with shop.tx() as tx:
        await tx.live_under(clock.id)
        customer = tx.add(Customer(name="Ada", invoice_prefix="ADA12345"))
    await shop.events()
    return customer, clock


async def advance(shop: Shop, clock: TestClock, to: datetime) -> list[str]:
    """The types of the events that moving the clock caused, but for the clock's own."""
    await shop.do(test_clocks.advance, clock, frozen_time=to)
    return [type_ for type_ in await shop.events() if not type_.startswith("test_helpers")]


async def test_a_debit_settles_after_four_working_days(shop: Shop) -> None:
    customer, clock = await customer_under_clock(shop)
    shop.now = MONDAY + timedelta(days=200)
    intent = await shop.pay("pm_usBankAccount_success", customer_id=customer.id)
    assert intent.created == MONDAY
    await shop.events()
    assert await advance(shop, clock, MONDAY + timedelta(days=3)) == []
    assert (await shop.again(intent)).status is PaymentIntentStatus.PROCESSING
    assert await advance(shop, clock, MONDAY + timedelta(days=5)) == [
        "charge.succeeded",
        "payment_intent.succeeded",
        "balance.available",
    ]
    charge = await shop.latest_charge(intent)
    async with shop.tx() as tx:
        moved = await tx.get(BalanceTransaction, charge.balance_transaction_id or "")
    assert (moved.created, moved.status) == (MONDAY + timedelta(days=4), "available")
    assert await shop.balance() == {"usd": {"available:bank_account": 1984}}


async def test_money_is_available_and_a_waiting_refund_is_sent_in_one_jump(shop: Shop) -> None:
    customer, clock = await customer_under_clock(shop)
    first = await shop.pay(customer_id=customer.id)
    assert await advance(shop, clock, MONDAY + timedelta(days=2)) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "balance.available",
    ]
    refund = await shop.refund(first)
    assert refund.status == "pending"
    await shop.pay(customer_id=customer.id)
    await shop.events()
    assert await advance(shop, clock, MONDAY + timedelta(days=30)) == [
        "balance.available",
        "refund.updated",
        "charge.refund.updated",
        "refund.updated",
        "charge.refund.updated",
    ]
    assert (await shop.again(refund)).status == "succeeded"


async def test_an_authorization_lapses(shop: Shop) -> None:
    customer, clock = await customer_under_clock(shop)
    intent = await shop.pay(
        "pm_card_authenticationRequired",
        customer_id=customer.id,
        capture_method=PaymentIntentCaptureMethod.MANUAL,
    )
    await advance(shop, clock, MONDAY + timedelta(hours=1))
    await shop.do(complete_authentication, intent)
    await shop.events()
    assert await advance(shop, clock, MONDAY + timedelta(days=7)) == []
    assert await advance(shop, clock, MONDAY + timedelta(days=7, hours=1)) == [
        "charge.expired",
        "payment_intent.canceled",
    ]
    intent = await shop.again(intent)
    assert intent.canceled_at == MONDAY + timedelta(days=7, hours=1)


async def test_real_time_leaves_a_clocks_payments_alone(shop: Shop) -> None:
    customer, _ = await customer_under_clock(shop)
    await shop.pay("pm_usBankAccount_success", customer_id=customer.id)
    real = await shop.pay("pm_usBankAccount_success")
    await shop.events()
    await shop.wait(minutes=1)
    events = await shop.event_rows()
    assert [event.type for event in events] == ["charge.succeeded", "payment_intent.succeeded"]
    assert events[1].object_id == real.id
