"""A restricted key sees the deliveries and attempts of events that it may read, and sends no other again."""

from typing import Any

import httpx
import pytest

from app.database import Database
from app.events.webhooks.courier import Courier
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller
from tests.webhooks.conftest import endpoint
from tests.webhooks.receiver import Receiver, status

ALL = """{
    webhookDeliveries(first: 10) { totalCount nodes { id type event { type } attempts { totalCount nodes { id } } } }
    webhookAttempts(first: 10) { totalCount nodes { id response delivery { type } } }
    webhookEndpoints { nodes { id deliveries { totalCount nodes { type } } attempts { totalCount } } }
}"""


@pytest.fixture
async def key(client: httpx.AsyncClient, database: Database, graph: Graph) -> Graph:
    """A key that may change webhooks, and read products and events."""
    permissions = {"webhooks": "write", "products": "read", "core_resources": "read"}
    return await new_caller(
        client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
    )


async def tell(graph: Graph, courier: Courier, receiver: Receiver) -> dict[str, Any]:
    """An endpoint that refuses what it is sent, which is a product's event and an invoice item's."""
    made = await endpoint(graph, receiver, "product.created", "coupon.created", "invoiceitem.created")
    receiver.answer = status(500, b"what was sent")
    customer = await graph.do("customerCreate", "id", input={"name": "Ada"})
    await graph.do("productCreate", "id", input={"name": "Rocket"})
    item = {"customer": customer["id"], "amount": 100, "currency": "USD"}
    await graph.do("invoiceItemCreate", "id", input=item)
    assert await courier.deliver_due() == 2
    return made


async def test_lists_nodes_and_counts(graph: Graph, key: Graph, courier: Courier, receiver: Receiver) -> None:
    await tell(graph, courier, receiver)
    everything = await graph(ALL)
    assert everything["webhookDeliveries"]["totalCount"] == everything["webhookAttempts"]["totalCount"] == 2
    shown = await key(ALL)
    (delivery,) = shown["webhookDeliveries"]["nodes"]
    (attempt,) = shown["webhookAttempts"]["nodes"]
    assert (delivery["type"], attempt["delivery"]) == ("product.created", {"type": "product.created"})
    assert delivery["attempts"] == {"totalCount": 1, "nodes": [{"id": attempt["id"]}]}
    assert shown["webhookDeliveries"]["totalCount"] == shown["webhookAttempts"]["totalCount"] == 1
    (target,) = shown["webhookEndpoints"]["nodes"]
    assert target["deliveries"] == {"totalCount": 1, "nodes": [{"type": "product.created"}]}
    assert target["attempts"] == {"totalCount": 1}
    hidden = [
        next(each["id"] for each in everything[name]["nodes"] if each["id"] != seen["id"])
        for name, seen in (("webhookDeliveries", delivery), ("webhookAttempts", attempt))
    ]
    assert await key("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=hidden) == {"nodes": [None, None]}
    refusal = await key.refuse("webhookDeliveryResend", id=hidden[0])
    assert refusal["code"] == "RESOURCE_MISSING"


async def test_replays_and_samples(graph: Graph, key: Graph, courier: Courier, receiver: Receiver) -> None:
    made = await tell(graph, courier, receiver)
    await graph.do("webhookEndpointUpdate", "id", id=made["id"], input={"disabled": True})
    await graph.do("webhookEndpointUpdate", "id", id=made["id"], input={"disabled": False})
    replay = "mutation ($id: ID!) { webhookEndpointReplay(id: $id) { count userErrors { message } } }"
    replayed = await key(replay, id=made["id"])
    assert replayed == {"webhookEndpointReplay": {"count": 1, "userErrors": []}}
    refusal = await key.refuse("webhookEndpointTest", id=made["id"], input={"type": "invoice.paid"})
    assert (refusal["code"], refusal["field"]) == ("PERMISSION_MISSING", "type")
    sample = "mutation ($id: ID!, $i: WebhookEndpointTestInput!) { webhookEndpointTest(id: $id, input: $i) { %s } }"
    sampled = await key(sample % "delivery { type }", id=made["id"], i={"type": "product.created"})
    assert sampled == {"webhookEndpointTest": {"delivery": {"type": "product.created"}}}
