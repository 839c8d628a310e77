"""Confirmation tokens: what a customer entered, used by one confirmation of a payment or a setup, within 12 hours."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from app.database import Database
from app.tables.core_resources.confirmation_token import ConfirmationToken
from tests.graph import Graph

CARD = {"type": "CARD", "card": {"number": "4242424242424242", "expMonth": 12, "expYear": 2040}}
DATA = {"type": "US_BANK_ACCOUNT", "billingDetails": {"name": "Jenny Rosen"}}
BANK = {"accountHolderType": "INDIVIDUAL", "accountNumber": "000123456789", "routingNumber": "110000000"}
ADDRESS = {"line1": "1 Main St", "city": "San Francisco", "country": "US", "postalCode": "94107", "state": "CA"}
IBAN = "DE89370400440532013000"
BROWSER = {"ipAddress": "127.0.0.1", "userAgent": f"python-httpx/{httpx.__version__}"}
OTHER = {"ipAddress": "203.0.113.7", "userAgent": "Mozilla/5.0"}
AMOUNT = {"amount": 2000, "currency": "usd"}
SHOWN = (
    "id created expiresAt returnUrl setupFutureUsage useStripeSdk paymentIntent { id } setupIntent { id } "
    "mandateData { customerAcceptance { type online { ipAddress userAgent } } } "
    "paymentMethodOptions { card { cvcToken } } "
    "shipping { name phone address { line1 } } "
    "paymentMethodPreview { type allowRedisplay customer { id } billingDetails { name } card { last4 } "
    "usBankAccount { last4 } }"
)


@pytest.fixture
def entered(browser: Graph) -> Any:
    """What a customer enters in the browser; the token's id."""

    async def enter(**input: Any) -> str:
        data = {"paymentMethodData": {**CARD, "billingDetails": {"name": "Jenny Rosen"}}}
        made = await browser.do("confirmationTokenCreate", "id", input=data | input)
        return str(made["id"])

    return enter


async def test_a_browser_makes_a_token_and_a_server_pays_with_it(graph: Graph, browser: Graph) -> None:
    made = await browser.do(
        "confirmationTokenCreate",
        SHOWN.replace("paymentIntent { id } setupIntent { id } ", ""),
        input={
            "paymentMethodData": {**CARD, "allowRedisplay": "ALWAYS", "billingDetails": {"name": "Jenny Rosen"}},
            "returnUrl": "https://example.com/done",
            "setupFutureUsage": "OFF_SESSION",
            "shipping": {"name": "Jenny Rosen", "address": ADDRESS},
        },
    )
    id, created, expires = made.pop("id"), made.pop("created"), made.pop("expiresAt")
    assert id.startswith("ctoken_")
    assert datetime.fromisoformat(expires) - datetime.fromisoformat(created) == timedelta(hours=12)
    assert made == {
        "returnUrl": "https://example.com/done",
        "setupFutureUsage": "OFF_SESSION",
        "useStripeSdk": True,
        "mandateData": None,
        "paymentMethodOptions": None,
        "shipping": {"name": "Jenny Rosen", "phone": None, "address": {"line1": "1 Main St"}},
        "paymentMethodPreview": {
            "type": "CARD",
            "allowRedisplay": "ALWAYS",
            "customer": None,
            "billingDetails": {"name": "Jenny Rosen"},
            "card": {"last4": "4242"},
            "usBankAccount": None,
        },
    }
    assert (await graph("{ paymentMethods { totalCount } }"))["paymentMethods"]["totalCount"] == 0
    customer = await graph.do("customerCreate", "id", input={})
    paid = await graph.do(
        "paymentIntentCreate",
        "id status setupFutureUsage shipping { name } paymentMethod { allowRedisplay customer { id } "
        "billingDetails { name } } confirmationTokens { nodes { id } }",
        input={**AMOUNT, "customer": customer["id"], "confirm": True, "confirmationToken": id},
    )
    assert paid == {
        "id": paid["id"],
        "status": "SUCCEEDED",
        "setupFutureUsage": "OFF_SESSION",
        "shipping": {"name": "Jenny Rosen"},
        "paymentMethod": {
            "allowRedisplay": "ALWAYS",
            "customer": customer,
            "billingDetails": {"name": "Jenny Rosen"},
        },
        "confirmationTokens": {"nodes": [{"id": id}]},
    }
    used = await graph(f"query ($id: ID!) {{ confirmationToken(id: $id) {{ {SHOWN} }} }}", id=id)
    assert used["confirmationToken"]["paymentIntent"] == {"id": paid["id"]}
    assert (used["confirmationToken"]["setupIntent"], used["confirmationToken"]["expiresAt"]) == (None, None)
    for mutation in ("paymentIntentCreate", "setupIntentCreate"):
        amount = AMOUNT if mutation == "paymentIntentCreate" else {}
        refused = await graph.refuse(mutation, input={**amount, "confirm": True, "confirmationToken": id})
        assert (refused["code"], refused["field"]) == ("TOKEN_ALREADY_USED", "confirmationToken")


