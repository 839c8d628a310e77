"""The shorter way for plain requests: from the connection to the exchange and back, without a scope and ASGI's layers.

What is answered here is answered as through ASGI, to the byte. uvicorn sees such a request as one of its own cycles, so
that its pipelining, keep-alive, flow control and graceful end hold for it as for any other; and what turns out to need
a stream is sent as uvicorn sends it.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import cached_property

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from app.ids import new_id
from app.server.heads import Head, Heads
from app.server.http import Exchange
from app.server.middleware import KEPT_BY_NONE, send_json
from app.server.negotiation import JSON
from app.server.responses import bug_result
from app.server.transport import Transport

DefaultHeaders = list[tuple[bytes, bytes]]


class Door:
    """What the plain requests of one running app share."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.heads = Heads(transport.limits.max_body_bytes)
        self._defaults: DefaultHeaders = []
        self._openings: dict[str, bytes] = {}

    def opening(self, defaults: DefaultHeaders, media_type: str) -> bytes:
        """How the response with a result begins, up to its length. `defaults` are uvicorn's own headers, which it makes
        anew every second."""
        if defaults is not self._defaults:
            self._defaults = defaults
            self._openings = {}
        opening = self._openings.get(media_type)
        if opening is None:
            lines = b"".join(b"%b: %b\r\n" % header for header in defaults)
            type_ = media_type.encode("latin-1")
            opening = b"%b%bcontent-type: %b; charset=utf-8\r\ncontent-length: " % (STATUS_LINE[200], lines, type_)
            self._openings[media_type] = opening
        return opening


MIDDLE = "".join(f"\r\n{name}: {value}" for name, value in [*KEPT_BY_NONE.items(), ("request-id", "")]).encode()
"""From the length to the request's id."""
ENDS = {True: b"\r\n\r\n", False: b"\r\nconnection: close\r\n\r\n"}
"""By whether the connection is kept."""


class DirectCycle(RequestResponseCycle):
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
        door: Door,
        head: Head,
        content: bytes,
        *,
        transport: asyncio.Transport,
        flow: FlowControl,
        default_headers: DefaultHeaders,
        on_response: Callable[[], None],
    ) -> None:
        self.door = door
        self.head = head
        self.content = content
        self.request_id = new_id("req_")
        self.transport = transport
        self.flow = flow
        self.default_headers = default_headers
        self.on_response = on_response

    @cached_property
    def message_event(self) -> asyncio.Event:  # type: ignore[override]
        """Only streams wait for it."""
        return asyncio.Event()

    async def answer(self, *_: object) -> None:
        """Stands where uvicorn runs an ASGI app. As through ASGI, no failure escapes without the request's id."""
        try:
            await Exchange(self.door.transport, self).answer()
        except Exception as error:
            if self.response_started:
                raise
            await self.reply(bug_result(error, self.request_id).encode(), 500, JSON, {})

    async def read(self, limit: int) -> bytes:
        """The whole body, which was no larger than the limit when this way was taken."""
        return self.content

    async def reply(self, body: bytes, status: int, media_type: str, headers: Mapping[str, str]) -> None:
        """Write one whole response: at once if it is a result, and through uvicorn if it says more."""
        if status != 200 or headers:
            told = {**headers, "request-id": self.request_id}
            await send_json(self.send, body, status=status, media_type=media_type, headers=told)
            return
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        opening = self.door.opening(self.default_headers, media_type)
        id = self.request_id.encode()
        self.response_started = self.response_complete = True
        self.transport.write(b"%b%d%b%b%b%b" % (opening, len(body), MIDDLE, id, ENDS[self.keep_alive], body))
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
