"""What a publishable key does with a payment that it has the client secret of, and what it does not."""

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller

CONFIRM = """mutation ($id: ID!, $input: PaymentIntentConfirmInput!) {
  paymentIntentConfirm(id: $id, input: $input) {
    paymentIntent { status metadata } userErrors { code field }
  }
}"""
READ = """query ($id: ID!, $secret: String) {
  paymentIntent(id: $id, clientSecret: $secret) { amount { amount } metadata }
}"""


@pytest.fixture
async def browser(graph: Graph, client: httpx.AsyncClient, database: Database) -> Graph:
    return await new_caller(client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)


async def test_what_a_server_decides_is_not_a_browsers(graph: Graph, browser: Graph) -> None:
    input = {"amount": 1000, "currency": "usd", "metadata": {"margin": "12"}}
    intent = await graph.do("paymentIntentCreate", "id clientSecret metadata", input=input)
    assert intent["metadata"] == {"margin": "12"}
    secret = intent["clientSecret"]
    wanted = {
        "clientSecret": secret,
        "paymentMethod": "pm_card_visa",
        "captureMethod": "MANUAL",
        "errorOnRequiresAction": True,
        "offSession": {"value": True},
        "paymentMethodOptions": {"card": {"captureMethod": "MANUAL"}},
        "returnUrl": "https://example.com",
    }
    refused = (await browser(CONFIRM, id=intent["id"], input=wanted))["paymentIntentConfirm"]
    assert {(each["field"], each["code"]) for each in refused["userErrors"]} == {
        (field, "SECRET_KEY_REQUIRED")
        for field in ("captureMethod", "errorOnRequiresAction", "offSession", "paymentMethodOptions.card.captureMethod")
    }
    shown = await browser(READ, id=intent["id"], secret=secret)
    assert shown["paymentIntent"] == {"amount": {"amount": 1000}, "metadata": {}}
    allowed = {"clientSecret": secret, "paymentMethod": "pm_card_visa", "returnUrl": "https://example.com"}
    done = (await browser(CONFIRM, id=intent["id"], input=allowed))["paymentIntentConfirm"]
    assert done == {"paymentIntent": {"status": "SUCCEEDED", "metadata": {}}, "userErrors": []}
    own = await graph(READ, id=intent["id"])
    assert own["paymentIntent"]["metadata"] == {"margin": "12"}


@pytest.mark.parametrize(
    ("mutation", "input", "prefix"),
    [
        ("productCreate", {"id": "cus_mine", "name": "Seat"}, "cus_"),
        ("couponCreate", {"id": "pi_mine", "percentOff": "10", "duration": "ONCE"}, "pi_"),
        ("couponCreate", {"id": "prod_mine", "percentOff": "10", "duration": "ONCE"}, "prod_"),
    ],
)
async def test_a_chosen_id_does_not_look_like_anothers(
    graph: Graph, mutation: str, input: dict[str, str], prefix: str
) -> None:
    refused = await graph.refuse(mutation, input=input)
    assert (refused["field"], refused["code"]) == ("id", "PARAMETER_INVALID")
    assert f"`id` cannot begin with '{prefix}'" in refused["message"]
    assert await graph.do("productCreate", "id", input={"id": "prod_mine", "name": "Seat"}) == {"id": "prod_mine"}
    assert await graph.do("productCreate", "id", input={"id": "seat", "name": "Seat"}) == {"id": "seat"}
