"""A plan by the year with usage by the month, and taxes on tiers."""

from typing import Any

import pytest

from tests.billing.lives.telling import billed, day, until
from tests.billing.subscriptions.subscriber import Subscriber, lines

TIERS = [
    {"upTo": {"value": 10}, "unitAmount": 100},
    {"upTo": {"value": 50}, "unitAmount": 80, "flatAmount": 500},
    {"upTo": {"keyword": "INF"}, "unitAmount": 50},
]


async def metered(shop: Subscriber, **input: object) -> str:
    """A price by the month of what was used, 0.02 each."""
    meter = {
        "displayName": "Requests",
        "eventName": "requests",
        "defaultAggregation": {"formula": "SUM"},
    }
    id = (await shop.graph.do("billingMeterCreate", "id", input=meter))["id"]
    recurring = {"interval": "MONTH", "usageType": "METERED", "meter": id}
    return await shop.monthly(2, recurring=recurring, productData={"name": "Requests"}, **input)


def event(customer: str, value: int, at: str, identifier: str) -> dict[str, Any]:
    payload = {"stripe_customer_id": customer, "value": str(value)}
    return {"eventName": "requests", "payload": payload, "timestamp": at, "identifier": identifier}


async def report(shop: Subscriber, *given: Any) -> None:
    await shop.graph.do("billingMeterEventCreate", "identifier", input=event(*given))


async def test_a_plan_by_the_year_and_usage_by_the_month(shop: Subscriber) -> None:
    """120.00 a year from 3 March 2025, and requests at 0.02 each month: two subscriptions, as intervals do not mix."""
    clock, customer = await shop.under_clock()
    yearly = await shop.monthly(12000, recurring={"interval": "YEAR"})
    requests = await metered(shop)
    mixed = await shop.graph.refuse(
        "subscriptionCreate", input={"customer": customer, "items": [{"price": yearly}, {"price": requests}]}
    )
    assert (mixed["code"], mixed["field"]) == ("PARAMETER_INVALID", "items.1.price")
    plan = await shop.subscribe(customer, yearly)
    usage = await shop.subscribe(customer, requests)
    await until(shop, clock, day(2025, 3, 20))
    await report(shop, customer, 300, "2025-03-10T00:00:00Z", "a")
    await report(shop, customer, 200, "2025-03-20T00:00:00Z", "b")
    # The same report again is refused, and counts once.
    same = event(customer, 200, "2025-03-20T00:00:00Z", "b")
    again = await shop.graph.refuse("billingMeterEventCreate", "identifier", input=same)
    assert again["code"] == "DUPLICATE_METER_EVENT"
    await until(shop, clock, day(2025, 4, 20))
    await report(shop, customer, 50, "2025-04-19T00:00:00Z", "c")
    await until(shop, clock, day(2025, 6, 4))
    every = await billed(shop, usage["id"])
    # 500 × 0.02, then 50 × 0.02, then nothing.
    assert [(status, total) for status, _, total, _ in every[1:]] == [("PAID", 1000), ("PAID", 100), ("PAID", 0)]
    assert every[1][3] == [("500 × Requests (at $0.02 / month)", 1000)]
    await until(shop, clock, day(2026, 3, 4))
    assert [(reason, total) for _, reason, total, _ in await billed(shop, plan["id"])] == [
        ("SUBSCRIPTION_CREATE", 12000),
        ("SUBSCRIPTION_CYCLE", 12000),
    ]