async def test_a_browser_confirms_with_a_token(graph: Graph, browser: Graph, entered: Any) -> None:
    intent = await graph.do("paymentIntentCreate", "id clientSecret", input=AMOUNT)
    given = {"clientSecret": intent["clientSecret"], "confirmationToken": await entered()}
    paid = await browser.do("paymentIntentConfirm", "status", id=intent["id"], input=given)
    assert paid == {"status": "SUCCEEDED"}


async def test_a_decline_uses_the_token_up(graph: Graph, entered: Any) -> None:
    intent = await graph.do("paymentIntentCreate", "id", input=AMOUNT)
    id = await entered(paymentMethodData={**CARD, "card": {**CARD["card"], "number": "4000000000000002"}})  # type: ignore[dict-item]
    confirmed = {"id": intent["id"], "input": {"confirmationToken": id}}
    assert (await graph.refuse("paymentIntentConfirm", **confirmed))["code"] == "CARD_DECLINED"
    assert (await graph.refuse("paymentIntentConfirm", **confirmed))["code"] == "TOKEN_ALREADY_USED"


async def test_a_refusal_leaves_the_token(graph: Graph, entered: Any) -> None:
    id = await entered()
    intent = await graph.do("paymentIntentCreate", "id", input={**AMOUNT, "paymentMethodTypes": ["us_bank_account"]})
    refused = await graph.refuse("paymentIntentConfirm", id=intent["id"], input={"confirmationToken": id})
    assert refused["field"] == "paymentMethod"
    other = await graph.do("paymentIntentCreate", "id", input=AMOUNT)
    paid = await graph.do("paymentIntentConfirm", "status", id=other["id"], input={"confirmationToken": id})
    assert paid == {"status": "SUCCEEDED"}


async def test_what_the_request_says_comes_first(graph: Graph, entered: Any) -> None:
    id = await entered(setupFutureUsage="ON_SESSION", shipping={"name": "Browser", "address": ADDRESS})
    shipping = {"name": "Server", "address": ADDRESS}
    intent = await graph.do("paymentIntentCreate", "id", input={**AMOUNT, "shipping": shipping})
    paid = await graph.do(
        "paymentIntentConfirm",
        "status setupFutureUsage shipping { name } paymentMethod { card { brand } }",
        id=intent["id"],
        input={"confirmationToken": id, "paymentMethod": "pm_card_mastercard", "setupFutureUsage": "OFF_SESSION"},
    )
    assert paid == {
        "status": "SUCCEEDED",
        "setupFutureUsage": "OFF_SESSION",
        "shipping": {"name": "Server"},
        "paymentMethod": {"card": {"brand": "mastercard"}},
    }


async def test_a_token_sets_a_payment_method_up(graph: Graph, browser: Graph, entered: Any) -> None:
    customer = await graph.do("customerCreate", "id", input={})
    made = await graph.do(
        "setupIntentCreate",
        "id status paymentMethod { customer { id } }",
        input={"customer": customer["id"], "confirm": True, "confirmationToken": await entered()},
    )
    assert (made["status"], made["paymentMethod"]) == ("SUCCEEDED", {"customer": customer})
    setup = await graph.do("setupIntentCreate", "id clientSecret", input={"customer": customer["id"]})
    id = await entered()
    given = {"clientSecret": setup["clientSecret"], "confirmationToken": id}
    assert await browser.do("setupIntentConfirm", "status", id=setup["id"], input=given) == {"status": "SUCCEEDED"}
    used = await graph(f"query ($id: ID!) {{ confirmationToken(id: $id) {{ {SHOWN} }} }}", id=id)
    assert used["confirmationToken"]["setupIntent"] == {"id": setup["id"]}
    assert used["confirmationToken"]["paymentIntent"] is None


async def test_a_bank_accounts_token_has_the_mandate(graph: Graph, entered: Any) -> None:
    id = await entered(paymentMethodData={**DATA, "usBankAccount": BANK})
    found = await graph(f"query ($id: ID!) {{ confirmationToken(id: $id) {{ {SHOWN} }} }}", id=id)
    assert found["confirmationToken"]["mandateData"] == {"customerAcceptance": {"type": "online", "online": BROWSER}}
    given = {**AMOUNT, "paymentMethodTypes": ["us_bank_account"], "confirm": True, "confirmationToken": id}
    assert await graph.do("paymentIntentCreate", "status", input=given) == {"status": "REQUIRES_ACTION"}
    # No browser creates a server's token.
    made = await graph.do("confirmationTokenCreate", SHOWN, input={"paymentMethod": "pm_usBankAccount_success"})
    assert made["mandateData"] == {
        "customerAcceptance": {"type": "online", "online": {"ipAddress": None, "userAgent": None}}
    }


