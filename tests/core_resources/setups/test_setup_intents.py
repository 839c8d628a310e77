"""Setup intents of cards: created, confirmed, authenticated, failed, updated and canceled."""

from typing import Any

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.core_resources.setups.conftest import MANDATE, Setups
from tests.graph import new_caller

CREATED = "setup_intent.created"
ABSENT = {"value": True}
ATTEMPTS = """
query ($setup: ID!) {
    setupAttempts(where: { setupIntent: { eq: $setup } }, orderBy: [{ field: CREATED, direction: ASC }]) { nodes {
        status usage customer { id } paymentMethod { id } setupIntent { id }
        setupError { code declineCode type message }
        paymentMethodDetails { type card { brand last4 network checks { cvcCheck } threeDSecure { result } } }
    } }
}
"""


async def attempts(shop: Setups, setup: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await shop.graph(ATTEMPTS, setup=setup["id"]))["setupAttempts"]["nodes"]
    return found


async def test_a_setup_waits_for_a_payment_method_and_a_confirmation(shop: Setups) -> None:
    setup = await shop.setup(description="A yearly plan", metadata={"plan": "gold"})
    assert (setup["status"], setup["usage"], setup["latestAttempt"]) == ("REQUIRES_PAYMENT_METHOD", "off_session", None)
    assert setup["automaticPaymentMethods"] == {"enabled": True, "allowRedirects": "ALWAYS"}
    assert setup["paymentMethodTypes"] == ["card", "ideal", "link", "sepa_debit", "us_bank_account"]
    assert setup["clientSecret"].startswith(f"{setup['id']}_secret_")
    assert (await shop.refuse_on_setup("confirm", setup["id"]))["code"] == "SETUP_INTENT_UNEXPECTED_STATE"
    setup = await shop.on_setup("update", setup["id"], paymentMethod="pm_card_visa")
    assert setup["status"] == "REQUIRES_CONFIRMATION"
    assert await shop.told() == [CREATED]
    setup = await shop.on_setup("confirm", setup["id"])
    assert (setup["status"], setup["latestAttempt"]["status"]) == ("SUCCEEDED", "succeeded")
    assert await shop.told() == ["setup_intent.succeeded"]


async def test_the_payment_method_is_attached_to_the_customer(shop: Setups) -> None:
    customer = await shop.customer()
    await shop.told()
    setup = await shop.set_up(customer=customer)
    assert await shop.told() == [CREATED, "setup_intent.succeeded", "payment_method.attached"]
    assert setup["paymentMethod"] is not None
    assert (await shop.method(setup["paymentMethod"]["id"]))["customer"] == {"id": customer}
    assert setup["mandate"] is None
    (attempt,) = await attempts(shop, setup)
    assert attempt == {
        "status": "succeeded",
        "usage": "off_session",
        "customer": {"id": customer},
        "paymentMethod": setup["paymentMethod"],
        "setupIntent": {"id": setup["id"]},
        "setupError": None,
        "paymentMethodDetails": {
            "type": "card",
            "card": {
                "brand": "visa",
                "last4": "4242",
                "network": "visa",
                "checks": {"cvcCheck": "pass"},
                "threeDSecure": None,
            },
        },
    }


async def test_without_a_customer_the_payment_method_can_be_attached_later(shop: Setups) -> None:
    setup = await shop.set_up()
    customer = await shop.customer()
    given = {"customer": customer}
    await shop.graph.do("paymentMethodAttach", "id", id=setup["paymentMethod"]["id"], input=given)


