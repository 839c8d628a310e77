"""uvicorn as we run it: live connections are told to go before it waits for them, so that Ctrl-C is quick."""

import socket

import uvicorn
from starlette.types import ASGIApp

from app.server.connections import Connections
from app.settings import Limits

GRACE_SECONDS = 3
"""How long running requests may take to end once the server is told to stop."""


class Server(uvicorn.Server):
    """Ends event streams as well as WebSockets at the start of its shutdown; uvicorn alone would wait for the first."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        connections = self.lifespan.state.get("connections")
        if isinstance(connections, Connections):
            connections.close_all()
        await super().shutdown(sockets)


def configure(
    app: ASGIApp | str,
    *,
    limits: Limits,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    factory: bool = False,
    log_level: str = "info",
) -> uvicorn.Config:
    """The settings of a server. For several workers `app` is an import string, with `factory` when it names a function
    that makes the app."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        workers=workers,
        factory=factory,
        log_level=log_level,
        access_log=False,
        lifespan="on",
        server_header=False,
        ws_max_size=limits.max_body_bytes,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
