"""Prices of every kind, as subscriptions bill them."""

from datetime import datetime
from typing import Any

from tests.billing.subscriptions.subscriber import Subscriber, lines
from tests.billing.subscriptions.test_changes import DAY, START
from tests.billing.subscriptions.test_usage_records import record

INF = {"keyword": "INF"}


async def test_periods_of_any_interval(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    made = {}
    for interval, count, end in (
        ("DAY", 10, "2025-03-13"),
        ("WEEK", 2, "2025-03-17"),
        ("MONTH", 3, "2025-06-03"),
        ("YEAR", 1, "2026-03-03"),
    ):
        recurring = {"interval": interval, "intervalCount": count}
        made[interval] = await shop.subscribe(customer, await shop.monthly(1000, recurring=recurring))
        period = made[interval]["latestInvoice"]["lines"]["nodes"][0]["period"]
        assert period == {"start": "2025-03-03T10:00:00Z", "end": f"{end}T10:00:00Z"}
    await shop.advance(clock, START + 21 * DAY)
    many = {interval: len(await shop.invoices(each["id"])) for interval, each in made.items()}
    # The 13th and the 23rd; the 17th.
    assert many == {"DAY": 3, "WEEK": 2, "MONTH": 1, "YEAR": 1}
    words = [lines((await shop.subscription(each["id"]))["latestInvoice"])[0][0] for each in made.values()]
    assert words == [
        "1 × Gold (at $10.00 every 10 days)",
        "1 × Gold (at $10.00 every 2 weeks)",
        "1 × Gold (at $10.00 every 3 months)",
        "1 × Gold (at $10.00 / year)",
    ]


async def test_items_of_one_subscription_have_one_interval(shop: Subscriber) -> None:
    customer = await shop.payer()
    month, year = await shop.monthly(1000), await shop.monthly(9000, recurring={"interval": "YEAR"})
    items = [{"price": month}, {"price": year}]
    refused = await shop.graph.refuse("subscriptionCreate", input={"customer": customer, "items": items})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "items.1.price")
    made = await shop.subscribe(customer, month)
    refused = await shop.graph.refuse("subscriptionUpdate", id=made["id"], input={"items": [{"price": year}]})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "items.0.price")


async def test_tiers_packages_and_fractions(shop: Subscriber) -> None:
    customer = await shop.payer()
    tiers = [{"upTo": {"value": 10}, "unitAmount": 100, "flatAmount": 500}, {"upTo": INF, "unitAmount": 80}]

    async def billed(quantity: int, amount: int | None = None, **input: Any) -> list[int]:
        """The amounts of the lines for a quantity."""
        given = {"recurring": {"interval": "MONTH"}, "productData": {"name": "Gold"}, "currency": "usd"} | input
        given |= {} if amount is None else {"unitAmount": amount}
        price = (await shop.graph.do("priceCreate", "id", input=given))["id"]
        made = await shop.subscribe(customer, {"price": price, "quantity": quantity})
        return [each for _, each in lines(made["latestInvoice"])]

    def tiered(mode: str) -> dict[str, Any]:
        return {"billingScheme": "TIERED", "tiersMode": mode, "tiers": tiers}

    # By volume, all units are in the tier of the quantity. Graduated, each is in its own.
    assert await billed(10, **tiered("VOLUME")) == [1000, 500]
    assert await billed(11, **tiered("VOLUME")) == [880]
    assert await billed(10, **tiered("GRADUATED")) == [1000, 500]
    assert await billed(11, **tiered("GRADUATED")) == [1000, 500, 80]
    for way, packages in (("UP", 3), ("DOWN", 2)):
        assert await billed(25, 500, transformQuantity={"divideBy": 10, "round": way}) == [500 * packages]
    # Twelve places: a million units of 0.123456789012 cents are 123,456.789012 cents.
    assert await billed(1_000_000, unitAmountDecimal="0.123456789012") == [123_457]


async def test_usage_in_packages(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    recurring = {"interval": "MONTH", "usageType": "METERED", "aggregateUsage": "SUM"}
    price = await shop.monthly(500, recurring=recurring, transformQuantity={"divideBy": 10, "round": "UP"})
    made = await shop.subscribe(customer, price)
    await record(shop, made["items"]["nodes"][0]["id"], 25)
    await shop.advance(clock, START + 32 * DAY)
    renewed = (await shop.subscription(made["id"]))["latestInvoice"]
    assert lines(renewed) == [("3 × Gold (at $5.00 / month)", 1500)]


async def test_a_trial_that_the_price_has(shop: Subscriber) -> None:
    customer = await shop.payer()
    price = await shop.monthly(1000, recurring={"interval": "MONTH", "trialPeriodDays": 10})
    paid = await shop.subscribe(customer, price)
    assert (paid["status"], paid["latestInvoice"]["amountPaid"]["amount"]) == ("ACTIVE", 1000)
    tried = await shop.subscribe(customer, price, trialFromPlan=True)
    start, end = (datetime.fromisoformat(tried[name]) for name in ("trialStart", "trialEnd"))
    assert (tried["status"], end - start) == ("TRIALING", 10 * DAY)
    assert lines(tried["latestInvoice"]) == [("Trial period for Gold", 0)]
