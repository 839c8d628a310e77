"""The fast path for plain requests: from the connection to the exchange and back, without a scope and ASGI's layers.

What is answered here is answered as through ASGI, to the byte. uvicorn sees such a request as one of its own cycles, so
that its pipelining, keep-alive, flow control and graceful end hold for it as for any other; and what turns out to need
a stream is sent as uvicorn sends it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Message
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from app.ids import new_id
from app.server.client import Response
from app.server.http import Exchange
from app.server.lookup import look_up
from app.server.middleware import KEPT_BY_NONE
from app.server.negotiation import JSON
from app.server.outgoing import LARGE, Outgoing
from app.server.request_head import HeadCache, RequestHead
from app.server.responses import bug_result
from app.server.transport import Transport

DefaultHeaders = list[tuple[bytes, bytes]]


class Frame(NamedTuple):
    """What stands around the length and the request's id of a response with a result."""

    opening: bytes
    middle: bytes


class FastPath:
    """What the plain requests of one running app share. `cors` is as it stands before the app in ASGI."""

    def __init__(self, transport: Transport, cors: CORSMiddleware | None = None) -> None:
        self.transport = transport
        self.cors = cors
        self.heads = HeadCache(transport.limits.max_body_bytes)
        self._defaults: DefaultHeaders = []
        self._frames: dict[tuple[str, str | None, str | None], Frame] = {}

    def known_frame(self, defaults: DefaultHeaders, media_type: str, origin: str | None, coding: str | None) -> Any:
        """What stands around a result, if it is made; None otherwise. `defaults` are uvicorn's own headers, which it
        makes again every second."""
        if defaults is not self._defaults:
            self._defaults = defaults
            self._frames = {}
        return self._frames.get((media_type, self._told_alike(origin), coding))

    async def frame(self, defaults: DefaultHeaders, media_type: str, origin: str | None, coding: str | None) -> Frame:
        """The same, made where it is not."""
        frame: Frame | None = self.known_frame(defaults, media_type, origin, coding)
        if frame is None:
            origin = self._told_alike(origin)
            frame = self._frames[media_type, origin, coding] = await self._framed(defaults, media_type, origin, coding)
        return frame

    def _told_alike(self, origin: str | None) -> str | None:
        """One origin of all those that are told the same."""
        if origin is not None and (self.cors is None or not self.cors.is_allowed_origin(origin)):
            return "" if self.cors else None
        return origin

    async def _framed(self, defaults: DefaultHeaders, media_type: str, origin: str | None, coding: str | None) -> Frame:
        told = {"content-type": f"{media_type}; charset=utf-8", "content-length": "", **KEPT_BY_NONE}
        if coding is not None:
            told["content-encoding"] = coding
        raw = [(name.encode(), value.encode("latin-1")) for name, value in told.items()]
        start = await self.told({"type": "http.response.start", "status": 200, "headers": raw}, origin)
        lines = b"".join(b"%b: %b\r\n" % header for header in [*defaults, *start["headers"]])
        opening, length, rest = lines.partition(b"content-length: ")
        return Frame(STATUS_LINE[200] + opening + length, rest.removeprefix(b"\r\n") + b"request-id: ")

    async def told(self, start: Message, origin: str | None) -> Message:
        """How a response starts, with what CORS adds to it."""
        if self.cors is None:
            return start
        told: list[Message] = []

        async def take(message: Message) -> None:
            told.append(message)

        await self.cors.send(start, take, Headers({} if origin is None else {"origin": origin}))
        return told[0]


ENDS = {True: b"\r\n\r\n", False: b"\r\nconnection: close\r\n\r\n"}
"""By whether the connection is kept."""


