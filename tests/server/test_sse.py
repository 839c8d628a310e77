"""Subscriptions as Server-Sent Events: the frames, contexts that are fresh, and every way in which a stream ends."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.server import response_stream
from app.server.responses import APOLOGY
from tests.server.conftest import AUTHORIZATION, Live
from tests.server.toy import KEY, World

WATCH = 'subscription { events(types: ["customer.*"]) { id type } }'


class Frames:
    """A stream's frames, one after another: a comment, or an event's name and data."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.bytes = response.aiter_bytes()
        self.rest = b""

    async def next(self) -> tuple[str, Any]:
        while b"\n\n" not in self.rest:
            self.rest += await anext(self.bytes)
        text, _, self.rest = self.rest.partition(b"\n\n")
        assert b"\r" not in text
        if text == b":":
            return "comment", None
        name, data = text.decode().split("\n")
        value = data.removeprefix("data:").strip()
        return name.removeprefix("event: "), json.loads(value) if value else None

    async def error(self) -> dict[str, Any]:
        """The error of a last result, after which the stream is complete."""
        name, data = await self.next()
        assert (name, "data" in data) == ("next", False)
        assert await self.next() == ("complete", None)
        (error,) = data["errors"]
        assert error["extensions"]["requestId"] == self.response.headers["request-id"]
        assert isinstance(error, dict)
        return error


@asynccontextmanager
async def stream(
    live: Live, query: str, method: str = "POST", accept: str = "text/event-stream"
) -> AsyncIterator[Frames]:
    what: dict[str, Any] = {"params": {"query": query}} if method == "GET" else {"json": {"query": query}}
    async with live.http.stream(method, "/graphql", headers={"Accept": accept}, **what) as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        frames = Frames(response)
        assert await frames.next() == ("comment", None)
        yield frames


@pytest.mark.parametrize(
    ("method", "accept"),
    [("POST", "text/event-stream"), ("GET", "*/*"), ("POST", "application/json, text/event-stream")],
)
async def test_events_are_frames_until_the_source_ends(live: Live, world: World, method: str, accept: str) -> None:
    async with stream(live, WATCH, method, accept) as frames:
        await world.until(listeners=1)
        await world.tell("customer.created", "evt_1")
        assert await frames.next() == ("next", {"data": {"events": {"id": "evt_1", "type": "customer.created"}}})
        await world.tell("invoice.paid", "evt_2")
        await world.tell("customer.updated", "evt_3")
        assert await frames.next() == ("next", {"data": {"events": {"id": "evt_3", "type": "customer.updated"}}})
        await world.tell("end", "")
        assert await frames.next() == ("complete", None)
    await world.until(listeners=0)


async def test_every_event_has_a_context_of_its_own(live: Live) -> None:
    async with stream(live, "subscription { counting(upto: 3) { id context } }") as frames:
        seen = [(await frames.next())[1]["data"]["counting"] for _ in range(3)]
    assert [event["id"] for event in seen] == ["1", "2", "3"]
    assert len({event["context"] for event in seen}) == 3


async def test_a_subscription_needs_a_client_that_takes_streams(live: Live) -> None:
    response = await live.http.post("/graphql", json={"query": WATCH}, headers={"Accept": "application/json"})
    assert response.status_code == 406
    assert response.json()["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"


async def test_single_results_come_as_streams_to_those_who_prefer_them(live: Live, world: World) -> None:
    async with stream(live, "{ customers(first: 1) { nodes { id } } }") as frames:
        assert (await frames.next())[1]["data"] == {"customers": {"nodes": [{"id": "cus_1"}]}}
        assert await frames.next() == ("complete", None)
    async with stream(live, 'mutation { customerCreate(input: { email: "a" }) { customer { id } } }') as frames:
        assert (await frames.next())[1]["data"] == {"customerCreate": {"customer": {"id": "cus_4"}}}
    assert len(world.customers) == 4
    async with stream(live, "{ nope }") as frames:
        assert (await frames.error())["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_a_bad_key_is_refused_before_any_stream(live: Live) -> None:
    headers = {"Accept": "text/event-stream", "Authorization": "Bearer sk_no"}
    response = await live.http.post("/graphql", json={"query": WATCH}, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (401, "application/json; charset=utf-8")


async def test_a_source_that_refuses_says_why(live: Live) -> None:
    async with stream(live, 'subscription { events(after: "cursor_gone") { id } }') as frames:
        error = await frames.error()
    assert error["message"] == "The events after this cursor are gone. Start without one."
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("CURSOR_EXPIRED", 410)


async def test_a_source_that_breaks_is_never_shown(live: Live, world: World, caplog: pytest.LogCaptureFixture) -> None:
    async with stream(live, WATCH) as frames:
        await world.until(listeners=1)
        await world.tell("bug", "")
        assert (await frames.error())["message"] == APOLOGY
    assert ": password=hunter2" not in caplog.text
    assert "RuntimeError: [message withheld]" in caplog.text


async def test_a_client_that_leaves_ends_its_source(live: Live, world: World) -> None:
    async with stream(live, WATCH):
        await world.until(listeners=1)
    await world.until(listeners=0)
    await live.stop()
    assert world.watchers == []


async def test_a_revoked_key_ends_its_streams(live: Live, world: World) -> None:
    async with stream(live, WATCH) as frames:
        await world.until(listeners=1)
        world.revoke(KEY)
        error = await frames.error()
    assert (error["message"], error["extensions"]["status"]) == ("The API key was revoked. Use another one.", 401)
    await world.until(listeners=0)


async def test_a_key_holds_so_many_streams_and_no_more(live: Live, world: World) -> None:
    async with stream(live, WATCH), stream(live, WATCH):
        async with stream(live, WATCH):
            await world.until(listeners=3)
            response = await live.http.post("/graphql", json={"query": WATCH}, headers=AUTHORIZATION)
            assert response.status_code == 429
            assert response.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
        await world.until(listeners=2)
        async with stream(live, WATCH):
            await world.until(listeners=3)


async def test_silence_is_filled_with_comments(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_stream, "HEARTBEAT_SECONDS", 0.001)
    async with stream(live, WATCH) as frames:
        assert await frames.next() == ("comment", None)
        assert await frames.next() == ("comment", None)


async def test_a_server_that_stops_ends_streams_without_complete(live: Live, world: World) -> None:
    async with stream(live, WATCH) as frames:
        await world.until(listeners=1)
        stopping = asyncio.ensure_future(live.stop())
        with pytest.raises(StopAsyncIteration):
            await frames.next()
        await stopping
    assert world.listeners == 0
