"""What a server logs at the lowest level, and what its PostgreSQL logs, has nothing of what clients send."""

import asyncio
import json
from pathlib import Path

import asyncpg
import httpx
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from app.postgres import EmbeddedPostgres
from tests.cli.command import Server, serving

EMAIL, NAME, TOKEN = "canary@example.com", "Countess Canary", "canarycanarycanarycanary42"
CUSTOMER = f'mutation {{ customerCreate(input: {{ name: "{NAME}", email: "{EMAIL}" }}) {{ customer {{ id }} }} }}'


def test_a_server_and_its_postgres_log_no_secret(tmp_path: Path) -> None:
    log = tmp_path / "stderr"
    with (
        log.open("w") as stderr,
        serving(tmp_path / "data", settings={"PAYGRAPH_LOG_LEVEL": "debug"}, stderr=stderr) as server,
    ):
        asyncio.run(use(server, EmbeddedPostgres(tmp_path / "data").url))
    logs = [log.read_text(), (tmp_path / "data" / "postgres" / "log").read_text()]
    assert "UniqueViolationError: SQLSTATE 23505, schema public, table customer, constraint one_email" in logs[0]
    assert "DEBUG" in logs[0]
    assert "/graphql?[redacted]" in logs[0]
    for canary in (EMAIL, NAME, TOKEN, server.key):
        assert [canary in text for text in logs] == [False, False], canary


async def use(server: Server, database: str) -> None:
    """Come in by HTTP and a WebSocket, and store the same email twice where it must be unique."""
    connection = await asyncpg.connect(database)
    await connection.execute("CREATE UNIQUE INDEX one_email ON customer (email)")
    await connection.close()
    headers = {"Authorization": f"Bearer {server.key}"}
    async with httpx.AsyncClient(base_url=server.address, headers=headers, timeout=30) as client:
        await client.get("/graphql", params={"query": "{ balance { livemode } }", "key": server.key, "token": TOKEN})
        answers = [(await client.post("/graphql", json={"query": CUSTOMER})).json() for _ in range(2)]
    assert answers[1]["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"
    address = server.address.replace("http:", "ws:")
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(
        f"{address}/graphql?token={TOKEN}", subprotocols=protocols, additional_headers=headers
    ) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": headers}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": CUSTOMER}}))
        assert json.loads(await socket.recv())["type"] in ("next", "error")
