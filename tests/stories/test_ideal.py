"""iDEAL: a payment that the customer authorizes on the page of a bank, and what can be done with it afterwards."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.stories.shop import MANDATE, MONDAY, Shop

RETURN = "https://shop.example/back?basket=7"
ASKED = ["payment_intent.created", "payment_intent.requires_action"]
PAID = ["charge.succeeded", "payment_intent.succeeded"]
EUROS = {"currency": "eur", "paymentMethodTypes": ["ideal"], "returnUrl": RETURN}
EUROS_20 = 2174
"""What 20 euros are in dollars, of which the conversion costs 1 %."""
DETAILS = """
query ($id: ID!) { paymentIntent(id: $id) { latestCharge {
    refunds { nodes { id } }
    paymentMethodDetails { type ideal {
        bank bic ibanLast4 verifiedName
        generatedSepaDebitMandate { id status type }
        generatedSepaDebit {
            id type customer { id } billingDetails { name }
            sepaDebit { country bankCode last4 generatedFrom { charge { id } setupAttempt { id } } }
        }
    } }
} } }
"""


async def ideal(shop: Shop, bank: str | None = "ING", **input: Any) -> str:
    details = {} if bank is None else {"bank": bank}
    given = {"type": "IDEAL", "ideal": details, "billingDetails": {"name": "Ada Lovelace"}} | input
    id: str = (await shop.graph.do("paymentMethodCreate", "id", input=given))["id"]
    return id


async def asked(shop: Shop, **input: Any) -> dict[str, Any]:
    """A payment whose customer is on the way to the bank, with the path of the page."""
    bank = input.pop("bank", "ING")
    intent = await shop.pay(await ideal(shop, bank), **EUROS | input)
    assert (intent["status"], intent["charges"]["totalCount"]) == ("REQUIRES_ACTION", 0)
    action = intent["nextAction"]
    assert (action["type"], action["redirectToUrl"]["returnUrl"]) == ("redirect_to_url", RETURN)
    page = urlsplit(action["redirectToUrl"]["url"]).path
    assert page.startswith(f"/redirect/{intent['id']}/")
    return intent | {"page": page}


async def details_of(shop: Shop, intent: dict[str, Any]) -> dict[str, Any]:
    data = await shop.graph(DETAILS, id=intent["id"])
    shown: dict[str, Any] = data["paymentIntent"]["latestCharge"]["paymentMethodDetails"]["ideal"]
    return shown


async def test_the_customer_authorizes_on_the_page_and_returns(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop)
    assert await shop.told() == ASKED
    shown = (await client.get(payment["page"])).text
    assert "Authorize your payment" in shown
    assert "€20.00" in shown
    later = f"?basket=7&amp;payment_intent={payment['id']}&amp;payment_intent_client_secret={payment['clientSecret']}"
    assert f"{later}&amp;redirect_status=pending" in shown
    done = await client.post(payment["page"], data={"outcome": "complete"})
    target = done.text.partition("0;url=")[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(target).query) == {
        "basket": ["7"],
        "payment_intent": [payment["id"]],
        "payment_intent_client_secret": [payment["clientSecret"]],
        "redirect_status": ["succeeded"],
    }
    assert await shop.told() == PAID
    paid = await shop.intent_now(payment["id"])
    assert (paid["status"], paid["nextAction"], paid["amountReceived"]) == ("SUCCEEDED", None, {"amount": 2000})
    charge = await shop.charge_of(paid)
    assert (charge["balanceTransaction"]["fee"], charge["balanceTransaction"]["net"]) == (
        {"amount": 29 + 22},
        {"amount": EUROS_20 - 29 - 22},
    )
    assert await details_of(shop, paid) == {
        "bank": "ING",
        "bic": "INGBNL2A",
        "ibanLast4": "5264",
        "verifiedName": "Ada Lovelace",
        "generatedSepaDebit": None,
        "generatedSepaDebitMandate": None,
    }
    assert await shop.balance() == {"pending": {"usd": {"card": EUROS_20 - 29 - 22}}}
    assert (await client.get(payment["page"])).status_code == 404


async def test_the_customer_fails_on_the_page(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop)
    done = await client.post(payment["page"], data={"outcome": "fail"})
    assert "redirect_status=failed" in done.text
    assert await shop.told() == [*ASKED, "payment_intent.payment_failed"]
    failed = await shop.intent_now(payment["id"])
    assert (failed["status"], failed["paymentMethod"], failed["charges"]["totalCount"]) == (
        "REQUIRES_PAYMENT_METHOD",
        None,
        0,
    )
    error = failed["lastPaymentError"]
    assert (error["code"], error["paymentMethodType"]) == ("PAYMENT_INTENT_AUTHENTICATION_FAILURE", "ideal")


async def test_tests_authorize_by_a_mutation(shop: Shop) -> None:
    payment = await asked(shop, bank=None)
    paid = await shop.do("completeAuthentication", payment["id"])
    assert paid["status"] == "SUCCEEDED"
    shown = await details_of(shop, paid)
    assert (shown["bank"], shown["bic"]) == ("RABOBANK", "RABONL2U")
    failed = await shop.do("failAuthentication", (await asked(shop))["id"])
    assert failed["status"] == "REQUIRES_PAYMENT_METHOD"


async def test_the_customer_has_half_an_hour(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = await asked(shop, customer=customer)
    await shop.advance(clock, MONDAY + timedelta(minutes=29))
    assert (await shop.intent_now(payment["id"]))["status"] == "REQUIRES_ACTION"
    told = await shop.advance(clock, MONDAY + timedelta(minutes=31))
    assert ("payment_intent.payment_failed", "2025-03-03T10:30:00Z") in told
    error = (await shop.intent_now(payment["id"]))["lastPaymentError"]
    assert (error["type"], error["code"]) == ("INVALID_REQUEST_ERROR", "PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED")


async def test_a_payment_that_was_authorized_does_not_expire(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = await asked(shop, customer=customer)
    await shop.do("completeAuthentication", payment["id"])
    told = await shop.advance(clock, MONDAY + timedelta(hours=1))
    assert [type_ for type_, _ in told if type_.startswith("payment_intent")] == []


async def test_what_ideal_does_not_do(shop: Shop) -> None:
    method = await ideal(shop)
    refusals: list[tuple[dict[str, Any], str, str]] = [
        ({"returnUrl": None}, "PARAMETER_MISSING", "returnUrl"),
        ({"currency": "usd"}, "PAYMENT_METHOD_CURRENCY_MISMATCH", "paymentMethod"),
        ({"captureMethod": "MANUAL"}, "PAYMENT_INTENT_INVALID_PARAMETER", "captureMethod"),
        (
            {"mandateData": None, "setupFutureUsage": "OFF_SESSION"},
            "PARAMETER_MISSING",
            "mandateData",
        ),
    ]
    for input, code, field in refusals:
        payload = await shop.try_to_pay(method, **EUROS | input)
        assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [(code, field)]
    for input in ({"errorOnRequiresAction": True}, {"offSession": {"value": True}}):
        payload = await shop.try_to_pay(await ideal(shop), **EUROS | input)
        assert [error["code"] for error in payload["userErrors"]] == ["PAYMENT_INTENT_ACTION_REQUIRED"]
    customer = await shop.customer()
    attaching = await shop.graph.refuse("paymentMethodAttach", id=method, input={"customer": customer})
    assert attaching["code"] == "PAYMENT_METHOD_UNSUPPORTED_TYPE"


async def test_a_payment_sets_up_later_debits_of_the_account(shop: Shop) -> None:
    customer = await shop.customer()
    payment = await asked(shop, customer=customer, setupFutureUsage="OFF_SESSION", mandateData=MANDATE)
    await shop.told()
    paid = await shop.do("completeAuthentication", payment["id"])
    assert await shop.told() == ["payment_method.attached", *PAID]
    shown = await details_of(shop, paid)
    sepa = shown["generatedSepaDebit"]
    assert (sepa["type"], sepa["customer"], sepa["billingDetails"]["name"]) == (
        "SEPA_DEBIT",
        {"id": customer},
        "Ada Lovelace",
    )
    assert sepa["sepaDebit"] == {
        "country": "NL",
        "bankCode": "RABO",
        "last4": "5264",
        "generatedFrom": {"charge": paid["latestCharge"] and {"id": paid["latestCharge"]["id"]}, "setupAttempt": None},
    }
    mandate = shown["generatedSepaDebitMandate"]
    assert (mandate["status"], mandate["type"]) == ("ACTIVE", "MULTI_USE")
    later = await shop.pay(
        sepa["id"],
        currency="eur",
        paymentMethodTypes=["sepa_debit"],
        customer=customer,
        offSession={"value": True},
        mandateData=None,
    )
    assert later["status"] == "PROCESSING"


async def test_a_refund_arrives_in_days(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    payment = await asked(shop, customer=customer)
    await shop.do("completeAuthentication", payment["id"])
    refund = await shop.refund(payment, amount=500)
    assert (refund["status"], refund["balanceTransaction"]["type"]) == ("pending", "PAYMENT_REFUND")
    await shop.advance(clock, MONDAY + timedelta(days=7))
    refund = await shop.graph(
        "query ($id: ID!) { refund(id: $id) { status destinationDetails { type euBankTransfer { reference } } } }",
        id=refund["id"],
    )
    assert refund["refund"]["status"] == "succeeded"
    assert refund["refund"]["destinationDetails"]["type"] == "eu_bank_transfer"
    assert refund["refund"]["destinationDetails"]["euBankTransfer"] is not None
