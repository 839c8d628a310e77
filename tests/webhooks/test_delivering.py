"""What is told reaches whoever subscribed, signed, counted, and once acknowledged no more."""

from typing import Any

import pytest
import stripe

from app.events.webhooks.courier import Courier
from tests.graph import Graph
from tests.webhooks.conftest import Time, customer, deliveries, endpoint
from tests.webhooks.receiver import Receiver, status

PENDING = "{ events(first: 1) { nodes { id type pendingWebhooks } } }"


async def newest(graph: Graph) -> dict[str, Any]:
    event: dict[str, Any] = (await graph(PENDING))["events"]["nodes"][0]
    return event


async def test_an_event_arrives_as_stripe_writes_it(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    made = await endpoint(graph, receiver)
    id = await customer(graph, email="ada@example.com")
    event = await newest(graph)
    assert event["pendingWebhooks"] == 1
    assert await courier.deliver_due() == 1
    (request,) = receiver.received
    parsed = stripe.Webhook.construct_event(request.body, request.signature, made["secret"])
    assert isinstance(parsed, stripe.Event)
    assert (parsed.id, parsed.type, parsed.api_version) == (event["id"], "customer.created", "2024-12-18.acacia")
    assert isinstance(parsed.data.object, stripe.Customer)
    assert (parsed.data.object.id, parsed.data.object.email) == (id, "ada@example.com")
    assert parsed.pending_webhooks == 1
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    assert (await newest(graph))["pendingWebhooks"] == 0
    assert await deliveries(graph) == [{"status": "SUCCEEDED", "attemptCount": 1, "type": "customer.created"}]
    assert await courier.deliver_due() == 0


async def test_what_fails_is_tried_again_on_schedule_and_given_up(
    graph: Graph, courier: Courier, receiver: Receiver, time: Time
) -> None:
    await endpoint(graph, receiver)
    receiver.answer = status(500, b"broken")
    await customer(graph)
    assert await courier.deliver_due() == 1
    assert await courier.deliver_due() == 0
    time.move(minutes=12)
    assert await courier.deliver_due() == 1
    time.move(hours=1)
    assert await courier.deliver_due() == 0
    time.move(hours=2)
    assert await courier.deliver_due() == 1
    time.move(days=30)
    assert await courier.deliver_due() == 0
    (delivery,) = await deliveries(
        graph, "status attemptCount nextAttemptAt attempts { nodes { number statusCode error response succeeded } }"
    )
    assert (delivery["status"], delivery["attemptCount"], delivery["nextAttemptAt"]) == ("FAILED", 3, None)
    assert [attempt["number"] for attempt in delivery["attempts"]["nodes"]] == [3, 2, 1]
    assert delivery["attempts"]["nodes"][0] == {
        "number": 3,
        "statusCode": 500,
        "error": "STATUS_REFUSED",
        "response": "broken",
        "succeeded": False,
    }
    assert (await newest(graph))["pendingWebhooks"] == 1


async def test_a_tampered_body_or_another_secret_is_refused(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    made = await endpoint(graph, receiver)
    await customer(graph)
    await courier.deliver_due()
    (request,) = receiver.received
    for body, secret in ((request.body.replace(b"Ada", b"Eve"), made["secret"]), (request.body, "whsec_other")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(body, request.signature, secret)
