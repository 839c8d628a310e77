"""Webhooks of platforms: what is told of the accounts that are connected to them, and to whom."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, text

from app.database import Database, counting
from app.domain.transaction import transaction
from app.domain.webhooks import endpoints
from app.events.stream import EventRow
from app.events.webhooks.courier import Courier
from app.tables.infrastructure import EventStream
from app.tables.tenancy import belongs
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint
from tests.connect.test_connected import begun
from tests.graph import Graph, new_caller
from tests.webhooks.conftest import customer, deliveries, endpoint
from tests.webhooks.receiver import Receiver, status, verified

STREAM = EventStream.__table__.c
WAITING = text(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
    "AND application_name = 'paygraph writing'"
)
ENDPOINTS = "{ webhookEndpoints { nodes { id } } }"
THIN = {
    "name": "Accounts",
    "type": "WEBHOOK_ENDPOINT",
    "eventPayload": "THIN",
    "enabledEvents": ["v1.customer.created"],
}


async def destination(graph: Graph, receiver: Receiver, *events_from: str, **given: Any) -> dict[str, Any]:
    input = {**THIN, "eventsFrom": list(events_from), "webhookEndpoint": {"url": receiver.url()}, **given}
    return await graph.do("eventDestinationCreate", "id webhookEndpoint { signingSecret }", input=input)


async def pending(graph: Graph) -> list[int]:
    found = await graph("{ events(first: 100) { nodes { pendingWebhooks } } }")
    return [event["pendingWebhooks"] for event in found["events"]["nodes"]]


async def test_a_platform_is_told_of_all_its_accounts(
    graph: Graph, stranger: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    made = await endpoint(graph, receiver, "customer.created", connect=True)
    await endpoint(graph, other, "customer.created")
    await endpoint(stranger, other, connect=True)
    accounts = [await begun(graph), await begun(graph)]
    theirs = await begun(stranger)
    for account in accounts:
        await customer(graph.on(account))
    await customer(graph)
    assert await courier.deliver_due() == 3
    told = [verified(each, made["secret"]) for each in receiver.received]
    assert sorted(event["account"] for event in told) == sorted(accounts)
    assert "account" not in other.received[0].json
    assert len(other.received) == 1
    # Each event once, counted where it is.
    for caller in (graph, *map(graph.on, accounts)):
        assert await pending(caller) == [0]
    await customer(stranger.on(theirs))
    assert await courier.deliver_due() == 1
    assert other.received[1].json["account"] == theirs


async def test_deliveries_stand_with_the_platform(
    graph: Graph, stranger: Graph, courier: Courier, receiver: Receiver
) -> None:
    made = await endpoint(graph, receiver, connect=True)
    account = await begun(graph)
    there = graph.on(account)
    id = await customer(there)
    receiver.answer = status(500)
    await courier.deliver_due()
    assert await pending(there) == [1]
    fields = """id account attemptCount webhookEndpoint { id } event { id account type data { object } }
        attempts { nodes { event { id } } }"""
    (sent,) = await deliveries(graph, fields)
    assert (sent["account"], sent["attemptCount"], sent["webhookEndpoint"]["id"]) == (account, 1, made["id"])
    assert (sent["event"]["account"], sent["event"]["data"]["object"]["id"]) == (account, id)
    assert sent["attempts"]["nodes"] == [{"event": {"id": sent["event"]["id"]}}]
    assert await deliveries(there) == []
    # The event itself is in the account's stream, and found by its id from the platform.
    assert await graph.events() == []
    assert await there.events() == ["customer.created"]
    by_id = f'{{ event(id: "{sent["event"]["id"]}") {{ account deliveries {{ nodes {{ id }} }} }} }}'
    assert (await graph(by_id))["event"] == {"account": account, "deliveries": {"nodes": [{"id": sent["id"]}]}}
    assert (await stranger(by_id))["event"] is None
    receiver.answer = None
    await graph.do("webhookDeliveryResend", "status", id=sent["id"])
    assert await courier.deliver_due() == 1
    assert await pending(there) == [0]
    assert [each["status"] for each in await deliveries(graph)] == ["SUCCEEDED"]


async def test_thin_events_have_their_context(
    graph: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    await destination(graph, receiver, "OTHER_ACCOUNTS")
    await destination(graph, other, "SELF", "OTHER_ACCOUNTS")
    account = await begun(graph)
    id = await customer(graph.on(account))
    own = await customer(graph)
    assert await courier.deliver_due() == 3
    (told,) = [each.json for each in receiver.received]
    assert (told["type"], told["context"], told["related_object"]["id"]) == ("v1.customer.created", account, id)
    assert sorted((each.json["context"] or "", each.json["related_object"]["id"]) for each in other.received) == [
        ("", own),
        (account, id),
    ]
    sent = await deliveries(graph, "account thinEvent { context }", account={"eq": account})
    assert sent == [{"account": account, "thinEvent": {"context": account}}] * 2


async def test_an_accounts_own_endpoints_are_told_without_it(
    graph: Graph, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    account = await begun(graph)
    await endpoint(graph.on(account), receiver)
    await endpoint(graph, other, connect=True)
    await customer(graph.on(account))
    assert await pending(graph.on(account)) == [2]
    assert await courier.deliver_due() == 2
    assert "account" not in receiver.received[0].json
    assert other.received[0].json["account"] == account
    assert receiver.received[0].json["id"] == other.received[0].json["id"]


async def test_a_route_is_known_at_once(graph: Graph, courier: Courier, receiver: Receiver) -> None:
    account = await begun(graph)
    await customer(graph.on(account))
    made = await endpoint(graph, receiver, connect=True)
    await customer(graph.on(account))
    await graph.do("webhookEndpointUpdate", "id", id=made["id"], input={"disabled": True})
    await customer(graph.on(account))
    await graph.do("webhookEndpointUpdate", "id", id=made["id"], input={"disabled": False})
    await customer(graph.on(account))
    await graph.do("webhookEndpointDelete", "id", id=made["id"])
    await customer(graph.on(account))
    assert [each["status"] for each in await deliveries(graph)] == ["CANCELED", "CANCELED"]
    assert await pending(graph.on(account)) == [0] * 5
    assert await courier.deliver_due() == 0
    assert receiver.received == []


@pytest.mark.parametrize("locks", [False, True])
async def test_another_process_learns_of_a_route(graph: Graph, database: Database, locks: bool) -> None:
    """The server has a Database of its own, as another process has."""
    there = graph.on(await begun(graph))
    id = await customer(there)

    async def tell(name: str) -> None:
        if locks:
            await there.do("customerUpdate", "id", id=id, input={"name": name})
        else:
            await customer(there)

    await tell("1")
    async with transaction(database, graph.tenant) as tx:
        made = await endpoints.create(tx, url="https://hooks.example.com/", enabled_events=["*"], connect=True)
    await tell("2")
    async with transaction(database, graph.tenant) as tx:
        await endpoints.delete(tx, await tx.get(WebhookEndpoint, made.id))
    await tell("3")
    assert len(await deliveries(graph)) == 1


async def test_a_change_of_routes_waits_for_what_is_being_told(graph: Graph, database: Database) -> None:
    """As long as an event of an account is not committed, its platform's routes stand; and the other way round."""
    there = graph.on(await begun(graph))
    await customer(there)
    async with database.begin() as held:
        await held.fetch(
            select(STREAM.last_sequence).where(*belongs(STREAM, graph.tenant)).with_for_update(key_share=True)
        )
        # What a platform emits waits for no one else, and an account's event not for the platform's.
        await customer(there)
    async with database.begin() as changing:
        await changing.fetch(select(STREAM.last_sequence).where(*belongs(STREAM, graph.tenant)).with_for_update())
        telling = asyncio.create_task(customer(there))
        async with asyncio.timeout(20):
            while not await database.fetch(WAITING, EventRow):
                assert not telling.done()
                await asyncio.sleep(0)
    await telling
    assert await there.events() == ["customer.created"] * 3


