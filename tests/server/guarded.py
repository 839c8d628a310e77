"""Servers with narrow limits, and what their guard sees."""

import asyncio
import contextlib
import json
import os
import struct
from collections.abc import AsyncIterator, Callable

from app.server.guard import Guard
from app.server.socket_connection import SocketConnection
from app.settings import Limits
from tests.server.raw_server import Connection, RawServer
from tests.server.toy import KEY

LIMITS = Limits(max_body_bytes=200_000, max_head_bytes=4_000, max_connections=6, connections_per_address=4)


def guard_of(server: RawServer) -> Guard:
    guard = next(iter(server.live.server.server_state.connections)).guard  # type: ignore[union-attr]
    assert isinstance(guard, Guard)
    return guard


async def later(server: RawServer, seconds: float) -> None:
    """What the guard sees after so much time."""
    guard_of(server).look(asyncio.get_running_loop().time() + seconds)


async def until(holds: Callable[[], bool]) -> None:
    """Give the server turns of the loop until it has taken note."""
    for _ in range(10_000):
        if holds():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came about")


async def arrived(server: RawServer, many: int) -> None:
    """Wait until so many connections are there."""
    await until(lambda: len(server.live.server.server_state.connections) >= many)


def handshake() -> bytes:
    return (
        b"GET /graphql HTTP/1.1\r\nHost: toy\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
    )


def frame(payload: bytes, *, opcode: int = 1, fin: bool = True) -> bytes:
    mask, length = os.urandom(4), len(payload)
    head = bytes([opcode | (0x80 if fin else 0)])
    if length < 126:
        head += bytes([0x80 | length])
    else:
        head += b"\xfe" + struct.pack("!H", length) if length < 65_536 else b"\xff" + struct.pack("!Q", length)
    return head + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))


@contextlib.asynccontextmanager
async def opened(server: RawServer) -> AsyncIterator[tuple[Connection, SocketConnection]]:
    async with server.connect() as connection:
        await connection.send(handshake())
        assert b" 101 " in await connection.reader.readuntil(b"\r\n\r\n")
        (served,) = [each for each in server.live.server.server_state.connections if isinstance(each, SocketConnection)]
        yield connection, served


async def introduced(connection: Connection) -> None:
    init = {"type": "connection_init", "payload": {"authorization": f"Bearer {KEY}"}}
    await connection.send(frame(json.dumps(init).encode()))
    assert b"connection_ack" in await connection.reader.read(4_096)
