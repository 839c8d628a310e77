"""What is told reaches whoever subscribed, signed, counted, and once acknowledged no more."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from app.database import Database
from app.events.webhooks.courier import Courier
from tests.graph import Graph
from tests.stripe_python import event_differences
from tests.webhooks.conftest import Time, customer, deliveries, endpoint
from tests.webhooks.receiver import Receiver, status, verified

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
    parsed = verified(request, made["secret"])
    assert isinstance(parsed, stripe.Event)
    assert (parsed.id, parsed.type, parsed.api_version) == (event["id"], "customer.created", "2024-12-18.acacia")
    assert event_differences(json.loads(request.body)) == []
    assert isinstance(parsed.data.object, stripe.Customer)
    assert (parsed.data.object.id, parsed.data.object.email) == (id, "ada@example.com")
    assert parsed.pending_webhooks == 1
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    assert (await newest(graph))["pendingWebhooks"] == 0
    assert await deliveries(graph) == [{"status": "SUCCEEDED", "attemptCount": 1, "type": "customer.created"}]
    assert await courier.deliver_due() == 0


async def test_events_are_found_by_whether_they_were_delivered(
    graph: Graph, courier: Courier, receiver: Receiver
) -> None:
    async def found(where: str) -> list[str]:
        data = await graph(f"{{ events(where: {{ {where} }}) {{ nodes {{ objectId }} totalCount }} }}")
        assert data["events"]["totalCount"] == len(data["events"]["nodes"])
        return [event["objectId"] for event in data["events"]["nodes"]]

    unheard = await customer(graph)
    await endpoint(graph, receiver)
    heard = await customer(graph)
    assert await courier.deliver_due() == 1
    receiver.answer = status(500, b"broken")
    failed = await customer(graph)
    assert await courier.deliver_due() == 1
    assert await found("deliverySuccess: { eq: true }") == [heard, unheard]
    assert await found("deliverySuccess: { eq: false }") == [failed]
    assert await found("not: { deliverySuccess: { eq: true } }") == [failed]
    assert await found('deliverySuccess: { in: [true, false] }, type: { eq: "customer.created" }') == [
        failed,
        heard,
        unheard,
    ]
    assert await found("deliverySuccess: { isNull: true }") == []


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
            verified(replace(request, body=body), secret)


async def test_it_wakes_when_something_is_told_and_when_something_falls_due(
    graph: Graph, database: Database, courier: Courier, receiver: Receiver, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By notification and by the next due time: it looks by itself so seldom here that this would show."""
    monkeypatch.setattr("app.events.webhooks.courier.LOOK_EVERY", 1_000.0)
    await endpoint(graph, receiver)
    receiver.answer = status(500)
    working = asyncio.create_task(courier.work())
    try:
        await customer(graph)
        await receiver.reach(1)
        await customer(graph)
        await receiver.reach(2)
        due: list[dict[str, Any]] = []
        while len(due) < 2:
            due = await deliveries(graph, "nextAttemptAt", attemptCount={"eq": 1})
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    earliest = min(datetime.fromisoformat(each["nextAttemptAt"]) for each in due)
    time.ahead = earliest - datetime.now(UTC) - timedelta(milliseconds=100)
    working = asyncio.create_task(courier.work())
    try:
        await receiver.reach(3)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def test_the_events_of_an_object(graph: Graph) -> None:
    """On the object itself, filtered as any list; those of others are not among them."""
    id, other = await customer(graph), await customer(graph)
    await graph.do("customerUpdate", "id", id=id, input={"name": "Grace"})
    document = """query($id: ID!, $where: EventWhere) { customer(id: $id) {
        events(where: $where) { totalCount nodes { type objectId request { id } } } } }"""
    found = (await graph(document, id=id))["customer"]["events"]
    assert found["totalCount"] == 2
    assert {(event["type"], event["objectId"]) for event in found["nodes"]} == {
        ("customer.created", id),
        ("customer.updated", id),
    }
    assert (await graph(document, id=other))["customer"]["events"]["totalCount"] == 1
    request = found["nodes"][0]["request"]["id"]
    for where, count in (
        ({"type": {"matches": "customer.*"}}, 2),
        ({"type": {"matches": "*.updated"}}, 1),
        ({"type": {"matches": "invoice.*"}}, 0),
        ({"request": {"id": {"eq": request}}}, 1),
        ({"created": {"gt": "2020-01-01T00:00:00Z"}}, 2),
        ({"created": {"lt": "2020-01-01T00:00:00Z"}}, 0),
    ):
        found = (await graph(document, id=id, where=where))["customer"]["events"]
        assert found["totalCount"] == count, where
    root = await graph("query($id: String) { events(where: { objectId: { eq: $id } }) { totalCount } }", id=id)
    assert root["events"] == {"totalCount": 2}
