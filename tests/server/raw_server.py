"""A server asked in raw bytes, which knows what went through ASGI; and the same app without its fast path."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.server.app import create_app
from app.server.connection import Connection as ServedConnection
from app.server.metrics import Metrics
from app.server.ports import Services
from app.settings import Limits
from tests.server import toy
from tests.server.conftest import Live, served
from tests.server.toy import KEY, World

JSON = "application/json"
LIMITS = Limits(max_body_bytes=200_000, max_tokens=1_000, sockets_per_key=3)


class Watched:
    """An app that notes the requests that come to it, and takes the fast path away if `asgi_alone`."""

    def __init__(self, app: ASGIApp, *, asgi_alone: bool = False) -> None:
        self.app = app
        self.asgi_alone = asgi_alone
        self.asked: list[str] = []
        self.begun = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            self.asked.append(scope["path"])
            self.begun.set()

        async def shutting(message: Message) -> None:
            if self.asgi_alone and message["type"] == "lifespan.startup.complete":
                del scope["state"]["fast_path"]
            await send(message)

        await self.app(scope, receive, shutting if scope["type"] == "lifespan" else send)


class RawServer:
    """One running server."""

    def __init__(self, live: Live, watched: Watched, world: World) -> None:
        self.live = live
        self.watched = watched
        self.world = world

    @asynccontextmanager
    async def connect(self, **options: Any) -> AsyncIterator["Connection"]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.live.port, **options)
        try:
            yield Connection(reader, writer)
        finally:
            writer.close()

    async def ask(self, request: bytes) -> bytes:
        """What is answered to one request, on a connection of its own."""
        async with self.connect() as connection:
            await connection.send(request)
            return await connection.answer()


class Connection:
    """A client's end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, *, bodiless: bool = False) -> bytes:
        """One whole response, without what differs from one to the next: its moment, and the request's id."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        if bodiless:
            body = b""
        elif length:
            body = await self.reader.readexactly(int(length[1]))
        else:
            body = await self.reader.readuntil(b"0\r\n\r\n")
        return usual(head + body)

    async def rest(self) -> bytes:
        """All that comes until the server closes."""
        return usual(await self.reader.read())


def usual(answers: bytes) -> bytes:
    answers = re.sub(rb"date: [^\r]*", b"date: now", answers)
    return re.sub(rb"req_[0-9A-Za-z]{24}", b"req_", answers)


@asynccontextmanager
async def raw_server(*, asgi_alone: bool = False, limits: Limits = LIMITS, **options: Any) -> AsyncIterator[RawServer]:
    """The toy, served."""
    world = toy.seeded()

    @asynccontextmanager
    async def open_services(metrics: Metrics) -> AsyncIterator[Services]:
        yield toy.services(world)

    watched = Watched(create_app(open_services, limits, **options), asgi_alone=asgi_alone)
    async with served(watched, limits) as live:
        live.server.server_state.default_headers = [(b"date", b"Thu, 01 Jan 2026 00:00:00 GMT")]
        yield RawServer(live, watched, world)


class Arrivals:
    """How much of what was sent servers have received. TCP may join what was sent apart; waiting keeps it apart."""

    def __init__(self) -> None:
        self.bytes = 0
        self.changed = asyncio.Event()

    async def until(self, count: int) -> None:
        while self.bytes < count:
            self.changed.clear()
            await self.changed.wait()


@contextmanager
def arrivals(monkeypatch: pytest.MonkeyPatch) -> Iterator[Arrivals]:
    found = Arrivals()
    receive = ServedConnection.data_received

    def noting(self: ServedConnection, data: bytes) -> None:
        receive(self, data)
        found.bytes += len(data)
        found.changed.set()

    with monkeypatch.context() as patch:
        patch.setattr(ServedConnection, "data_received", noting)
        yield found


def post(body: str | bytes, *headers: str, key: str | None = KEY, line: str = "POST /graphql HTTP/1.1") -> bytes:
    """A request as clients send it."""
    content = body.encode() if isinstance(body, str) else body
    given = [header.partition(":")[0].lower() for header in headers]
    lines = [line, "Host: toy"]
    if "content-type" not in given:
        lines.append(f"Content-Type: {JSON}")
    if "content-length" not in given and "transfer-encoding" not in given:
        lines.append(f"Content-Length: {len(content)}")
    if key is not None:
        lines.append(f"Authorization: Bearer {key}")
    return "\r\n".join([*lines, *headers, "", ""]).encode("latin-1") + content
