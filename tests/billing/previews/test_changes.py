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
