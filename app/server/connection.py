"""One HTTP connection: uvicorn's, with a shorter way for plain requests, bounds, and event streams that end with it."""

import asyncio
import math
from enum import Enum, auto
from functools import partial
from typing import Any

import httptools
from uvicorn import Config
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.errors import Fault
from app.ids import new_id
from app.server.connections import Connections
from app.server.fast_path import FastCycle, FastPath
from app.server.faults import HeadTooLarge, MalformedRequest, RequestTimeout
from app.server.guard import Guard, InGuard
from app.server.negotiation import JSON, PARTS
from app.server.request_head import ABSOLUTE_FORM, END, REQUEST_LINE
from app.server.responses import Rejected
from app.server.striking import CUT
from app.settings import Limits

HELD = 65_536
"""Bytes of a body that are waited for before its request is begun: as many as uvicorn takes in before it is asked."""


def after(flow: FlowControl, app: ASGI3Application) -> ASGI3Application:
    """The app, once the client has read enough."""

    async def patient(scope: Any, receive: Any, send: Any) -> None:
        await flow.drain()
        await app(scope, receive, send)

    return patient


class Stage(Enum):
    """What a connection is at."""

    IDLE = auto()
    HEAD = auto()
    BODY = auto()
    ANSWER = auto()
    REST = auto()
    """The rest of a body comes whose request is answered."""


