"""Event destinations: snapshots and thin events, pings, and what leads to AWS."""

from typing import Any

import pytest
import stripe

from app.events.webhooks.courier import Courier
from tests.graph import Graph
from tests.webhooks.conftest import Time, customer, deliveries
from tests.webhooks.receiver import Receiver, status, verified

ALL = """id object name description enabledEvents eventPayload eventsFrom livemode metadata snapshotApiVersion status
    type statusDetails { disabled { reason } } amazonEventbridge { awsAccountId awsEventSourceArn awsEventSourceStatus }
    webhookEndpoint { url signingSecret }"""
THIN = """id object type created livemode context data reason { type request { id idempotencyKey } }
    relatedObject { id type url object { __typename id } }"""


async def destination(graph: Graph, receiver: Receiver, payload: str, *types: str, **given: Any) -> dict[str, Any]:
    input = {
        "name": "Mine",
        "enabledEvents": list(types),
        "eventPayload": payload,
        "type": "WEBHOOK_ENDPOINT",
        "webhookEndpoint": {"url": receiver.url()},
        "include": ["WEBHOOK_ENDPOINT_SIGNING_SECRET", "WEBHOOK_ENDPOINT_URL"],
        **given,
    }
    return await graph.do("eventDestinationCreate", ALL, input=input)


def secret_of(made: dict[str, Any]) -> str:
    return str(made["webhookEndpoint"]["signingSecret"])


