"""Guard: how many connections a process has, in all and from one address, and how long each may keep it waiting.

A connection is quiet while nothing of it is under way: it sends nothing, or has only begun to send a head; and so is a
WebSocket that has not shown a key. When there is no room for a newcomer, the one that has been quiet for longest is
closed. Where none is quiet, the newcomer is.
"""

import asyncio
from collections import Counter
from typing import Any, Protocol

from app.server.outgoing import Outgoing
from app.settings import Limits

LOOK_SECONDS = 1.0
"""How often it is looked at how long each connection has been waited for."""


class Guarded(Protocol):
    """A connection."""

    address: str
    """The IP address at its other end; empty through a Unix socket."""

    @property
    def unread_bytes(self) -> int:
        """What is kept of answers for a client that has not read them."""

    def look(self, now: float) -> None:
        """Close the connection if it has kept the server waiting for too long. `now` is the loop's time."""

    def drop(self) -> None:
        """Close it at once."""


class Guard:
    """The connections of one process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.open: set[Guarded] = set()
        self.addresses: Counter[str] = Counter()
        self.quiet: dict[Guarded, None] = {}
        """In the order in which they became so."""

    def enter(self, connection: Guarded) -> bool:
        """Count a new connection, which is quiet. False where there is no room for it."""
        address = connection.address
        if address and self.addresses[address] >= self.limits.connections_per_address and not self._make_room(address):
            return False
        if len(self.open) >= self.limits.max_connections and not self._make_room(None):
            return False
        self.open.add(connection)
        self.addresses[address] += 1
        self.quiet[connection] = None
        return True

    def leave(self, connection: Guarded) -> None:
        """A connection is closed, or another takes its place. Leaving twice does nothing."""
        if connection not in self.open:
            return
        self.open.remove(connection)
        self.quiet.pop(connection, None)
        self.addresses[connection.address] -= 1
        if not self.addresses[connection.address]:
            del self.addresses[connection.address]

    def begin(self, connection: Guarded) -> None:
        """Something of it is under way."""
        self.quiet.pop(connection, None)

    def rest(self, connection: Guarded) -> None:
        """It is quiet again."""
        if connection in self.open:
            self.quiet[connection] = None

    def _make_room(self, address: str | None) -> bool:
        """Close the connection, of that address or of any, that has been quiet for longest."""
        found = next((each for each in self.quiet if address is None or each.address == address), None)
        if found is None:
            return False
        self.leave(found)
        found.drop()
        return True

    def look(self, now: float) -> None:
        """Close those that have kept the server waiting for too long, and relieve it."""
        for connection in list(self.open):
            connection.look(now)
        self.relieve()

    def relieve(self) -> None:
        """While the server keeps too much for clients that do not read, close those for which it keeps the most."""
        kept = {each: each.unread_bytes for each in self.open}
        over = sum(kept.values()) - self.limits.unread_bytes
        while over > 0:
            most = max(kept, key=kept.__getitem__)
            over -= kept.pop(most)
            self.leave(most)
            most.drop()

    async def keep_looking(self) -> None:
        """Look again and again."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look(loop.time())


class InGuard:
    """What uvicorn's protocols become, so that a guard has them from their beginning to their end."""

    guard: Guard
    address = ""
    transport: Any
    """An Outgoing, from the beginning."""
    client: Any

    def connection_made(self, transport: Any) -> None:
        # A WebSocket's connection was an HTTP connection before.
        outgoing = transport if isinstance(transport, Outgoing) else Outgoing(transport, self.guard.relieve)
        super().connection_made(outgoing)  # type: ignore[misc]
        self.address = self.client[0] if self.client else ""
        if not self.guard.enter(self):  # type: ignore[arg-type]
            self.drop()

    def connection_lost(self, exc: Exception | None) -> None:
        self.guard.leave(self)  # type: ignore[arg-type]
        super().connection_lost(exc)  # type: ignore[misc]

    def drop(self) -> None:
        """Close it at once."""
        self.transport.abort()
