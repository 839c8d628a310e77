"""The app as shipped, on real PostgreSQL, over real sockets: events as they happen, resuming, and keys that end."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from app.access.keys import authenticate, revoke_key
from app.database import Database
from app.server.main import build
from app.settings import Limits, Settings
from tests.graph import Graph, new_caller
from tests.server.conftest import Live, served

CREATE = "mutation { customerCreate(input: {}) { customer { id } } }"
WATCH = 'subscription ($after: String) { events(types: ["customer.*"], after: $after) { id cursor type } }'


@pytest.fixture
async def shipped(database: Database) -> AsyncIterator[Live]:
    limits = Limits(socket_buffer_events=5)
    app = build(Settings(database_url=database.url, worker=False, limits=limits))
    async with served(app, limits) as live:
        yield live


@pytest.fixture
async def merchant(shipped: Live, database: Database) -> Graph:
    return await new_caller(shipped.http, database)


async def say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection) -> dict[str, Any]:
    message = json.loads(await socket.recv())
    assert isinstance(message, dict)
    return message


async def init(socket: ClientConnection, caller: Graph) -> None:
    await say(socket, type="connection_init", payload={"Authorization": f"Bearer {caller.secret}"})
    assert (await hear(socket))["type"] == "connection_ack"


async def watch(socket: ClientConnection, after: str | None) -> None:
    await say(socket, id="1", type="subscribe", payload={"query": WATCH, "variables": {"after": after}})


async def event(socket: ClientConnection) -> dict[str, Any]:
    message = await hear(socket)
    assert message["type"] == "next", message
    found = message["payload"]["data"]["events"]
    assert isinstance(found, dict)
    return found


async def test_events_arrive_and_resume_after_a_cursor(shipped: Live, merchant: Graph, database: Database) -> None:
    for _ in range(12):
        await merchant(CREATE)
    stranger = await new_caller(shipped.http, database)
    await stranger(CREATE)
    async with shipped.socket() as socket:
        await init(socket, merchant)
        await watch(socket, "0")
        first = [await event(socket) for _ in range(12)]
        assert [found["cursor"] for found in first] == [str(number) for number in range(1, 13)]
        assert {found["type"] for found in first} == {"customer.created"}
        await merchant(CREATE)
        assert (await event(socket))["cursor"] == "13"
    async with shipped.socket() as socket:
        await init(socket, merchant)
        await watch(socket, first[9]["cursor"])
        assert [(await event(socket))["cursor"] for _ in range(3)] == ["11", "12", "13"]


async def test_a_subscription_that_is_refused_says_why(shipped: Live, merchant: Graph) -> None:
    async with shipped.socket() as socket:
        await init(socket, merchant)
        await watch(socket, "no-such-cursor")
        answer = await hear(socket)
        assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", "BAD_REQUEST")


async def test_a_revoked_key_loses_its_sockets_and_streams(shipped: Live, merchant: Graph, database: Database) -> None:
    other = await new_caller(shipped.http, database, account_id=merchant.tenant.account)
    headers = {"Authorization": f"Bearer {merchant.secret}", "Accept": "text/event-stream"}
    request = {"query": WATCH, "variables": {"after": "0"}}
    async with (
        shipped.socket() as revoked,
        shipped.socket() as kept,
        shipped.http.stream("POST", "/graphql", json=request, headers=headers) as stream,
    ):
        for socket, caller in ((revoked, merchant), (kept, other)):
            await init(socket, caller)
            await watch(socket, "0")
        await revoke(database, merchant)
        await revoked.wait_closed()
        assert revoked.close_code == 4401
        assert b'"code":"UNAUTHENTICATED","status":401' in await stream.aread()
        await other(CREATE)
        assert (await event(kept))["type"] == "customer.created"
    refused = await merchant.post({"query": "{ __typename }"})
    assert refused.status_code == 401


async def revoke(database: Database, caller: Graph) -> None:
    key = await authenticate(database, f"Bearer {caller.secret}")
    async with database.begin() as connection:
        await revoke_key(connection, key.key_id)


async def test_limits_hold_on_the_way_in(merchant: Graph) -> None:
    deep = "{ customers { nodes { " + "paymentIntents { nodes { customer { " * 12 + "id" + " } } }" * 12 + " } } }"
    answer = await merchant.post({"query": deep}, Accept="application/graphql-response+json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["limit"] == "max_depth"