async def test_a_declined_card_needs_another(shop: Setups) -> None:
    payload = await shop.graph.attempt(
        "setupIntentCreate",
        "id",
        input={"paymentMethod": "pm_card_visa_chargeDeclinedInsufficientFunds", "confirm": True},
    )
    (error,) = payload["userErrors"]
    assert (error["type"], error["code"], error["declineCode"]) == ("CARD_ERROR", "CARD_DECLINED", "insufficient_funds")
    assert await shop.told() == [CREATED, "setup_intent.setup_failed"]
    setup = await shop.setup_now(payload["object"]["id"])
    assert (setup["status"], setup["paymentMethod"]) == ("REQUIRES_PAYMENT_METHOD", None)
    kept = setup["lastSetupError"]
    assert (kept["type"], kept["code"], kept["declineCode"]) == ("CARD_ERROR", "CARD_DECLINED", "insufficient_funds")
    assert (kept["networkDeclineCode"], kept["networkAdviceCode"]) == ("51", "02")
    assert kept["paymentMethodType"] == "card"
    assert kept["message"] == error["message"]
    (attempt,) = await attempts(shop, setup)
    assert attempt["status"] == "failed"
    assert attempt["setupError"]["declineCode"] == "insufficient_funds"

    setup = await shop.on_setup("confirm", setup["id"], paymentMethod="pm_card_visa")
    assert (setup["status"], setup["lastSetupError"]) == ("SUCCEEDED", None)
    assert [each["status"] for each in await attempts(shop, setup)] == ["failed", "succeeded"]


async def test_a_card_that_only_charges_decline_is_set_up(shop: Setups) -> None:
    customer = await shop.customer()
    setup = await shop.set_up("pm_card_chargeCustomerFail", customer=customer)
    assert setup["status"] == "SUCCEEDED"
    paid = await shop.try_to_pay(setup["paymentMethod"]["id"], customer=customer, offSession=ABSENT)
    assert [error["code"] for error in paid["userErrors"]] == ["CARD_DECLINED"]


@pytest.mark.parametrize(
    "method",
    ["pm_card_authenticationRequiredOnSetup", "pm_card_authenticationRequired", "pm_card_threeDSecure2Required"],
)
async def test_a_card_is_authenticated_at_its_setup(shop: Setups, method: str) -> None:
    setup = await shop.set_up(method, returnUrl="https://shop.example/saved")
    assert (setup["status"], setup["latestAttempt"]["status"]) == ("REQUIRES_ACTION", "requires_action")
    assert setup["nextAction"]["type"] == "redirect_to_url"
    assert setup["nextAction"]["redirectToUrl"]["returnUrl"] == "https://shop.example/saved"
    assert await shop.told() == [CREATED, "setup_intent.requires_action"]
    done = await shop.on_setup("completeAuthentication", setup["id"])
    assert (done["status"], done["nextAction"]) == ("SUCCEEDED", None)
    assert await shop.told() == ["setup_intent.succeeded"]
    (attempt,) = await attempts(shop, setup)
    assert attempt["status"] == "succeeded"
    assert attempt["paymentMethodDetails"]["card"]["threeDSecure"] == {"result": "AUTHENTICATED"}
    assert (await shop.refuse_on_setup("completeAuthentication", setup["id"]))[
        "code"
    ] == "SETUP_INTENT_UNEXPECTED_STATE"


async def test_an_authenticated_setup_spares_payments_off_session_a_challenge(shop: Setups) -> None:
    customer = await shop.customer()
    saved = []
    for usage in ("OFF_SESSION", "ON_SESSION"):
        setup = await shop.set_up("pm_card_authenticationRequiredOnSetup", customer=customer, usage=usage)
        await shop.on_setup("completeAuthentication", setup["id"])
        saved.append(setup["paymentMethod"]["id"])
    off, on = saved
    assert (await shop.pay(off, customer=customer, offSession=ABSENT))["status"] == "SUCCEEDED"
    refused = await shop.try_to_pay(on, customer=customer, offSession=ABSENT)
    assert [error["code"] for error in refused["userErrors"]] == ["AUTHENTICATION_REQUIRED"]


async def test_a_customer_who_fails_saves_nothing(shop: Setups) -> None:
    setup = await shop.set_up("pm_card_authenticationRequired", customer=await shop.customer())
    await shop.told()
    setup = await shop.on_setup("failAuthentication", setup["id"])
    assert await shop.told() == ["setup_intent.setup_failed"]
    assert (setup["status"], setup["paymentMethod"], setup["nextAction"]) == ("REQUIRES_PAYMENT_METHOD", None, None)
    assert setup["lastSetupError"]["code"] == "SETUP_INTENT_AUTHENTICATION_FAILURE"
    (attempt,) = await attempts(shop, setup)
    assert attempt["status"] == "failed"
    assert attempt["setupError"]["code"] == "SETUP_INTENT_AUTHENTICATION_FAILURE"


