"""Billing thresholds: usage that has come to much is billed at once, and the rest of it at the end of the period."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.billing.subscriptions.subscriber import Subscriber, lines
from tests.billing.subscriptions.test_usage_records import record, summaries

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
APRIL = datetime(2025, 4, 3, 12, tzinfo=UTC)
RECURRING = {"interval": "MONTH", "usageType": "METERED", "aggregateUsage": "SUM"}
TIERS = [
    {"upTo": {"value": 10}, "unitAmount": 100, "flatAmount": 300},
    {"upTo": {"keyword": "INF"}, "unitAmount": 50},
]
REASON = "thresholdReason { amountGte { amount } itemReasons { lineItemIds usageGte } }"


async def reason(shop: Subscriber, id: str) -> dict[str, Any] | None:
    found = await shop.graph(f"query ($id: ID!) {{ invoice(id: $id) {{ {REASON} }} }}", id=id)
    why: dict[str, Any] | None = found["invoice"]["thresholdReason"]
    return why


async def later(shop: Subscriber, clock: str, **time: float) -> None:
    await shop.advance(clock, START + timedelta(**time))


async def billed(shop: Subscriber, subscription: str) -> list[tuple[str, list[tuple[str, int]]]]:
    """The invoices after the first: why they were made, and their lines."""
    return [(each["billingReason"], lines(each)) for each in (await shop.invoices(subscription))[1:]]


async def test_usage_that_reaches_an_items_threshold_is_billed_once(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(7, recurring=RECURRING)
    made = await shop.subscribe(customer, {"price": price, "billingThresholds": {"usageGte": 100}})
    item = made["items"]["nodes"][0]["id"]
    await record(shop, item, 99)
    await later(shop, clock, days=1)
    assert await billed(shop, made["id"]) == []
    await record(shop, item, 2)
    await later(shop, clock, days=2)
    threshold = [("SUBSCRIPTION_THRESHOLD", [("101 × Gold (at $0.07 / month)", 707)])]
    assert await billed(shop, made["id"]) == threshold
    invoice = (await shop.invoices(made["id"]))[-1]
    (line,) = invoice["lines"]["nodes"]
    assert (invoice["status"], line["period"]) == (
        "PAID",
        {"start": "2025-03-03T10:00:00Z", "end": "2025-03-04T10:00:00Z"},
    )
    assert await reason(shop, invoice["id"]) == {
        "amountGte": None,
        "itemReasons": [{"lineItemIds": [line["id"]], "usageGte": 100}],
    }
    # The period is not over: its usage is summed up as a whole.
    assert [(each["totalUsage"], each["invoice"]) for each in await summaries(shop, item)] == [(101, None)]
    # What was billed does not count again, neither for the threshold nor at the end.
    await record(shop, item, 50)
    await later(shop, clock, days=3)
    assert await billed(shop, made["id"]) == threshold
    await shop.advance(clock, APRIL)
    assert await billed(shop, made["id"]) == [
        *threshold,
        ("SUBSCRIPTION_CYCLE", [("50 × Gold (at $0.07 / month)", 350)]),
    ]
    last = (await shop.invoices(made["id"]))[-1]
    assert last["lines"]["nodes"][0]["period"] == {"start": "2025-03-04T10:00:00Z", "end": "2025-04-03T10:00:00Z"}
    assert await reason(shop, last["id"]) is None
    # The next period begins at 0.
    await record(shop, item, 99)
    await shop.advance(clock, datetime(2025, 5, 3, 12, tzinfo=UTC))
    assert (await billed(shop, made["id"]))[2:] == [
        ("SUBSCRIPTION_CYCLE", [("99 × Gold (at $0.07 / month)", 693)]),
    ]


async def test_an_amount_counts_all_usage_after_discounts(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    prices = [await shop.monthly(10, recurring=RECURRING), await shop.monthly(20, recurring=RECURRING)]
    half = await shop.coupon(percentOff="50", duration="FOREVER")
    made = await shop.subscribe(customer, *prices, billingThresholds={"amountGte": 1000}, discounts=[{"coupon": half}])
    first, second = (each["id"] for each in made["items"]["nodes"])
    await record(shop, first, 100)
    await record(shop, second, 49)
    await later(shop, clock, days=1)
    # 10.00 and 9.80, of which half is less than 10.00.
    assert await billed(shop, made["id"]) == []
    await record(shop, second, 1)
    await later(shop, clock, days=2)
    (invoice,) = (await shop.invoices(made["id"]))[1:]
    assert (invoice["subtotal"]["amount"], invoice["total"]["amount"]) == (2000, 1000)
    assert await reason(shop, invoice["id"]) == {"amountGte": {"amount": 1000}, "itemReasons": []}


@pytest.mark.parametrize(
    ("mode", "rest"),
    [
        # 10 × 1.00 and 3.00 were billed of the first tier: the second is all that is left.
        ("GRADUATED", [("5 × Gold (Tier 2 at $0.50 / month)", 250)]),
        # All 15 are in the second tier, at 0.50: what was billed by the first is credited.
        (
            "VOLUME",
            [
                ("-10 × Gold (Tier 1 at $1.00 / month)", -1000),
                ("Gold (Tier 1 flat fee at -$3.00 / month)", -300),
                ("15 × Gold (Tier 2 at $0.50 / month)", 750),
            ],
        ),
    ],
)
async def test_tiers_go_on_where_the_threshold_was(shop: Subscriber, mode: str, rest: list[tuple[str, int]]) -> None:
    clock, customer = await shop.under_clock()
    tiers = {"unitAmount": None, "billingScheme": "TIERED", "tiersMode": mode, "tiers": TIERS}
    price = await shop.monthly(0, recurring=RECURRING, **tiers)
    made = await shop.subscribe(customer, {"price": price, "billingThresholds": {"usageGte": 10}})
    item = made["items"]["nodes"][0]["id"]
    await record(shop, item, 10)
    await later(shop, clock, days=1)
    await record(shop, item, 5)
    await shop.advance(clock, APRIL)
    assert [each for _, each in await billed(shop, made["id"])] == [
        [("10 × Gold (Tier 1 at $1.00 / month)", 1000), ("Gold (Tier 1 flat fee at $3.00 / month)", 300)],
        rest,
    ]


async def test_a_threshold_can_begin_the_next_period(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    metered = await shop.monthly(7, recurring=RECURRING, productData={"name": "Usage"})
    whole = {"amountGte": 5000, "resetBillingCycleAnchor": True}
    made = await shop.subscribe(customer, await shop.monthly(3100), metered, billingThresholds=whole)
    item = made["items"]["nodes"][1]["id"]
    await later(shop, clock, days=10)
    await record(shop, item, 1000)
    await later(shop, clock, days=11)
    # 21 of 31 days of 31.00 are credited, and the next month is paid in advance.
    assert await billed(shop, made["id"]) == [
        (
            "SUBSCRIPTION_THRESHOLD",
            [
                ("Unused time on Gold after 13 Mar 2025", -2100),
                ("1000 × Usage (at $0.07 / month)", 7000),
                ("1 × Gold (at $31.00 / month)", 3100),
            ],
        )
    ]
    now = await shop.subscription(made["id"])
    assert (now["billingCycleAnchor"], now["currentPeriodStart"], now["currentPeriodEnd"]) == (
        "2025-03-13T10:00:00Z",
        "2025-03-13T10:00:00Z",
        "2025-04-13T10:00:00Z",
    )
    await record(shop, item, 3)
    await later(shop, clock, days=42)
    assert (await billed(shop, made["id"]))[1] == (
        "SUBSCRIPTION_CYCLE",
        [("3 × Usage (at $0.07 / month)", 21), ("1 × Gold (at $31.00 / month)", 3100)],
    )


async def test_neither_trials_nor_the_last_hour_are_billed_early(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    price = await shop.monthly(7, recurring=RECURRING)
    given = {"price": price, "billingThresholds": {"usageGte": 10}}
    made = await shop.subscribe(customer, given, trialPeriodDays=5)
    item = made["items"]["nodes"][0]["id"]
    await record(shop, item, 10)
    await later(shop, clock, days=5, hours=2)
    assert [each for each, _ in await billed(shop, made["id"])] == ["SUBSCRIPTION_CYCLE"]
    await shop.advance(clock, datetime(2025, 4, 8, 9, 30, tzinfo=UTC))
    await record(shop, item, 20)
    await shop.advance(clock, datetime(2025, 4, 8, 12, tzinfo=UTC))
    assert [each for each, _ in await billed(shop, made["id"])] == ["SUBSCRIPTION_CYCLE"] * 2


async def test_usage_of_meters_reaches_thresholds(shop: Subscriber) -> None:
    clock, customer = await shop.under_clock()
    given = {"displayName": "Tokens", "eventName": "tokens", "defaultAggregation": {"formula": "SUM"}}
    meter = (await shop.graph.do("billingMeterCreate", "id", input=given))["id"]
    price = await shop.monthly(7, recurring={"interval": "MONTH", "usageType": "METERED", "meter": meter})
    made = await shop.subscribe(customer, {"price": price, "billingThresholds": {"usageGte": 100}})
    await later(shop, clock, days=1)
    for place, value in enumerate((60, 40, 30)):
        payload = {"stripe_customer_id": customer, "value": str(value)}
        report = {"eventName": "tokens", "payload": payload, "identifier": str(place)}
        await shop.graph.do("billingMeterEventCreate", "identifier", input=report)
        await later(shop, clock, days=2 + place)
    assert await billed(shop, made["id"]) == [("SUBSCRIPTION_THRESHOLD", [("100 × Gold (at $0.07 / month)", 700)])]
    preview = "query ($id: ID!) { it: invoicePreview(input: {subscription: $id}) { total { amount } } }"
    assert (await shop.graph(preview, id=made["id"]))["it"]["total"]["amount"] == 210


async def test_thresholds_suit_what_is_billed(shop: Subscriber) -> None:
    _, customer = await shop.under_clock()
    seat, last = await shop.monthly(1000), await shop.monthly(7, recurring=RECURRING | {"aggregateUsage": "LAST_EVER"})

    async def refused(*items: Any, **thresholds: Any) -> list[tuple[str, str]]:
        prices = [each if isinstance(each, dict) else {"price": each} for each in items]
        given = {"customer": customer, "items": prices} | ({"billingThresholds": thresholds} if thresholds else {})
        found = await shop.graph.refuse("subscriptionCreate", input=given)
        return [(found["code"], found["field"])]

    assert await refused(seat, amountGte=49) == [("AMOUNT_TOO_SMALL", "billingThresholds.amountGte")]
    assert await refused(seat, last, amountGte=1000) == [("PARAMETER_INVALID_INTEGER", "billingThresholds.amountGte")]
    assert await refused(seat, last, amountGte=1001, resetBillingCycleAnchor=True) == [
        ("PARAMETER_INVALID", "billingThresholds.resetBillingCycleAnchor")
    ]
    seats = {"price": seat, "billingThresholds": {"usageGte": 10}}
    assert await refused(seats) == [("PARAMETER_INVALID", "items.0.billingThresholds")]
    made = await shop.subscribe(customer, seat, last, billingThresholds={"amountGte": 1001})
    change = await shop.graph.refuse(
        "subscriptionUpdate", id=made["id"], input={"billingThresholds": {"amountGte": 900}}
    )
    assert change["field"] == "billingThresholds.amountGte"
    shown = "billingThresholds { amountGte { amount } }"
    cleared = await shop.graph.do("subscriptionUpdate", shown, id=made["id"], input={"billingThresholds": None})
    assert cleared["billingThresholds"] is None