@pytest.mark.parametrize(
    ("online", "shown"),
    [
        (None, BROWSER),
        ({"ipAddress": "203.0.113.7"}, BROWSER | {"ipAddress": "203.0.113.7"}),
        (
            {"ipAddress": "203.0.113.7", "userAgent": "Mozilla/5.0"},
            {"ipAddress": "203.0.113.7", "userAgent": "Mozilla/5.0"},
        ),
    ],
)
async def test_a_browser_accepts_a_mandate_as_itself(graph: Graph, browser: Graph, online: Any, shown: Any) -> None:
    setup = await graph.do("setupIntentCreate", "id clientSecret", input={"paymentMethodTypes": ["sepa_debit"]})
    owner = {"name": "Jenny Rosen", "email": "jenny@example.com"}
    given = {
        "clientSecret": setup["clientSecret"],
        "paymentMethodData": {"type": "SEPA_DEBIT", "sepaDebit": {"iban": IBAN}, "billingDetails": owner},
        "mandateData": {"customerAcceptance": {"type": "ONLINE"} | ({} if online is None else {"online": online})},
    }
    assert await browser.do("setupIntentConfirm", "status", id=setup["id"], input=given) == {"status": "SUCCEEDED"}
    found = await graph(
        "query ($id: ID!) { setupIntent(id: $id) { "
        "mandate { customerAcceptance { online { ipAddress userAgent } } } } }",
        id=setup["id"],
    )
    assert found["setupIntent"]["mandate"] == {"customerAcceptance": {"online": shown}}


async def test_a_token_has_the_security_code_that_was_entered_again(graph: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={})
    attached = {"customer": customer["id"]}
    saved = await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input=attached)
    code = (await graph.do("tokenCreate", "id", input={"cvcUpdate": {"cvc": "123"}}))["id"]
    made = await graph.do(
        "confirmationTokenCreate",
        "id paymentMethodOptions { card { cvcToken } }",
        input={"paymentMethod": saved["id"], "paymentMethodOptions": {"card": {"cvcToken": code}}},
    )
    assert made["paymentMethodOptions"] == {"card": {"cvcToken": code}}
    given = {**AMOUNT, **attached, "confirm": True, "confirmationToken": made["id"]}
    assert await graph.do("paymentIntentCreate", "status", input=given) == {"status": "SUCCEEDED"}
    used = "query ($id: ID!) { token(id: $id) { used } }"
    assert await graph(used, id=code) == {"token": {"used": True}}
    made = await graph.do(
        "confirmationTokenCreate",
        "id",
        input={"paymentMethod": saved["id"], "paymentMethodOptions": {"card": {"cvcToken": code}}},
    )
    refused = await graph.refuse("paymentIntentCreate", input=given | {"confirmationToken": made["id"]})
    assert refused["code"] == "TOKEN_ALREADY_USED"


async def test_a_token_of_a_saved_payment_method(graph: Graph, browser: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={})
    saved = await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": customer["id"]})
    refused = await browser.refuse("confirmationTokenCreate", input={"paymentMethod": saved["id"]})
    assert (refused["code"], refused["field"]) == ("SECRET_KEY_REQUIRED", "paymentMethod")
    made = await graph.do(
        "confirmationTokenCreate", "id paymentMethodPreview { customer { id } }", input={"paymentMethod": saved["id"]}
    )
    assert made["paymentMethodPreview"] == {"customer": customer}
    paid = await graph.do(
        "paymentIntentCreate",
        "status paymentMethod { id }",
        input={**AMOUNT, "customer": customer["id"], "confirm": True, "confirmationToken": made["id"]},
    )
    assert paid == {"status": "SUCCEEDED", "paymentMethod": saved}


@pytest.mark.parametrize(
    ("input", "code"),
    [
        ({}, "PARAMETER_MISSING"),
        ({"paymentMethod": "pm_card_visa", "paymentMethodData": CARD}, "PARAMETERS_EXCLUSIVE"),
    ],
)
async def test_a_token_is_of_one_payment_method(graph: Graph, input: dict[str, Any], code: str) -> None:
    refused = await graph.refuse("confirmationTokenCreate", input=input)
    assert (refused["code"], refused["field"]) == (code, "paymentMethodData")


async def test_a_token_is_for_a_confirmation(graph: Graph, entered: Any) -> None:
    refused = await graph.refuse("paymentIntentCreate", input={**AMOUNT, "confirmationToken": await entered()})
    assert refused["field"] == "confirmationToken"


async def test_a_confirmation_token_expires(graph: Graph, database: Database, entered: Any) -> None:
    id = await entered()
    table = ConfirmationToken.__table__
    async with database.writing() as connection:
        await connection.fetch(update(table).values(expires_at=table.c.expires_at - timedelta(hours=12)))
    refused = await graph.refuse("paymentIntentCreate", input={**AMOUNT, "confirm": True, "confirmationToken": id})
    assert (refused["code"], refused["message"]) == (
        "RESOURCE_MISSING",
        "This confirmation token has expired. Create another one.",
    )