async def test_a_challenge_can_be_asked_for_and_left_out(shop: Setups) -> None:
    wanted = {"card": {"requestThreeDSecure": "ANY"}}
    asked = await shop.set_up("pm_card_threeDSecureOptional", paymentMethodOptions=wanted)
    assert (asked["status"], asked["nextAction"]["type"]) == ("REQUIRES_ACTION", "use_stripe_sdk")
    assert (await shop.set_up("pm_card_threeDSecureOptional"))["status"] == "SUCCEEDED"
    by_mail = {"card": {"moto": True}}
    assert (await shop.set_up("pm_card_authenticationRequired", paymentMethodOptions=by_mail))["status"] == "SUCCEEDED"
    with_another = {"card": {"threeDSecure": {"cryptogram": "AAA=", "transactionId": "tx_1"}}}
    setup = await shop.set_up("pm_card_authenticationRequired", paymentMethodOptions=with_another)
    assert setup["status"] == "SUCCEEDED"
    (attempt,) = await attempts(shop, setup)
    assert attempt["paymentMethodDetails"]["card"]["threeDSecure"] == {"result": "AUTHENTICATED"}


async def test_another_payment_method_abandons_the_attempt(shop: Setups) -> None:
    setup = await shop.set_up("pm_card_authenticationRequired")
    setup = await shop.on_setup("update", setup["id"], paymentMethod="pm_card_visa")
    assert (setup["status"], setup["nextAction"]) == ("REQUIRES_CONFIRMATION", None)
    setup = await shop.on_setup("confirm", setup["id"])
    assert setup["status"] == "SUCCEEDED"
    assert [each["status"] for each in await attempts(shop, setup)] == ["abandoned", "succeeded"]


@pytest.mark.parametrize("reason", ["ABANDONED", "DUPLICATE", "REQUESTED_BY_CUSTOMER", None])
async def test_a_setup_is_canceled(shop: Setups, reason: str | None) -> None:
    setup = await shop.set_up("pm_card_authenticationRequired")
    await shop.told()
    given = {"cancellationReason": reason} if reason else {}
    setup = await shop.on_setup("cancel", setup["id"], **given)
    assert (setup["status"], setup["cancellationReason"], setup["nextAction"]) == ("CANCELED", reason, None)
    assert setup["latestAttempt"]["status"] == "abandoned"
    assert await shop.told() == ["setup_intent.canceled"]
    for verb in ("cancel", "confirm"):
        assert (await shop.refuse_on_setup(verb, setup["id"]))["code"] == "SETUP_INTENT_UNEXPECTED_STATE"


async def test_what_has_ended_changes_in_words_alone(shop: Setups) -> None:
    setup = await shop.set_up()
    await shop.on_setup("update", setup["id"], description="Saved", metadata={"plan": "gold"})
    refused = await shop.refuse_on_setup("update", setup["id"], paymentMethod="pm_card_visa")
    assert refused["code"] == "SETUP_INTENT_UNEXPECTED_STATE"
    assert (await shop.refuse_on_setup("cancel", setup["id"]))["code"] == "SETUP_INTENT_UNEXPECTED_STATE"


async def test_a_setup_for_the_account_itself_has_no_customer(shop: Setups) -> None:
    customer = await shop.customer()
    assert await shop.refuse_setup(attachToSelf=True, customer=customer) == ("PARAMETERS_EXCLUSIVE", "attachToSelf")
    setup = await shop.set_up(attachToSelf=True, flowDirections=["INBOUND", "OUTBOUND"])
    assert (setup["status"], setup["attachToSelf"], setup["flowDirections"]) == (
        "SUCCEEDED",
        True,
        ["INBOUND", "OUTBOUND"],
    )
    assert (await shop.method(setup["paymentMethod"]["id"]))["customer"] is None


