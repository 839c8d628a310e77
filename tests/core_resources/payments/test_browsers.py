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
