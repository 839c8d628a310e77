"""uvicorn as we run it: event streams are told to end when it stops, so that Ctrl-C is quick."""

from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.server.connections import Connections
from app.settings import Limits

__all__ = ["Protocol", "Server", "configure"]

GRACE_SECONDS = 3
"""How long running requests may take to end once the server is told to stop."""


class Protocol(HttpToolsProtocol):
    """An HTTP connection. uvicorn closes WebSockets when it stops, but would wait for event streams, which never end by
    themselves. It says so to each connection, in every worker process alike."""

    def shutdown(self) -> None:
        connections = self.app_state.get("connections")
        if isinstance(connections, Connections):
            connections.close_all()
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
        ws_max_size=limits.max_body_bytes,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
