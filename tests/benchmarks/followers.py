"""Those who are told of events: WebSockets by the thousand, as light as they can be, and the receiver of a webhook."""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from tests.benchmarks.arrivals import Arrivals, number_in
from tests.benchmarks.frames import CLOSE, PING, PONG, TEXT, read, written

AT_ONCE = 100
"""Sockets that are being opened at any time."""
Fail = Callable[[str], None]
"""Told why the run is worth nothing."""


class Socket(asyncio.Protocol):
    """Follows one subscription over graphql-transport-ws."""

    def __init__(self, arrivals: Arrivals, authorization: str | None, subscribe: bytes, fail: Fail) -> None:
        self.arrivals = arrivals
        self.authorization = authorization
        self.subscribe = subscribe
        self.fail = fail
        self.subscribed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.upgraded = False
        self.rest = b""
        self.message = b""
        """The last one."""
        self.told = 0
        """Differs between those who were told other events, or in another order."""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        lines = [
            "GET /graphql HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: graphql-transport-ws",
        ]
        transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        if self.rest:
            data = self.rest + data
        if not self.upgraded:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self.rest = head
                return
            if b" 101 " not in head[:20]:
                self.fail(f"A socket was refused: {head[:200].decode(errors='replace')}")
                return
            self.upgraded = True
            headers = {"Authorization": self.authorization} if self.authorization else {}
            init = {"type": "connection_init", "payload": headers}
            self.transport.write(written(TEXT, json.dumps(init).encode()))
        frames, self.rest = read(data)
        for kind, payload in frames:
            if kind == TEXT:
                self.take(payload)
            elif kind == PING:
                self.transport.write(written(PONG, payload))
            elif kind == CLOSE:
                self.fail(f"The server closed a socket: {payload[2:].decode(errors='replace')}")

    def take(self, message: bytes) -> None:
        head = message[:60]
        if b'"next"' in head and b'"errors"' not in message:
            number = number_in(message)
            self.message = message
            self.arrivals.note(number)
            if number >= self.arrivals.first:
                self.told = hash((self.told, number))
        elif b'"connection_ack"' in head:
            self.transport.write(self.subscribe)
            self.subscribed.set_result(None)
        else:
            self.fail(f"A socket was told: {message[:500].decode(errors='replace')}")

    def connection_lost(self, error: Exception | None) -> None:
        self.fail(f"A connection was lost: {error or 'without a reason'}.")


async def connect(
    port: int, count: int, arrivals: Arrivals, *, authorization: str | None, document: str, fail: Fail
) -> list[Socket]:
    """So many sockets, from when each has sent its subscription."""
    loop = asyncio.get_running_loop()
    message = {"id": "1", "type": "subscribe", "payload": {"query": document}}
    subscribe = written(TEXT, json.dumps(message).encode())
    opening = asyncio.Semaphore(AT_ONCE)

    async def one() -> Socket:
        async with opening:
            _, socket = await loop.create_connection(
                lambda: Socket(arrivals, authorization, subscribe, fail), "127.0.0.1", port
            )
            await socket.subscribed
            return socket

    return await asyncio.gather(*(one() for _ in range(count)))


class Hook(asyncio.Protocol):
    """A connection to a webhook's receiver, which acknowledges at once. What is sent again counts once."""

    ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    def __init__(self, arrivals: Arrivals, known: set[int]) -> None:
        self.arrivals = arrivals
        self.known = known
        self.rest = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while (end := self.rest.find(b"\r\n\r\n")) >= 0:
            head = self.rest[:end].lower()
            length = int(head.partition(b"\r\ncontent-length:")[2].split(b"\r\n", 1)[0])
            whole = end + 4 + length
            if len(self.rest) < whole:
                return
            number = number_in(self.rest[end + 4 : whole])
            self.rest = self.rest[whole:]
            self.transport.write(self.ANSWER)
            if number not in self.known:
                self.known.add(number)
                self.arrivals.note(number)


@asynccontextmanager
async def receiving(arrivals: Arrivals) -> AsyncIterator[str]:
    """A webhook's receiver on a free port: its address."""
    known: set[int] = set()
    server = await asyncio.get_running_loop().create_server(lambda: Hook(arrivals, known), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
