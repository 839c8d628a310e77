"""Every live connection of this process by key: so many a key, and all of them closed when the key is revoked."""

from collections import defaultdict
from typing import Protocol

from app.server.faults import TooManyConnections

UNAUTHORIZED = 4401
SERVICE_RESTART = 1012


class Connection(Protocol):
    """A WebSocket or an event stream."""

    def close(self, code: int, reason: str) -> None:
        """Begin to close, with a WebSocket close code. Returns at once; closing twice does nothing."""


class Connections:
    """The live connections of one process."""

    def __init__(self, *, per_key: int) -> None:
        self.per_key = per_key
        self.by_key: defaultdict[str, set[Connection]] = defaultdict(set)
        self.closing = False

    def add(self, key_id: str, connection: Connection) -> None:
        """Raises TooManyConnections when the key has as many as it may."""
        if len(self.by_key[key_id]) >= self.per_key:
            raise TooManyConnections(
                f"This key already holds {self.per_key} live connections, as many as it may. Close one first."
            )
        self.by_key[key_id].add(connection)
        if self.closing:
            connection.close(SERVICE_RESTART, "Service restart")

    def discard(self, key_id: str, connection: Connection) -> None:
        self.by_key[key_id].discard(connection)
        if not self.by_key[key_id]:
            del self.by_key[key_id]

    def key_ids(self) -> set[str]:
        """The keys in use, for a listener that may have missed a revocation to look up again."""
        return {key_id for key_id, connections in self.by_key.items() if connections}

    def close_for_key(self, key_id: str, reason: str = "The API key was revoked") -> int:
        """Close every connection of a revoked key; how many there were."""
        connections = list(self.by_key.get(key_id, ()))
        for connection in connections:
            connection.close(UNAUTHORIZED, reason)
        return len(connections)

    def close_all(self) -> None:
        """Tell every client to come back later: this process is going away."""
        self.closing = True
        for connections in list(self.by_key.values()):
            for connection in list(connections):
                connection.close(SERVICE_RESTART, "Service restart")
