"""Faults of deliveries: what a receiver is sent, and when, and what it is not."""

from collections import Counter
from typing import Any

from app.database import Database
from app.domain.sandboxes import fault_rules
from app.domain.transaction import transaction
from app.events.webhooks.courier import Courier
from app.tables.sandboxes.fault_rule import FaultEffect, FaultRule, FaultWebhook
from app.tables.shapes.webhook_fault import WebhookFault
from tests.connect.test_connected import begun
from tests.faults.conftest import tally
from tests.graph import Graph
from tests.webhooks.conftest import Time, customer, deliveries, endpoint
from tests.webhooks.receiver import Receiver

SHOWN = "type status attemptCount fault"


async def rule(graph: Graph, fault: str, *types: str, seconds: int | None = None, **given: Any) -> str:
    """The id of a new rule for the deliveries of these types."""
    webhook = {"fault": fault} if seconds is None else {"fault": fault, "seconds": seconds}
    input = {"eventTypes": list(types), "effect": {"webhook": webhook}, **given}
    return str((await graph.do("faultRuleCreate", "id", input=input))["id"])


async def rename(graph: Graph, id: str, *names: str) -> None:
    for name in names:
        await graph.do("customerUpdate", "id", id=id, input={"name": name})


def names(receiver: Receiver) -> list[str]:
    """Of the objects, in the order in which they came."""
    return [each.json["data"]["object"]["name"] for each in receiver.received]


async def test_a_lost_one_never_comes_and_can_be_sent_again(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver)
    id = await rule(graph, "LOST", "customer.upd*", count=1)
    ada = await customer(graph)
    await rename(graph, ada, "Bob", "Cyd")
    await courier.deliver_due()
    assert names(receiver) == ["Ada", "Cyd"]
    assert await tally(graph, id) == (2, 1)
    sent = await deliveries(graph, f"id {SHOWN}")
    (lost,) = (each for each in sent if each["fault"] is not None)
    assert {name: lost[name] for name in SHOWN.split()} == {
        "type": "customer.updated",
        "status": "FAILED",
        "attemptCount": 0,
        "fault": "LOST",
    }
    (event,) = (await graph("{ events(query: \"type:'customer.updated'\", last: 1) { nodes { pendingWebhooks } } }"))[
        "events"
    ]["nodes"]
    assert event == {"pendingWebhooks": 1}
    # What is sent again is met by no rule.
    await graph.do("webhookDeliveryResend", "id", id=lost["id"])
    await courier.deliver_due()
    assert names(receiver) == ["Ada", "Cyd", "Bob"]
    assert await tally(graph, id) == (2, 1)


async def test_a_late_one_comes_later_and_no_other_waits_for_it(
    graph: Graph, courier: Courier, receiver: Receiver, time: Time
) -> None:
    await endpoint(graph, receiver)
    await rule(graph, "LATE", "customer.created", seconds=600)
    ada = await customer(graph)
    await rename(graph, ada, "Bob")
    await courier.deliver_due()
    assert names(receiver) == ["Bob"]
    time.move(seconds=590)
    await courier.deliver_due()
    assert names(receiver) == ["Bob"]
    time.move(seconds=11)
    await courier.deliver_due()
    assert names(receiver) == ["Bob", "Ada"]
    assert [each["status"] for each in await deliveries(graph)] == ["SUCCEEDED", "SUCCEEDED"]


