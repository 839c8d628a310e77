"""Newer details of saved cards, which their networks send."""

from typing import Any

from app.database import Database
from tests.graph import Graph, new_caller

CARD = {"type": "CARD", "card": {"number": "4242424242424242", "expMonth": 11, "expYear": 2040}}
EXPIRY = "card { last4 expMonth expYear }"


async def saved(graph: Graph, **given: Any) -> str:
    customer = await graph.do("customerCreate", "id", input={})
    made = await graph.do("paymentMethodCreate", "id", input=CARD | given)
    await graph.do("paymentMethodAttach", "id", id=made["id"], input={"customer": customer["id"]})
    return str(made["id"])


async def told(graph: Graph) -> dict[str, Any]:
    data = await graph("{ events(first: 1) { nodes { type data { object previousAttributes } } } }")
    event: dict[str, Any] = data["events"]["nodes"][0]
    return event


async def test_a_network_sends_newer_details(graph: Graph) -> None:
    id = await saved(graph)
    renewed = await graph.do("paymentMethodRenew", EXPIRY, id=id)
    assert renewed["card"] == {"last4": "4242", "expMonth": 11, "expYear": 2045}
    event = await told(graph)
    assert event["type"] == "payment_method.automatically_updated"
    assert event["data"]["previousAttributes"] == {"card": {"exp_year": 2040}}
    assert event["data"]["object"]["card"]["exp_year"] == 2045
    again = await graph.do("paymentMethodRenew", EXPIRY, id=id, input={"card": {"expMonth": 2, "expYear": 2047}})
    assert again["card"] == {"last4": "4242", "expMonth": 2, "expYear": 2047}
    assert (await graph.events()).count("payment_method.automatically_updated") == 2
    await graph.do("paymentMethodRenew", EXPIRY, id=id, input={"card": {"expMonth": 2, "expYear": 2047}})
    assert (await graph.events()).count("payment_method.automatically_updated") == 2
    assert "payment_method.updated" not in await graph.events()


async def test_networks_know_saved_cards_alone(graph: Graph, database: Database) -> None:
    loose = (await graph.do("paymentMethodCreate", "id", input=CARD))["id"]
    customer = {"customer": (await graph.do("customerCreate", "id", input={}))["id"]}
    account = (await graph.do("paymentMethodAttach", "id", id="pm_usBankAccount_success", input=customer))["id"]
    for id in (loose, account):
        refused = await graph.refuse("paymentMethodRenew", id=id)
        assert (refused["code"], refused["field"]) == ("PAYMENT_METHOD_UNEXPECTED_STATE", "id")
    refused = await graph.refuse("paymentMethodRenew", id=await saved(graph), input={"card": {"expYear": 2020}})
    assert (refused["code"], refused["field"]) == ("INVALID_EXPIRY_YEAR", "card.expYear")
    assert "payment_method.automatically_updated" not in await graph.events()
    live = await new_caller(graph.client, database, account_id=graph.tenant.account, livemode=True)
    refused = await live.refuse("paymentMethodRenew", id=(await live.do("paymentMethodCreate", "id", input=CARD))["id"])
    assert (refused["code"], refused["field"]) == ("LIVEMODE_MISMATCH", "id")
