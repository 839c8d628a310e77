"""The toy, in this process: called directly, or served on a port where streams and sockets are at stake."""

import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from app import failures
from app.server.app import create_app
from app.server.metrics import Metrics
from app.server.ports import Services
from app.server.serving import Server, configure
from app.settings import Limits
from tests.server import toy
from tests.server.toy import KEY, World

AUTHORIZATION = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture(autouse=True)
def no_failure_before() -> None:
    """Each test sees the traceback of what it makes fail."""
    failures.forget()


@pytest.fixture
def world() -> World:
    return toy.seeded()


@pytest.fixture
def make_app(world: World) -> Callable[..., Starlette]:
    """An app over the test's world. The limits are small enough to reach."""

    @asynccontextmanager
    async def open_services(metrics: Metrics) -> AsyncIterator[Services]:
        yield toy.services(world)

    def make(limits: Limits | None = None, **options: Any) -> Starlette:
        small = Limits(
            max_body_bytes=20_000,
            max_tokens=1_000,
            sockets_per_key=3,
            subscriptions_per_socket=3,
            socket_buffer_events=10,
        )
        return create_app(open_services, limits or small, **{"patience": 0.05, **options})

    return make


Direct = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def direct(make_app: Callable[..., Starlette]) -> Direct:
    """A client that calls an app without a socket; responses are whole, never streamed."""

    @asynccontextmanager
    async def call(**options: Any) -> AsyncIterator[httpx.AsyncClient]:
        app = make_app(**options)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://toy", headers=AUTHORIZATION) as client:
                yield client

    return call


@pytest.fixture
async def client(direct: Direct) -> AsyncIterator[httpx.AsyncClient]:
    async with direct() as client:
        yield client


@dataclass
class Live:
    """A running server."""

    port: int
    server: Server
    http: httpx.AsyncClient

    async def stop(self) -> None:
        """What a signal does. Stopping twice does nothing."""
        if self.server.started:
            self.server.started = False
            await self.server.shutdown()

    def socket(
        self, *subprotocols: str, path: str = "/graphql", max_queue: int = 16, headers: dict[str, str] | None = None
    ) -> connect:
        names = [Subprotocol(name) for name in subprotocols or ("graphql-transport-ws",)]
        return connect(
            f"ws://127.0.0.1:{self.port}{path}",
            subprotocols=names,
            compression=None,
            max_queue=max_queue,
            additional_headers=headers,
        )


Serve = Callable[..., AbstractAsyncContextManager[Live]]


@pytest.fixture
def serve(make_app: Callable[..., Starlette]) -> Serve:
    """Serves an app on a free port."""

    def run(limits: Limits | None = None, **options: Any) -> AbstractAsyncContextManager[Live]:
        return served(make_app(limits, **options), limits or Limits())

    return run


@asynccontextmanager
async def served(app: ASGIApp, limits: Limits) -> AsyncIterator[Live]:
    """An app on a free port, for as long as the context lasts."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
        # uvloop does so of itself; otherwise what is written in two parts waits 40 ms for the client's system.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = configure(app, limits=limits, port=port, log_level="warning")
        config.load()
        server = Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listening])
        # Without TLS there are no certificates to check, and to load them takes longer than most tests.
        address = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=address, headers=AUTHORIZATION, verify=False) as http:
            live = Live(port, server, http)
            try:
                yield live
            finally:
                await live.stop()


@pytest.fixture
async def live(serve: Serve) -> AsyncIterator[Live]:
    async with serve() as live:
        yield live


__all__ = ["AUTHORIZATION", "ClientConnection", "Direct", "Live", "Serve"]
