"""Frames written straight to the connection: the same bytes as through ASGI, and only while the client reads."""

import asyncio
import base64
import json
import os
import pickle
from typing import Any

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

from app.server import frames, serving
from app.server.frames import EXTENSION, Mailbox, Straight, WithWire, framed, wire_of
from app.server.socket_connection import SocketConnection
from app.settings import Limits
from tests.server.conftest import Live, Serve
from tests.server.raw_server import usual
from tests.server.toy import KEY, World

LIMITS = Limits(socket_buffer_events=10)
WATCH = 'subscription { events(types: ["customer.*"]) { id type } }'
WAYS = ("straight", "plain uvicorn", "without its insides")


def choose(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the next server serve sockets that way."""
    if way == "plain uvicorn":
        monkeypatch.setattr(serving, "SocketConnection", "websockets-sansio")
    elif way == "without its insides":
        monkeypatch.setattr(frames, "INSIDES", (*frames.INSIDES, "something_else"))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What went past ASGI."""
    found: list[bytes] = []
    begin = Straight.__init__

    def noting(self: Straight, protocol: Any) -> None:
        begin(self, protocol)
        write = self.write

        def note(data: bytes) -> None:
            found.append(data)
            write(data)

        self.write = note

    monkeypatch.setattr(Straight, "__init__", noting)
    return found


def masked(text: str) -> bytes:
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=True)


async def told(live: Live, world: World, names: list[str]) -> bytes:
    """All bytes that a client receives after its upgrade: an answer, some events, the end, the close."""
    reader, writer = await asyncio.open_connection("127.0.0.1", live.port)
    lines = [
        "GET /graphql HTTP/1.1",
        "Host: toy",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: graphql-transport-ws",
        "Sec-WebSocket-Extensions: permessage-deflate",
        f"Authorization: Bearer {KEY}",
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    await reader.readuntil(b"\r\n\r\n")
    writer.write(masked('{"type": "connection_init"}'))
    writer.write(masked(json.dumps({"id": "é", "type": "subscribe", "payload": {"query": WATCH}})))
    await world.until(listeners=1)
    for name in names:
        await world.tell("customer.created", name)
    await world.tell("end", "")
    received = b""

    async def until(text: bytes) -> None:
        nonlocal received
        while text not in received:
            received += await reader.read(65_536)

    await until(b'"complete"')
    writer.write(masked('{"type": "ping", "payload": {"late": true}}'))
    await until(b'"pong"')
    writer.write(masked('{"type": "nonsense"}'))
    await until(b"Unknown message type 'nonsense'")
    writer.close()
    return usual(received)


async def test_a_client_reads_the_same_bytes_either_way(
    serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch, written: list[bytes]
) -> None:
    received: dict[str, bytes] = {}
    names = ["evt_1", "evt_2", "x" * 200, "y" * 70_000]
    for way in WAYS:
        written.clear()
        with monkeypatch.context() as patch:
            choose(way, patch)
            async with serve(LIMITS) as live:
                received[way] = await told(live, world, names)
        assert bool(written) == (way == "straight")
    assert set(received.values()) == {received["straight"]}
    assert all(name.encode() in received["straight"] for name in names)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_is_what_websockets_makes_of_the_text(length: int) -> None:
    text = b"a" * length
    assert framed(text[: length // 2], text[length // 2 :]) == Frame(Opcode.TEXT, text).serialize(mask=False)


def test_uvicorn_has_the_insides_that_we_know() -> None:
    assert issubclass(SocketConnection, WebSocketsSansIOProtocol)
    assert pickle.loads(pickle.dumps(SocketConnection)) is SocketConnection


def test_there_is_no_wire_where_no_server_gave_one() -> None:
    assert wire_of({"type": "websocket"}) is None
    assert wire_of({"type": "websocket", "extensions": {}}) is None


class Upgraded(asyncio.Protocol):
    """As much of uvicorn's protocol as a wire looks at."""

    def __init__(self) -> None:
        self.transport = self
        self.writable = asyncio.Event()
        self.writable.set()
        self.close_sent = self.disconnected = self.closing = False
        self.handshake_complete = True
        self.written: list[bytes] = []
        self.write = self.written.append
        self.request = self.response = None
        self.scope: dict[str, Any] = {"extensions": {}}

    def is_closing(self) -> bool:
        return self.closing

    def handle_connect(self, event: Any) -> None:
        """Where ours begins."""


class Wired(WithWire, Upgraded):
    """The same with a wire."""


@pytest.mark.parametrize("name", ["close_sent", "disconnected", "closing"])
async def test_a_wire_is_closed_once_its_connection_is(name: str) -> None:
    protocol: Any = Wired()
    protocol.handle_connect(None)
    wire = protocol.scope["extensions"][EXTENSION]
    assert wire.is_open
    setattr(protocol, name, True)
    assert not wire.is_open


async def test_a_wire_is_closed_while_the_client_does_not_read() -> None:
    protocol = Upgraded()
    wire = Straight(protocol)
    protocol.writable.clear()
    assert not wire.is_open
    protocol.writable.set()
    protocol.handshake_complete = False
    assert not wire.is_open


async def test_a_mailbox_gives_in_order_and_waits_when_empty() -> None:
    box = Mailbox()
    box.put_nowait(1)
    box.put_nowait(2)
    assert [await box.get(), await box.get()] == [1, 2]
    assert box.empty()
    given_up = asyncio.ensure_future(box.get())
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    waiting = asyncio.ensure_future(box.get())
    await asyncio.sleep(0)
    box.put_nowait(3)
    box.put_nowait(4)
    assert (await waiting, await box.get(), box.empty()) == (3, 4, True)