async def test_snapshots(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    made = await destination(graph, receiver, "SNAPSHOT", "customer.created", snapshotApiVersion="2024-06-20")
    assert made["id"].startswith("ed_test_")
    assert (made["status"], made["eventsFrom"], made["description"], made["amazonEventbridge"]) == (
        "ENABLED",
        None,
        "",
        None,
    )
    assert made["webhookEndpoint"]["url"] == receiver.url()
    await customer(graph)
    found = await graph("{ events { nodes { pendingWebhooks deliveries { nodes { eventDestination { id } } } } } }")
    assert found["events"]["nodes"][0] == {
        "pendingWebhooks": 1,
        "deliveries": {"nodes": [{"eventDestination": {"id": made["id"]}}]},
    }
    assert await courier.deliver_due() == 1
    (request,) = receiver.received
    event = verified(request, secret_of(made))
    assert (event.type, event.api_version) == ("customer.created", "2024-06-20")
    read = await graph(f"query($id: ID!) {{ eventDestination(id: $id) {{ {ALL} }} }}", id=made["id"])
    assert read["eventDestination"]["webhookEndpoint"] == {"url": receiver.url(), "signingSecret": None}


async def test_thin_events(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    made = await destination(graph, receiver, "THIN", "v1.customer.created")
    id = await customer(graph)
    await graph.do("customerUpdate", "id", id=id, input={"name": "Grace"})
    assert await courier.deliver_due() == 1
    (request,) = receiver.received
    client = stripe.StripeClient("sk_test_nothing")
    thin: Any = client.parse_thin_event(request.body, request.signature, secret_of(made))
    assert (thin.type, thin.related_object.id, thin.related_object.type_, thin.related_object.url) == (
        "v1.customer.created",
        id,
        "customer",
        f"/v1/customers/{id}",
    )
    assert set(request.json) == {
        "id",
        "object",
        "type",
        "livemode",
        "created",
        "context",
        "related_object",
        "reason",
    }
    assert request.json["created"].endswith("Z")
    read = await graph(
        f"query($id: ID!) {{ thinEvent(id: $id) {{ {THIN} }} node(id: $id) {{ __typename id }} }}", id=thin.id
    )
    assert read["node"] == {"__typename": "ThinEvent", "id": thin.id}
    assert read["thinEvent"]["relatedObject"]["object"] == {"__typename": "Customer", "id": id}
    assert read["thinEvent"]["reason"]["type"] == "REQUEST"
    assert read["thinEvent"]["reason"]["request"]["id"] == request.json["reason"]["request"]["id"]
    about = "query($id: ID) { thinEvents(objectId: $id) { totalCount nodes { id } } }"
    assert (await graph(about, id=id))["thinEvents"] == {"totalCount": 1, "nodes": [{"id": thin.id}]}
    assert (await graph(about, id="cus_other"))["thinEvents"] == {"totalCount": 0, "nodes": []}
    assert (await graph("{ thinEvents { totalCount } }"))["thinEvents"] == {"totalCount": 1}


async def test_a_ping_is_delivered_to_that_destination_alone(
    graph: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    made = await destination(graph, receiver, "SNAPSHOT", "customer.created")
    await destination(graph, other, "THIN", "v2.core.event_destination.ping")
    document = """mutation($id: ID!) { eventDestinationPing(id: $id) {
        eventDestination { id } thinEvent { id type relatedObject { id type url object { __typename } } }
        userErrors { message } } }"""
    payload = (await graph(document, id=made["id"]))["eventDestinationPing"]
    assert payload["thinEvent"] == {
        "id": payload["thinEvent"]["id"],
        "type": "v2.core.event_destination.ping",
        "relatedObject": {
            "id": made["id"],
            "type": "v2.core.event_destination",
            "url": f"/v2/core/event_destinations/{made['id']}",
            "object": {"__typename": "EventDestination"},
        },
    }
    assert await courier.deliver_due() == 1
    assert receiver.ids == [payload["thinEvent"]["id"]]
    assert other.received == []


async def test_switched_off_and_on(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    made = await destination(graph, receiver, "SNAPSHOT", "*")
    await customer(graph)
    off = await graph.do("eventDestinationDisable", "status statusDetails { disabled { reason } }", id=made["id"])
    assert off == {"status": "DISABLED", "statusDetails": {"disabled": {"reason": "USER"}}}
    refusal = await graph.refuse("eventDestinationPing", id=made["id"])
    assert refusal["message"] == "This event destination is disabled. Enable it to ping it."
    await customer(graph)
    assert await courier.deliver_due() == 0
    on = await graph.do("eventDestinationEnable", "status statusDetails { disabled { reason } }", id=made["id"])
    assert on == {"status": "ENABLED", "statusDetails": None}
    await customer(graph)
    assert await courier.deliver_due() == 1
    document = "mutation($id: ID!) { eventDestinationReplay(id: $id) { count userErrors { message } } }"
    assert (await graph(document, id=made["id"]))["eventDestinationReplay"] == {"count": 1, "userErrors": []}
    assert await courier.deliver_due() == 1
    await graph.do("eventDestinationDelete", "id", id=made["id"])
    assert (await graph("{ eventDestinations { totalCount } }"))["eventDestinations"] == {"totalCount": 0}
    await customer(graph)
    assert await courier.deliver_due() == 0


async def test_changed(graph: Graph, courier: Courier, receiver: Receiver, other: Receiver) -> None:
    made = await destination(graph, receiver, "SNAPSHOT", "customer.created")
    changes = {"name": "Yours", "enabledEvents": ["product.created"], "webhookEndpoint": {"url": other.url()}}
    changed = await graph.do("eventDestinationUpdate", ALL, id=made["id"], input=changes)
    assert changed["webhookEndpoint"] == {"url": other.url(), "signingSecret": None}
    await customer(graph)
    await graph.do("productCreate", "id", input={"name": "Seat"})
    assert await courier.deliver_due() == 1
    assert (receiver.received, other.types) == ([], ["product.created"])
    rolled = await graph.do(
        "eventDestinationRollSecret", "webhookEndpoint { signingSecret }", id=made["id"], input={"expiresIn": 60}
    )
    assert secret_of(rolled) not in (secret_of(made), "None")


AWS = {"awsAccountId": "123456789012", "awsRegion": "us-east-1"}


async def test_amazon_eventbridge_is_kept_but_never_pretended(graph: Graph) -> None:
    """There is no AWS here: what leads there says so, and nothing is on its way to it."""
    input = {"name": "Bus", "enabledEvents": ["*"], "eventPayload": "SNAPSHOT", "type": "AMAZON_EVENTBRIDGE"}
    made = await graph.do("eventDestinationCreate", ALL, input={**input, "amazonEventbridge": AWS})
    assert (made["status"], made["webhookEndpoint"]) == ("DISABLED", None)
    assert made["statusDetails"] == {"disabled": {"reason": "NO_AWS_EVENT_SOURCE_EXISTS"}}
    assert made["amazonEventbridge"] == {
        "awsAccountId": "123456789012",
        "awsEventSourceArn": f"arn:aws:events:us-east-1::event-source/aws.partner/stripe.com/{made['id']}",
        "awsEventSourceStatus": "UNKNOWN",
    }
    for mutation in ("eventDestinationEnable", "eventDestinationPing", "eventDestinationRollSecret"):
        refusal = await graph.refuse(mutation, id=made["id"])
        assert "no AWS behind it" in refusal["message"]
    kept = await graph.do("eventDestinationDisable", ALL, id=made["id"])
    assert kept["statusDetails"] == {"disabled": {"reason": "NO_AWS_EVENT_SOURCE_EXISTS"}}
    await customer(graph)
    assert await deliveries(graph) == []
    for wrong, field in ((AWS | {"awsAccountId": "12"}, "awsAccountId"), (AWS | {"awsRegion": "moon"}, "awsRegion")):
        refusal = await graph.refuse("eventDestinationCreate", input={**input, "amazonEventbridge": wrong})
        assert refusal["field"] == f"amazonEventbridge.{field}"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"enabledEvents": ["customer.*"]}, ["enabledEvents.0"]),
        ({"enabledEvents": ["v1.customer.created"]}, ["enabledEvents.0"]),
        ({"eventPayload": "THIN", "enabledEvents": ["customer.created"]}, ["enabledEvents.0"]),
        ({"eventPayload": "THIN", "enabledEvents": ["*"]}, ["enabledEvents.0"]),
        ({"eventPayload": "THIN", "enabledEvents": ["v1.customer.craeted"]}, ["enabledEvents.0"]),
        (
            {"eventPayload": "THIN", "enabledEvents": ["v1.a"], "snapshotApiVersion": "2024-06-20"},
            ["enabledEvents.0", "snapshotApiVersion"],
        ),
        (
            {"eventPayload": "THIN", "enabledEvents": ["v1.plan.created"], "snapshotApiVersion": "2024-06-20"},
            ["snapshotApiVersion"],
        ),
        ({"snapshotApiVersion": "yesterday"}, ["snapshotApiVersion"]),
        ({"webhookEndpoint": None}, ["webhookEndpoint"]),
        ({"amazonEventbridge": AWS}, ["amazonEventbridge"]),
        ({"type": "AMAZON_EVENTBRIDGE"}, ["amazonEventbridge", "webhookEndpoint"]),
        ({"name": ""}, ["name"]),
    ],
)
async def test_what_does_not_fit(graph: Graph, changes: dict[str, Any], fields: list[str]) -> None:
    input = {
        "name": "Mine",
        "enabledEvents": ["customer.created"],
        "eventPayload": "SNAPSHOT",
        "type": "WEBHOOK_ENDPOINT",
        "webhookEndpoint": {"url": "https://hooks.example.com/"},
    }
    refused = await graph.refusals("eventDestinationCreate", input=input | changes)
    assert [refusal["field"] for refusal in refused] == fields, refused


