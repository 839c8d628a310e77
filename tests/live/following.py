"""Followers: a subscription over a real socket, in each of the ways that a client can hold one."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from websockets.asyncio.client import ClientConnection

from tests.server.conftest import Live

GUARD = 30.0
"""Seconds after which a test that waits for what never comes is given up."""

WAYS = ("graphql-transport-ws", "graphql-ws", "sse")
START = {"graphql-transport-ws": "subscribe", "graphql-ws": "start"}
RESULT = {"graphql-transport-ws": "next", "graphql-ws": "data"}


class Refused(Exception):
    """The subscription ended with these errors, as GraphQL gives them."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors)
        self.errors = errors
        self.code = errors[0]["extensions"]["code"]


class Follower(Protocol):
    """One subscription."""

    async def next(self) -> Any:
        """The next value of the subscription's one field. Raises Refused, and EOFError when there is no more."""


@dataclass
class OverSocket:
    socket: ClientConnection
    id: str

    async def next(self) -> Any:
        protocol = str(self.socket.subprotocol)
        while True:
            async with asyncio.timeout(GUARD):
                message = json.loads(await self.socket.recv())
            if message["type"] == "ka":
                continue
            if message["type"] == "complete":
                raise EOFError
            assert message["id"] == self.id, message
            if message["type"] == "error":
                payload = message["payload"]
                raise Refused(payload if isinstance(payload, list) else [payload])
            assert message["type"] == RESULT[protocol], message
            return value_of(message["payload"])


@dataclass
class OverStream:
    lines: AsyncIterator[str]

    async def next(self) -> Any:
        event = None
        while True:
            async with asyncio.timeout(GUARD):
                line = await anext(self.lines, None)
            if line is None or (event == "complete" and line.startswith("data:")):
                raise EOFError
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: ") and event == "next":
                return value_of(json.loads(line.removeprefix("data: ")))


def value_of(result: dict[str, Any]) -> Any:
    if "errors" in result:
        raise Refused(result["errors"])
    (value,) = result["data"].values()
    return value


@asynccontextmanager
async def follow(
    live: Live,
    secret: str,
    document: str,
    way: str = "graphql-transport-ws",
    /,
    *,
    account: str | None = None,
    **variables: Any,
) -> AsyncIterator[Follower]:
    """Subscribe with a key, which may act on an account. The subscription may begin only after this has returned."""
    query = {"query": document, "variables": variables}
    if way == "sse":
        headers = {"Authorization": f"Bearer {secret}", "Accept": "text/event-stream", **acting(account)}
        timeout = httpx.Timeout(GUARD)
        async with live.http.stream("POST", "/graphql", json=query, headers=headers, timeout=timeout) as response:
            assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
            yield OverStream(response.aiter_lines())
        return
    async with live.socket(way) as socket:
        await greet(socket, secret, account)
        yield await begin(socket, "1", query)


def acting(account: str | None) -> dict[str, str]:
    """The header that names the account to act on."""
    return {"Stripe-Account": account} if account else {}


async def greet(socket: ClientConnection, secret: str, account: str | None = None) -> None:
    """Show the key."""
    payload = {"Authorization": f"Bearer {secret}", **acting(account)}
    await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
    async with asyncio.timeout(GUARD):
        assert json.loads(await socket.recv())["type"] == "connection_ack"


async def begin(socket: ClientConnection, id: str, query: dict[str, Any]) -> OverSocket:
    """Start a subscription on a socket that has greeted."""
    await socket.send(json.dumps({"id": id, "type": START[str(socket.subprotocol)], "payload": query}))
    return OverSocket(socket, id)


async def take(follower: Follower, count: int) -> list[Any]:
    """The next `count` values."""
    return [await follower.next() for _ in range(count)]
