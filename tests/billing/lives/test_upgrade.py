"""A year of a monthly plan, with an upgrade in the middle of a month."""

from tests.billing.invoices.biller import PAID
from tests.billing.lives.telling import RENEWED, billed, day, until
from tests.billing.subscriptions.subscriber import Subscriber, lines


async def test_a_year_with_an_upgrade_in_mid_month(shop: Subscriber) -> None:
    """From 3 March 2025 at 10:00, 30.00 a month; on 18 April at 10:00 the plan of 60.00."""
    clock, customer = await shop.under_clock()
    basic, pro = await shop.monthly(3000), await shop.monthly(6000, productData={"name": "Pro"})
    made = await shop.subscribe(customer, basic)
    (item,) = made["items"]["nodes"]
    assert await until(shop, clock, day(2025, 4, 18)) == RENEWED
    await shop.told()

    # April's period has 30 days, of which 15 are left: half of 30.00 is credited, half of 60.00 charged.
    changed = await shop.change(
        made["id"], items=[{"id": item["id"], "price": pro}], prorationBehavior="ALWAYS_INVOICE"
    )
    invoice = changed["latestInvoice"]
    assert (invoice["billingReason"], invoice["status"], invoice["amountPaid"]["amount"]) == (
        "SUBSCRIPTION_UPDATE",
        "PAID",
        1500,
    )
    assert lines(invoice) == [
        ("Unused time on Gold after 18 Apr 2025", -1500),
        ("Remaining time on Pro after 18 Apr 2025", 3000),
    ]
    assert all(line["proration"] for line in invoice["lines"]["nodes"])
    assert [line["period"] for line in invoice["lines"]["nodes"]] == [
        {"start": "2025-04-18T10:00:00Z", "end": "2025-05-03T10:00:00Z"}
    ] * 2
    # The periods stay as they were.
    assert (changed["currentPeriodStart"], changed["currentPeriodEnd"]) == (
        "2025-04-03T10:00:00Z",
        "2025-05-03T10:00:00Z",
    )
    assert await shop.told() == [
        "invoiceitem.created",
        "invoiceitem.created",
        "invoice.created",
        *PAID,
        "customer.subscription.updated",
    ]

    for month in range(5, 13):
        assert await until(shop, clock, day(2025, month, 20)) == RENEWED
    assert await until(shop, clock, day(2026, 1, 20)) == RENEWED
    assert await until(shop, clock, day(2026, 2, 20)) == RENEWED
    every = await billed(shop, made["id"])
    # March and April at 30.00, the upgrade's 15.00, and ten months from May to February at 60.00.
    assert [(status, reason, total) for status, reason, total, _ in every] == [
        ("PAID", "SUBSCRIPTION_CREATE", 3000),
        ("PAID", "SUBSCRIPTION_CYCLE", 3000),
        ("PAID", "SUBSCRIPTION_UPDATE", 1500),
        *[("PAID", "SUBSCRIPTION_CYCLE", 6000)] * 10,
    ]
    assert every[-1][3] == [("1 × Pro (at $60.00 / month)", 6000)]


async def test_a_coupon_of_three_months_over_an_upgrade(shop: Subscriber) -> None:
    """A quarter off for three months from 3 March; on 18 April from 30.00 to 60.00."""
    clock, customer = await shop.under_clock()
    basic, pro = await shop.monthly(3000), await shop.monthly(6000, productData={"name": "Pro"})
    quarter = await shop.coupon(percentOff="25", duration="REPEATING", durationInMonths=3)
    made = await shop.subscribe(customer, basic, discounts=[{"coupon": quarter}])
    (item,) = made["items"]["nodes"]
    await until(shop, clock, day(2025, 4, 18))
    await shop.change(made["id"], items=[{"id": item["id"], "price": pro}], prorationBehavior="ALWAYS_INVOICE")
    await until(shop, clock, day(2025, 7, 5))
    every = await billed(shop, made["id"])
    assert [(reason, total) for _, reason, total, _ in every] == [
        # 30.00 less a quarter.
        ("SUBSCRIPTION_CREATE", 2250),
        ("SUBSCRIPTION_CYCLE", 2250),
        # Half of what was paid, 22.50, is credited: 11.25; half of 60.00 less a quarter is charged: 22.50.
        ("SUBSCRIPTION_UPDATE", 1125),
        # 3 May is the third month: 60.00 less a quarter.
        ("SUBSCRIPTION_CYCLE", 4500),
        # The discount ended on 3 June.
        ("SUBSCRIPTION_CYCLE", 6000),
        ("SUBSCRIPTION_CYCLE", 6000),
    ]
    assert (await shop.subscription(made["id"]))["discounts"] == []
