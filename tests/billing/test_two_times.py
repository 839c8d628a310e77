"""The same payments in real time and under a moved clock: the same functions bring them to the same end."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from app.database import Database
from app.domain.billing import test_clocks
from app.domain.core_resources.customers import customers
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from tests.core_resources.payments.conftest import Shop, open_shop

MOVED = datetime(2031, 5, 5, 10, tzinfo=UTC)
"""A Monday, as the other shop's day is."""


async def begin(shop: Shop, test_clock: str | None) -> list[PaymentIntent]:
    """A debit, a card's payment, and one that nobody captures."""
    async with shop.tx() as tx:
        customer = await customers.create(tx, test_clock=test_clock)
    return [
        await shop.pay("pm_usBankAccount_success", customer_id=customer.id),
        await shop.pay("pm_card_visa", customer_id=customer.id),
        await shop.pay("pm_card_visa", customer_id=customer.id, capture_method=PaymentIntentCaptureMethod.MANUAL),
    ]


async def test_a_month_comes_to_the_same_in_real_time_and_under_a_clock(database: Database) -> None:
    real, moved = await open_shop(database), await open_shop(database)
    async with moved.tx() as tx:
        clock = await test_clocks.create(tx, frozen_time=MOVED)

    in_real = await begin(real, None)
    await real.wait(days=29)
    under_clock = await begin(moved, clock.id)
    async with moved.tx() as tx:
        await test_clocks.advance(tx, await tx.get(TestClock, clock.id), frozen_time=MOVED + timedelta(days=29))

    for shop, made in ((real, in_real), (moved, under_clock)):
        ends = [(await shop.again(intent)).status for intent in made]
        assert ends == ["succeeded", "succeeded", "canceled"]
        books = {book: amount for book, amount in (await shop.balance())["usd"].items() if amount}
        assert books == {"available:bank_account": 1984, "available:card": 1912}
    told = {shop: [event for event in await shop.event_rows() if "clock" not in event.type] for shop in (real, moved)}
    assert Counter(event.type for event in told[real]) == Counter(event.type for event in told[moved])
    assert {event.clock_id for event in told[real]} == {None}
    assert {event.clock_id for event in told[moved]} == {clock.id}

    later = [(f"{event.created:%d %H:%M}", event.type) for event in told[moved] if event.created > MOVED]
    assert later == [
        ("07 00:00", "balance.available"),
        ("09 10:00", "charge.succeeded"),
        ("09 10:00", "payment_intent.succeeded"),
        ("09 10:00", "balance.available"),
        ("12 10:00", "charge.expired"),
        ("12 10:00", "payment_intent.canceled"),
    ]
