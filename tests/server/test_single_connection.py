"""graphql-sse's single connection mode: a token that is its key's, operations that share a stream, and every bound."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.server import response_stream
from app.settings import Limits
from tests.server.conftest import AUTHORIZATION, Live, Serve
from tests.server.toy import KEY, OTHER_KEY, World

TOKEN = "X-GraphQL-Event-Stream-Token"
WATCH = 'subscription { events(types: ["customer.*"]) { id } }'
FIRST = "{ customers(first: 1) { nodes { id } } }"


class Shared:
    """A stream that a client reserved, and what it is told."""

    def __init__(self, live: Live, token: str) -> None:
        self.live = live
        self.token = token
        self.response: httpx.Response | None = None
        self.rest = ""

    async def start(self, id: object, query: str, **headers: str) -> httpx.Response:
        body = {"query": query, "extensions": {"operationId": id}}
        return await self.live.http.post("/graphql", json=body, headers={TOKEN: self.token} | headers)

    async def stop(self, id: str) -> httpx.Response:
        return await self.live.http.delete("/graphql", params={"operationId": id}, headers={TOKEN: self.token})

    @asynccontextmanager
    async def opened(self, **headers: str) -> AsyncIterator["Shared"]:
        sent = {"Accept": "text/event-stream", TOKEN: self.token} | headers
        async with self.live.http.stream("GET", "/graphql", headers=sent) as response:
            assert response.status_code == 200, await response.aread()
            assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
            self.response, self.bytes = response, response.aiter_text()
            assert await self.next() == ("comment", None)
            yield self

    async def next(self) -> tuple[str, Any]:
        while "\n\n" not in self.rest:
            self.rest += await anext(self.bytes)
        text, _, self.rest = self.rest.partition("\n\n")
        if text == ":":
            return "comment", None
        name, data = text.split("\n")
        return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def reserve(live: Live, key: str = KEY) -> Shared:
    response = await live.http.put("/graphql", headers={"Authorization": f"Bearer {key}"})
    assert (response.status_code, response.headers["content-type"]) == (201, "text/plain; charset=utf-8")
    return Shared(live, response.text)


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["errors"][0]["extensions"]["code"]


async def test_operations_share_a_stream(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        assert (await shared.start("a", WATCH)).status_code == 202
        await world.until(listeners=1)
        answer = await shared.start("b", FIRST)
        assert (answer.status_code, answer.content) == (202, b"")
        name, told = await shared.next()
        assert (name, told["id"]) == ("next", "b")
        assert told["payload"]["data"] == {"customers": {"nodes": [{"id": "cus_1"}]}}
        assert told["payload"]["extensions"]["requestId"] == answer.headers["request-id"]
        assert await shared.next() == ("complete", {"id": "b"})
        assert (
            await shared.start("c", "mutation { customerCreate(input: {}) { customer { id } } }")
        ).status_code == 202
        told_both = [await shared.next() for _ in range(3)]
        assert ("next", {"id": "a", "payload": {"data": {"events": {"id": "evt_1"}}}}) in told_both
        assert ("complete", {"id": "c"}) in told_both
        stopped = await shared.stop("a")
        assert (stopped.status_code, stopped.content) == (200, b"")
        await world.until(listeners=0)
        # Its id is free again.
        assert (await shared.start("a", FIRST)).status_code == 202
        assert (await shared.next())[1]["id"] == "a"


async def test_mistakes_are_told_by_their_operation_and_end_no_other(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        await shared.start("a", WATCH)
        await world.until(listeners=1)
        assert (await shared.start("b", "{ nope }")).status_code == 202
        name, told = await shared.next()
        assert (name, told["id"]) == ("next", "b")
        assert told["payload"]["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert await shared.next() == ("complete", {"id": "b"})
        await world.tell("customer.created", "evt_1")
        assert (await shared.next())[1]["id"] == "a"


async def test_parts_come_later_over_it(live: Live, world: World) -> None:
    async with (await reserve(live)).opened(Accept="text/event-stream;incrementalSpec=v0.2") as shared:
        await shared.start("a", "{ customers(first: 1) { nodes { id } } ... @defer { waits } }")
        _, first = await shared.next()
        assert first["payload"]["pending"] == [{"id": "0", "path": []}]
        await world.until(begun=1)
        world.gate.set()
        _, second = await shared.next()
        assert second["payload"]["incremental"] == [{"id": "0", "data": {"waits": "done"}}]
        assert await shared.next() == ("complete", {"id": "a"})
    async with (await reserve(live)).opened() as shared:
        world.gate.clear()
        await shared.start("a", "{ ... @defer { waits } }")
        assert "pending" not in (await shared.next())[1]["payload"]
        await world.until(begun=2)
        await shared.stop("a")
        await world.until(given_up=1)


@pytest.mark.parametrize("key", [KEY, OTHER_KEY])
async def test_a_token_is_its_keys_alone(live: Live, key: str) -> None:
    shared = await reserve(live)
    other = Shared(live, shared.token if key == OTHER_KEY else shared.token[:-1] + "_")
    headers = {"Authorization": f"Bearer {key}"}
    sent = headers | {TOKEN: other.token, "Accept": "text/event-stream"}
    assert code_of(await live.http.get("/graphql", headers=sent)) == (404, "NOT_FOUND")
    assert code_of(await other.start("a", FIRST, **headers)) == (404, "NOT_FOUND")
    response = await live.http.delete("/graphql", params={"operationId": "a"}, headers={TOKEN: other.token} | headers)
    assert code_of(response) == (404, "NOT_FOUND")
    async with shared.opened():
        assert code_of(await other.start("a", FIRST, **headers)) == (404, "NOT_FOUND")


async def test_a_token_without_a_key_is_no_key(live: Live) -> None:
    shared = await reserve(live)
    async with httpx.AsyncClient(base_url=live.http.base_url) as stranger:
        sent = {TOKEN: shared.token, "Accept": "text/event-stream"}
        assert (await stranger.get("/graphql", headers=sent)).status_code == 401
        assert (await stranger.put("/graphql")).status_code == 401


async def test_the_token_may_be_in_the_address(live: Live) -> None:
    shared = await reserve(live)
    headers = {"Accept": "text/event-stream"}
    async with live.http.stream("GET", "/graphql", params={"token": shared.token}, headers=headers) as response:
        assert response.status_code == 200


@pytest.mark.parametrize("id", [None, "", 1, "x" * 256, "\x00"])
async def test_an_operation_needs_an_id(live: Live, world: World, id: object) -> None:
    async with (await reserve(live)).opened() as shared:
        assert code_of(await shared.start(id, WATCH)) == (400, "BAD_REQUEST")
        response = await live.http.delete("/graphql", headers={TOKEN: shared.token})
        assert code_of(response) == (400, "BAD_REQUEST")
    assert world.listeners == 0


async def test_an_id_is_one_operations(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        await shared.start("a", WATCH)
        await world.until(listeners=1)
        assert code_of(await shared.start("a", WATCH)) == (409, "CONFLICT")
        assert world.listeners == 1
        assert (await shared.stop("b")).status_code == 200


async def test_a_stream_is_opened_once(live: Live) -> None:
    async with (await reserve(live)).opened() as shared:
        sent = {"Accept": "text/event-stream", TOKEN: shared.token}
        assert code_of(await live.http.get("/graphql", headers=sent)) == (409, "CONFLICT")


async def test_other_answers_than_a_stream_are_not_given(live: Live) -> None:
    shared = await reserve(live)
    sent = {"Accept": "application/json", TOKEN: shared.token}
    assert code_of(await live.http.get("/graphql", headers=sent)) == (406, "NOT_ACCEPTABLE")
    response = await live.http.post(
        "/graphql", content=b"{}", headers={TOKEN: shared.token, "Content-Type": "text/plain"}
    )
    assert code_of(response) == (415, "UNSUPPORTED_MEDIA_TYPE")
    response = await live.http.delete("/graphql", params={"operationId": "a"})
    assert code_of(response) == (400, "BAD_REQUEST")


async def until_reserved(live: Live) -> None:
    """Wait until the key may reserve a stream again."""
    async with asyncio.timeout(5):
        while (await live.http.put("/graphql")).status_code != 201:  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0)


async def test_a_token_expires_unless_its_stream_is_opened(serve: Serve, world: World) -> None:
    async with serve(Limits(connection_init_seconds=0.01, sockets_per_key=1)) as live:
        shared = await reserve(live)
        await until_reserved(live)
        sent = {"Accept": "text/event-stream", TOKEN: shared.token}
        assert code_of(await live.http.get("/graphql", headers=sent)) == (404, "NOT_FOUND")
        assert code_of(await shared.start("a", WATCH)) == (404, "NOT_FOUND")


async def test_a_key_reserves_so_many_and_no_more(live: Live, world: World) -> None:
    reserved = [await reserve(live) for _ in range(3)]
    assert code_of(await live.http.put("/graphql")) == (429, "RATE_LIMITED")
    await reserve(live, OTHER_KEY)
    async with reserved[0].opened():
        assert (await live.http.put("/graphql")).status_code == 429
    await until_reserved(live)


async def test_so_many_operations_run_and_no_more(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        for id in "abc":
            assert (await shared.start(id, WATCH)).status_code == 202
        await world.until(listeners=3)
        assert (await shared.start("d", FIRST)).status_code == 202
        name, told = await shared.next()
        assert (name, told["id"]) == ("next", "d")
        assert told["payload"]["errors"][0]["extensions"]["limit"] == "subscriptions_per_socket"


async def test_a_client_that_does_not_read_holds_little_and_is_told_so(live: Live, world: World) -> None:
    """As on a WebSocket: its subscription ends, and its other operations go on once it reads."""
    shared = await reserve(live)
    head = f"GET /graphql HTTP/1.1\r\nHost: toy\r\nAuthorization: Bearer {KEY}\r\n"
    head += f"Accept: text/event-stream\r\n{TOKEN}: {shared.token}\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", live.port, limit=1_000)
    writer.write(head.encode())
    await reader.readuntil(b"\n\n")
    assert (await shared.start("a", "subscription { counting(upto: 1000000000) { id type } }")).status_code == 202
    await world.until(listeners=1)
    await world.until(listeners=0)
    assert (await shared.start("b", FIRST)).status_code == 202
    told = b""
    while b'event: complete\ndata: {"id":"b"}' not in told:
        told = told[-2_000:] + await reader.read(65_536)
    assert b'"code":"SLOW_CONSUMER"' in told
    assert b'event: complete\ndata: {"id":"a"}' in told
    writer.close()


async def test_a_client_that_leaves_ends_its_operations_and_its_token(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        await shared.start("a", WATCH)
        await world.until(listeners=1)
    await world.until(listeners=0)
    assert code_of(await shared.start("a", WATCH)) == (404, "NOT_FOUND")
    assert world.watchers == []


async def test_a_mutation_is_finished_though_its_client_left(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        await shared.start("a", "mutation { slow }")
        await world.until(begun=1)
    world.gate.set()
    await world.until(begun=0)
    assert world.customers[-1].id == "cus_slow"


async def test_a_revoked_key_ends_it(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        await shared.start("a", WATCH)
        await world.until(listeners=1)
        world.revoke(KEY)
        with pytest.raises(StopAsyncIteration):
            await shared.next()
    await world.until(listeners=0)


async def test_a_server_that_stops_ends_it_without_complete(live: Live, world: World) -> None:
    async with (await reserve(live)).opened() as shared:
        await reserve(live)
        await shared.start("a", WATCH)
        await world.until(listeners=1)
        stopping = asyncio.ensure_future(live.stop())
        with pytest.raises(StopAsyncIteration):
            await shared.next()
        await stopping
    assert world.listeners == 0


async def test_silence_is_filled_with_comments(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_stream, "HEARTBEAT_SECONDS", 0.001)
    async with (await reserve(live)).opened() as shared:
        assert await shared.next() == ("comment", None)
        assert await shared.next() == ("comment", None)


async def test_several_processes_share_no_stream(serve: Serve) -> None:
    async with serve(one_process=False) as live:
        response = await live.http.put("/graphql", headers=AUTHORIZATION)
        assert (code_of(response), response.headers["allow"]) == ((405, "METHOD_NOT_ALLOWED"), "GET, POST")
