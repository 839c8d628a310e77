"""The live connections of this process: so many a key, and all of them notified when the process stops."""

from typing import Protocol

from app.access.limits import sockets_at_once

UNAUTHORIZED = 4401
SERVICE_RESTART = 1012


class Connection(Protocol):
    """A WebSocket or an event stream."""

    def close(self, code: int, reason: str) -> None:
        """Begin to close, with a WebSocket close code. Returns at once; closing twice does nothing."""


class Connections:
    """WebSockets and event streams that have shown a key."""

    def __init__(self, *, per_key: int) -> None:
        self.limit = sockets_at_once(per_key)
        self.open: dict[Connection, str] = {}
        self.closing = False

    def add(self, key_id: str, connection: Connection) -> None:
        """Raises RateLimited when the key has as many connections as it may."""
        self.limit.enter(key_id)
        self.open[connection] = key_id
        if self.closing:
            connection.close(SERVICE_RESTART, "Service restart")

    def discard(self, connection: Connection) -> None:
        """Forget a connection, if it was added."""
        key_id = self.open.pop(connection, None)
        if key_id is not None:
            self.limit.leave(key_id)

    def close_all(self) -> None:
        """Ask every client to connect again later."""
        self.closing = True
        for connection in list(self.open):
            connection.close(SERVICE_RESTART, "Service restart")