@pytest.mark.parametrize(
    ("inclusive", "total", "tax", "excluding"),
    [
        # 39.00 x 19 % = 7.41 and 10.00 x 19 % = 1.90 on top.
        (False, 5831, 931, 4900),
        # Within 39.00 are 39.00 x 19 / 119 = 6.23 of tax, and within 10.00 are 1.60.
        (True, 4900, 783, 4117),
    ],
)
async def test_taxes_on_tiers(shop: Subscriber, inclusive: bool, total: int, tax: int, excluding: int) -> None:
    """40 seats in graduated tiers: 10 × 1.00, 5.00 and 30 × 0.80 are 39.00; and 10.00 of support."""
    clock, customer = await shop.under_clock()
    seats = await shop.monthly(
        0, unitAmount=None, billingScheme="TIERED", tiersMode="GRADUATED", tiers=TIERS, productData={"name": "Seat"}
    )
    support = await shop.monthly(1000, productData={"name": "Support"})
    rate = await shop.tax("19", inclusive=inclusive)
    made = await shop.subscribe(customer, {"price": seats, "quantity": 40}, support, defaultTaxRates=[rate])
    invoice = made["latestInvoice"]
    assert (
        invoice["status"],
        invoice["total"]["amount"],
        invoice["tax"]["amount"],
        invoice["totalExcludingTax"]["amount"],
    ) == ("PAID", total, tax, excluding)
    (shown,) = invoice["totalTaxAmounts"]
    assert shown == {"amount": {"amount": tax}, "taxRate": {"id": rate}, "inclusive": inclusive}
    assert sum(amount for _, amount in lines(invoice)) == 4900
    await until(shop, clock, day(2025, 4, 4))
    assert [each for _, _, each, _ in await billed(shop, made["id"])] == [total, total]


async def test_usage_that_is_reported_while_the_invoice_is_a_draft(shop: Subscriber) -> None:
    """Requests at 0.02 until 3 April at 10:00. The invoice is finalized at 11:00, with what it is told until then."""
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await metered(shop))
    await until(shop, clock, day(2025, 3, 20))
    await report(shop, customer, 100, "2025-03-10T00:00:00Z", "a")
    await until(shop, clock, day(2025, 4, 3, 10, 30))
    draft = (await shop.subscription(made["id"]))["latestInvoice"]
    assert (draft["status"], lines(draft)) == ("DRAFT", [("100 × Requests (at $0.02 / month)", 200)])
    await report(shop, customer, 50, "2025-04-03T09:59:59Z", "b")
    # This one is of the next period.
    await report(shop, customer, 7, "2025-04-03T10:00:00Z", "c")
    await until(shop, clock, day(2025, 4, 3, 12))
    paid = await shop.invoice(draft["id"])
    assert (paid["status"], paid["amountPaid"]["amount"]) == ("PAID", 300)
    assert lines(paid) == [("150 × Requests (at $0.02 / month)", 300)]
    # Later reports of March are for nobody to bill any more.
    await report(shop, customer, 1000, "2025-03-31T00:00:00Z", "d")
    await until(shop, clock, day(2025, 5, 3, 12))
    assert lines((await shop.subscription(made["id"]))["latestInvoice"]) == [("7 × Requests (at $0.02 / month)", 14)]


async def test_late_usage_that_reaches_another_tier(shop: Subscriber) -> None:
    """The first 10 at 1.00; the next 40 at 0.80, and 5.00 for the tier."""
    clock, customer = await shop.under_clock()
    tiered: dict[str, Any] = {"billingScheme": "TIERED", "tiersMode": "GRADUATED", "tiers": TIERS, "unitAmount": None}
    made = await shop.subscribe(customer, await metered(shop, **tiered), defaultTaxRates=[await shop.tax("10")])
    await until(shop, clock, day(2025, 3, 20))
    await report(shop, customer, 8, "2025-03-10T00:00:00Z", "a")
    await until(shop, clock, day(2025, 4, 3, 10, 30))
    await report(shop, customer, 7, "2025-03-11T00:00:00Z", "b")
    draft = (await shop.subscription(made["id"]))["latestInvoice"]
    assert [amount for _, amount in lines(draft)] == [800]
    final = await shop.act("Finalize", draft["id"])
    # 10.00, then five at 0.80 and 5.00: 19.00, and 1.90 of tax.
    assert [amount for _, amount in lines(final)] == [1000, 400, 500]
    assert (final["subtotal"]["amount"], final["total"]["amount"]) == (1900, 2090)