async def test_a_doubled_one_comes_twice_to_each_endpoint(
    graph: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    await endpoint(graph, receiver)
    await endpoint(graph, other, "customer.created")
    id = await rule(graph, "DOUBLED", "customer.created")
    ada = await customer(graph)
    (event,) = (await graph("{ events { nodes { id pendingWebhooks } } }"))["events"]["nodes"]
    assert event["pendingWebhooks"] == 4
    await rename(graph, ada, "Bob")
    await courier.deliver_due()
    assert names(receiver) == ["Ada", "Ada", "Bob"]
    assert Counter(receiver.ids)[event["id"]] == 2
    assert other.ids == [event["id"]] * 2
    assert await tally(graph, id) == (2, 2)
    assert (await graph("{ events { nodes { pendingWebhooks } } }"))["events"]["nodes"] == [{"pendingWebhooks": 0}] * 2
    assert len({each["id"] for each in await deliveries(graph, "id")}) == 5


async def test_one_out_of_order_comes_after_the_next(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver)
    id = await rule(graph, "OUT_OF_ORDER", "*", count=1, after=1)
    ada = await customer(graph)
    await rename(graph, ada, "Bob")
    await courier.deliver_due()
    assert names(receiver) == ["Ada"]
    await rename(graph, ada, "Cyd", "Dee")
    await courier.deliver_due()
    assert names(receiver) == ["Ada", "Cyd", "Bob", "Dee"]
    assert await tally(graph, id) == (4, 1)


async def test_one_out_of_order_that_none_follows_comes_after_half_a_minute(
    graph: Graph, courier: Courier, receiver: Receiver, time: Time
) -> None:
    await endpoint(graph, receiver)
    await rule(graph, "OUT_OF_ORDER", "*")
    await customer(graph)
    time.move(seconds=29)
    await courier.deliver_due()
    assert names(receiver) == []
    time.move(seconds=2)
    await courier.deliver_due()
    assert names(receiver) == ["Ada"]


async def test_events_of_one_transaction_change_places(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    given = {"amount": 1000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True}
    given["automaticPaymentMethods"] = {"enabled": True, "allowRedirects": "NEVER"}

    async def told() -> list[str]:
        """By a receiver that takes one at a time."""
        receiver.received.clear()
        await graph.do("paymentIntentCreate", "id", input=given)
        await courier.deliver_due()
        return [each for each in receiver.types if each != "payment_method.attached"]

    await endpoint(graph, receiver, "payment_intent.created", "charge.succeeded", "payment_intent.succeeded")
    usual = (await graph("{ events { totalCount } }"))["events"]["totalCount"]
    assert usual == 0
    first = await told()
    assert sorted(first) == ["charge.succeeded", "payment_intent.created", "payment_intent.succeeded"]
    await rule(graph, "OUT_OF_ORDER", "payment_intent.created", count=1)
    struck = await told()
    assert sorted(struck) == sorted(first)
    (created,) = (place for place, type in enumerate(struck) if type == "payment_intent.created")
    assert created > 0


async def test_a_run_repeats_with_its_seed(graph: Graph, stranger: Graph, courier: Courier, receiver: Receiver) -> None:
    lost = []
    for merchant, seed in ((graph, 7), (stranger, 7), (graph, 8)):
        made = await endpoint(merchant, receiver, "customer.created")
        id = await rule(merchant, "LOST", "customer.*", share="0.3", seed=seed)
        receiver.received.clear()
        for number in range(20):
            await customer(merchant, name=str(number))
        await courier.deliver_due()
        came = {int(name) for name in names(receiver)}
        lost.append("".join("." if number in came else "x" for number in range(20)))
        assert await tally(merchant, id) == (20, lost[-1].count("x"))
        await merchant.do("faultRuleDelete", "id", id=id)
        await merchant.do("webhookEndpointDelete", "id", id=made["id"])
    assert lost == ["..xx..xx...x...x.x.x", "..xx..xx...x...x.x.x", ".x..x.....x....xx.x."]


async def test_a_rule_of_another_process_meets_the_very_next_event(
    graph: Graph, database: Database, courier: Courier, receiver: Receiver
) -> None:
    """The server has a Database of its own, as another process has."""
    await endpoint(graph, receiver)
    await customer(graph)
    effect = FaultEffect(webhook=FaultWebhook(fault=WebhookFault.LOST))
    async with transaction(database, graph.tenant) as tx:
        roots = fault_rules.Roots((), ())
        made = await fault_rules.create(tx, roots, event_types=["*"], effect=effect)
    await customer(graph, name="Bob")
    async with transaction(database, graph.tenant) as tx:
        await fault_rules.delete(tx, await tx.get(FaultRule, made.id))
    await customer(graph, name="Cyd")
    await courier.deliver_due()
    assert sorted(names(receiver)) == ["Ada", "Cyd"]


async def test_live_mode_is_not_met(graph: Graph, live: Graph, courier: Courier, receiver: Receiver) -> None:
    await endpoint(graph, receiver)
    await live.do("webhookEndpointCreate", "id", input={"url": "https://example.com/hooks", "enabledEvents": ["*"]})
    id = await rule(graph, "LOST", "*")
    await live.do("customerCreate", "id", input={})
    assert await deliveries(live, SHOWN) == [
        {"type": "customer.created", "status": "PENDING", "attemptCount": 0, "fault": None}
    ]
    assert await tally(graph, id) == (0, 0)


async def test_thin_events_are_met_by_what_they_stand_for(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    input = {
        "name": "thin",
        "type": "WEBHOOK_ENDPOINT",
        "eventPayload": "THIN",
        "enabledEvents": ["v1.customer.created", "v1.customer.updated"],
        "webhookEndpoint": {"url": receiver.url()},
    }
    await graph.do("eventDestinationCreate", "id", input=input)
    await rule(graph, "LOST", "customer.created")
    ada = await customer(graph)
    await rename(graph, ada, "Bob")
    await courier.deliver_due()
    assert receiver.types == ["v1.customer.updated"]


async def test_a_platforms_rules_meet_what_it_is_sent_of_its_accounts(
    graph: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    await endpoint(graph, receiver, "customer.created", "customer.updated", connect=True)
    there = graph.on(await begun(graph))
    await endpoint(there, other, "customer.created", "customer.updated")
    id = await rule(graph, "LOST", "customer.upd*", count=1)
    own = await rule(there, "DOUBLED", "customer.created")
    ada = await customer(there)
    await rename(there, ada, "Bob", "Cyd")
    await courier.deliver_due()
    # Each rule meets what is sent to its own account's endpoints, and no other.
    assert names(receiver) == ["Ada", "Cyd"]
    assert names(other) == ["Ada", "Ada", "Bob", "Cyd"]
    assert (await tally(graph, id), await tally(there, own)) == ((2, 1), (1, 1))
    sent = await deliveries(graph, f"account {SHOWN}")
    assert [each["status"] for each in sent if each["fault"] == "LOST"] == ["FAILED"]
    assert {each["account"] for each in sent} == {there.tenant.account}


async def test_a_platforms_rules_change_the_order_over_its_accounts(
    graph: Graph, courier: Courier, receiver: Receiver
) -> None:
    await endpoint(graph, receiver, "customer.created", connect=True)
    first, second = [graph.on(await begun(graph)) for _ in range(2)]
    id = await rule(graph, "OUT_OF_ORDER", "customer.created", count=1)
    await customer(first)
    await courier.deliver_due()
    assert names(receiver) == []
    await customer(second, name="Bob")
    await courier.deliver_due()
    assert names(receiver) == ["Bob", "Ada"]
    assert await tally(graph, id) == (2, 1)


async def test_a_platforms_rules_do_not_meet_what_others_are_sent(
    graph: Graph, stranger: Graph, courier: Courier, receiver: Receiver
) -> None:
    await endpoint(graph, receiver, "customer.created", connect=True)
    there = graph.on(await begun(graph))
    id = await rule(stranger, "LOST", "*")
    await customer(there)
    await courier.deliver_due()
    assert names(receiver) == ["Ada"]
    assert await tally(stranger, id) == (0, 0)
    # Where the rule is gone, the next event is sent as before.
    gone = await rule(graph, "LOST", "*")
    await customer(there, name="Bob")
    await graph.do("faultRuleDelete", "id", id=gone)
    await customer(there, name="Cyd")
    await courier.deliver_due()
    assert names(receiver) == ["Ada", "Cyd"]