async def test_options_and_types_are_checked(shop: Setups) -> None:
    card = {"paymentMethod": "pm_card_visa", "confirm": True}
    assert await shop.refuse_setup(**card, paymentMethodTypes=["us_bank_account"]) == (
        "SETUP_INTENT_INVALID_PARAMETER",
        "paymentMethod",
    )
    assert await shop.refuse_setup(paymentMethodTypes=["telex"]) == (
        "PAYMENT_METHOD_UNSUPPORTED_TYPE",
        "paymentMethodTypes.0",
    )
    both = {"automaticPaymentMethods": {"enabled": True}, "paymentMethodTypes": ["card"]}
    assert await shop.refuse_setup(**both) == ("PARAMETERS_EXCLUSIVE", "automaticPaymentMethods")
    assert await shop.refuse_setup(returnUrl="https://shop.example") == ("SETUP_INTENT_INVALID_PARAMETER", "returnUrl")
    assert await shop.refuse_setup(mandateData=MANDATE) == ("SETUP_INTENT_INVALID_PARAMETER", "mandateData")
    options = {"usBankAccount": {"verificationMethod": "INSTANT"}}
    assert await shop.refuse_setup(paymentMethodTypes=["card"], paymentMethodOptions=options) == (
        "SETUP_INTENT_INVALID_PARAMETER",
        "paymentMethodOptions.usBankAccount",
    )
    once = {"amount": 2000, "currency": "usd"}
    assert await shop.refuse_setup(**card, singleUse=once) == ("SETUP_INTENT_INVALID_PARAMETER", "paymentMethod")
    other = await shop.graph.do(
        "paymentMethodAttach", "id", id="pm_card_visa", input={"customer": await shop.customer()}
    )
    assert await shop.refuse_setup(paymentMethod=other["id"], confirm=True) == (
        "SETUP_INTENT_INVALID_PARAMETER",
        "customer",
    )
    redirecting = {"automaticPaymentMethods": {"enabled": True}}
    assert await shop.refuse_setup(**card, **redirecting) == ("PARAMETER_MISSING", "returnUrl")
    staying = {"enabled": True, "allowRedirects": "NEVER"}
    assert (await shop.set_up(automaticPaymentMethods=staying))["status"] == "SUCCEEDED"


async def test_a_browser_confirms_with_the_client_secret(
    shop: Setups, client: httpx.AsyncClient, database: Database
) -> None:
    setup = await shop.setup(customer=await shop.customer())
    browser = await new_caller(client, database, account_id=shop.graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    document = """
    mutation ($id: ID!, $secret: String!) {
        setupIntentConfirm(id: $id, input: { clientSecret: $secret, paymentMethod: "pm_card_visa" }) {
            setupIntent { status } userErrors { code }
        }
    }
    """
    wrong = await browser.error(document, id=setup["id"], secret="seti_1_secret_2")
    assert wrong["extensions"]["code"] == "FORBIDDEN"
    done = await browser(document, id=setup["id"], secret=setup["clientSecret"])
    assert done["setupIntentConfirm"] == {"setupIntent": {"status": "SUCCEEDED"}, "userErrors": []}
    read = "query ($id: ID!, $secret: String) { setupIntent(id: $id, clientSecret: $secret) { status } }"
    assert await browser(read, id=setup["id"], secret=setup["clientSecret"]) == {"setupIntent": {"status": "SUCCEEDED"}}
    assert (await browser.error(read, id=setup["id"]))["extensions"]["code"] == "FORBIDDEN"
    canceled = "mutation ($id: ID!) { setupIntentCancel(id: $id) { userErrors { code } } }"
    assert (await browser.error(canceled, id=setup["id"]))["extensions"]["code"] == "FORBIDDEN"


async def test_setups_are_found_by_what_stripe_filters_by(shop: Setups) -> None:
    customer = await shop.customer()
    saved, other = await shop.set_up(customer=customer), await shop.set_up(attachToSelf=True)
    document = "query ($where: SetupIntentWhere) { setupIntents(where: $where) { nodes { id } } }"
    for where, wanted in (
        ({"customer": {"eq": customer}}, saved),
        ({"paymentMethod": {"eq": saved["paymentMethod"]["id"]}}, saved),
        ({"attachToSelf": {"eq": True}}, other),
    ):
        assert (await shop.graph(document, where=where))["setupIntents"]["nodes"] == [{"id": wanted["id"]}]
    from_method = (
        "query ($id: ID!) { paymentMethod(id: $id) { setupIntents { nodes { id } } setupAttempts { totalCount } } }"
    )
    assert (await shop.graph(from_method, id=saved["paymentMethod"]["id"]))["paymentMethod"] == {
        "setupIntents": {"nodes": [{"id": saved["id"]}]},
        "setupAttempts": {"totalCount": 1},
    }
