"""Previews of what does not exist yet: subscriptions, schedules, and their customers."""

from typing import Any

import pytest

from tests.billing.previews.previewer import Previewer, comes_to, said
from tests.billing.schedules.scheduler import on, phase

CREATIONS: list[dict[str, Any]] = [
    {},
    {"trialEnd": {"value": "2025-03-20T10:00:00Z"}},
    {"billingCycleAnchor": {"value": "2025-03-20T10:00:00Z"}},
    {"billingCycleAnchor": {"value": "2025-03-20T10:00:00Z"}, "prorationBehavior": "NONE"},
    {"startDate": "2025-02-20T10:00:00Z"},
    {"cancelAt": "2025-03-20T10:00:00Z"},
]


@pytest.mark.parametrize("details", CREATIONS, ids=lambda each: "-".join(each) or "plain")
async def test_a_subscription_that_would_be_created(shop: Previewer, details: dict[str, Any]) -> None:
    _, customer = await shop.under_clock()
    off = await shop.coupon(percentOff="25", duration="ONCE")
    items = [{"price": await shop.monthly(), "quantity": 2, "taxRates": [await shop.tax("19")]}]
    await shop.item(customer, 200)
    await shop.told()
    seen = await shop.preview(
        customer=customer, subscriptionDetails={"items": items} | details, discounts=[{"coupon": off}]
    )
    assert await shop.told() == []
    given: dict[str, Any] = dict(details)
    if "startDate" in given:
        given["backdateStartDate"] = given.pop("startDate")
    if "billingCycleAnchor" in given:
        given["billingCycleAnchor"] = given["billingCycleAnchor"]["value"]
    made = await shop.subscribe(customer, *items, discounts=[{"coupon": off}], **given)
    assert comes_to(made["latestInvoice"]) == comes_to(seen)


async def test_one_that_is_to_start_later_for_nobody_yet(shop: Previewer) -> None:
    details = {"items": [{"price": await shop.monthly(900)}], "startDate": "2999-01-01T00:00:00Z"}
    seen = await shop.preview(customerDetails={"taxExempt": "NONE"}, subscriptionDetails=details)
    assert (seen["created"], said(seen)[0][1]) == ("2999-01-01T00:00:00Z", 900)
    data = await shop.graph("{ customers { totalCount } subscriptions { totalCount } }")
    assert (data["customers"]["totalCount"], data["subscriptions"]["totalCount"]) == (0, 0)


async def test_a_schedule_that_would_be_created(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    low, high = await shop.monthly(1000), await shop.monthly(2000)
    for start in (None, "2025-03-05T10:00:00Z"):
        first = phase(low, iterations=1) | ({} if start is None else {"startDate": {"value": start}})
        seen = await shop.preview(customer=customer, scheduleDetails={"phases": [first, phase(high)]})
        assert (seen["created"], said(seen)[0][1]) == (start or "2025-03-03T10:00:00Z", 1000)
    plan = await shop.plan(customer, phase(low, iterations=1), phase(high, iterations=1))
    # The next phase begins with the next period.
    seen = await shop.preview(schedule=plan["id"])
    assert [amount for _, amount in said(seen)] == [2000]
    assert comes_to(await shop.preview(subscription=plan["subscription"]["id"])) == comes_to(seen)
    await shop.advance(clock, on(4, 3, 14))
    assert comes_to(await shop.latest(plan["subscription"]["id"])) == comes_to(seen)


async def test_a_schedule_that_would_change(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    low, high = await shop.monthly(1000), await shop.monthly(2000)
    plan = await shop.plan(customer, phase(low, iterations=2))
    await shop.advance(clock, on(3, 18, 10))
    phases = [phase(high, startDate={"value": "2025-03-03T10:00:00Z"}, iterations=2)]
    for behavior, amounts in (("CREATE_PRORATIONS", [-516, 1032, 2000]), ("ALWAYS_INVOICE", [-516, 1032])):
        details = {"phases": phases, "prorationBehavior": behavior}
        seen = await shop.preview(schedule=plan["id"], scheduleDetails=details)
        assert [amount for _, amount in said(seen)] == amounts
    ends = {"endBehavior": "CANCEL", "phases": [phase(low, startDate={"value": "2025-03-03T10:00:00Z"}, iterations=1)]}
    message, _ = await shop.unseen(schedule=plan["id"], scheduleDetails=ends)
    assert "has no upcoming invoice" in message


async def test_automatic_tax_by_where_the_customer_is(shop: Previewer) -> None:
    document = """query ($input: InvoicePreviewInput) { it: invoicePreview(input: $input) {
        automaticTax { enabled status liability { type } } customerAddress { country } } }"""
    given = {
        "customer": await shop.customer(),
        "automaticTax": {"enabled": True},
        "invoiceItems": [{"amount": 500, "currency": "USD"}],
    }

    async def seen(**described: object) -> tuple[str, str | None]:
        found = (await shop.graph(document, input=given | described))["it"]
        assert (found["automaticTax"]["enabled"], found["automaticTax"]["liability"]) == (True, {"type": "SELF"})
        return found["automaticTax"]["status"], (found["customerAddress"] or {}).get("country")

    assert await seen() == ("REQUIRES_LOCATION_INPUTS", None)
    assert await seen(customerDetails={"address": {"country": "FR"}}) == ("COMPLETE", "FR")
    # Tax there depends on the state.
    assert await seen(customerDetails={"address": {"country": "US"}}) == ("REQUIRES_LOCATION_INPUTS", "US")
    # The customer is as they were.
    assert await seen() == ("REQUIRES_LOCATION_INPUTS", None)
