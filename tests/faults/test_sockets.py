"""Faults of operations on WebSockets and shared event streams."""

import orjson
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedError

from tests.faults.conftest import customers, rule, tally
from tests.graph import Graph
from tests.server.conftest import Live

CREATE = "mutation($key: String) { customerCreate(input: {}, idempotencyKey: $key) { customer { id } replayed } }"


async def begun(socket: ClientConnection, graph: Graph) -> None:
    """Show the key."""
    payload = {"Authorization": f"Bearer {graph.secret}"}
    await socket.send(orjson.dumps({"type": "connection_init", "payload": payload}).decode())
    assert orjson.loads(await socket.recv())["type"] == "connection_ack"


async def ask(socket: ClientConnection, id: str, document: str, **variables: str) -> None:
    payload = {"query": document, "variables": variables}
    await socket.send(orjson.dumps({"id": id, "type": "subscribe", "payload": payload}).decode())


@pytest.mark.parametrize(("cut", "made"), [("BEFORE_COMMIT", 0), ("AFTER_COMMIT", 1)])
async def test_a_socket_is_cut(servers: list[Live], shop: Graph, cut: str, made: int) -> None:
    id = await rule(shop, {"cut": cut}, "customerCreate", count=1)
    async with servers[0].socket() as socket:
        await begun(socket, shop)
        await ask(socket, "1", CREATE, key="once")
        with pytest.raises(ConnectionClosedError) as closed:
            await socket.recv()
        assert closed.value.rcvd is None
    assert await customers(shop) == made
    async with servers[0].socket() as socket:
        await begun(socket, shop)
        await ask(socket, "1", CREATE, key="once")
        told = orjson.loads(await socket.recv())
        assert told["payload"]["data"]["customerCreate"]["replayed"] is bool(made)
    assert await customers(shop) == 1
    assert await tally(shop, id) == (2, 1)


async def test_an_operation_is_refused_and_the_socket_stays(servers: list[Live], shop: Graph) -> None:
    await rule(shop, {"rateLimited": {"retryAfter": 3}}, "customerCreate", count=1)
    async with servers[0].socket() as socket:
        await begun(socket, shop)
        await ask(socket, "1", CREATE)
        told = orjson.loads(await socket.recv())
        assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", "RATE_LIMITED")
        await ask(socket, "2", CREATE)
        assert orjson.loads(await socket.recv())["type"] == "next"
    assert await customers(shop) == 1


async def test_a_shared_event_stream_ends(servers: list[Live], shop: Graph) -> None:
    id = await rule(shop, {"cut": "AFTER_COMMIT"}, "customerCreate", count=1)
    http, key = servers[0].http, {"authorization": f"Bearer {shop.secret}"}
    token = (await http.put("/graphql", headers=key)).text
    mine = {**key, "x-graphql-event-stream-token": token}
    async with http.stream("GET", "/graphql", headers={**mine, "accept": "text/event-stream"}) as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ":"
        body = {"query": CREATE, "extensions": {"operationId": "1"}}
        assert (await http.post("/graphql", headers=mine, json=body)).status_code == 202
        assert [line async for line in lines if line] == []
    assert await customers(shop) == 1
    assert await tally(shop, id) == (1, 1)
