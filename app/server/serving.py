"""uvicorn as we run it: with a shorter way for plain requests, and event streams ended when it stops."""

import asyncio
from typing import Any

from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.server.connections import Connections
from app.server.fast_path import FastCycle, FastPath
from app.server.frames import WEBSOCKETS
from app.server.request_head import END, REQUEST_LINE
from app.settings import Limits

__all__ = ["Protocol", "Server", "configure"]

GRACE_SECONDS = 3
"""How long running requests may take to end once the server is stopped."""


HELD = 65_536
"""Bytes of a body that are waited for before its request is begun: as many as uvicorn takes in before it is asked."""


class Protocol(HttpToolsProtocol):
    """An HTTP connection. Plain requests (see heads) that come alone and whole, or of which at least the head came
    whole, take the shorter way when the connection is idle. All else is uvicorn's, untouched.

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
        self.between = True
        """Whether uvicorn's parser is between two messages."""
        self.held = bytearray()
        """A plain request whose body is still on its way, and how long it will be."""
        self.awaited = 0
        self.answered = 0.0
        """When the last plain request was, by the loop's clock in seconds."""

    def data_received(self, data: bytes) -> None:
        if self.held:
            self.held += data
            if len(self.held) < self.awaited:
                return
            data = bytes(self.held)
            self.held.clear()
        if not (self.is_idle and data.startswith(REQUEST_LINE) and self.begin(data)):
            super().data_received(data)

    @property
    def is_idle(self) -> bool:
        """Whether no request is under way, not even in part."""
        cycle: RequestResponseCycle | None = self.cycle
        return self.between and (cycle is None or cycle.response_complete) and not self.transport.is_closing()

    def begin(self, data: bytes) -> bool:
        """Answer a plain request, or hold it until it is whole. False when it is not plain."""
        fast_path, end = self.fast_path, data.find(END) + len(END)
        head = fast_path.heads.plain(data[:end]) if fast_path is not None and end >= len(END) else None
        if fast_path is None or head is None:
            return False
        length = end + head.content_length
        if len(data) == length:
            self.cycle = cycle = FastCycle(
                fast_path,
                head,
                data[end:],
                transport=self.transport,
                flow=self.flow,
                default_headers=self.server_state.default_headers,
                on_response=self.on_direct_response,
            )
            self._start_asgi_task(cycle, cycle.answer)
            return True
        if len(data) < length and head.content_length <= HELD:
            self.held += data
            self.awaited = length
            return True
        return False

    def on_direct_response(self) -> None:
        """What uvicorn does after a response. But where it cancels a timer with each request and sets another, one is
        left to run out, and looks then how long the connection has been idle."""
        if self.pipeline or self.transport.is_closing():
            self.on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self.answered = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._close_if_idle_after(self.timeout_keep_alive)

    def _close_if_idle_after(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self.held or not self.is_idle:
            return
        left = self.answered + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._close_if_idle_after(left)
        else:
            super().timeout_keep_alive_handler()

    def release(self) -> None:
        """Hand to uvicorn what was held: what comes next is not the rest of it."""
        if self.held:
            data = bytes(self.held)
            self.held.clear()
            super().data_received(data)

    def on_message_begin(self) -> None:
        self.between = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        # After an upgrade that is not made, uvicorn's parser goes its own ways.
        self.between = not self.parser.should_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self.release()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        connections = self.app_state.get("connections")
        if isinstance(connections, Connections):
            connections.close_all()
        self.release()
        super().shutdown()


def configure(
    app: ASGIApp | str,
    *,
    limits: Limits,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    factory: bool = False,
    log_level: str = "info",
) -> Config:
    """The settings of a server. For several workers `app` is an import string, with `factory` when it names a function
    that makes the app."""
    return Config(
        app,
        host=host,
        port=port,
        workers=workers,
        factory=factory,
        log_level=log_level,
        access_log=False,
        lifespan="on",
        server_header=False,
        http=Protocol,
        ws=WEBSOCKETS,
        ws_max_size=limits.max_body_bytes,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
