"""Subscriptions that bill nothing at first have the customer set up a payment method."""

from typing import Any

import pytest

from tests.billing.subscriptions.subscriber import Subscriber

SETUP = "id status usage customer { id } paymentMethodTypes paymentMethod { id }"


async def pending(shop: Subscriber, id: str) -> dict[str, Any] | None:
    query = f"query ($id: ID!) {{ it: subscription(id: $id) {{ pendingSetupIntent {{ {SETUP} }} }} }}"
    found: dict[str, Any] | None = (await shop.graph(query, id=id))["it"]["pendingSetupIntent"]
    return found


@pytest.mark.parametrize("saves", ["ON_SUBSCRIPTION", "OFF"])
async def test_a_trial_has_the_customer_set_up_a_payment_method(shop: Subscriber, saves: str) -> None:
    customer = await shop.payer(None)
    settings = {"saveDefaultPaymentMethod": saves, "paymentMethodTypes": ["CARD"]}
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=7, paymentSettings=settings)
    setup = await pending(shop, made["id"])
    assert setup is not None
    assert made["pendingSetupIntent"] == {"id": setup["id"], "status": "REQUIRES_PAYMENT_METHOD"}
    assert (setup["usage"], setup["customer"]["id"], setup["paymentMethodTypes"]) == ("off_session", customer, ["card"])
    await shop.told()
    await shop.graph.do("setupIntentConfirm", "id", id=setup["id"], input={"paymentMethod": "pm_card_visa"})
    told = await shop.told()
    assert told[-1] == "customer.subscription.updated"
    after = await shop.subscription(made["id"])
    assert after["pendingSetupIntent"] is None
    assert (after["defaultPaymentMethod"] is not None) is (saves == "ON_SUBSCRIPTION")


async def test_a_free_price_has_one_too(shop: Subscriber) -> None:
    made = await shop.subscribe(await shop.payer(None), await shop.monthly(0))
    assert (made["status"], made["pendingSetupIntent"]["status"]) == ("ACTIVE", "REQUIRES_PAYMENT_METHOD")


async def test_a_card_that_must_be_authenticated_is_set_up_during_the_trial(shop: Subscriber) -> None:
    customer = await shop.payer("pm_card_authenticationRequired")
    made = await shop.subscribe(customer, await shop.monthly(1000), trialPeriodDays=7)
    assert made["pendingSetupIntent"]["status"] == "REQUIRES_ACTION"


@pytest.mark.parametrize("why", ["card", "sent", "paid"])
async def test_nothing_is_set_up_without_need(shop: Subscriber, why: str) -> None:
    customer = await shop.payer(None if why == "sent" else "pm_card_visa")
    more: dict[str, Any] = {"collectionMethod": "SEND_INVOICE", "daysUntilDue": 7} if why == "sent" else {}
    if why != "paid":
        more["trialPeriodDays"] = 7
    made = await shop.subscribe(customer, await shop.monthly(1000), **more)
    assert made["pendingSetupIntent"] is None


async def test_the_setup_ends_with_the_subscription(shop: Subscriber) -> None:
    made = await shop.subscribe(await shop.payer(None), await shop.monthly(1000), trialPeriodDays=7)
    setup = made["pendingSetupIntent"]["id"]
    await shop.told()
    await shop.graph.do("subscriptionCancel", "id", id=made["id"])
    assert await shop.told() == ["setup_intent.canceled", "customer.subscription.deleted"]
    data = await shop.graph("query ($id: ID!) { it: setupIntent(id: $id) { status } }", id=setup)
    assert data["it"]["status"] == "CANCELED"


async def test_a_setup_that_is_canceled_is_not_waited_for(shop: Subscriber) -> None:
    made = await shop.subscribe(await shop.payer(None), await shop.monthly(1000), trialPeriodDays=7)
    await shop.graph.do("setupIntentCancel", "id", id=made["pendingSetupIntent"]["id"])
    assert (await shop.subscription(made["id"]))["pendingSetupIntent"] is None