async def test_routes_are_not_read_for_each_event(graph: Graph, receiver: Receiver) -> None:
    first, second = await begun(graph), await begun(graph)
    for account in (first, second):
        await customer(graph.on(account))
    with counting() as without:
        await customer(graph.on(first))
    await endpoint(graph, receiver, connect=True)
    for account in (first, second):
        await customer(graph.on(account))
    with counting() as with_one:
        await customer(graph.on(second))
    # News of what is committed is sent apart, of several at once.
    counts = [len([text for text in each if "pg_notify" not in text]) for each in (without, with_one)]
    assert counts[0] == counts[1]
    assert not [statement for statement in with_one if "connected_routes" in statement]
    assert len(await deliveries(graph)) == 3


@pytest.mark.parametrize("mutation", ["accountDelete", "accountDeauthorize"])
async def test_what_parts_an_account_ends_it(
    graph: Graph, database: Database, courier: Courier, receiver: Receiver, mutation: str
) -> None:
    account, kept = await begun(graph, "STANDARD"), await begun(graph)
    await endpoint(graph, receiver, connect=True)
    alone = await new_caller(graph.client, database, account_id=account)
    await customer(graph.on(account))
    await customer(graph.on(kept))
    await graph.attempt(mutation, "id", id=account)
    if mutation == "accountDeauthorize":
        await customer(alone)
        assert await pending(alone) == [0] * 3
    # Of the account itself, what is last is told: in the platform's own stream.
    assert await courier.deliver_due() == 2
    assert sorted((each.json["type"], each.json["account"]) for each in receiver.received) == [
        ("account.application.deauthorized", account),
        ("customer.created", kept),
    ]
    found = await deliveries(graph, "id type status account event { id }")
    assert {(each["type"], each["status"], each["account"]) for each in found} == {
        ("customer.created", "CANCELED", account),
        ("customer.created", "SUCCEEDED", kept),
        ("account.application.deauthorized", "SUCCEEDED", None),
    }
    (gone,) = [each for each in found if each["status"] == "CANCELED"]
    assert gone["event"] is None
    assert (await graph.refuse("webhookDeliveryResend", id=gone["id"]))["code"] == "RESOURCE_MISSING"
    await graph.do("webhookEndpointReplay", "id", id=(await graph(ENDPOINTS))["webhookEndpoints"]["nodes"][0]["id"])
    assert await courier.deliver_due() == 0


