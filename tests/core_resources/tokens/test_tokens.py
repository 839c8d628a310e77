"""Tokens: created by browsers, shown without what is secret, used once, and gone after a time."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.clock.worker import run_due
from app.database import Database
from app.domain.payment_methods.tokens import OF_PEOPLE_VALID, VALID
from tests.core_resources.tokens.aging import age
from tests.graph import Graph

CARD = {"number": "4242 4242 4242 4242", "expMonth": "12", "expYear": "2040", "cvc": "123"}
CHECKED = "status latestCharge { paymentMethodDetails { card { checks { cvcCheck } } } }"
ACCOUNT = {"accountNumber": "000123456789", "country": "US", "routingNumber": "110000000"}
CHARGE = {"amount": 2000, "currency": "usd"}


async def token(graph: Graph, **input: Any) -> str:
    made = await graph.do("tokenCreate", "id", input=input)
    return str(made["id"])


async def test_a_browser_makes_a_token_of_a_card(graph: Graph, browser: Graph) -> None:
    address = {"addressLine1": "1 Main St", "addressZip": "94107", "addressCountry": "us"}
    made = await browser.do(
        "tokenCreate",
        "id type used clientIp livemode bankAccount { id } card { id brand country last4 expMonth expYear funding name "
        "cvcCheck addressLine1 addressLine1Check addressZip addressZipCheck addressCountry networks { preferred } }",
        input={"card": {**CARD, **address, "name": "Jenny Rosen"}},
    )
    assert made["id"].startswith("tok_")
    assert made["card"].pop("id").startswith("card_")
    assert {name: made[name] for name in made if name not in ("id", "card")} == {
        "type": "card",
        "used": False,
        "clientIp": "127.0.0.1",
        "livemode": False,
        "bankAccount": None,
    }
    assert made["card"] == {
        "brand": "visa",
        "country": "US",
        "last4": "4242",
        "expMonth": 12,
        "expYear": 2040,
        "funding": "credit",
        "name": "Jenny Rosen",
        "cvcCheck": "unchecked",
        "addressLine1": "1 Main St",
        "addressLine1Check": "unchecked",
        "addressZip": "94107",
        "addressZipCheck": "unchecked",
        "addressCountry": "US",
        "networks": None,
    }
    found = await graph("query ($id: ID!) { token(id: $id) { used } }", id=made["id"])
    assert found == {"token": {"used": False}}


async def test_a_token_has_the_address_of_the_browser(graph: Graph, browser: Graph) -> None:
    document = "mutation ($input: TokenCreateInput!) { tokenCreate(input: $input) { token { clientIp } } }"
    body = {"query": document, "variables": {"input": {"card": CARD}}}
    for caller, forwarded, shown in (
        (browser, "198.51.100.9, 2001:DB8::7", "2001:db8::7"),
        (browser, "unknown", None),
        (graph, "198.51.100.9", None),
    ):
        response = await caller.post(body, **{"X-Forwarded-For": forwarded})
        assert response.json()["data"] == {"tokenCreate": {"token": {"clientIp": shown}}}


async def test_a_token_charges_a_card_once(graph: Graph) -> None:
    id = await token(graph, card=CARD)
    charge = await graph.do("chargeCreate", "paid status", input={**CHARGE, "source": id})
    assert charge == {"paid": True, "status": "SUCCEEDED"}
    assert await graph("query ($id: ID!) { token(id: $id) { used } }", id=id) == {"token": {"used": True}}
    refused = await graph.refuse("chargeCreate", input={**CHARGE, "source": id})
    assert (refused["code"], refused["field"]) == ("TOKEN_ALREADY_USED", "source")
    refused = await graph.refuse("paymentMethodCreate", input={"type": "CARD", "card": {"token": id}})
    assert (refused["code"], refused["field"]) == ("TOKEN_ALREADY_USED", "card.token")


async def test_a_declined_charge_uses_the_token_up(graph: Graph) -> None:
    id = await token(graph, card={**CARD, "number": "4000000000000002"})
    refused = await graph.refuse("chargeCreate", input={**CHARGE, "source": id})
    assert refused["code"] == "CARD_DECLINED"
    assert (await graph.refuse("chargeCreate", input={**CHARGE, "source": id}))["code"] == "TOKEN_ALREADY_USED"


async def test_a_token_becomes_a_payment_method(graph: Graph) -> None:
    id = await token(graph, card={**CARD, "name": "Jenny Rosen", "addressZip": "94107"})
    made = await graph.do(
        "paymentMethodCreate",
        "type card { last4 checks { cvcCheck addressPostalCodeCheck } } "
        "billingDetails { name email address { postalCode } }",
        input={"type": "CARD", "card": {"token": id}, "billingDetails": {"email": "jenny@example.com"}},
    )
    assert made == {
        "type": "CARD",
        "card": {"last4": "4242", "checks": {"cvcCheck": "unchecked", "addressPostalCodeCheck": "unchecked"}},
        "billingDetails": {
            "name": "Jenny Rosen",
            "email": "jenny@example.com",
            "address": {"postalCode": "94107"},
        },
    }
    paid = await graph.do(
        "paymentIntentCreate",
        "status",
        input={
            **CHARGE,
            "confirm": True,
            "returnUrl": "https://example.com/",
            "paymentMethodData": {"type": "CARD", "card": {"token": await token(graph, card=CARD)}},
        },
    )
    assert paid == {"status": "SUCCEEDED"}


async def test_test_tokens_are_used_any_number_of_times(graph: Graph) -> None:
    for _ in range(2):
        assert await graph.do("chargeCreate", "paid", input={**CHARGE, "source": "tok_visa"}) == {"paid": True}
    refused = await graph.refuse("chargeCreate", input={**CHARGE, "source": "tok_visas"})
    assert (refused["code"], refused["message"]) == ("RESOURCE_MISSING", "No such token: 'tok_visas'")


async def test_a_token_expires(graph: Graph, database: Database) -> None:
    young, old = await token(graph, card=CARD), await token(graph, card=CARD)
    await age(database, young, VALID - timedelta(minutes=1))
    await age(database, old, VALID)
    await graph.do("chargeCreate", "paid", input={**CHARGE, "source": young})
    refused = await graph.refuse("chargeCreate", input={**CHARGE, "source": old})
    assert (refused["code"], refused["message"]) == (
        "RESOURCE_MISSING",
        "This token has expired. Create another one.",
    )


async def test_a_token_is_the_accounts_own(graph: Graph, stranger: Graph) -> None:
    id = await token(stranger, card=CARD)
    assert (await graph.refuse("chargeCreate", input={**CHARGE, "source": id}))["code"] == "RESOURCE_MISSING"
    assert await graph("query ($id: ID!) { token(id: $id) { id } }", id=id) == {"token": None}


async def test_a_token_of_a_bank_account(graph: Graph) -> None:
    made = await graph.do(
        "tokenCreate",
        "type card { id } bankAccount { accountHolderName accountHolderType accountType bankName country currency "
        "last4 routingNumber status }",
        input={
            "bankAccount": {
                "accountHolderName": "Jenny Rosen",
                "accountHolderType": "INDIVIDUAL",
                "accountNumber": "000123456789",
                "accountType": "CHECKING",
                "country": "US",
                "routingNumber": "110000000",
            }
        },
    )
    assert made == {
        "type": "bank_account",
        "card": None,
        "bankAccount": {
            "accountHolderName": "Jenny Rosen",
            "accountHolderType": "individual",
            "accountType": "checking",
            "bankName": "STRIPE TEST BANK",
            "country": "US",
            "currency": "usd",
            "last4": "6789",
            "routingNumber": "110000000",
            "status": "new",
        },
    }
    refused = await graph.refuse(
        "tokenCreate", input={"bankAccount": {"accountNumber": "000123456789", "country": "US", "routingNumber": "1"}}
    )
    assert (refused["code"], refused["field"]) == ("ROUTING_NUMBER_INVALID", "bankAccount.routingNumber")
    refused = await graph.refuse("tokenCreate", input={"bankAccount": {"country": "US"}})
    assert (refused["code"], refused["field"]) == ("PARAMETER_MISSING", "bankAccount.accountNumber")
    refused = await graph.refuse("chargeCreate", input={**CHARGE, "source": await token(graph, pii={"idNumber": "1"})})
    assert refused["message"] == "This token is of the type 'pii'. Give one of the type 'card'."


async def test_a_token_of_a_customers_bank_account(graph: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={})
    method = await graph.do(
        "paymentMethodAttach", "id", id="pm_usBankAccount_success", input={"customer": customer["id"]}
    )
    given = {"bankAccount": {"paymentMethod": method["id"]}}
    refused = await graph.refuse("tokenCreate", input=given)
    assert refused["field"] == "customer"
    made = await graph.do("tokenCreate", "bankAccount { last4 status }", input={**given, "customer": customer["id"]})
    assert made == {"bankAccount": {"last4": "6789", "status": "verified"}}
    refused = await graph.refuse("tokenCreate", input={"card": CARD, "customer": customer["id"]})
    assert refused["field"] == "customer"


async def test_a_token_of_a_customers_card(graph: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={})
    card = {"number": "4000000000000341", "expMonth": 12, "expYear": 2040, "cvc": "123"}
    billing = {"name": "Jenny Rosen", "address": {"country": "US", "postalCode": "94107"}}
    method = await graph.do(
        "paymentMethodCreate", "id", input={"type": "CARD", "card": card, "billingDetails": billing}
    )
    await graph.do("paymentMethodAttach", "id", id=method["id"], input={"customer": customer["id"]})
    named = {"card": {"paymentMethod": method["id"]}, "customer": customer["id"]}
    made = await graph.do(
        "tokenCreate",
        "id type used card { last4 expMonth expYear name addressZip addressCountry addressZipCheck cvcCheck }",
        input=named,
    )
    assert made["card"] == {
        "last4": "0341",
        "expMonth": 12,
        "expYear": 2040,
        "name": "Jenny Rosen",
        "addressZip": "94107",
        "addressCountry": "US",
        "addressZipCheck": "pass",
        "cvcCheck": "pass",
    }
    assert (made["type"], made["used"]) == ("card", False)
    # The copy is no customer's, and its bank answers as the original's does: it declines charges alone.
    refused = await graph.refuse("chargeCreate", input={**CHARGE, "source": made["id"]})
    assert refused["code"] == "CARD_DECLINED"
    refused = await graph.refuse("chargeCreate", input={**CHARGE, "source": made["id"]})
    assert refused["code"] == "TOKEN_ALREADY_USED"


async def test_a_token_of_the_customers_default_payment_method(graph: Graph) -> None:
    customer = (await graph.do("customerCreate", "id", input={}))["id"]
    given = {"customer": customer}
    refused = await graph.refuse("tokenCreate", input=given)
    assert (refused["code"], refused["field"]) == ("PARAMETER_MISSING", "card")
    for name, shown in (
        ("pm_card_visa", {"type": "card", "card": {"last4": "4242"}, "bankAccount": None}),
        ("pm_usBankAccount_success", {"type": "bank_account", "card": None, "bankAccount": {"last4": "6789"}}),
    ):
        method = (await graph.do("paymentMethodAttach", "id", id=name, input=given))["id"]
        settings = {"invoiceSettings": {"defaultPaymentMethod": method}}
        await graph.do("customerUpdate", "id", id=customer, input=settings)
        made = await graph.do("tokenCreate", "type card { last4 } bankAccount { last4 }", input=given)
        assert made == shown
    refused = await graph.refuse("tokenCreate", input={**given, "pii": {"idNumber": "1"}})
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "customer")


async def test_whose_payment_method_a_token_is_of(graph: Graph, browser: Graph) -> None:
    customer, other = [(await graph.do("customerCreate", "id", input={}))["id"] for _ in range(2)]
    attached = {"customer": customer}
    card = (await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input=attached))["id"]
    account = (await graph.do("paymentMethodAttach", "id", id="pm_usBankAccount_success", input=attached))["id"]
    for input, code, field in (
        ({"card": {"paymentMethod": card}}, "PARAMETER_INVALID", "customer"),
        ({"card": {"paymentMethod": card}, "customer": other}, "PARAMETER_INVALID", "customer"),
        ({"card": {"paymentMethod": account}, **attached}, "PAYMENT_METHOD_INVALID_PARAMETER", "card.paymentMethod"),
        (
            {"bankAccount": {"paymentMethod": card}, **attached},
            "PAYMENT_METHOD_INVALID_PARAMETER",
            "bankAccount.paymentMethod",
        ),
        ({"card": {"paymentMethod": "pm_none"}, **attached}, "RESOURCE_MISSING", "card.paymentMethod"),
    ):
        refused = await graph.refuse("tokenCreate", input=input)
        assert (refused["code"], refused["field"]) == (code, field)
    payload = await browser.attempt("tokenCreate", "id", input={"card": {"paymentMethod": card}, **attached})
    assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [
        ("SECRET_KEY_REQUIRED", "card.paymentMethod"),
        ("SECRET_KEY_REQUIRED", "customer"),
    ]
    await graph.do("paymentMethodDetach", "id", id=card)
    refused = await graph.refuse("tokenCreate", input={"card": {"paymentMethod": card}})
    assert refused["code"] == "PAYMENT_METHOD_UNEXPECTED_STATE"


@pytest.mark.parametrize(
    ("input", "code", "field"),
    [
        ({}, "PARAMETER_MISSING", "card"),
        ({"card": CARD, "pii": {"idNumber": "1"}}, "PARAMETERS_EXCLUSIVE", "pii"),
        ({"card": {**CARD, "number": "4242424242424241"}}, "INCORRECT_NUMBER", "card.number"),
        ({"card": {"expMonth": "12", "expYear": "2040"}}, "PARAMETER_MISSING", "card.number"),
        ({"card": {**CARD, "expYear": None}}, "PARAMETER_MISSING", "card.expYear"),
        ({"card": {**CARD, "expMonth": "x"}}, "PARAMETER_INVALID_INTEGER", "card.expMonth"),
        ({"card": {**CARD, "expYear": "2020"}}, "INVALID_EXPIRY_YEAR", "card.expYear"),
        ({"cvcUpdate": {"cvc": "12"}}, "INVALID_CVC", "cvcUpdate.cvc"),
        ({"card": {**CARD, "addressCountry": "UK"}}, "COUNTRY_CODE_INVALID", "card.addressCountry"),
        ({"card": {**CARD, "currency": "xyz"}}, "PARAMETER_INVALID", "card.currency"),
        ({"bankAccount": {**ACCOUNT, "country": "JA"}}, "COUNTRY_CODE_INVALID", "bankAccount.country"),
        ({"bankAccount": {**ACCOUNT, "currency": "xyz"}}, "PARAMETER_INVALID", "bankAccount.currency"),
    ],
)
async def test_what_a_token_cannot_be_of(graph: Graph, input: dict[str, Any], code: str, field: str) -> None:
    refused = await graph.refuse("tokenCreate", input=input)
    assert (refused["code"], refused["field"]) == (code, field)


async def everything(database: Database) -> str:
    async with database.begin() as connection:
        rows = await connection.values(text("SELECT t::text FROM token t"))
    return "\n".join(map(str, rows))


async def test_what_is_secret_is_sealed_until_the_token_expires(
    graph: Graph, browser: Graph, database: Database, client: httpx.AsyncClient
) -> None:
    company = {"name": "Rocket Rides", "taxId": "999111222", "ownershipDeclarationShownAndSigned": True}
    await browser.do(
        "tokenCreate",
        "type",
        input={"account": {"businessType": "COMPANY", "company": company, "tosShownAndAccepted": True}},
    )
    relationship = {"owner": True, "percentOwnership": "25.5", "representative": True}
    person = {
        "firstName": "Zebediah",
        "dob": {"day": 1, "month": 2, "year": 1980},
        "idNumber": "888777666",
        "relationship": relationship,
    }
    made = await browser.do("tokenCreate", "type used card { id } bankAccount { id }", input={"person": person})
    assert made == {"type": "person", "used": False, "card": None, "bankAccount": None}
    await browser.do("tokenCreate", "type", input={"pii": {"idNumber": "555444333"}})
    await browser.do("tokenCreate", "type", input={"card": {**CARD, "cvc": "987"}})
    kept = await everything(database)
    assert not any(
        each in kept for each in ("999111222", "Zebediah", "888777666", "555444333", "4242424242424242", "987,")
    )
    async with database.begin() as connection:
        count = text("SELECT count(*) FROM token WHERE sealed IS NOT NULL")
        assert await connection.value(count) == 3
    moment = await connection_now(database)
    await run_due(database, now=moment + OF_PEOPLE_VALID)
    async with database.begin() as connection:
        assert await connection.value(count) == 0


async def connection_now(database: Database) -> Any:
    async with database.begin() as connection:
        return await connection.value(text("SELECT now()"))


async def test_a_security_code_is_entered_again(graph: Graph, browser: Graph) -> None:
    customer = await graph.do("customerCreate", "id", input={})
    card = {"type": "CARD", "card": {"number": "4000000000000101", "expMonth": 12, "expYear": 2040}}
    method = await graph.do("paymentMethodCreate", "id card { checks { cvcCheck } }", input=card)
    assert method["card"]["checks"]["cvcCheck"] is None
    await graph.do("paymentMethodAttach", "id", id=method["id"], input={"customer": customer["id"]})
    saved = {**CHARGE, "customer": customer["id"], "paymentMethod": method["id"], "paymentMethodTypes": ["card"]}
    plain = await graph.do("paymentIntentCreate", CHECKED, input={**saved, "confirm": True})
    assert plain["latestCharge"]["paymentMethodDetails"]["card"]["checks"]["cvcCheck"] is None
    intent = await graph.do("paymentIntentCreate", "id", input=saved)
    cvc = await browser.do("tokenCreate", "id type", input={"cvcUpdate": {"cvc": "123"}})
    assert cvc["type"] == "cvc_update"
    options = {"paymentMethodOptions": {"card": {"cvcToken": cvc["id"]}}}
    paid = await graph.do("paymentIntentConfirm", CHECKED, id=intent["id"], input=options)
    assert paid["latestCharge"]["paymentMethodDetails"]["card"]["checks"]["cvcCheck"] == "fail"
    refused = await graph.refuse("paymentIntentCreate", input={**saved, **options, "confirm": True})
    assert (refused["code"], refused["field"]) == ("TOKEN_ALREADY_USED", "paymentMethodOptions.card.cvcToken")
