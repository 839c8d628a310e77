"""Who is told of what, and that an event counts it from the moment that it is there."""

import pytest
import stripe

from app.database import Database, counting
from app.events.webhooks.courier import Courier
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller
from tests.webhooks.conftest import customer, deliveries, endpoint
from tests.webhooks.receiver import Receiver, verified


async def pending(graph: Graph) -> dict[str, int]:
    found = await graph("{ events(first: 100) { nodes { type pendingWebhooks } } }")
    return {event["type"]: event["pendingWebhooks"] for event in found["events"]["nodes"]}


async def test_each_is_told_what_it_chose(graph: Graph, courier: Courier, receiver: Receiver, other: Receiver) -> None:
    await endpoint(graph, receiver, "customer.updated", "product.created")
    await endpoint(graph, other)
    id = await customer(graph)
    await graph.do("customerUpdate", "id", id=id, input={"name": "Grace"})
    assert await pending(graph) == {"customer.created": 1, "customer.updated": 2}
    assert await courier.deliver_due() == 3
    assert receiver.types == ["customer.updated"]
    assert receiver.received[0].json["data"]["previous_attributes"] == {"name": "Ada"}
    assert other.types == ["customer.created", "customer.updated"]
    assert await pending(graph) == {"customer.created": 0, "customer.updated": 0}


async def test_no_one_else_is_told(
    graph: Graph, stranger: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    await endpoint(stranger, other)
    await endpoint(graph, receiver)
    await customer(graph)
    assert await courier.deliver_due() == 1
    assert (len(receiver.received), len(other.received)) == (1, 0)
    assert await deliveries(stranger) == []


async def test_live_and_test_are_apart(
    graph: Graph, live: Graph, courier: Courier, receiver: Receiver, unused_port: int
) -> None:
    await endpoint(graph, receiver)
    await live.do(
        "webhookEndpointCreate", "id", input={"url": f"https://127.0.0.1:{unused_port}/", "enabledEvents": ["*"]}
    )
    await customer(live)
    assert await courier.deliver_due() == 1
    assert receiver.received == []
    assert await deliveries(graph) == []
    assert [each["status"] for each in await deliveries(live)] == ["PENDING"]


async def test_an_endpoint_for_connected_accounts_is_not_told_of_the_own_events(
    graph: Graph, courier: Courier, receiver: Receiver
) -> None:
    await endpoint(graph, receiver, connect=True)
    await customer(graph)
    assert await courier.deliver_due() == 0
    assert await pending(graph) == {"customer.created": 0}


async def test_the_version_that_the_endpoint_asks_for_is_told(
    graph: Graph, courier: Courier, receiver: Receiver
) -> None:
    await endpoint(graph, receiver, apiVersion="2023-10-16")
    await customer(graph)
    await courier.deliver_due()
    assert receiver.received[0].json["api_version"] == "2023-10-16"


async def test_an_account_without_endpoints_pays_nothing_for_them(graph: Graph, receiver: Receiver) -> None:
    with counting() as without:
        await customer(graph)
    made = await endpoint(graph, receiver)
    with counting() as with_one:
        await customer(graph)
    assert not [statement for statement in without if "webhook_delivery" in statement]
    assert len([statement for statement in with_one if "webhook_delivery" in statement]) == 1
    await graph.do("webhookEndpointDelete", "id", id=made["id"])
    with counting() as after:
        await customer(graph)
    assert not [statement for statement in after if "webhook_delivery" in statement]


@pytest.mark.parametrize("how", ["webhookEndpointDelete", "webhookEndpointUpdate"])
async def test_what_is_on_its_way_stops_and_is_counted_no_more(
    graph: Graph, courier: Courier, receiver: Receiver, other: Receiver, how: str
) -> None:
    made = await endpoint(graph, receiver)
    await endpoint(graph, other)
    await customer(graph)
    assert await pending(graph) == {"customer.created": 2}
    input = {"input": {"disabled": True}} if how.endswith("Update") else {}
    await graph.do(how, "id", id=made["id"], **input)
    assert await pending(graph) == {"customer.created": 1}
    assert await courier.deliver_due() == 1
    assert (len(receiver.received), len(other.received)) == (0, 1)
    assert {each["status"] for each in await deliveries(graph)} == {"CANCELED", "SUCCEEDED"}
    assert await pending(graph) == {"customer.created": 0}
    await customer(graph)
    assert await courier.deliver_due() == 1
    assert receiver.received == []
    if input:
        await graph.do(how, "id", id=made["id"], input={"disabled": False})
        await customer(graph)
        assert await courier.deliver_due() == 2
        assert len(receiver.received) == 1, "from now on alone"


async def test_webhooks_live_in_real_time_whatever_the_clock_of_the_object(
    graph: Graph, courier: Courier, receiver: Receiver
) -> None:
    await endpoint(graph, receiver, "customer.created")
    clock = await graph.do("testClockCreate", "id", input={"frozenTime": "2030-01-01T00:00:00Z"})
    await customer(graph, testClock=clock["id"])
    assert await courier.deliver_due() == 1
    assert receiver.received[0].json["created"] == 1_893_456_000
    await graph.do("testClockDelete", "id", id=clock["id"])
    assert [each["status"] for each in await deliveries(graph)] == ["SUCCEEDED"], "what was sent stays on record"


async def test_what_is_refused_is_told_to_no_one(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver)
    await graph.refuse("customerCreate", input={"email": "no address"})
    assert await courier.deliver_due() == 0


async def test_a_decline_is_told(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    """Its transaction commits, and so do its deliveries; the official library knows its objects."""
    made = await endpoint(graph, receiver, "payment_intent.payment_failed", "charge.failed")
    input = {"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_chargeDeclined", "confirm": True}
    await graph.attempt("paymentIntentCreate", "id", input=input)
    assert await courier.deliver_due() == 2
    parsed = {}
    for request in receiver.received:
        event = verified(request, made["secret"])
        parsed[event.type] = event.data.object
    charge, intent = parsed["charge.failed"], parsed["payment_intent.payment_failed"]
    assert isinstance(charge, stripe.Charge)
    assert isinstance(intent, stripe.PaymentIntent)
    assert (charge.status, charge.amount, charge.failure_code) == ("failed", 2000, "card_declined")
    assert (intent.status, intent.amount) == ("requires_payment_method", 2000)


async def test_a_key_without_the_permission_sees_no_deliveries(graph: Graph, database: Database) -> None:
    reader = await new_caller(
        graph.client,
        database,
        account_id=graph.tenant.account,
        kind=KeyKind.RESTRICTED,
        permissions={"core_resources": "write"},
    )
    await customer(reader)
    error = await reader.error("{ events { nodes { deliveries { totalCount } } } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
    error = await reader.error(
        'mutation { webhookEndpointCreate(input: {url: "https://a.example", enabledEvents: ["*"]}) { replayed } }'
    )
    assert error["extensions"]["code"] == "FORBIDDEN"
