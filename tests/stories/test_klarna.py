"""Klarna: customers of each country in its currency, authorized on the page, captured at once or later."""

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.shop import MONDAY, Shop

RETURN = "https://shop.example/back"
KLARNA = {"paymentMethodTypes": ["klarna"], "returnUrl": RETURN, "amount": 10_000}
LATER = {"setupFutureUsage": "OFF_SESSION"}
MANUAL = {"captureMethod": "MANUAL"}
HELD = ["charge.succeeded", "payment_intent.amount_capturable_updated"]
DETAILS = """
query ($id: ID!) { paymentIntent(id: $id) { latestCharge { paymentMethodDetails { type klarna {
    payerDetails { address { country } } paymentMethodCategory preferredLocale
} } } } }
"""


async def customer_of(shop: Shop, country: str | None = "US", email: str = "ada@example.com") -> str:
    billing = {"email": email} | ({} if country is None else {"address": {"country": country}})
    given = {"type": "KLARNA", "klarna": {"dob": {"day": 10, "month": 7, "year": 1970}}, "billingDetails": billing}
    found = await shop.graph.do("paymentMethodCreate", "id klarna { dob { day month year } }", input=given)
    assert found["klarna"] == {"dob": {"day": 10, "month": 7, "year": 1970}}
    id: str = found["id"]
    return id


async def authorized(shop: Shop, **input: Any) -> dict[str, Any]:
    """A payment that the customer has authorized on the page."""
    intent = await shop.pay(await customer_of(shop, input.pop("country", "US")), **KLARNA | input)
    assert (intent["status"], intent["nextAction"]["type"]) == ("REQUIRES_ACTION", "redirect_to_url")
    await shop.told()
    return await shop.do("completeAuthentication", intent["id"])


async def test_klarna_pays_at_once(shop: Shop) -> None:
    paid = await authorized(shop, paymentMethodOptions={"klarna": {"preferredLocale": "ES_US"}})
    assert await shop.told() == ["charge.succeeded", "payment_intent.succeeded"]
    assert paid["status"] == "SUCCEEDED"
    assert (await shop.charge_of(paid))["balanceTransaction"]["fee"] == {"amount": 599 + 30}
    details = await shop.graph(DETAILS, id=paid["id"])
    assert details["paymentIntent"]["latestCharge"]["paymentMethodDetails"] == {
        "type": "klarna",
        "klarna": {
            "payerDetails": {"address": {"country": "US"}},
            "paymentMethodCategory": "pay_later",
            "preferredLocale": "es-US",
        },
    }
    refund = await shop.refund(paid, amount=4_000)
    assert (refund["status"], refund["balanceTransaction"]["type"]) == ("pending", "PAYMENT_REFUND")


@pytest.mark.parametrize("option", [MANUAL, {"paymentMethodOptions": {"klarna": MANUAL}}])
async def test_a_part_is_captured_later_and_the_rest_released(shop: Shop, option: dict[str, Any]) -> None:
    held = await authorized(shop, **option)
    assert (held["status"], held["amountCapturable"]) == ("REQUIRES_CAPTURE", {"amount": 10_000})
    assert await shop.told() == HELD
    more = await shop.refuse("capture", held["id"], amountToCapture=10_001)
    assert (more["code"], more["field"]) == ("AMOUNT_TOO_LARGE", "amountToCapture")
    for verb, input in (("capture", {"finalCapture": False}), ("incrementAuthorization", {"amount": 20_000})):
        refusal = await shop.refuse(verb, held["id"], **input)
        assert refusal["code"] == "PAYMENT_INTENT_INVALID_PARAMETER"
    captured = await shop.do("capture", held["id"], amountToCapture=6_000)
    assert (captured["status"], captured["amountReceived"]) == ("SUCCEEDED", {"amount": 6_000})
    assert await shop.told() == ["charge.captured", "charge.updated", "payment_intent.succeeded"]
    charge = await shop.charge_of(captured)
    assert (charge["amountCaptured"], charge["amountRefunded"]) == ({"amount": 6_000}, {"amount": 4_000})


async def test_an_authorization_lasts_28_days(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    held = await authorized(shop, captureMethod="MANUAL", customer=customer)
    await shop.advance(clock, MONDAY + timedelta(days=27))
    assert (await shop.intent_now(held["id"]))["status"] == "REQUIRES_CAPTURE"
    told = await shop.advance(clock, MONDAY + timedelta(days=28))
    assert ("charge.expired", "2025-03-31T10:00:00Z") in told
    assert ("payment_intent.canceled", "2025-03-31T10:00:00Z") in told


async def test_the_customer_has_48_hours(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = await shop.pay(await customer_of(shop), **KLARNA, customer=customer)
    await shop.advance(clock, MONDAY + timedelta(hours=47))
    assert (await shop.intent_now(payment["id"]))["status"] == "REQUIRES_ACTION"
    await shop.advance(clock, MONDAY + timedelta(hours=48))
    expired = await shop.intent_now(payment["id"])
    assert expired["lastPaymentError"]["code"] == "PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED"


async def test_klarna_denies_a_customer(shop: Shop) -> None:
    denied = await customer_of(shop, email="customer+denied@email.us")
    payment = await shop.pay(denied, **KLARNA)
    payload = await shop.graph.attempt("paymentIntentCompleteAuthentication", "status", id=payment["id"])
    assert [error["code"] for error in payload["userErrors"]] == ["PAYMENT_METHOD_PROVIDER_DECLINE"]
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert (await shop.told())[-1] == "payment_intent.payment_failed"


@pytest.mark.parametrize(("country", "code"), [(None, "PARAMETER_MISSING"), ("JP", "PARAMETER_INVALID")])
async def test_the_customers_country_is_needed(shop: Shop, country: str | None, code: str) -> None:
    address = {} if country is None else {"country": country}
    given = {"type": "KLARNA", "klarna": {}, "billingDetails": {"address": address}}
    refusal = await shop.graph.refuse("paymentMethodCreate", input=given)
    assert (refusal["code"], refusal["field"]) == (code, "billingDetails.address.country")


async def test_customers_pay_in_their_currency_within_limits(shop: Shop) -> None:
    german = await customer_of(shop, "DE")
    refusals: list[tuple[dict[str, Any], str, str]] = [
        ({"currency": "usd"}, "PAYMENT_METHOD_CURRENCY_MISMATCH", "paymentMethod"),
        ({"currency": "eur", "amount": 99}, "AMOUNT_TOO_SMALL", "paymentMethod"),
        ({"currency": "eur", "amount": 1_400_001}, "AMOUNT_TOO_LARGE", "paymentMethod"),
        ({"currency": "eur", "returnUrl": None}, "PARAMETER_MISSING", "returnUrl"),
        ({"currency": "eur"} | LATER, "PAYMENT_INTENT_INVALID_PARAMETER", "setupFutureUsage"),
    ]
    for input, code, field in refusals:
        payload = await shop.try_to_pay(german, **KLARNA | input)
        assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [(code, field)]
    assert (await authorized(shop, country="SE", currency="sek"))["status"] == "SUCCEEDED"
