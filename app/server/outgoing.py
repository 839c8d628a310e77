"""Outgoing: a connection's transport, which knows how much memory it keeps for a client that does not read.

A transport keeps what it was given to write as a whole until the last byte of it is taken: a client that reads all but
the end of an answer has all of it kept. What the transport says still waits is less.
"""

from asyncio import Transport
from collections.abc import Callable
from typing import Any

LARGE = 65_536
"""Bytes of what is looked at as a whole."""
MUCH = 1_000_000
"""Bytes of a write, upon which it is looked at how much is kept for all clients."""


class Outgoing:
    """The transport of uvicorn's protocols. `relieve` is called after much was written."""

    __slots__ = (
        "get_write_buffer_size",
        "is_closing",
        "largest",
        "relieve",
        "since",
        "size",
        "transport",
        "whole",
        "write_now",
    )

    def __init__(self, transport: Transport, relieve: Callable[[], None]) -> None:
        self.transport = transport
        self.relieve = relieve
        self.write_now = transport.write
        self.is_closing = transport.is_closing
        self.get_write_buffer_size = transport.get_write_buffer_size
        self.largest = 0
        self.whole = 0
        """The largest of the large writes since nothing waited, and their sum."""
        self.size = 0
        self.since = 0.0
        """What waited when it was last looked at, and since when it was as much."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Write, or have it wait for the client."""
        if len(data) <= LARGE:
            self.write_now(data)
        else:
            self.write_all(data)

    def write_all(self, *pieces: bytes) -> None:
        """Write what is large, in pieces that need no joining."""
        if not self.get_write_buffer_size():
            self.largest = self.whole = 0
        size = sum(map(len, pieces))
        self.largest = max(self.largest, size)
        self.whole += size
        self.transport.writelines(pieces)
        if size > MUCH:
            self.relieve()

    @property
    def kept_bytes(self) -> int:
        """What is kept, at most: all that waits, and the part that was taken of what waits in part."""
        waiting = self.get_write_buffer_size()
        return min(waiting + self.largest, max(waiting, self.whole)) if waiting else 0

    def seconds(self, now: float) -> float:
        """For how long nothing of what waits has been read; 0 where nothing waits."""
        size = self.get_write_buffer_size()
        if size != self.size or not size:
            self.size, self.since = size, now
        return now - self.since
