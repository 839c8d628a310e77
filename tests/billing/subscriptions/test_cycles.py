"""Billing periods of subscriptions: begun, renewed, ended."""

from datetime import UTC, datetime

from tests.billing.invoices.biller import PAID
from tests.billing.subscriptions.subscriber import Subscriber, lines

START = "2025-03-03T10:00:00Z"
RENEWED = ["invoice.created", "customer.subscription.updated", *PAID]


def on(month: int, day: int, hour: int = 0, year: int = 2025) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


async def test_a_month_is_billed_and_renewed(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(1000)
    await shop.told()
    made = await shop.subscribe(customer, price)
    assert (made["status"], made["currentPeriodStart"], made["currentPeriodEnd"]) == (
        "ACTIVE",
        START,
        "2025-04-03T10:00:00Z",
    )
    first = made["latestInvoice"]
    assert (first["status"], first["billingReason"], first["amountPaid"]["amount"]) == (
        "PAID",
        "SUBSCRIPTION_CREATE",
        1000,
    )
    assert lines(first) == [("1 × Gold (at $10.00 / month)", 1000)]
    events = await shop.told_whole()
    assert [event["type"] for event in events] == [
        "customer.subscription.created",
        "customer.updated",
        "invoice.created",
        "payment_intent.created",
        "invoice.finalized",
        "invoice.updated",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice.updated",
    ]
    created = events[0]["data"]["object"]
    assert (created["status"], created["latest_invoice"]) == ("active", first["id"])
    told = await shop.advance(clock, on(4, 3, 12))
    assert [type for type, _ in told] == [
        "test_helpers.test_clock.advancing",
        "balance.available",
        "invoice.upcoming",
        *RENEWED,
        "test_helpers.test_clock.ready",
    ]
    # The draft can be changed for an hour.
    assert [at for type, at in told if type in ("invoice.created", "invoice.paid")] == [
        "2025-04-03T10:00:00Z",
        "2025-04-03T11:00:00Z",
    ]
    again = await shop.subscription(made["id"])
    assert (again["currentPeriodStart"], again["currentPeriodEnd"]) == ("2025-04-03T10:00:00Z", "2025-05-03T10:00:00Z")
    second = again["latestInvoice"]
    assert (second["status"], second["billingReason"], second["amountPaid"]["amount"]) == (
        "PAID",
        "SUBSCRIPTION_CYCLE",
        1000,
    )


async def test_a_discount_of_one_item_for_once(shop: Subscriber) -> None:
    """Half off the first month of one of two items; the coupon's discount ends with the invoice that it was on."""
    clock, customer = await shop.under_clock()
    half = await shop.coupon(percentOff="50", duration="ONCE")
    gold, silver = await shop.monthly(1000), await shop.monthly(700)
    made = await shop.subscribe(customer, {"price": gold, "discounts": [{"coupon": half}]}, silver)
    # Half of 10.00, and 7.00.
    assert made["latestInvoice"]["total"]["amount"] == 1200
    assert [item["discounts"] for item in made["items"]["nodes"]] == [[], []]
    assert (await shop.told()).count("customer.discount.deleted") == 1
    told = await shop.advance(clock, on(4, 3, 12))
    assert "customer.discount.deleted" not in [type for type, _ in told]
    assert (await shop.subscription(made["id"]))["latestInvoice"]["total"]["amount"] == 1700