class FastCycle(RequestResponseCycle):
    """A plain request and its response; and the client who sent it."""

    # What uvicorn's class sets for each request, and is the same for all of these.
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": "/graphql"}  # type: ignore[typeddict-item]
    logger = logging.getLogger("uvicorn.error")
    access_log = False
    waiting_for_100_continue = False
    disconnected = False
    keep_alive = True
    body = b""  # type: ignore[assignment]
    more_body = False
    response_started = False
    response_complete = False
    chunked_encoding = None
    expected_content_length = 0

    def __init__(
        self,
        fast_path: FastPath,
        head: RequestHead,
        content: bytes,
        *,
        transport: Outgoing,
        flow: FlowControl,
        default_headers: DefaultHeaders,
        on_response: Callable[[], None],
        start: Callable[["FastCycle", Any], None],
    ) -> None:
        """`start` runs an ASGI app in a task, as uvicorn does."""
        self.fast_path = fast_path
        self.head = head
        self.content = content
        self.request_id = new_id("req_")
        self.transport: Outgoing = transport  # type: ignore[assignment]
        self.flow = flow
        self.default_headers = default_headers
        self.on_response = on_response
        self._start = start

    @property
    def peer(self) -> Sequence[Any] | None:
        """The other end of the connection."""
        found: Sequence[Any] | None = self.transport.get_extra_info("peername")
        return found

    @cached_property
    def message_event(self) -> asyncio.Event:  # type: ignore[override]
        """Only streams wait for it."""
        return asyncio.Event()

    def answer(self) -> None:
        """Begin to answer: without a task, if it is for one object; but for no client who has much to read yet."""
        if self.flow.write_paused or not look_up(self):
            self.start(Exchange(self.fast_path.transport, self).answer)

    def start(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have a task do the work that answers. It stands where uvicorn runs an ASGI app, and as through ASGI, no
        failure escapes without the request's id."""

        async def app(*_: object) -> None:
            try:
                await work()
            except Exception as error:
                await self.fail(error)

        self._start(self, app)

    async def fail(self, error: Exception) -> None:
        """Answer that there was a bug."""
        result = bug_result(error, self.request_id)
        if self.response_started:
            self.transport.close()
        else:
            await self.reply(Response(result.encode(), result.status, JSON, result.headers))

    async def read(self, limit: int) -> bytes:
        """The whole body, which was no larger than the limit when this way was taken."""
        return self.content

    async def chunks(self) -> AsyncIterator[bytes]:
        """The same in one piece."""
        yield self.content

    async def send(self, message: Message) -> None:  # type: ignore[override]
        """As uvicorn sends it, with what our layers of ASGI add."""
        if message["type"] == "http.response.start":
            message = await self.fast_path.told(message, self.head.origin)
            MutableHeaders(scope=message)["request-id"] = self.request_id
        await super().send(message)  # type: ignore[arg-type]

    async def reply(self, response: Response) -> None:
        """Write one whole response: at once if it is a result, and through uvicorn if it says more."""
        body, status, media_type, headers, coding = response
        if status != 200 or headers:
            await response.send(self.send)
            return
        frame = await self.fast_path.frame(self.default_headers, media_type, self.head.origin, coding)
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        self._write(frame, body)

    def cut(self) -> None:
        """Close the connection without a response."""
        self.disconnected = True
        self.transport.close()

    def reply_at_once(self, response: Response) -> bool:
        """Write one whole response, if nothing has to be waited for."""
        body, status, media_type, headers, coding = response
        if status != 200 or headers or self.flow.write_paused:
            return False
        frame = self.fast_path.known_frame(self.default_headers, media_type, self.head.origin, coding)
        if frame is None:
            return False
        self._write(frame, body)
        return True

    def _write(self, frame: Frame, body: bytes) -> None:
        if self.disconnected:
            return
        id = self.request_id.encode()
        self.response_started = self.response_complete = True
        start = b"%b%d\r\n%b%b%b" % (frame.opening, len(body), frame.middle, id, ENDS[self.keep_alive])
        if len(body) <= LARGE:
            self.transport.write_now(start + body)
        else:
            self.transport.write_all(start, body)
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
