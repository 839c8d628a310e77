"""Subscriptions as multipart HTTP, Apollo's protocol: the parts, and every way in which they end."""

import asyncio

import pytest

from app.server import response_stream
from tests.server.conftest import AUTHORIZATION, Live
from tests.server.in_parts import parts
from tests.server.toy import KEY, World

WATCH = {"query": 'subscription { events(types: ["customer.*"]) { id type } }'}
APOLLO_3 = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json"
APOLLO_4 = (
    "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9"
)


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("accept", [APOLLO_3, APOLLO_4, 'multipart/mixed; subscriptionSpec="1.0"', "multipart/mixed"])
async def test_events_are_payloads_of_parts(live: Live, world: World, method: str, accept: str) -> None:
    async with parts(live.http, WATCH, accept, method) as received:
        assert received.response.headers["content-type"] == "multipart/mixed; boundary=graphql; subscriptionSpec=1.0"
        await world.until(listeners=1)
        await world.tell("customer.created", "evt_1")
        assert await received.next() == {"payload": {"data": {"events": {"id": "evt_1", "type": "customer.created"}}}}
        await world.tell("invoice.paid", "evt_2")
        await world.tell("customer.updated", "evt_3")
        await world.tell("end", "")
        assert await received.all() == [{"payload": {"data": {"events": {"id": "evt_3", "type": "customer.updated"}}}}]
    await world.until(listeners=0)


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("text/event-stream, multipart/mixed", "text/event-stream; charset=utf-8"),
        ("multipart/mixed;q=0.5, text/event-stream", "text/event-stream; charset=utf-8"),
        ("text/event-stream;q=0.5, multipart/mixed", "multipart/mixed; boundary=graphql; subscriptionSpec=1.0"),
        ("multipart/mixed;deferSpec=20220824, */*", "text/event-stream; charset=utf-8"),
    ],
)
async def test_the_first_that_is_named_is_served(live: Live, accept: str, found: str) -> None:
    async with live.http.stream("POST", "/graphql", json=WATCH, headers={"Accept": accept}) as response:
        assert response.headers["content-type"] == found


@pytest.mark.parametrize("accept", ["multipart/mixed;subscriptionSpec=2.0", "multipart/mixed;deferSpec=20220824"])
async def test_another_protocol_is_not_taken_for_it(live: Live, world: World, accept: str) -> None:
    response = await live.http.post("/graphql", json=WATCH, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.json()["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"
    assert world.listeners == 0


async def test_what_is_no_subscription_is_answered_in_json(live: Live) -> None:
    for query in ("{ customers(first: 1) { nodes { id } } }", "subscription { nope }"):
        response = await live.http.post("/graphql", json={"query": query}, headers={"Accept": APOLLO_3})
        assert response.headers["content-type"] == "application/json; charset=utf-8"
        assert ("data" in response.json()) == (query[0] == "{")


async def test_a_source_that_refuses_says_why_and_is_over(live: Live) -> None:
    gone = {"query": 'subscription { events(after: "cursor_gone") { id } }'}
    async with parts(live.http, gone, APOLLO_3) as received:
        (part,) = await received.all()
    assert part["payload"] is None
    (error,) = part["errors"]
    assert error["message"] == "The events after this cursor are gone. Start without one."
    assert error["extensions"]["code"] == "CURSOR_EXPIRED"
    assert error["extensions"]["requestId"] == received.response.headers["request-id"]


async def test_a_revoked_key_ends_it(live: Live, world: World) -> None:
    async with parts(live.http, WATCH, APOLLO_3) as received:
        await world.until(listeners=1)
        world.revoke(KEY)
        (part,) = await received.all()
    assert (part["payload"], part["errors"][0]["extensions"]["status"]) == (None, 401)
    await world.until(listeners=0)


async def test_silence_is_filled_with_empty_parts(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_stream, "HEARTBEAT_SECONDS", 0.001)
    async with parts(live.http, WATCH, APOLLO_3) as received:
        assert await received.next() == {}
        assert await received.next() == {}


async def test_a_server_that_stops_ends_it_without_the_closing_boundary(live: Live, world: World) -> None:
    async with parts(live.http, WATCH, APOLLO_3) as received:
        await world.until(listeners=1)
        stopping = asyncio.ensure_future(live.stop())
        with pytest.raises(StopAsyncIteration):
            await received.next()
        await stopping
    assert world.listeners == 0


async def test_a_client_that_leaves_ends_its_source(live: Live, world: World) -> None:
    async with parts(live.http, WATCH, APOLLO_3):
        await world.until(listeners=1)
        assert 'paygraph_subscriptions{transport="multipart"} 1\n' in (await live.http.get("/metrics")).text
    await world.until(listeners=0)
    assert 'paygraph_subscriptions{transport="multipart"} 0\n' in (await live.http.get("/metrics")).text


async def test_it_counts_with_the_keys_other_connections(live: Live, world: World) -> None:
    async with (
        parts(live.http, WATCH, APOLLO_3),
        parts(live.http, WATCH, APOLLO_3),
        live.http.stream("POST", "/graphql", json=WATCH, headers={"Accept": "text/event-stream"}),
    ):
        await world.until(listeners=3)
        response = await live.http.post("/graphql", json=WATCH, headers=AUTHORIZATION | {"Accept": APOLLO_3})
        assert response.status_code == 429
        assert response.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
