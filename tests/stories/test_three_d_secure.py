"""3-D Secure: who must authenticate, on the page or by the test's mutations, and what follows."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.graph import Graph
from tests.stories.shop import MONDAY, Shop, at

ASKED = ["payment_intent.created", "payment_intent.requires_action"]
PAID = ["charge.succeeded", "payment_intent.succeeded"]
RETURN = "https://shop.example/back?basket=7"

CHALLENGED = [
    ("pm_card_authenticationRequiredOnSetup", None),
    ("pm_card_authenticationRequired", None),
    ("pm_card_authenticationRequiredSetupForOffSession", None),
    ("pm_card_threeDSecure2Required", None),
    ("pm_card_threeDSecureRequired", None),
    ("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", ("card_declined", "insufficient_funds")),
    ("pm_card_threeDSecureRequiredChargeDeclined", ("card_declined", "generic_decline")),
]
"""Cards whose owner must authenticate, and what their bank then answers: None where it pays."""

UNCHALLENGED = ["pm_card_threeDSecureOptional", "pm_card_threeDSecureOptionalProcessingError", "pm_card_visa"]


async def asked(shop: Shop, method: str = "pm_card_authenticationRequired", **input: Any) -> dict[str, str]:
    """A payment whose customer is asked to authenticate: its id, and the path of the page."""
    input.setdefault("returnUrl", RETURN)
    intent = await shop.pay(method, **input)
    assert (intent["status"], intent["charges"]["totalCount"]) == ("REQUIRES_ACTION", 0)
    assert intent["nextAction"]["type"] == "redirect_to_url"
    assert intent["nextAction"]["redirectToUrl"]["returnUrl"] == input["returnUrl"]
    assert await shop.told() == ASKED
    url = urlsplit(intent["nextAction"]["redirectToUrl"]["url"])
    assert url.scheme == "http"
    assert url.path.startswith(f"/authenticate/{intent['id']}/")
    return {"id": intent["id"], "page": url.path, "secret": intent["clientSecret"]}


@pytest.mark.parametrize(("method", "decline"), CHALLENGED)
async def test_the_customer_authenticates(shop: Shop, method: str, decline: tuple[str, str] | None) -> None:
    payment = await asked(shop, method)
    payload = await shop.graph.attempt(
        "paymentIntentCompleteAuthentication", "status nextAction { type }", id=payment["id"]
    )
    assert payload["object"]["nextAction"] is None
    if decline is None:
        assert (payload["userErrors"], payload["object"]["status"]) == ([], "SUCCEEDED")
        assert await shop.told() == PAID
        assert await shop.balance() != {}
    else:
        (refusal,) = payload["userErrors"]
        assert (refusal["code"].lower(), refusal["declineCode"]) == decline
        assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
        assert await shop.told() == ["charge.failed", "payment_intent.payment_failed"]
        assert await shop.balance() == {}


@pytest.mark.parametrize(("method", "decline"), CHALLENGED)
async def test_the_customer_fails_to_authenticate(shop: Shop, method: str, decline: tuple[str, str] | None) -> None:
    payment = await asked(shop, method)
    intent = await shop.do("failAuthentication", payment["id"])
    assert (intent["status"], intent["nextAction"], intent["paymentMethod"]) == ("REQUIRES_PAYMENT_METHOD", None, None)
    error = intent["lastPaymentError"]
    assert (error["type"], error["code"]) == ("INVALID_REQUEST_ERROR", "PAYMENT_INTENT_AUTHENTICATION_FAILURE")
    assert error["charge"] is None
    assert await shop.told() == ["payment_intent.payment_failed"]
    assert intent["charges"]["totalCount"] == 0
    paid = await shop.do("confirm", payment["id"], paymentMethod="pm_card_visa")
    assert (paid["status"], paid["lastPaymentError"]) == ("SUCCEEDED", None)


@pytest.mark.parametrize("method", UNCHALLENGED)
async def test_who_need_not_authenticate_is_not_asked(shop: Shop, method: str) -> None:
    assert (await shop.pay(method))["status"] == "SUCCEEDED"
    assert await shop.told() == ["payment_intent.created", *PAID]


async def test_a_challenge_can_be_asked_for(shop: Shop) -> None:
    wanted = {"card": {"requestThreeDSecure": "ANY"}}
    await asked(shop, "pm_card_threeDSecureOptional", paymentMethodOptions=wanted)
    assert (await shop.pay(paymentMethodOptions=wanted))["status"] == "SUCCEEDED"


async def test_a_challenge_that_breaks_declines(shop: Shop) -> None:
    payload = await shop.try_to_pay("pm_card_threeDSecureRequiredProcessingError")
    assert payload["userErrors"][0]["code"] == "CARD_DECLINED"
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert await shop.told() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


async def test_the_page_completes_the_payment_once(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop, returnUrl=RETURN)
    page = await client.get(payment["page"])
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Complete authentication" in page.text
    assert "Fail authentication" in page.text
    assert "$20.00" in page.text
    french = await client.get(payment["page"], headers={"Accept-Language": "fr-FR, en;q=0.5"})
    assert "Votre banque demande si vous souhaitez payer 20,00\xa0$US." in french.text
    assert "Terminer l’authentification" in french.text  # noqa: RUF001
    assert await shop.told() == []

    done = await client.post(payment["page"], data={"outcome": "complete"})
    assert done.status_code == 200
    assert target_of(done.text) == {
        "basket": ["7"],
        "payment_intent": [payment["id"]],
        "payment_intent_client_secret": [payment["secret"]],
        "redirect_status": ["succeeded"],
    }
    assert await shop.told() == PAID
    assert (await shop.intent_now(payment["id"]))["status"] == "SUCCEEDED"

    async with shop.nothing_changes():
        assert (await client.get(payment["page"])).status_code == 404
        assert (await client.post(payment["page"], data={"outcome": "complete"})).status_code == 404


async def test_the_page_fails_the_payment(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop, returnUrl=RETURN)
    done = await client.post(payment["page"], data={"outcome": "fail"})
    assert done.status_code == 200
    assert target_of(done.text)["redirect_status"] == ["failed"]
    assert await shop.told() == ["payment_intent.payment_failed"]
    assert (await shop.intent_now(payment["id"]))["status"] == "REQUIRES_PAYMENT_METHOD"
    assert (await client.post(payment["page"], data={"outcome": "complete"})).status_code == 404
    assert await shop.told() == []


async def test_a_payment_declined_after_the_page_says_so(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop, "pm_card_threeDSecureRequiredChargeDeclined", returnUrl=RETURN)
    done = await client.post(payment["page"], data={"outcome": "complete"})
    assert target_of(done.text)["redirect_status"] == ["failed"]
    assert await shop.told() == ["charge.failed", "payment_intent.payment_failed"]


async def test_without_a_way_back_a_library_shows_the_page(shop: Shop, client: httpx.AsyncClient) -> None:
    intent = await shop.pay("pm_card_authenticationRequired")
    assert (intent["status"], intent["nextAction"]["type"]) == ("REQUIRES_ACTION", "use_stripe_sdk")
    assert intent["nextAction"]["redirectToUrl"] is None
    assert await shop.told() == ASKED
    page = urlsplit(intent["nextAction"]["useStripeSdk"]["stripe_js"]).path
    for nonsense in ({}, {"outcome": "perhaps"}, {"descriptor_code": "SM11AA"}):
        assert (await client.post(page, data=nonsense)).status_code == 400
    assert await shop.told() == []
    done = await client.post(page, data={"outcome": "complete"})
    assert "You can close this page." in done.text
    assert "http-equiv" not in done.text


async def test_the_page_needs_its_token(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop)
    other = await asked(shop)
    wrong = payment["page"].rpartition("/")[0] + "/" + other["page"].rpartition("/")[2]
    async with shop.nothing_changes():
        assert (await client.get(wrong)).status_code == 404
        assert (await client.post(wrong, data={"outcome": "complete"})).status_code == 404


async def test_a_canceled_payment_has_no_page(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop)
    await shop.do("cancel", payment["id"])
    assert (await client.get(payment["page"])).status_code == 404


async def test_a_new_challenge_has_a_new_token(shop: Shop, client: httpx.AsyncClient) -> None:
    payment = await asked(shop)
    again = await shop.do("confirm", payment["id"], paymentMethod="pm_card_threeDSecure2Required")
    assert again["status"] == "REQUIRES_ACTION"
    assert await shop.told() == ["payment_intent.requires_action"]
    assert (await client.get(payment["page"])).status_code == 404
    page = urlsplit(again["nextAction"]["redirectToUrl"]["url"]).path
    assert (await client.get(page)).status_code == 200


async def test_a_stranger_authenticates_nobody(shop: Shop, stranger: Graph) -> None:
    payment = await asked(shop)
    for mutation in ("paymentIntentCompleteAuthentication", "paymentIntentFailAuthentication"):
        assert (await stranger.refuse(mutation, id=payment["id"]))["code"] == "RESOURCE_MISSING"
    assert await shop.told() == []


async def test_only_a_challenged_payment_is_authenticated(shop: Shop) -> None:
    waiting, paid = await shop.intent(), await shop.pay()
    async with shop.nothing_changes():
        for intent in (waiting, paid):
            for verb in ("completeAuthentication", "failAuthentication"):
                assert (await shop.refuse(verb, intent["id"]))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


async def test_a_library_may_show_the_challenge_itself(shop: Shop) -> None:
    intent = await shop.pay("pm_card_authenticationRequired", useStripeSdk=True)
    assert intent["nextAction"]["type"] == "use_stripe_sdk"
    assert intent["nextAction"]["redirectToUrl"] is None
    assert intent["nextAction"]["useStripeSdk"]["type"] == "three_d_secure_redirect"


async def test_a_manual_payment_is_confirmed_again_after_the_challenge(shop: Shop) -> None:
    payment = await asked(shop, confirmationMethod="MANUAL")
    intent = await shop.do("completeAuthentication", payment["id"])
    assert (intent["status"], intent["charges"]["totalCount"]) == ("REQUIRES_CONFIRMATION", 0)
    assert await shop.told() == []
    assert (await shop.do("confirm", payment["id"]))["status"] == "SUCCEEDED"
    assert await shop.told() == PAID


async def test_a_held_payment_is_captured_after_the_challenge(shop: Shop) -> None:
    payment = await asked(shop, captureMethod="MANUAL")
    assert (await shop.do("completeAuthentication", payment["id"]))["status"] == "REQUIRES_CAPTURE"
    assert await shop.told() == ["charge.succeeded", "payment_intent.amount_capturable_updated"]
    assert (await shop.do("capture", payment["id"]))["status"] == "SUCCEEDED"


async def test_a_customer_who_is_away_cannot_authenticate(shop: Shop) -> None:
    payload = await shop.try_to_pay("pm_card_authenticationRequired", offSession={"value": True})
    (refusal,) = payload["userErrors"]
    assert (refusal["type"], refusal["code"], refusal["declineCode"]) == (
        "CARD_ERROR",
        "AUTHENTICATION_REQUIRED",
        "authentication_required",
    )
    intent = payload["object"]
    assert (intent["status"], intent["nextAction"]) == ("REQUIRES_PAYMENT_METHOD", None)
    assert await shop.told() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]
    back = await shop.do("confirm", intent["id"], paymentMethod="pm_card_authenticationRequired")
    assert back["status"] == "REQUIRES_ACTION"
    assert (await shop.do("completeAuthentication", intent["id"]))["status"] == "SUCCEEDED"


async def test_a_card_set_up_with_its_owner_pays_without_them(shop: Shop) -> None:
    customer = await shop.customer()
    await shop.told()
    payment = await asked(
        shop, "pm_card_authenticationRequiredOnSetup", customer=customer, setupFutureUsage="OFF_SESSION"
    )
    first = await shop.do("completeAuthentication", payment["id"])
    assert (first["status"], first["customer"]) == ("SUCCEEDED", {"id": customer})
    assert await shop.told() == [*PAID, "payment_method.attached"]
    later = await shop.pay(first["paymentMethod"]["id"], customer=customer, offSession={"value": True})
    assert later["status"] == "SUCCEEDED"
    assert await shop.told() == ["payment_intent.created", *PAID]


async def test_rather_an_error_than_a_challenge(shop: Shop) -> None:
    payload = await shop.try_to_pay("pm_card_authenticationRequired", errorOnRequiresAction=True)
    (refusal,) = payload["userErrors"]
    assert (refusal["type"], refusal["code"]) == ("CARD_ERROR", "AUTHENTICATION_REQUIRED")
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert payload["object"]["nextAction"] is None
    assert await shop.told() == ["payment_intent.created", "payment_intent.payment_failed"]


INDIA = [
    ("pm_card_in", None),
    ("pm_card_indiaRecurringMandateSetupAndRenewalsSuccess", None),
    ("pm_card_indiaRecurringPaymentFailureAfterPreDebitNotification", "transaction_not_allowed"),
    ("pm_card_indiaRecurringPaymentFailureUndeliveredDebitNotification", "transaction_not_allowed"),
    ("pm_card_indiaRecurringPaymentFailureCanceledMandate", "revocation_of_authorization"),
]
"""Cards of India, and how their bank declines payments while the customer is absent: None where it pays."""


@pytest.mark.parametrize(("method", "decline"), INDIA)
async def test_a_card_of_india_is_authenticated_and_renewed(shop: Shop, method: str, decline: str | None) -> None:
    absent = {"offSession": {"value": True}}
    payload = await shop.try_to_pay(method, **absent)
    assert payload["userErrors"][0]["declineCode"] == "authentication_required"
    await shop.told()
    customer = await shop.customer()
    await shop.told()
    payment = await asked(shop, method, customer=customer, setupFutureUsage="OFF_SESSION")
    first = await shop.do("completeAuthentication", payment["id"])
    assert first["status"] == "SUCCEEDED"
    await shop.told()
    renewal = await shop.pay(first["paymentMethod"]["id"], customer=customer, **absent)
    assert (renewal["status"], renewal["nextAction"]["type"]) == ("PROCESSING", "card_await_notification")
    assert renewal["charges"]["totalCount"] == 0
    assert await shop.told() == ["payment_intent.created", "payment_intent.processing"]
    await shop.run_due(minutes=2)
    renewal = await shop.intent_now(renewal["id"])
    if decline is None:
        assert (renewal["status"], renewal["nextAction"]) == ("SUCCEEDED", None)
        assert await shop.told() == PAID
    else:
        assert renewal["status"] == "REQUIRES_PAYMENT_METHOD"
        assert renewal["lastPaymentError"]["declineCode"] == decline
        assert await shop.told() == ["charge.failed", "payment_intent.payment_failed"]


@pytest.mark.parametrize(("amount", "approval"), [(15_000_00, False), (15_000_01, True)])
async def test_a_customer_of_india_is_notified_before_the_charge(shop: Shop, amount: int, approval: bool) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.told()
    payment = await asked(shop, "pm_card_in", customer=customer, setupFutureUsage="OFF_SESSION")
    method = (await shop.do("completeAuthentication", payment["id"]))["paymentMethod"]["id"]
    ids = [
        (await shop.pay(method, customer=customer, amount=amount, currency="inr", offSession={"value": True}))["id"]
        for _ in range(2)
    ]
    document = """query ($id: ID!) { paymentIntent(id: $id) {
        status processing { type card { customerNotification { approvalRequested completesAt } } }
        nextAction { cardAwaitNotification { chargeAttemptAt customerApprovalRequired } }
    } }"""
    due = at(MONDAY + timedelta(hours=26))
    assert (await shop.graph(document, id=ids[0]))["paymentIntent"] == {
        "status": "PROCESSING",
        "processing": {
            "type": "CARD",
            "card": {"customerNotification": {"approvalRequested": approval, "completesAt": due}},
        },
        "nextAction": {"cardAwaitNotification": {"chargeAttemptAt": due, "customerApprovalRequired": approval}},
    }
    assert (await shop.do("cancel", ids[1]))["status"] == "CANCELED"
    await shop.told()
    moved = await shop.advance(clock, MONDAY + timedelta(hours=27))
    assert [event for event in moved if "test_clock" not in event[0]] == [(type, due) for type in PAID]
    found = (await shop.graph(document, id=ids[0]))["paymentIntent"]
    assert found == {"status": "SUCCEEDED", "processing": None, "nextAction": None}


async def test_a_bank_may_authenticate_without_a_challenge(shop: Shop) -> None:
    card = {"number": "4000000032200000", "expMonth": 12, "expYear": 2050, "cvc": "123"}
    method = await shop.graph.do("paymentMethodCreate", "id", input={"type": "CARD", "card": card})
    paid = await shop.pay(method["id"], paymentMethodOptions={"card": {"requestThreeDSecure": "ANY"}})
    data = await shop.graph(
        "query ($id: ID!) { charge(id: $id) { paymentMethodDetails { card { threeDSecure { "
        "result authenticationFlow } } } } }",
        id=paid["latestCharge"]["id"],
    )
    shown = data["charge"]["paymentMethodDetails"]["card"]["threeDSecure"]
    assert shown == {"result": "AUTHENTICATED", "authenticationFlow": "FRICTIONLESS"}


def target_of(html: str) -> dict[str, list[str]]:
    """The query of the address that a page leads back to."""
    address = html.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&")
    assert address.startswith("https://shop.example/back?")
    assert f'http-equiv="refresh" content="0;url={address.replace("&", "&amp;")}"' in html
    return parse_qs(urlsplit(address).query)