async def test_events_of_accounts_are_sent_again(
    graph: Graph, stranger: Graph, database: Database, courier: Courier, receiver: Receiver, other: Receiver
) -> None:
    made = await endpoint(graph, receiver, connect=True)
    plain = await endpoint(graph, other)
    account = await begun(graph)
    there = graph.on(account)
    own = await endpoint(there, other)
    await customer(there)
    assert await courier.deliver_due() == 2
    (event,) = (await there("{ events { nodes { id } } }"))["events"]["nodes"]
    # By the platform: to its endpoints alone, and on the account to both's.
    assert (await graph.do("eventResend", "pendingWebhooks", id=event["id"]))["pendingWebhooks"] == 1
    assert await courier.deliver_due() == 1
    assert (await there.do("eventResend", "pendingWebhooks", id=event["id"]))["pendingWebhooks"] == 2
    assert await courier.deliver_due() == 2
    assert (len(receiver.received), len(other.received)) == (3, 2)
    for caller in (graph, there):
        await caller.do("eventResend", "id", id=event["id"], input={"webhookEndpoint": made["id"]})
        assert await courier.deliver_due() == 1
        assert receiver.received[-1].json["account"] == account
    refused = await graph.attempt("eventResend", "id", id=event["id"], input={"webhookEndpoint": plain["id"]})
    assert [error["code"] for error in refused["userErrors"]] == ["PARAMETER_INVALID"]
    # The account's own key reaches no endpoint of the platform's, and no one else's key the event.
    alone = await new_caller(graph.client, database, account_id=account)
    assert (await alone.do("eventResend", "pendingWebhooks", id=event["id"]))["pendingWebhooks"] == 1
    await courier.deliver_due()
    assert (len(receiver.received), len(other.received)) == (5, 3)
    for caller, named in ((alone, made["id"]), (graph, own["id"]), (stranger, None)):
        refused = await caller.attempt("eventResend", "id", id=event["id"], input={"webhookEndpoint": named})
        assert [error["code"] for error in refused["userErrors"]] == ["RESOURCE_MISSING"]
