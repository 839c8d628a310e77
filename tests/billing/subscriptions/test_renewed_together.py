"""Subscriptions that renew at one moment: they are read, billed and written together."""

from datetime import UTC, datetime

import pytest

from app.database import counting
from tests.billing.lives.test_usage import metered, report
from tests.billing.subscriptions.subscriber import Subscriber, lines
from tests.billing.subscriptions.test_cycles import RENEWED

AFTER = datetime(2025, 4, 3, 12, tzinfo=UTC)


def of_usage(statements: list[str]) -> list[str]:
    """Those that sum up what meters counted."""
    return [each for each in statements if each.startswith("SELECT") and "usage_bucket" in each]


@pytest.mark.parametrize("declined", [False, True])
async def test_more_of_them_cost_no_more_statements_and_no_longer_ones(shop: Subscriber, declined: bool) -> None:
    price, sent = await shop.monthly(1000), []
    for size in (2, 7):
        clock, customer = await shop.under_clock()
        customers = [customer, *[await shop.payer(testClock=clock) for _ in range(size - 1)]]
        made = [(await shop.subscribe(each, price))["id"] for each in customers]
        if declined:
            for each in customers:
                await shop.save(each, "pm_card_chargeCustomerFail")
        with counting() as statements:
            await shop.advance(clock, AFTER)
        sent.append((len(statements), max(map(len, statements))))
        for id in made:
            first, renewed = await shop.invoices(id)
            assert (first["status"], renewed["status"]) == ("PAID", "OPEN" if declined else "PAID")
    (few, shortest), (many, longest) = sent
    assert many <= few + 3
    assert longest <= shortest * 1.1


async def test_each_is_billed_its_own_pending_items(shop: Subscriber) -> None:
    price = await shop.monthly(1000)
    clock, first = await shop.under_clock()
    second, third = [await shop.payer(testClock=clock) for _ in range(2)]
    made = [(await shop.subscribe(each, price))["id"] for each in (first, second, third)]
    await shop.item(first, 70)
    await shop.item(third, 50, description="Of another", subscription=made[2])
    told = await shop.advance(clock, AFTER)
    billed = [lines((await shop.invoices(id))[-1]) for id in made]
    assert [[amount for _, amount in each] for each in billed] == [[70, 1000], [1000], [50, 1000]]
    # At each moment, what follows from one comes before what follows from the next.
    assert [type for type, _ in told if type in RENEWED] == [*RENEWED[:2] * 3, *RENEWED[2:] * 3]


async def test_two_subscriptions_of_one_customer_bill_a_pending_item_once(shop: Subscriber) -> None:
    price = await shop.monthly(1000)
    clock, customer = await shop.under_clock()
    made = [(await shop.subscribe(customer, price))["id"] for _ in range(2)]
    await shop.item(customer, 70)
    await shop.advance(clock, AFTER)
    billed = [[amount for _, amount in lines((await shop.invoices(id))[-1])] for id in made]
    assert sorted(billed) == [[70, 1000], [1000]]


async def test_usage_of_many_customers_is_read_together_and_billed_to_each(shop: Subscriber) -> None:
    """Requests at 0.02 until 3 April at 10:00; some are reported while the invoices are drafts, until 11:00."""
    price = await metered(shop)
    for size in (2, 4):
        clock, customer = await shop.under_clock()
        customers = [customer, *[await shop.payer(testClock=clock) for _ in range(size - 1)]]
        made = [(await shop.subscribe(each, price))["id"] for each in customers]
        await shop.advance(clock, datetime(2025, 3, 20, tzinfo=UTC))
        # The last uses nothing.
        for place, each in enumerate(customers[:-1], 1):
            await report(shop, each, 100 * place, "2025-03-10T00:00:00Z", f"{size} early {place}")
        with counting() as statements:
            await shop.advance(clock, datetime(2025, 4, 3, 10, 30, tzinfo=UTC))
            # For the notice of the invoices to come, and for the drafts.
            assert len(of_usage(statements)) == 2
        await report(shop, customer, 50, "2025-04-03T09:59:59Z", f"{size} late")
        with counting() as statements:
            await shop.advance(clock, AFTER)
            assert len(of_usage(statements)) == 1
        billed = [lines((await shop.invoices(id))[-1]) for id in made]
        used = [150, *(100 * place for place in range(2, size)), 0]
        assert [[amount for _, amount in each] for each in billed] == [[2 * each] for each in used]
