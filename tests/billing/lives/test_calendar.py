"""What the calendar does to periods: months of any length, leap years, starts in the past, pauses."""

from tests.billing.lives.telling import billed, day, until
from tests.billing.subscriptions.subscriber import Subscriber


async def test_from_31_january_through_a_leap_year(shop: Subscriber) -> None:
    clock = await shop.clock(day(2024, 1, 31))
    customer = await shop.payer(testClock=clock)
    made = await shop.subscribe(customer, await shop.monthly(1000))
    starts = [made["currentPeriodStart"]]
    for month in range(2, 13):
        await until(shop, clock, day(2024, month, 29 if month == 2 else 30, 23))
        now = await shop.subscription(made["id"])
        starts.append(now["currentPeriodStart"])
    await until(shop, clock, day(2025, 3, 1))
    now = await shop.subscription(made["id"])
    # The last day of each month, the 29th in the leap year's February, the 28th in the next.
    assert starts == [
        "2024-01-31T10:00:00Z",
        "2024-02-29T10:00:00Z",
        "2024-02-29T10:00:00Z",
        "2024-04-30T10:00:00Z",
        "2024-04-30T10:00:00Z",
        "2024-06-30T10:00:00Z",
        "2024-06-30T10:00:00Z",
        "2024-07-31T10:00:00Z",
        "2024-09-30T10:00:00Z",
        "2024-09-30T10:00:00Z",
        "2024-11-30T10:00:00Z",
        "2024-11-30T10:00:00Z",
    ]
    assert (now["currentPeriodStart"], now["currentPeriodEnd"]) == ("2025-02-28T10:00:00Z", "2025-03-31T10:00:00Z")
    # January 2024 to February 2025: fourteen months.
    assert [total for _, _, total, _ in await billed(shop, made["id"])] == [1000] * 14


async def test_29_february_each_year(shop: Subscriber) -> None:
    clock = await shop.clock(day(2024, 2, 29))
    customer = await shop.payer(testClock=clock)
    made = await shop.subscribe(customer, await shop.monthly(12000, recurring={"interval": "YEAR"}))
    ends = [made["currentPeriodEnd"]]
    for year in range(2025, 2029):
        await until(shop, clock, day(year, 3, 1))
        ends.append((await shop.subscription(made["id"]))["currentPeriodEnd"])
    assert ends == [
        "2025-02-28T10:00:00Z",
        "2026-02-28T10:00:00Z",
        "2027-02-28T10:00:00Z",
        "2028-02-29T10:00:00Z",
        "2029-02-28T10:00:00Z",
    ]


async def test_a_start_in_the_past_is_billed_at_once(shop: Subscriber) -> None:
    """Made on 3 March at 10:00, begun on 3 January, with periods that begin on the 18th from March on."""
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(
        customer,
        await shop.monthly(1000),
        backdateStartDate=day(2025, 1, 3).isoformat(),
        billingCycleAnchor=day(2025, 3, 18).isoformat(),
    )
    assert (made["startDate"], made["currentPeriodStart"], made["currentPeriodEnd"]) == (
        "2025-01-03T10:00:00Z",
        "2025-01-03T10:00:00Z",
        "2025-03-18T10:00:00Z",
    )
    await until(shop, clock, day(2025, 4, 19))
    first, *later = await billed(shop, made["id"])
    # Two months of 10.00, and 15 of the 31 days from 3 March: 4.838…
    assert first == ("PAID", "SUBSCRIPTION_CREATE", 2484, [("1 × Gold (at $10.00 / month)", 2484)])
    assert [(reason, total) for _, reason, total, _ in later] == [("SUBSCRIPTION_CYCLE", 1000)] * 2


async def test_a_pause_and_a_resumption(shop: Subscriber) -> None:
    """Payments pause from 10 April to 10 June: the invoices of 3 May and 3 June stay drafts, and nobody pays them."""
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(1000))
    await until(shop, clock, day(2025, 4, 10))
    await shop.change(made["id"], pauseCollection={"behavior": "KEEP_AS_DRAFT"})
    await shop.told()
    # A draft that stays one no longer advances by itself.
    drafted = ["invoice.upcoming", "invoice.created", "customer.subscription.updated", "invoice.updated"]
    assert await until(shop, clock, day(2025, 6, 10)) == drafted * 2
    await shop.change(made["id"], pauseCollection=None)
    await until(shop, clock, day(2025, 7, 4))
    every = await billed(shop, made["id"])
    assert [(status, total) for status, _, total, _ in every] == [
        ("PAID", 1000),
        ("PAID", 1000),
        ("DRAFT", 1000),
        ("DRAFT", 1000),
        ("PAID", 1000),
    ]
