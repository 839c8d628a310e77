"""Frames: whole WebSocket messages, written straight to the connection. Nothing else here knows uvicorn's insides.

A message from the server is its length and its text, without a mask, and so the same bytes for all who receive it.
Through ASGI each socket would remake them. Where uvicorn is not the one that we know, there is no wire, and all goes
through ASGI as before. An uncompressed frame is valid whatever extensions were agreed upon (RFC 7692, 6).
"""

import asyncio
from typing import Any, Protocol

from starlette.types import Scope

EXTENSION = "paygraph.wire"
"""Under which an ASGI scope has its connection's wire."""

TEXT = b"\x81"
"""A whole text message in one frame."""

INSIDES = ("close_sent", "disconnected", "handshake_complete", "request", "response", "transport", "writable")
"""What uvicorn's protocol must have for us to write past it."""


class Wire(Protocol):
    """The way to one client."""

    @property
    def is_open(self) -> bool:
        """Whether frames may be written now: the handshake is done, no close was sent, the client reads."""

    def write(self, frames: bytes) -> None:
        """Write whole frames, one or several, while it is open."""

    def settle(self) -> None:
        """Release what only the handshake needed: sockets are many, and stay long."""


class Straight:
    """The wire past uvicorn. It is closed while the transport holds as much as it may, as it is for uvicorn."""

    __slots__ = ("is_closing", "protocol", "reads", "write")

    def __init__(self, protocol: Any) -> None:
        self.protocol = protocol
        self.write = protocol.transport.write
        self.is_closing = protocol.transport.is_closing
        self.reads = protocol.writable.is_set

    @property
    def is_open(self) -> bool:
        protocol = self.protocol
        return (
            self.reads()
            and not self.is_closing()
            and not protocol.close_sent
            and not protocol.disconnected
            and protocol.handshake_complete
        )

    def settle(self) -> None:
        # The parser keeps the request for as long as the socket is open.
        self.protocol.request.headers.clear()
        self.protocol.request = self.protocol.response = None


class Mailbox:
    """What uvicorn asks of an asyncio.Queue for what a client sends, in a tenth of its memory. It has one reader."""

    __slots__ = ("messages", "news")

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.news: asyncio.Future[None] | None = None

    def put_nowait(self, message: Any) -> None:
        self.messages.append(message)
        if self.news is not None and not self.news.done():
            self.news.set_result(None)

    def empty(self) -> bool:
        return not self.messages

    async def get(self) -> Any:
        while not self.messages:
            self.news = asyncio.get_running_loop().create_future()
            try:
                await self.news
            finally:
                self.news = None
        return self.messages.pop(0)


def wire_of(scope: Scope) -> Wire | None:
    """The wire of a WebSocket, if it has one."""
    wire: Wire | None = (scope.get("extensions") or {}).get(EXTENSION)
    return wire


def head(length: int) -> bytes:
    """What stands before a text of so many bytes."""
    if length < 126:
        return TEXT + length.to_bytes(1)
    if length < 65_536:
        return TEXT + b"\x7e" + length.to_bytes(2)
    return TEXT + b"\x7f" + length.to_bytes(8)


def framed(*parts: bytes) -> bytes:
    """The frame of a text that is given in parts."""
    return b"".join((head(sum(map(len, parts))), *parts))


class WithWire:
    """What uvicorn's protocol for WebSockets becomes, so that it shows the app its wire."""

    queue: Any

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if type(getattr(self, "queue", None)) is asyncio.Queue:
            self.queue = Mailbox()

    def handle_connect(self, event: Any) -> None:
        """The app begins at the loop's next turn. After a refusal there is no scope, and no app either."""
        super().handle_connect(event)  # type: ignore[misc]
        scope = getattr(self, "scope", None)
        if scope is not None and all(hasattr(self, name) for name in INSIDES):
            scope["extensions"][EXTENSION] = Straight(self)
