"""A restricted key sees the log entries of requests about families that it may read, and of no other."""

import asyncio
from typing import Any

import httpx

from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller

LOGS = "{ requestLogs(first: 50) { totalCount nodes { id mutations document variables } } }"
CREATE = "mutation ($i: CustomerCreateInput!) { customerCreate(input: $i) { customer { %s } userErrors { code } } }"


async def logs(key: Graph) -> list[Any]:
    """What each entry of the log, the oldest first, did."""
    found = (await key(LOGS))["requestLogs"]
    assert found["totalCount"] == len(found["nodes"])
    return [entry["mutations"] for entry in reversed(found["nodes"])]


async def test_by_what_a_request_asked_and_what_it_touched(
    client: httpx.AsyncClient, database: Database, graph: Graph
) -> None:
    async def key(*families: str) -> Graph:
        permissions = dict.fromkeys(("request_logs", *families), "read")
        return await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )

    customer = (await graph(CREATE % "id", i={"name": "Ada"}))["customerCreate"]["customer"]["id"]
    # What it reads of the customer is about another family.
    await graph(CREATE % "id subscriptions { totalCount }", i={"name": "Grace"})
    # An id that the merchant chose does not say what it is of: the family is the mutation's.
    await graph.do("productCreate", "id", input={"id": "rocket", "name": "Rocket"})
    # It touches the customer, and asks for nothing of hers.
    await graph.do("paymentMethodAttach", "id", id="pm_card_visa", input={"customer": customer})
    # What cannot run may be about anything: its key alone sees it.
    wrong = {"query": CREATE % "nothing", "variables": {"i": {"name": "Joan"}}}
    await graph.post(wrong)

    created, bought, product, attached, failed = (
        ["customerCreate"],
        ["customerCreate"],
        ["productCreate"],
        ["paymentMethodAttach"],
        ["customerCreate"],
    )
    assert await logs(graph) == [created, bought, product, attached, failed]
    assert await logs(await key("core_resources")) == [created]
    assert await logs(await key("core_resources", "billing")) == [created, bought]
    assert await logs(await key("products")) == [product]
    assert await logs(await key("payment_methods")) == []
    assert await logs(await key("payment_methods", "core_resources")) == [created, attached]
    mine, another = await key("products"), await key("products")
    id = (await mine.post(wrong)).headers["request-id"]
    assert await logs(mine) == [product, failed]
    assert await logs(another) == [product]
    one = "query ($id: ID!) { requestLog(id: $id) { status } node(id: $id) { id } }"
    found = await asyncio.gather(another(one, id=id), mine(one, id=id))
    assert [*found] == [{"requestLog": None, "node": None}, {"requestLog": {"status": 403}, "node": {"id": id}}]


async def test_by_id_and_page(client: httpx.AsyncClient, database: Database, graph: Graph) -> None:
    key = await new_caller(
        client,
        database,
        account_id=graph.tenant.account,
        kind=KeyKind.RESTRICTED,
        permissions={"request_logs": "read", "products": "read", "core_resources": "read"},
    )
    shown = []
    for _ in range(3):
        response = await graph.post({"query": 'mutation { productCreate(input: { name: "Rocket" }) { replayed } }'})
        shown.append(response.headers["request-id"])
        document = "mutation { setupIntentCreate { setupIntent { paymentMethod { id } } } }"
        hidden = await graph.post({"query": document})
    id = hidden.headers["request-id"]
    assert await key("query ($id: ID!) { requestLog(id: $id) { id } node(id: $id) { id } }", id=id) == {
        "requestLog": None,
        "node": None,
    }
    event = (await key("{ events { nodes { type requestLog { id } } } }"))["events"]["nodes"]
    assert {"type": "setup_intent.created", "requestLog": None} in event
    pages, after = [], None
    while True:
        page = (
            await key(
                "query ($after: String) { requestLogs(first: 2, after: $after) "
                "{ nodes { id } pageInfo { endCursor hasNextPage } } }",
                after=after,
            )
        )["requestLogs"]
        pages.append([entry["id"] for entry in page["nodes"]])
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert pages == [[shown[2], shown[1]], [shown[0]]]
