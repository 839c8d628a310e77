"""uvicorn as we run it."""

import resource

from starlette.types import ASGIApp
from uvicorn import Config, Server

from app.logs import keep_discreet
from app.server.connection import Connection
from app.server.socket_connection import SocketConnection
from app.settings import Limits

__all__ = ["Server", "configure"]

GRACE_SECONDS = 3
"""How long running requests may take to end once the server is stopped."""
OTHER_FILES = 256
"""Files and connections that a process has open beside those of its clients."""


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
    that makes the app. Has logs hold no secrets, and raises the number of files that this process may have open, as far
    as it may."""
    keep_discreet()
    allow_files(limits.max_connections + OTHER_FILES)
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
        http=Connection,
        ws=SocketConnection,
        ws_max_size=limits.max_body_bytes,
        ws_per_message_deflate=False,
        timeout_keep_alive=int(limits.idle_seconds),
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def allow_files(wanted: int) -> None:
    """Let this process, and those that it starts, have so many files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
