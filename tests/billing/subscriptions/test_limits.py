"""What one customer can have, and what is taken off one-time prices of a subscription."""

import pytest

from app.domain.billing.subscriptions import settings
from tests.billing.subscriptions.subscriber import Subscriber


async def test_a_customer_has_at_most_500_subscriptions(shop: Subscriber, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.AT_MOST == 500
    monkeypatch.setattr(settings, "AT_MOST", 2)
    customer, price = await shop.payer(), await shop.monthly(1000)
    first = await shop.subscribe(customer, price)
    await shop.subscribe(customer, price)
    given = {"customer": customer, "items": [{"price": price}]}
    refusal = await shop.graph.refuse("subscriptionCreate", input=given)
    assert (refusal["code"], refusal["field"]) == ("CUSTOMER_MAX_SUBSCRIPTIONS", "customer")
    await shop.graph.do("subscriptionCancel", "id", id=first["id"])
    await shop.subscribe(customer, price)


async def test_a_discount_of_a_one_time_price_applies_to_it_alone(shop: Subscriber) -> None:
    customer, coupon = await shop.payer(), await shop.coupon(percentOff="50", duration="ONCE")
    setup = (await shop.price(600))["id"]
    added = [{"price": setup, "discounts": [{"coupon": coupon}]}]
    made = await shop.subscribe(customer, await shop.monthly(1000), addInvoiceItems=added)
    invoice = made["latestInvoice"]
    assert (invoice["subtotal"]["amount"], invoice["total"]["amount"]) == (1600, 1300)
    off = {line["amount"]["amount"]: line["discountAmounts"] for line in invoice["lines"]["nodes"]}
    assert off == {600: [{"amount": {"amount": 300}}], 1000: []}
    assert made["discounts"] == []
