"""Usage records: usage of metered prices without a meter, billed when the period is over."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.billing.subscriptions.subscriber import Subscriber, lines

SHOWN = "id object livemode quantity subscriptionItem { id } timestamp"
SUMMARIES = """query($id: ID!) { subscriptionItem(id: $id) { usageRecordSummaries {
  nodes { id object livemode invoice { id } period { start end } subscriptionItem { id } totalUsage } } } }"""
APRIL = datetime(2025, 4, 3, 12, tzinfo=UTC)


async def metered(shop: Subscriber, how: str = "SUM") -> tuple[str, str, str, str]:
    """A subscription under a clock that shows 10 o'clock on 3 March 2025: the clock, the customer, it, and its item."""
    clock, customer = await shop.under_clock()
    recurring = {"interval": "MONTH", "usageType": "METERED", "aggregateUsage": how}
    made = await shop.subscribe(customer, await shop.monthly(7, recurring=recurring))
    return clock, customer, made["id"], made["items"]["nodes"][0]["id"]


async def record(shop: Subscriber, item: str, quantity: int, **given: Any) -> dict[str, Any]:
    input = {"subscriptionItem": item, "quantity": quantity, **given}
    return await shop.graph.do("usageRecordCreate", SHOWN, input=input)


async def refused(shop: Subscriber, item: str, **given: Any) -> tuple[str, str]:
    input = {"subscriptionItem": item, "quantity": 1, **given}
    found = await shop.graph.refuse("usageRecordCreate", "id", input=input)
    return found["code"], found["field"]


async def summaries(shop: Subscriber, item: str) -> list[dict[str, Any]]:
    found = await shop.graph(SUMMARIES, id=item)
    nodes: list[dict[str, Any]] = found["subscriptionItem"]["usageRecordSummaries"]["nodes"]
    return nodes


def moment(text: str) -> dict[str, Any]:
    return {"timestamp": {"value": text}}


async def test_the_first_invoice_shows_what_is_metered(shop: Subscriber) -> None:
    _, customer = await shop.under_clock()
    recurring = {"interval": "MONTH", "usageType": "METERED", "aggregateUsage": "SUM"}
    tiers = [
        {"upTo": {"value": 5}, "unitAmount": 300, "flatAmount": 100},
        {"upTo": {"keyword": "INF"}, "unitAmount": 1},
    ]
    tiered: dict[str, Any] = {"billingScheme": "TIERED", "tiersMode": "GRADUATED", "tiers": tiers, "unitAmount": None}
    prices = [
        await shop.monthly(7, recurring=recurring),
        await shop.monthly(1000),
        await shop.monthly(recurring=recurring, **tiered),
    ]
    made = await shop.subscribe(customer, *prices)
    first = made["latestInvoice"]
    period = {"start": "2025-03-03T10:00:00Z", "end": "2025-04-03T10:00:00Z"}
    shown = [
        ("0 × Gold (at $0.07 / month)", 0, 0),
        ("1 × Gold (at $10.00 / month)", 1, 1000),
        ("0 × Gold (Tier 1 at $3.00 / month)", 0, 0),
    ]
    found = [(line["description"], line["quantity"], line["amount"]["amount"]) for line in first["lines"]["nodes"]]
    assert (found, [line["period"] for line in first["lines"]["nodes"]]) == (shown, [period] * 3)
    assert (first["status"], first["amountPaid"]["amount"]) == ("PAID", 1000)
    # What is metered alone costs nothing yet: the invoice is paid at once, without a payment.
    await shop.told()
    alone = (await shop.subscribe(customer, prices[0]))["latestInvoice"]
    assert (alone["status"], alone["paymentIntent"], alone["amountDue"]["amount"]) == ("PAID", None, 0)
    assert lines(alone) == [("0 × Gold (at $0.07 / month)", 0)]
    tried = (await shop.subscribe(customer, prices[0], trialPeriodDays=7))["latestInvoice"]
    assert [(line["description"], line["quantity"]) for line in tried["lines"]["nodes"]] == [
        ("Trial period for Gold", 0)
    ]


async def test_usage_is_recorded_and_billed_in_arrears(shop: Subscriber) -> None:
    clock, _, subscription, item = await metered(shop)
    made = await record(shop, item, 100)
    assert made == {
        "id": made["id"],
        "object": "usage_record",
        "livemode": False,
        "quantity": 100,
        "subscriptionItem": {"id": item},
        "timestamp": "2025-03-03T10:00:00Z",
    }
    await shop.advance(clock, datetime(2025, 3, 20, tzinfo=UTC))
    await record(shop, item, 20, timestamp={"keyword": "NOW"})
    await record(shop, item, 3, **moment("2025-03-19T00:00:00Z"))
    (open_,) = await summaries(shop, item)
    assert open_ == {
        "id": open_["id"],
        "object": "usage_record_summary",
        "livemode": False,
        "invoice": None,
        "period": {"start": "2025-03-03T10:00:00Z", "end": "2025-04-03T10:00:00Z"},
        "subscriptionItem": {"id": item},
        "totalUsage": 123,
    }
    await shop.advance(clock, APRIL)
    invoice = (await shop.invoices(subscription))[-1]
    # 123 at 7 cents.
    assert (invoice["status"], invoice["amountPaid"]["amount"]) == ("PAID", 861)
    await record(shop, item, 5)
    assert [(each["totalUsage"], each["invoice"]) for each in await summaries(shop, item)] == [
        (5, None),
        (123, {"id": invoice["id"]}),
    ]