class Connection(InGuard, HttpToolsProtocol):
    """Plain requests (see request_head) that come alone and whole, or of which at least the head came whole, take the
    shorter way when the connection is idle. All else is uvicorn's.

    uvicorn closes WebSockets when it stops, but would wait for event streams, which never end on their own. It says so
    to each connection, in every worker process alike.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.fast_path: FastPath | None = app_state.get("fast_path")
        self.guard: Guard = app_state["guard"]
        self.limits: Limits = self.guard.limits
        self.stage = Stage.IDLE
        self.since = self.loop.time()
        """When the stage began, by the loop's time."""
        self.between = True
        """Whether uvicorn's parser is between two messages."""
        self.head_bytes = 0
        """Of a head that is not whole, those that came after its first part."""
        self.held = bytearray()
        """A plain request whose body is still on its way, and how long it will be."""
        self.awaited = 0
        self.fault: Fault | None = None
        """Why the head that is read is refused."""
        self.replays = False
        """Whether the message is read a second time, without its wish for another protocol."""

    def connection_lost(self, exc: Exception | None) -> None:
        self.release()
        super().connection_lost(exc)
        # They know each other, which would keep both until the collector comes by.
        self.cycle = None  # type: ignore[assignment]

    # What comes

    def data_received(self, data: bytes) -> None:
        if self.held:
            self.held += data
            if len(self.held) < self.awaited:
                return
            data = bytes(self.held)
            self.held.clear()
        if not (self.is_idle and data.startswith(REQUEST_LINE) and self.begin(data)):
            self.parse(data)

    @property
    def is_idle(self) -> bool:
        """Whether no request is under way, not even in part."""
        cycle: RequestResponseCycle | None = self.cycle
        return self.between and (cycle is None or cycle.response_complete) and not self.transport.is_closing()

    def begin(self, data: bytes) -> bool:
        """Answer a plain request, or hold it until it is whole. False when it is not plain."""
        fast_path, end = self.fast_path, data.find(END) + len(END)
        if fast_path is None or not len(END) <= end <= self.limits.max_head_bytes:
            return False
        head = fast_path.heads.plain(data[:end])
        if head is None:
            return False
        length = end + head.content_length
        if len(data) == length:
            self.enter(Stage.ANSWER)
            self.cycle = cycle = FastCycle(
                fast_path,
                head,
                data[end:],
                transport=self.transport,
                flow=self.flow,
                default_headers=self.server_state.default_headers,
                on_response=self.on_direct_response,
                start=self._start_asgi_task,
            )
            cycle.answer()
            return True
        if len(data) < length and head.content_length <= HELD:
            self.enter(Stage.BODY)
            self.held += data
            self.awaited = length
            return True
        return False

    def parse(self, data: bytes) -> None:
        """Read what is not plain, or is the rest of something."""
        begun = self.stage is Stage.HEAD
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            if self._should_upgrade():
                self.guard.leave(self)
                self.handle_websocket_upgrade()
            else:
                self.replay(data[upgrade.args[0] :])
        except httptools.HttpParserError:
            self.refuse(self.fault or MalformedRequest("The request is not valid HTTP/1.1. Send it in that form."))
        else:
            if begun and self.stage is Stage.HEAD:
                self.head_bytes += len(data)
                if self.head_bytes > self.limits.max_head_bytes:
                    self.refuse(self.too_large())

    def _should_upgrade(self) -> bool:
        """Whether the message asks for a WebSocket. What else it asks for is ignored."""
        return self.parser.get_method() == b"GET" and super()._should_upgrade()

    def replay(self, rest: bytes) -> None:
        """Read a message again, with the rest of it, as though it did not ask for another protocol: until now, its body
        was taken to be of that protocol."""
        self.replays = False
        lines = [b"%b %b HTTP/1.1" % (self.parser.get_method(), self.url)]
        lines += [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.parse(b"\r\n".join([*lines, b"", b""]) + rest)

    # What the parser finds

    def on_message_begin(self) -> None:
        self.between = False
        self.head_bytes = 0
        self.enter(Stage.HEAD)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Raises what the parser makes its own error of: the message is refused for `fault`."""
        self.fault = self.fault_of_head()
        if self.fault is not None:
            raise self.fault
        if self.parser.should_upgrade() and not self._should_upgrade():
            self.replays = True
            return
        self.enter(Stage.BODY)
        if not self.url.startswith(b"/"):
            self.scope["extensions"] = {ABSOLUTE_FORM: {}}
        super().on_headers_complete()
        extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
        extensions[CUT] = partial(self.cut, self.cycle)

    def cut(self, cycle: RequestResponseCycle) -> None:
        """Close the connection in place of the response to a request."""
        cycle.disconnected = True
        self.transport.close()

    def fault_of_head(self) -> Fault | None:
        """What is wrong with the head that has come, beyond what the parser sees."""
        length = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if length > self.limits.max_head_bytes:
            return self.too_large()
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            return MalformedRequest(f"The request has {hosts or 'no'} Host headers. Send it with one.")
        if self.parser.get_method() == b"CONNECT":
            return MalformedRequest("This server is no proxy: it takes no CONNECT.")
        return None

    def too_large(self) -> Fault:
        most = self.limits.max_head_bytes
        return HeadTooLarge(f"The request's head is larger than {most} bytes. Send less in it.", limit="max_head_bytes")

    def on_body(self, body: bytes) -> None:
        if not self.replays:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self.replays:
            return
        super().on_message_complete()
        self.between = True
        cycle: RequestResponseCycle | None = self.cycle
        self.enter(Stage.IDLE if cycle is None or cycle.response_complete else Stage.ANSWER)

    # What is answered

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Nothing is made for a client before it has read enough of what was made for it."""
        super()._start_asgi_task(cycle, after(self.flow, app) if self.flow.write_paused else app)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self.after_response()

    def on_direct_response(self) -> None:
        """What uvicorn does after a response, but without a timer of the connection's own: the guard looks."""
        if self.pipeline or self.transport.is_closing():
            self.on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self.after_response()

    def after_response(self) -> None:
        if self.pipeline:
            return
        if self.between:
            self.enter(Stage.IDLE)
        elif self.stage is Stage.BODY:
            # What was refused before all of it came.
            self.enter(Stage.REST)

    def refuse(self, fault: Fault) -> None:
        """Answer what is no request, or comes too late, and close. Where another request is being answered, its answer
        is the last."""
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        if not self.transport.is_closing() and (cycle is None or not cycle.response_started or cycle.response_complete):
            result = Rejected.by(fault).result(request_id := new_id("req_"))
            body = result.encode()
            headers = [
                *self.server_state.default_headers,
                (b"content-type", f"{JSON}; charset=utf-8".encode()),
                (b"content-length", str(len(body)).encode()),
                (b"request-id", request_id.encode()),
                (b"connection", b"close"),
            ]
            lines = [STATUS_LINE[result.status], *(b"%b: %b\r\n" % header for header in headers), b"\r\n"]
            self.transport.write(b"".join([*lines, body]))
        self.transport.close()

    # What is waited for

    def enter(self, stage: Stage) -> None:
        if stage in (Stage.IDLE, Stage.REST):
            self.guard.rest(self)
        elif stage is not Stage.HEAD:
            self.guard.begin(self)
        self.stage = stage
        self.since = self.loop.time()

    def look(self, now: float) -> None:
        if self.transport.seconds(now) > self.limits.answer_seconds:
            self.transport.abort()
        elif not self.transport.is_closing() and now - self.since > self.patience:
            if self.stage in (Stage.IDLE, Stage.REST):
                self.transport.close()
            else:
                part = self.stage.name.lower()
                self.refuse(
                    RequestTimeout(
                        f"The request's {part} took more than {self.patience:g} seconds to come. Send it again."
                    )
                )

    @property
    def patience(self) -> float:
        """For how many seconds the stage may last."""
        match self.stage:
            case Stage.IDLE:
                return self.limits.idle_seconds
            case Stage.BODY:
                return self.body_seconds
            case Stage.ANSWER:
                return math.inf
        return self.limits.head_seconds

    @property
    def unread_bytes(self) -> int:
        kept: int = self.transport.kept_bytes
        return kept

    @property
    def body_seconds(self) -> float:
        """Files have longer, and say themselves when they are late."""
        has_files = any(name == b"content-type" and PARTS.encode() in value for name, value in self.headers or ())
        seconds: float = self.limits.body_seconds
        return seconds + self.limits.upload_seconds if has_files and not self.held else seconds

    # How it ends

    def release(self) -> None:
        """Hand to uvicorn what was held: what comes next is not the rest of it."""
        if self.held:
            data = bytes(self.held)
            self.held.clear()
            self.parse(data)

    def shutdown(self) -> None:
        connections = self.app_state.get("connections")
        if isinstance(connections, Connections):
            connections.close_all()
        self.release()
        super().shutdown()