async def test_one_that_only_fails_for_days_is_disabled_in_live_mode(
    live: Graph, courier: Courier, receiver: Receiver, time: Time, unused_port: int
) -> None:
    """And a thin event tells of it, to whoever chose that."""
    input = {"url": f"https://127.0.0.1:{unused_port}/", "enabledEvents": ["*"]}
    made = await live.do("webhookEndpointCreate", "id", input=input)
    await customer(live)
    assert await courier.deliver_due() == 1
    read = "query($id: ID!) { webhookEndpoint(id: $id) { status failingSince } }"
    found = (await live(read, id=made["id"]))["webhookEndpoint"]
    assert found["status"] == "enabled"
    assert found["failingSince"] is not None
    attempts = 1
    for _ in range(30):
        time.move(hours=4)
        attempts += await courier.deliver_due()
    assert 9 <= attempts <= 12, "at growing intervals, for three days"
    assert [each["status"] for each in await deliveries(live)] == ["FAILED"]
    assert (await live(read, id=made["id"]))["webhookEndpoint"]["status"] == "enabled"
    time.move(hours=4)
    await customer(live)
    await customer(live)
    assert await courier.deliver_due() in (1, 2)
    assert (await live(read, id=made["id"]))["webhookEndpoint"]["status"] == "disabled"
    found = (await live(f"{{ thinEvents {{ nodes {{ {THIN} }} }} }}"))["thinEvents"]["nodes"]
    assert [(event["type"], event["relatedObject"]["object"], event["data"]["reason"]) for event in found] == [
        (
            "v2.core.event_destination.disabled",
            {"__typename": "WebhookEndpoint", "id": made["id"]},
            "deliveries_failed",
        )
    ]
    counts = (await live("{ events { nodes { pendingWebhooks } } }"))["events"]["nodes"]
    assert [event["pendingWebhooks"] for event in counts] == [0, 0, 1], "what was pending stopped; what failed stays"
    time.move(days=1)
    await customer(live)
    assert await courier.deliver_due() == 0


async def test_one_that_fails_and_recovers_is_left_alone(
    graph: Graph, courier: Courier, receiver: Receiver, time: Time
) -> None:
    made = await destination(graph, receiver, "SNAPSHOT", "*")
    read = "query($id: ID!) { eventDestination(id: $id) { status failingSince } }"
    receiver.answer = status(500)
    await customer(graph)
    await courier.deliver_due()
    assert (await graph(read, id=made["id"]))["eventDestination"]["failingSince"] is not None
    receiver.answer = None
    time.move(minutes=12)
    await courier.deliver_due()
    assert (await graph(read, id=made["id"]))["eventDestination"] == {"status": "ENABLED", "failingSince": None}
