"""The payment method that pays the first invoice becomes the subscription's, if its settings say so."""

import pytest

from tests.billing.subscriptions.subscriber import Subscriber
from tests.billing.subscriptions.test_changes import DAY, START

INTENT = "query ($id: ID!) { it: paymentIntent(id: $id) { setupFutureUsage } }"
METHODS = "query ($id: ID!) { it: customer(id: $id) { paymentMethods { nodes { id } } } }"


@pytest.mark.parametrize("card", ["pm_card_visa", "pm_card_authenticationRequiredOnSetup"])
async def test_the_payment_method_that_pays_first_pays_the_renewals(shop: Subscriber, card: str) -> None:
    clock, customer = await shop.under_clock(None)
    made = await shop.subscribe(
        customer,
        await shop.monthly(1000),
        paymentBehavior="DEFAULT_INCOMPLETE",
        paymentSettings={"saveDefaultPaymentMethod": "ON_SUBSCRIPTION"},
    )
    intent = made["latestInvoice"]["paymentIntent"]["id"]
    assert (await shop.graph(INTENT, id=intent))["it"]["setupFutureUsage"] == "OFF_SESSION"
    confirmed = await shop.do("confirm", intent, paymentMethod=card)
    if confirmed["status"] == "REQUIRES_ACTION":
        await shop.graph.do("paymentIntentCompleteAuthentication", "id", id=intent)
    after = await shop.subscription(made["id"])
    assert after["status"] == "ACTIVE"
    saved = after["defaultPaymentMethod"]
    assert (await shop.graph(METHODS, id=customer))["it"]["paymentMethods"]["nodes"] == [saved]
    await shop.advance(clock, START + 32 * DAY)
    renewed = await shop.subscription(made["id"])
    assert (renewed["status"], renewed["latestInvoice"]["status"]) == ("ACTIVE", "PAID")
    assert len(await shop.invoices(made["id"])) == 2


async def test_without_the_setting_nothing_is_saved(shop: Subscriber) -> None:
    _, customer = await shop.under_clock(None)
    made = await shop.subscribe(customer, await shop.monthly(1000), paymentBehavior="DEFAULT_INCOMPLETE")
    intent = made["latestInvoice"]["paymentIntent"]["id"]
    assert (await shop.graph(INTENT, id=intent))["it"]["setupFutureUsage"] is None
    await shop.do("confirm", intent, paymentMethod="pm_card_visa")
    after = await shop.subscription(made["id"])
    assert (after["status"], after["defaultPaymentMethod"]) == ("ACTIVE", None)
    assert (await shop.graph(METHODS, id=customer))["it"]["paymentMethods"]["nodes"] == []
