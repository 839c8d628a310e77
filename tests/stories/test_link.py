"""Link: a wallet that pays at once, is held, saved, and refunded, as a card is."""

from datetime import timedelta
from typing import Any

from tests.stories.shop import MONDAY, Shop, at

LINK = {"paymentMethodTypes": ["link"]}
DETAILS = """
query ($id: ID!) { paymentIntent(id: $id) { latestCharge { paymentMethodDetails { type link { country } } } } }
"""


async def wallet(shop: Shop, **billing: Any) -> str:
    given = {"type": "LINK", "link": {}, "billingDetails": {"email": "ada@example.com"} | billing}
    found = await shop.graph.do("paymentMethodCreate", "id link { email persistentToken }", input=given)
    assert found["link"] == {"email": "ada@example.com", "persistentToken": None}
    id: str = found["id"]
    return id


async def test_link_pays_at_once(shop: Shop) -> None:
    paid = await shop.pay(await wallet(shop, address={"country": "CA"}), **LINK)
    assert paid["status"] == "SUCCEEDED"
    assert await shop.told() == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
    details = await shop.graph(DETAILS, id=paid["id"])
    assert details["paymentIntent"]["latestCharge"]["paymentMethodDetails"] == {
        "type": "link",
        "link": {"country": "CA"},
    }
    assert await shop.balance() == {"pending": {"usd": {"card": 2000 - 88}}}
    assert (await shop.refund(paid, amount=500))["status"] == "succeeded"


async def test_link_is_held_for_a_week_and_captured(shop: Shop) -> None:
    held = await shop.pay(await wallet(shop), **LINK, captureMethod="MANUAL")
    assert held["status"] == "REQUIRES_CAPTURE"
    assert (await shop.do("capture", held["id"], amountToCapture=1500))["amountReceived"] == {"amount": 1500}
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    options = {"link": {"captureMethod": "MANUAL"}}
    held = await shop.pay(await wallet(shop), **LINK, customer=customer, paymentMethodOptions=options)
    expiry = MONDAY + timedelta(days=7)
    assert ("payment_intent.canceled", at(expiry)) in await shop.advance(clock, expiry)


async def test_a_wallet_is_saved_and_pays_without_its_customer(shop: Shop) -> None:
    customer, method = await shop.customer(), await wallet(shop)
    await shop.pay(method, **LINK, customer=customer, setupFutureUsage="OFF_SESSION")
    found = await shop.graph("query ($id: ID!) { paymentMethod(id: $id) { customer { id } } }", id=method)
    assert found["paymentMethod"]["customer"] == {"id": customer}
    later = await shop.pay(method, **LINK, customer=customer, offSession={"value": True})
    assert later["status"] == "SUCCEEDED"
    updated = await shop.graph.do("paymentMethodUpdate", "link { email }", id=method, input={"link": {}})
    assert updated["link"] == {"email": "ada@example.com"}


async def test_the_options_of_link_override_the_payments(shop: Shop) -> None:
    customer, method = await shop.customer(), await wallet(shop)
    options = {"link": {"setupFutureUsage": "NONE"}}
    await shop.pay(method, **LINK, customer=customer, setupFutureUsage="ON_SESSION", paymentMethodOptions=options)
    found = await shop.graph("query ($id: ID!) { paymentMethod(id: $id) { customer { id } } }", id=method)
    assert found["paymentMethod"]["customer"] is None


async def test_a_wallet_is_set_up(shop: Shop) -> None:
    customer = await shop.customer()
    given = {"paymentMethod": await wallet(shop), "paymentMethodTypes": ["link"], "customer": customer, "confirm": True}
    assert (await shop.graph.do("setupIntentCreate", "status", input=given))["status"] == "SUCCEEDED"
