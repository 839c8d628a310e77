"""Setups through iDEAL: the customer authorizes at a bank, whose account SEPA can debit later."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.core_resources.setups.conftest import MANDATE, Setups
from tests.stories.shop import MONDAY

RETURN = "https://shop.example/saved"
ASKED = ["setup_intent.created", "setup_intent.requires_action"]
LATEST = """
query ($id: ID!) { setupIntent(id: $id) {
    paymentMethod { id type customer { id } }
    mandate { id }
    latestAttempt { id status setupError { code } paymentMethodDetails { type ideal {
        bank bic ibanLast4 verifiedName
        generatedSepaDebitMandate { id status type paymentMethod { id } paymentMethodDetails { type } }
        generatedSepaDebit {
            id type customer { id } billingDetails { name }
            sepaDebit { country bankCode last4 generatedFrom { charge { id } setupAttempt { id } } }
        }
    } } }
} }
"""


async def asked(shop: Setups, **input: Any) -> dict[str, Any]:
    """A setup whose customer is on the way to the bank, with the path of the page."""
    method = {"type": "IDEAL", "ideal": {"bank": "ING"}, "billingDetails": {"name": "Ada Lovelace"}}
    given = {"paymentMethodTypes": ["ideal"], "paymentMethodData": method, "mandateData": MANDATE, "returnUrl": RETURN}
    setup = await shop.setup(**{"confirm": True} | given | input)
    assert (setup["status"], setup["latestAttempt"]["status"]) == ("REQUIRES_ACTION", "requires_action")
    action = setup["nextAction"]
    assert (action["type"], action["redirectToUrl"]["returnUrl"]) == ("redirect_to_url", RETURN)
    page = urlsplit(action["redirectToUrl"]["url"]).path
    assert page.startswith(f"/redirect/{setup['id']}/")
    return setup | {"page": page}


async def latest(shop: Setups, setup: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await shop.graph(LATEST, id=setup["id"]))["setupIntent"]
    return found


async def test_the_customer_authorizes_on_the_page_and_the_account_can_be_debited(
    shop: Setups, client: httpx.AsyncClient
) -> None:
    customer = await shop.customer()
    await shop.told()
    setup = await asked(shop, customer=customer)
    assert await shop.told() == ASKED
    waiting = await latest(shop, setup)
    assert waiting["mandate"] is None
    assert waiting["latestAttempt"]["paymentMethodDetails"]["ideal"] == {
        "bank": "ING",
        "bic": "INGBNL2A",
        "ibanLast4": None,
        "verifiedName": None,
        "generatedSepaDebit": None,
        "generatedSepaDebitMandate": None,
    }
    shown = (await client.get(setup["page"])).text
    assert "Authorize your setup" in shown
    assert "save your payment method for later payments" in shown
    done = await client.post(setup["page"], data={"outcome": "complete"})
    target = done.text.partition("0;url=")[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(target).query) == {
        "setup_intent": [setup["id"]],
        "setup_intent_client_secret": [setup["clientSecret"]],
        "redirect_status": ["succeeded"],
    }
    assert await shop.told() == ["payment_method.attached", "setup_intent.succeeded"]

    assert (await shop.setup_now(setup["id"]))["status"] == "SUCCEEDED"
    now = await latest(shop, setup)
    assert now["paymentMethod"] == {"id": setup["paymentMethod"]["id"], "type": "IDEAL", "customer": None}
    attempt = now["latestAttempt"]
    ideal = attempt["paymentMethodDetails"]["ideal"]
    sepa, mandate = ideal.pop("generatedSepaDebit"), ideal.pop("generatedSepaDebitMandate")
    assert (attempt["status"], ideal) == (
        "succeeded",
        {"bank": "ING", "bic": "INGBNL2A", "ibanLast4": "5264", "verifiedName": "Ada Lovelace"},
    )
    assert sepa.pop("id") == mandate["paymentMethod"]["id"]
    assert sepa == {
        "type": "SEPA_DEBIT",
        "customer": {"id": customer},
        "billingDetails": {"name": "Ada Lovelace"},
        "sepaDebit": {
            "country": "NL",
            "bankCode": "RABO",
            "last4": "5264",
            "generatedFrom": {"charge": None, "setupAttempt": {"id": attempt["id"]}},
        },
    }
    assert (mandate["status"], mandate["type"], mandate["paymentMethodDetails"]["type"]) == (
        "ACTIVE",
        "MULTI_USE",
        "sepa_debit",
    )
    assert now["mandate"] == {"id": mandate["id"]}
    later = await shop.pay(
        mandate["paymentMethod"]["id"],
        currency="eur",
        paymentMethodTypes=["sepa_debit"],
        customer=customer,
        offSession={"value": True},
        mandateData=None,
    )
    assert later["status"] == "PROCESSING"
    assert (await client.get(setup["page"])).status_code == 404


async def test_tests_authorize_or_fail_by_a_mutation(shop: Setups) -> None:
    setup = await shop.on_setup("completeAuthentication", (await asked(shop))["id"])
    assert (setup["status"], setup["nextAction"]) == ("SUCCEEDED", None)
    setup = await asked(shop)
    await shop.told()
    setup = await shop.on_setup("failAuthentication", setup["id"])
    assert (setup["status"], setup["paymentMethod"], setup["mandate"]) == ("REQUIRES_PAYMENT_METHOD", None, None)
    error = setup["lastSetupError"]
    assert (error["code"], error["paymentMethodType"]) == ("SETUP_INTENT_AUTHENTICATION_FAILURE", "ideal")
    assert await shop.told() == ["setup_intent.setup_failed"]
    assert (await latest(shop, setup))["latestAttempt"]["status"] == "failed"


@pytest.mark.parametrize("authorized", [False, True])
async def test_the_customer_has_half_an_hour(shop: Setups, authorized: bool) -> None:
    clock = await shop.clock()
    setup = await asked(shop, customer=await shop.customer(testClock=clock))
    if authorized:
        await shop.on_setup("completeAuthentication", setup["id"])
    assert await shop.pass_to(clock, MONDAY + timedelta(minutes=29)) == []
    told = await shop.pass_to(clock, MONDAY + timedelta(minutes=31))
    if authorized:
        assert told == []
        return
    assert told == [("setup_intent.setup_failed", "2025-03-03T10:30:00Z")]
    setup = await shop.setup_now(setup["id"])
    assert (setup["status"], setup["latestAttempt"]["status"]) == ("REQUIRES_PAYMENT_METHOD", "failed")
    assert setup["lastSetupError"]["code"] == "SETUP_INTENT_SETUP_ATTEMPT_EXPIRED"


async def test_another_confirmation_has_half_an_hour_of_its_own(shop: Setups) -> None:
    clock = await shop.clock()
    setup = await asked(shop, customer=await shop.customer(testClock=clock))
    await shop.pass_to(clock, MONDAY + timedelta(minutes=20))
    await shop.on_setup("confirm", setup["id"])
    assert await shop.pass_to(clock, MONDAY + timedelta(minutes=40)) == []
    told = await shop.pass_to(clock, MONDAY + timedelta(minutes=60))
    assert told == [("setup_intent.setup_failed", "2025-03-03T10:50:00Z")]


@pytest.mark.parametrize(
    ("input", "code", "field"),
    [
        ({"mandateData": None}, "PARAMETER_MISSING", "mandateData"),
        ({"returnUrl": None}, "PARAMETER_MISSING", "returnUrl"),
        (
            {"singleUse": {"amount": 500, "currency": "EUR"}},
            "SETUP_INTENT_INVALID_PARAMETER",
            "paymentMethod",
        ),
    ],
)
async def test_what_a_setup_through_ideal_requires(shop: Setups, input: dict[str, Any], code: str, field: str) -> None:
    given: dict[str, Any] = {
        "paymentMethodTypes": ["ideal"],
        "paymentMethodData": {"type": "IDEAL", "ideal": {}},
        "mandateData": MANDATE,
        "returnUrl": RETURN,
        "confirm": True,
    }
    assert await shop.refuse_setup(**given | input) == (code, field)


@pytest.mark.parametrize(
    "data",
    [
        {"type": "KLARNA", "klarna": {}, "billingDetails": {"email": "a@shop.example", "address": {"country": "NL"}}},
        {"type": "OXXO", "oxxo": {}, "billingDetails": {"name": "Ada", "email": "a@shop.example"}},
        {"type": "CUSTOMER_BALANCE", "customerBalance": {}},
    ],
)
async def test_types_that_pay_once_are_not_set_up(shop: Setups, data: dict[str, Any]) -> None:
    name = data["type"].lower()
    given = {"paymentMethodTypes": [name], "paymentMethodData": data, "mandateData": MANDATE, "returnUrl": RETURN}
    code, field = await shop.refuse_setup(**given, confirm=True)
    assert (code, field) == ("PAYMENT_METHOD_UNSUPPORTED_TYPE", "paymentMethod")


async def test_link_is_set_up_at_once(shop: Setups) -> None:
    customer = await shop.customer()
    setup = await shop.setup(
        paymentMethodTypes=["link"], paymentMethodData={"type": "LINK"}, customer=customer, confirm=True
    )
    assert (setup["status"], setup["latestAttempt"]["status"]) == ("SUCCEEDED", "succeeded")
    assert (await shop.method(setup["paymentMethod"]["id"]))["customer"] == {"id": customer}
