"""Previews of changes: what an update, a cancellation or the resumption of a subscription would be billed."""

from typing import Any

import pytest

from tests.billing.previews.previewer import Previewer, comes_to, said
from tests.billing.schedules.scheduler import on


async def test_the_next_invoice_of_an_unchanged_subscription_is_its_renewal(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    off = await shop.coupon(percentOff="10", duration="FOREVER")
    made = await shop.subscribe(
        customer, await shop.monthly(), discounts=[{"coupon": off}], defaultTaxRates=[await shop.tax("20")]
    )
    await shop.item(customer, 300, description="Extra")
    await shop.told()
    seen = await shop.preview(subscription=made["id"])
    assert await shop.told() == []
    assert (seen["status"], seen["billingReason"]) == ("DRAFT", "UPCOMING")
    assert seen["created"] == made["currentPeriodEnd"]
    assert [amount for _, amount in said(seen)] == [300, 1000]
    # The customer's subscription that renews first is meant by default.
    assert comes_to(await shop.preview(customer=customer)) == comes_to(seen)
    await shop.advance(clock, on(4, 3, 14))
    assert comes_to(await shop.latest(made["id"])) == comes_to(seen)


@pytest.mark.parametrize("behavior", ["CREATE_PRORATIONS", "ALWAYS_INVOICE", "NONE"])
async def test_an_upgrade(shop: Previewer, behavior: str) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly())
    await shop.advance(clock, on(3, 18, 10))
    change: dict[str, Any] = {
        "items": [{"id": made["items"]["nodes"][0]["id"], "price": await shop.monthly(3000)}],
        "prorationBehavior": behavior,
    }
    seen = await shop.preview(subscription=made["id"], subscriptionDetails=change)
    await shop.change(made["id"], **change)
    at_once = await shop.latest(made["id"])
    await shop.advance(clock, on(4, 3, 14))
    then = await shop.latest(made["id"])
    assert comes_to(at_once if behavior == "ALWAYS_INVOICE" else then) == comes_to(seen)
    prorations = [line["proration"] for line in seen["lines"]["nodes"]]
    assert (
        prorations
        == {"CREATE_PRORATIONS": [True, True, False], "ALWAYS_INVOICE": [True, True], "NONE": [False]}[behavior]
    )


async def test_a_cancellation_now(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    await shop.advance(clock, on(3, 18, 22))
    seen = await shop.preview(subscription=made["id"], subscriptionDetails={"cancelNow": True})
    # 15.5 of 31 days are unused.
    assert [amount for _, amount in said(seen)] == [-1550]
    at = {"cancelNow": True, "prorationDate": "2025-03-18T10:00:00Z"}
    assert (await shop.preview(subscription=made["id"], subscriptionDetails=at))["total"]["amount"] == -1600
    off = {"cancelNow": True, "prorationBehavior": "NONE"}
    message, _ = await shop.unseen(subscription=made["id"], subscriptionDetails=off)
    assert "has no upcoming invoice" in message
    await shop.graph.do("subscriptionCancel", "id", id=made["id"], input={"prorate": True, "invoiceNow": True})
    assert comes_to(await shop.latest(made["id"])) == comes_to(seen)
    message, _ = await shop.unseen(subscription=made["id"])
    assert "has no upcoming invoice" in message


async def test_an_end_ahead(shop: Previewer) -> None:
    _, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(3100))
    ends = {"cancelAtPeriodEnd": True}
    message, _ = await shop.unseen(subscription=made["id"], subscriptionDetails=ends)
    assert "has no upcoming invoice" in message
    # The last period is cut off: 15 of its 30 days.
    within = {"cancelAt": "2025-04-18T10:00:00Z"}
    seen = await shop.preview(subscription=made["id"], subscriptionDetails=within)
    assert [amount for _, amount in said(seen)] == [1550]


