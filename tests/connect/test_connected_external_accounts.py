"""Bank accounts and cards of connected accounts: added by the platform, or by its key at work on the account."""

from typing import Any

from app.cli.ready import READY
from tests.graph import Graph

CREATED, DELETED = "account.external_account.created", "account.external_account.deleted"
CAPABILITIES = {"transfers": {"requested": True}}


async def seller(graph: Graph) -> Graph:
    """A connected account that is not paid out yet."""
    given = {name: value for name, value in READY.items() if name != "externalAccount"}
    made = await graph.do("accountCreate", "id payoutsEnabled", input=given | {"capabilities": CAPABILITIES})
    assert made["payoutsEnabled"] is False
    return graph.on(made["id"])


async def is_paid_out(graph: Graph) -> bool:
    return bool((await graph("{ account { payoutsEnabled } }"))["account"]["payoutsEnabled"])


def given(graph: Graph, **external: Any) -> dict[str, Any]:
    return {"account": graph.tenant.account, "externalAccount": external or {"token": "btok_us_verified"}}


async def test_a_platform_adds_a_bank_account_to_its_account(graph: Graph, stranger: Graph) -> None:
    shop = await seller(graph)
    fields = "id last4 metadata defaultForCurrency status account { id }"
    made = await graph.do("bankAccountCreate", fields, input=given(shop) | {"metadata": {"order": "7"}})
    assert made | {"id": ""} == {
        "id": "",
        "last4": "6789",
        "metadata": {"order": "7"},
        "defaultForCurrency": True,
        "status": "verified",
        "account": {"id": shop.tenant.account},
    }
    assert await is_paid_out(shop)
    assert await shop.events() == [
        "capability.updated",
        "person.created",
        CREATED,
        "capability.updated",
        "account.updated",
    ]
    assert CREATED not in await graph.events()
    found = await shop("query ($id: ID!) { bankAccount(id: $id) { id } }", id=made["id"])
    assert found == {"bankAccount": {"id": made["id"]}}
    for other in (graph, stranger):
        assert await other("query ($id: ID!) { bankAccount(id: $id) { id } }", id=made["id"]) == {"bankAccount": None}
    for input in (given(shop), given(graph)):
        refused = await stranger.refuse("bankAccountCreate", input=input)
        assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "account")


async def test_an_account_is_given_what_a_token_of_its_platform_is_of(graph: Graph) -> None:
    shop = await seller(graph)
    card = {"number": "4000056655665556", "expMonth": "8", "expYear": "2040"}
    token = (await graph.do("tokenCreate", "id", input={"card": card}))["id"]
    await graph.do("accountUpdate", "id", id=shop.tenant.account, input={"externalAccount": {"token": token}})
    found = await shop("{ account { externalAccounts { nodes { ... on Card { last4 account { id } } } } } }")
    assert found["account"]["externalAccounts"]["nodes"] == [{"last4": "5556", "account": {"id": shop.tenant.account}}]
    assert await is_paid_out(shop)


async def test_an_account_without_a_destination_is_not_paid_out(graph: Graph) -> None:
    shop = await seller(graph)
    euros = {"country": "DE", "accountNumber": "DE89370400440532013000", "currency": "eur"}
    bank = await shop.do("bankAccountCreate", "id", input={"externalAccount": euros})
    assert await is_paid_out(shop)
    refused = await graph.refuse("bankAccountDelete", id=bank["id"])
    assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "id")
    await shop.do("bankAccountDelete", "id", id=bank["id"])
    assert not await is_paid_out(shop)
    assert (await shop.events())[-3:] == [DELETED, "capability.updated", "account.updated"]
