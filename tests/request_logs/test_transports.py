"""The request log over sockets and streams: operations, refused subscriptions, and sockets that are closed."""

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from app.access.keys import list_keys, revoke_key
from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller
from tests.live.following import follow
from tests.server.conftest import Live

ROWS = """{ requestLogs(first: 100) {
    nodes { id transport operationKind outcome status closeCode errors { code } mutations objects }
} }"""
SIGN = 'mutation { customerCreate(input: {name: "Ada"}) { customer { id } } }'


async def rows(graph: Graph) -> list[dict[str, Any]]:
    """All rows, the newest first."""
    found: list[dict[str, Any]] = (await graph(ROWS))["requestLogs"]["nodes"]
    return found


async def test_a_mutation_over_a_socket(server: Live, merchant: Graph) -> None:
    async with server.socket() as socket:
        await socket.send(
            json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {merchant.secret}"}})
        )
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": SIGN}}))
        answer = json.loads(await socket.recv())["payload"]
    (row,) = await rows(merchant)
    assert row == {
        "id": answer["extensions"]["requestId"],
        "transport": "WEBSOCKET",
        "operationKind": "MUTATION",
        "outcome": "SUCCEEDED",
        "status": 200,
        "closeCode": None,
        "errors": [],
        "mutations": ["customerCreate"],
        "objects": [answer["data"]["customerCreate"]["customer"]["id"]],
    }


@pytest.mark.parametrize(("way", "transport"), [("graphql-transport-ws", "WEBSOCKET"), ("sse", "SSE")])
async def test_a_subscription_that_is_refused(server: Live, merchant: Graph, way: str, transport: str) -> None:
    async with follow(server, merchant.secret, 'subscription { events(types: ["nothing"]) { id } }', way) as follower:
        with pytest.raises(Exception, match="nothing"):
            await follower.next()
    (row,) = await rows(merchant)
    assert (row["transport"], row["operationKind"], row["outcome"]) == (transport, "SUBSCRIPTION", "FAILED")
    assert (row["status"], row["errors"]) == (400, [{"code": "BAD_REQUEST"}])


async def test_a_socket_that_is_closed_for_its_key(server: Live, merchant: Graph, database: Database) -> None:
    other = await new_caller(
        server.http,
        database,
        account_id=merchant.tenant.account,
        kind=KeyKind.RESTRICTED,
        permissions={"tax": "read"},
    )
    async with database.begin() as connection:
        key = next(
            key for key in await list_keys(connection, merchant.tenant.account) if key.kind == KeyKind.RESTRICTED
        )
        await revoke_key(connection, key.id)
    async with server.socket() as socket:
        await socket.send(
            json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {other.secret}"}})
        )
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    (row,) = await rows(merchant)
    assert (row["transport"], row["status"], row["closeCode"]) == ("WEBSOCKET", 401, closed.value.rcvd.code)


async def test_a_socket_that_is_closed_for_what_it_sent(server: Live, merchant: Graph) -> None:
    async with server.socket() as socket:
        await socket.send(
            json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {merchant.secret}"}})
        )
        await socket.recv()
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": 7}}))
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    (row,) = await rows(merchant)
    assert (row["operationKind"], row["status"], row["closeCode"]) == (None, 400, 4400)
