"""Of the objects in an event's JSON, a restricted key sees those that it may read, and of the others the ids."""

from typing import Any

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller
from tests.live.conftest import Followers
from tests.live.following import WAYS, follow, take
from tests.server.conftest import Live

DATA = "type data { object previousAttributes }"


async def restricted(client: httpx.AsyncClient, database: Database, graph: Graph, **permissions: str) -> Graph:
    return await new_caller(
        client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
    )


async def discounted(graph: Graph) -> dict[str, Any]:
    """A customer with a discount, then with another name, then with another discount: customer, coupons."""
    coupons = [
        await graph.do("couponCreate", "id", input={"name": name, "percentOff": "10", "duration": "FOREVER"})
        for name in ("First", "Second")
    ]
    customer = await graph.do("customerCreate", "id", input={"name": "Ada", "coupon": coupons[0]["id"]})
    await graph.do("customerUpdate", "id", id=customer["id"], input={"name": "Grace"})
    await graph.do("customerUpdate", "id", id=customer["id"], input={"coupon": coupons[1]["id"]})
    return {"customer": customer["id"], "coupons": [coupon["id"] for coupon in coupons]}


async def newest(key: Graph, count: int = 1) -> list[Any]:
    nodes: list[Any] = (await key(f"{{ events(first: {count}) {{ nodes {{ id {DATA} }} }} }}"))["events"]["nodes"]
    return nodes


async def test_lists_nodes_and_former_values(client: httpx.AsyncClient, database: Database, graph: Graph) -> None:
    await discounted(graph)
    key = await restricted(client, database, graph, core_resources="read")
    both = await restricted(client, database, graph, core_resources="read", products="read")
    whole = [event for event in await newest(graph, 20) if event["type"] in ("customer.created", "customer.updated")]
    seen = await newest(key, 20)
    assert [event["id"] for event in seen] == [event["id"] for event in whole]
    for event, shown in zip(whole, seen, strict=True):
        body = event["data"]["object"]
        # The discount is a product's, and leaves its id. All else is as it was, in its order.
        expected = body | {"discount": body["discount"]["id"]}
        assert list(shown["data"]["object"].items()) == list(expected.items())
        assert body["discount"]["coupon"]["name"]
    former = [event["data"]["previousAttributes"] for event in whole]
    assert former[2] is None
    assert former[1] == {"name": "Ada"}
    assert former[0]["discount"]
    concealed = [event["data"]["previousAttributes"] for event in seen]
    assert concealed[1:] == former[1:]
    assert concealed[0] == {**former[0], "discount": former[0]["discount"]["id"]}
    document = f"query ($id: ID!) {{ event(id: $id) {{ {DATA} }} node(id: $id) {{ ... on Event {{ {DATA} }} }} }}"
    one = await key(document, id=seen[0]["id"])
    assert one["event"] == one["node"] == {name: seen[0][name] for name in ("type", "data")}
    ids = {event["id"] for event in whole}
    assert [event for event in await newest(both, 20) if event["id"] in ids] == whole


@pytest.mark.parametrize("way", WAYS)
async def test_live(server: Live, merchant: Graph, followers: Followers, database: Database, way: str) -> None:
    key = await restricted(server.http, database, merchant, core_resources="read")
    document = f'subscription {{ events(types: ["customer.created"]) {{ cursor {DATA} }} }}'
    async with follow(server, key.secret, document, way) as concealed:
        await followers.reach(1)
        async with follow(server, merchant.secret, document, way) as whole:
            await followers.reach(2)
            await discounted(merchant)
            (seen,), (event,) = await take(concealed, 1), await take(whole, 1)
    discount = event["data"]["object"]["discount"]
    assert discount["coupon"]["name"] == "First"
    event["data"]["object"]["discount"] = discount["id"]
    assert seen == event
    resumed = document.replace("events(", f'events(after: "{int(seen["cursor"]) - 1}", ')
    async with follow(server, key.secret, resumed, way) as again:
        assert await take(again, 1) == [seen]


async def test_webhooks_carry_whole_events_alone(client: httpx.AsyncClient, database: Database, graph: Graph) -> None:
    permissions = {"core_resources": "write", "webhooks": "write"}
    key = await restricted(client, database, graph, **permissions)
    given = {"url": "https://hooks.example.com", "enabledEvents": ["customer.created"]}
    refusal = await key.refuse("webhookEndpointCreate", input=given)
    assert (refusal["code"], refusal["field"]) == ("PERMISSION_MISSING", "enabledEvents")
    assert refusal["message"] == (
        "Events of the type 'customer.created' also hold objects of products, which this key may not read. Choose "
        "other types or thin events, or use a key that may read these."
    )
    made = await key.do("webhookEndpointCreate", "id", input={**given, "enabledEvents": ["charge.captured"]})
    await discounted(graph)
    (event,) = (await key("{ events(first: 1) { nodes { id type } } }"))["events"]["nodes"]
    refusal = await key.refuse("eventResend", id=event["id"], input={"webhookEndpoint": made["id"]})
    assert (refusal["code"], refusal["field"]) == ("PERMISSION_MISSING", "id")
    other = await restricted(client, database, graph, products="read", **permissions)
    await other.do("webhookEndpointCreate", "id", input=given)
    sent = await other.do("eventResend", "id", id=event["id"], input={"webhookEndpoint": made["id"]})
    assert sent == {"id": event["id"]}