async def test_usage_so_far_is_included(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    metered = await shop.monthly(5, recurring={"interval": "MONTH", "usageType": "METERED"})
    made = await shop.subscribe(customer, metered)
    item = made["items"]["nodes"][0]["id"]
    await shop.advance(clock, on(3, 10))
    assert (await shop.preview(subscription=made["id"]))["total"]["amount"] == 0
    await shop.graph.do("usageRecordCreate", "id", input={"subscriptionItem": item, "quantity": 30})
    assert (await shop.preview(subscription=made["id"]))["total"]["amount"] == 150
    cleared = {"items": [{"id": item, "deleted": True, "clearUsage": True}, {"price": await shop.monthly(700)}]}
    await shop.preview(subscription=made["id"], subscriptionDetails=cleared)
    assert (await shop.preview(subscription=made["id"]))["total"]["amount"] == 150


async def test_the_end_of_a_trial(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    once = await shop.coupon(amountOff=100, currency="usd", duration="ONCE")
    made = await shop.subscribe(customer, await shop.monthly(), trialPeriodDays=10, discounts=[{"coupon": once}])
    seen = await shop.preview(subscription=made["id"])
    assert (seen["created"], seen["total"]["amount"]) == ("2025-03-13T10:00:00Z", 900)
    early = {"trialEnd": {"keyword": "NOW"}}
    at_once = await shop.preview(subscription=made["id"], subscriptionDetails=early)
    assert (at_once["created"], at_once["total"]["amount"]) == ("2025-03-03T10:00:00Z", 900)
    await shop.advance(clock, on(3, 14))
    assert comes_to(await shop.latest(made["id"]))["total"] == {"amount": 900}


async def test_what_recurs_alone(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    once = await shop.coupon(percentOff="50", duration="ONCE")
    made = await shop.subscribe(customer, await shop.monthly())
    await shop.advance(clock, on(3, 18, 10))
    await shop.item(customer, 500)
    change = {"items": [{"id": made["items"]["nodes"][0]["id"], "quantity": 3}]}
    for behavior in ("CREATE_PRORATIONS", "ALWAYS_INVOICE"):
        details = change | {"prorationBehavior": behavior}
        seen = await shop.preview(subscription=made["id"], subscriptionDetails=details, previewMode="RECURRING")
        assert [amount for _, amount in said(seen)] == [3000]
    new = {"items": [{"price": await shop.monthly(800)}], "trialEnd": {"value": "2025-04-01T10:00:00Z"}}
    seen = await shop.preview(
        customer=customer, subscriptionDetails=new, previewMode="RECURRING", discounts=[{"coupon": once}]
    )
    assert [amount for _, amount in said(seen)] == [800]


async def test_items_and_settings_of_the_invoice(shop: Previewer) -> None:
    _, customer = await shop.under_clock()
    made = await shop.subscribe(customer, await shop.monthly(), defaultTaxRates=[await shop.tax("10")])
    item = await shop.item(customer, 500)
    seen = await shop.preview(
        subscription=made["id"],
        invoiceItems=[{"invoiceitem": item["id"], "amount": 400}, {"amount": 60, "description": "More"}],
        discounts=[{"coupon": await shop.coupon(amountOff=60, currency="usd")}],
        customerDetails={"taxExempt": "EXEMPT"},
    )
    assert [amount for _, amount in said(seen)] == [400, 60, 1000]
    assert (seen["total"]["amount"], seen["tax"]["amount"]) == (1400, 0)


async def test_a_paused_subscription_is_resumed(shop: Previewer) -> None:
    clock, customer = await shop.under_clock(None)
    pauses = {"endBehavior": {"missingPaymentMethod": "PAUSE"}}
    made = await shop.subscribe(customer, await shop.monthly(), trialPeriodDays=7, trialSettings=pauses)
    message, _ = await shop.unseen(subscription=made["id"])
    assert "has no upcoming invoice" in message
    await shop.advance(clock, on(3, 12))
    await shop.save(customer, "pm_card_visa")
    seen = await shop.preview(subscription=made["id"], subscriptionDetails={"resumeAt": "NOW"})
    assert [amount for _, amount in said(seen)] == [1000]
    await shop.graph.do("subscriptionResume", "id", id=made["id"])
    assert comes_to(await shop.latest(made["id"])) == comes_to(seen)


async def test_a_discount_that_ends_before_the_renewal(shop: Previewer) -> None:
    clock, customer = await shop.under_clock()
    off = await shop.coupon(percentOff="50", duration="REPEATING", durationInMonths=1)
    made = await shop.subscribe(customer, await shop.monthly(), discounts=[{"coupon": off}])
    assert made["latestInvoice"]["total"]["amount"] == 500
    seen = await shop.preview(subscription=made["id"])
    await shop.advance(clock, on(4, 3, 14))
    assert comes_to(await shop.latest(made["id"])) == comes_to(seen)