async def test_usage_of_one_moment_is_added_or_set(shop: Subscriber) -> None:
    _, _, _, item = await metered(shop)
    assert (await record(shop, item, 5))["quantity"] == 5
    assert (await record(shop, item, 7))["quantity"] == 12
    assert (await record(shop, item, 2, action="SET"))["quantity"] == 2
    assert (await record(shop, item, 1, action="INCREMENT"))["quantity"] == 3
    assert [each["totalUsage"] for each in await summaries(shop, item)] == [3]


@pytest.mark.parametrize(
    ("how", "first", "second"),
    [("SUM", 18, 0), ("MAX", 9, 0), ("LAST_DURING_PERIOD", 4, 0), ("LAST_EVER", 4, 4)],
)
async def test_usage_is_aggregated_as_the_price_says(shop: Subscriber, how: str, first: int, second: int) -> None:
    clock, _, subscription, item = await metered(shop, how)
    await record(shop, item, 5)
    await shop.advance(clock, datetime(2025, 3, 10, tzinfo=UTC))
    await record(shop, item, 4)
    await record(shop, item, 9, **moment("2025-03-09T00:00:00Z"))
    await shop.advance(clock, APRIL)
    await shop.advance(clock, datetime(2025, 5, 3, 12, tzinfo=UTC))
    billed = [invoice["total"]["amount"] for invoice in await shop.invoices(subscription)]
    assert billed == [0, first * 7, second * 7]


async def test_usage_is_recorded_in_the_current_period(shop: Subscriber) -> None:
    clock, _, subscription, item = await metered(shop)
    assert await refused(shop, item, **moment("2025-03-03T09:59:59Z")) == ("TIMESTAMP_TOO_FAR_IN_PAST", "timestamp")
    assert await refused(shop, item, **moment("2025-03-03T10:00:01Z")) == ("TIMESTAMP_IN_FUTURE", "timestamp")
    assert (await shop.graph.refuse("usageRecordCreate", "id", input={"subscriptionItem": item, "quantity": -1}))[
        "field"
    ] == "quantity"
    await shop.advance(clock, APRIL)
    assert await refused(shop, item, **moment("2025-04-03T09:59:59Z")) == ("TIMESTAMP_TOO_FAR_IN_PAST", "timestamp")
    await shop.graph.do("subscriptionCancel", "id", id=subscription)
    assert await refused(shop, item) == ("STATUS_TRANSITION_INVALID", "subscriptionItem")


async def test_only_metered_prices_without_a_meter_take_records(shop: Subscriber) -> None:
    _, customer = await shop.under_clock()
    licensed = (await shop.subscribe(customer, await shop.monthly()))["items"]["nodes"][0]["id"]
    assert await refused(shop, licensed) == ("PARAMETER_INVALID", "subscriptionItem")
    given = {"displayName": "Tokens", "eventName": "tokens", "defaultAggregation": {"formula": "SUM"}}
    meter = (await shop.graph.do("billingMeterCreate", "id", input=given))["id"]
    recurring = {"interval": "MONTH", "usageType": "METERED", "meter": meter}
    by_meter = await shop.subscribe(customer, await shop.monthly(7, recurring=recurring))
    assert await refused(shop, by_meter["items"]["nodes"][0]["id"]) == ("PARAMETER_INVALID", "subscriptionItem")
    assert await refused(shop, "si_1") == ("RESOURCE_MISSING", "subscriptionItem")


async def test_with_thresholds_usage_is_only_added(shop: Subscriber) -> None:
    _, _, _, item = await metered(shop)
    await shop.graph.do("subscriptionItemUpdate", "id", id=item, input={"billingThresholds": {"usageGte": 100}})
    assert await refused(shop, item, action="SET") == ("PARAMETER_INVALID", "action")
    assert (await record(shop, item, 5))["quantity"] == 5


async def test_an_item_goes_with_its_usage_when_that_is_cleared(shop: Subscriber) -> None:
    clock, _, subscription, item = await metered(shop)
    await shop.change(subscription, items=[{"price": await shop.monthly(1000)}])
    await record(shop, item, 100)
    gone = await shop.graph.refuse("subscriptionItemDelete", id=item)
    assert (gone["code"], gone["field"]) == ("PARAMETER_MISSING", "clearUsage")
    await shop.graph.do("subscriptionItemDelete", "id", id=item, input={"clearUsage": True})
    await shop.advance(clock, APRIL)
    # What was left of March, and April; no usage.
    billed = [amount for _, amount in lines((await shop.invoices(subscription))[-1])]
    assert billed == [1000, 1000]
