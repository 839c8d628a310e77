"""Events sent again, one or many, and samples of what never happened."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from app.domain.events.catalogue import catalogue
from app.domain.webhooks.samples import sample
from app.events.webhooks.courier import Courier
from tests.graph import Graph
from tests.webhooks.conftest import Time, customer, deliveries, endpoint
from tests.webhooks.receiver import Receiver, status, verified

REPLAY = """mutation($id: ID!, $input: WebhookEndpointReplayInput) { webhookEndpointReplay(id: $id, input: $input) {
    count webhookEndpoint { lastReplay { count } } userErrors { field message } } }"""


async def event_of(graph: Graph) -> str:
    return str((await graph("{ events(first: 1) { nodes { id } } }"))["events"]["nodes"][0]["id"])


async def replay(graph: Graph, id: str, **input: Any) -> int:
    payload = (await graph(REPLAY, id=id, input=input))["webhookEndpointReplay"]
    assert payload["userErrors"] == []
    assert payload["webhookEndpoint"]["lastReplay"] == {"count": payload["count"]}
    return int(payload["count"])


async def test_one_event_to_all_that_had_it(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver)
    await customer(graph)
    await courier.deliver_due()
    event = await event_of(graph)
    assert await graph.do("eventResend", "id pendingWebhooks", id=event) == {"id": event, "pendingWebhooks": 1}
    assert await graph.do("eventResend", "pendingWebhooks", id=event) == {"pendingWebhooks": 1}, "counted once"
    assert await courier.deliver_due() == 1
    assert receiver.ids == [event, event]
    assert [(each["status"], each["attemptCount"]) for each in await deliveries(graph)] == [("SUCCEEDED", 2)]
    (delivery,) = await deliveries(graph, "id")
    again = await graph.do("webhookDeliveryResend", "status attemptCount", id=delivery["id"])
    assert again == {"status": "PENDING", "attemptCount": 2}
    assert await courier.deliver_due() == 1
    assert (await graph("{ events { nodes { pendingWebhooks } } }"))["events"]["nodes"] == [{"pendingWebhooks": 0}]


async def test_one_event_to_an_endpoint_that_never_had_it(
    graph: Graph, stranger: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    await customer(graph)
    event = await event_of(graph)
    assert await graph.do("eventResend", "pendingWebhooks", id=event) == {"pendingWebhooks": 0}
    assert await courier.deliver_due() == 0, "it is for those who listen alone"
    made = await endpoint(graph, receiver, "product.created")
    sent = await graph.do("eventResend", "pendingWebhooks", id=event, input={"webhookEndpoint": made["id"]})
    assert sent == {"pendingWebhooks": 1}
    assert await courier.deliver_due() == 1
    assert receiver.ids == [event]
    theirs = await endpoint(stranger, other)
    refusal = await graph.refuse("eventResend", id=event, input={"webhookEndpoint": theirs["id"]})
    assert (refusal["code"], refusal["field"]) == ("RESOURCE_MISSING", "webhookEndpoint")
    refusal = await stranger.refuse("eventResend", id=event)
    assert (refusal["code"], refusal["field"]) == ("RESOURCE_MISSING", "id")
    await graph.do("webhookEndpointUpdate", "id", id=made["id"], input={"disabled": True})
    refusal = await graph.refuse("eventResend", id=event, input={"webhookEndpoint": made["id"]})
    assert refusal["message"] == "This webhook endpoint is disabled. Enable it to send it anything."


async def test_all_that_failed_or_a_range(graph: Graph, courier: Courier, receiver: Receiver, time: Time) -> None:
    made = await endpoint(graph, receiver)
    await customer(graph)
    await courier.deliver_due()
    receiver.answer = status(503)
    id = await customer(graph)
    await graph.do("customerUpdate", "id", id=id, input={"name": "Grace"})
    for _ in range(3):
        await courier.deliver_due()
        time.move(hours=3)
    receiver.answer = None
    assert [each["status"] for each in await deliveries(graph)] == ["SUCCEEDED", "FAILED", "FAILED"]
    receiver.received.clear()
    assert await replay(graph, made["id"], types=["product.*"]) == 0
    now = datetime.now(UTC)
    assert await replay(graph, made["id"], since=(now + timedelta(hours=1)).isoformat()) == 0
    assert await replay(graph, made["id"], until=(now - timedelta(hours=1)).isoformat()) == 0
    assert await replay(graph, made["id"], types=["customer.updated"]) == 1
    assert await courier.deliver_due() == 1
    assert await replay(graph, made["id"]) == 1
    assert await courier.deliver_due() == 1
    assert receiver.types == ["customer.updated", "customer.created"]
    receiver.received.clear()
    since = (now - timedelta(hours=1)).isoformat()
    assert await replay(graph, made["id"], since=since, onlyFailed=False) == 3
    counts = (await graph("{ events { nodes { pendingWebhooks } } }"))["events"]["nodes"]
    assert [event["pendingWebhooks"] for event in counts] == [1, 1, 1]
    assert await courier.deliver_due() == 3
    assert receiver.types.index("customer.updated") > receiver.types.index("customer.created")
    counts = (await graph("{ events { nodes { pendingWebhooks } } }"))["events"]["nodes"]
    assert [event["pendingWebhooks"] for event in counts] == [0, 0, 0]
    payload = (await graph(REPLAY, id=made["id"], input={"types": ["nonsense.*"]}))["webhookEndpointReplay"]
    assert (payload["count"], payload["userErrors"][0]["field"]) == (None, "types")


async def test_a_sample_is_sent_but_never_happened(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    made = await endpoint(graph, receiver, "product.created")
    document = """mutation($id: ID!, $input: WebhookEndpointTestInput!) { webhookEndpointTest(id: $id, input: $input) {
        delivery { id sample type status event { id } } userErrors { field message } } }"""
    payload = (await graph(document, id=made["id"], input={"type": "payment_intent.succeeded"}))["webhookEndpointTest"]
    assert payload["delivery"] == {
        "id": payload["delivery"]["id"],
        "sample": True,
        "type": "payment_intent.succeeded",
        "status": "PENDING",
        "event": None,
    }
    assert await courier.deliver_due() == 1
    (request,) = receiver.received
    assert request.headers["paygraph-sample"] == "true"
    event = verified(request, made["secret"])
    assert isinstance(event.data.object, stripe.PaymentIntent)
    assert (await graph("query($id: ID!) { event(id: $id) { id } }", id=event.id)) == {"event": None}
    assert await graph.events() == []
    assert await replay(graph, made["id"], onlyFailed=False) == 0, "a sample is no event to be sent again"
    for type in ("nonsense", "*", "invoice.*"):
        refusal = await graph.refuse("webhookEndpointTest", id=made["id"], input={"type": type})
        assert refusal["field"] == "type"


async def test_a_sample_that_is_refused_is_not_sent_again(
    graph: Graph, courier: Courier, receiver: Receiver, time: Time
) -> None:
    made = await endpoint(graph, receiver)
    receiver.answer = status(500)
    await graph.do("webhookEndpointTest", "id", id=made["id"], input={"type": "charge.captured"})
    assert await courier.deliver_due() == 1
    time.move(days=1)
    assert await courier.deliver_due() == 0
    assert [each["status"] for each in await deliveries(graph)] == ["FAILED"]


async def test_nothing_is_made_up_in_live_mode(live: Graph) -> None:
    input = {"url": "https://hooks.example.com/", "enabledEvents": ["*"]}
    made = await live.do("webhookEndpointCreate", "id", input=input)
    refusal = await live.refuse("webhookEndpointTest", id=made["id"], input={"type": "charge.captured"})
    assert refusal["message"] == "Samples are only sent in test mode. Use a key of test mode."


@pytest.mark.parametrize("type", sorted(catalogue))
def test_there_is_a_sample_of_every_type(type: str) -> None:
    made = sample("evt_1", type, None, datetime.now(UTC))
    assert made["data"]["object"]["object"] == catalogue[type].object
    parsed = stripe.Event.construct_from(made, "sk_test_nothing")
    assert parsed.type == type
