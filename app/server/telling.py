"""Telling: some events that all members of a broadcast are sent together, and the frames for sockets.

Followers differ in the id that each gave its operation, and in nothing else. So what is written is made once for an id,
and written to a socket in one piece however many events it holds.
"""

from dataclasses import dataclass

from app.server.frames import framed
from app.server.payloads import Shown

MOST_EVENTS = 16
MOST_BYTES = 32_768
"""How much is sent together, at most: half of what a transport holds before it makes its writer wait."""
IDS = 16
"""For how many ids frames are kept while the telling lasts. Clients that invent their ids share none."""
END = b"}"
"""Ends a message whose payload is a result."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `cursor` is where to resume after it, and `position` the same as a number."""

    shown: Shown
    cursor: str | None
    position: int


class Telling:
    """Begins after `position`."""

    def __init__(self, position: int) -> None:
        self.events: list[Told] = []
        self.position = position
        self.cursor: str | None = None
        self.size = 0
        self.bodies: list[bytes] | None = []
        """The events' payloads, if these are the same for all."""
        self.frames: dict[bytes, bytes] = {}

    def add(self, shown: Shown, cursor: str | None) -> None:
        """One event more."""
        if cursor is not None:
            self.cursor = cursor
            self.position = int(cursor)
        self.events.append(Told(shown, cursor, self.position))
        if shown.shared is None:
            self.bodies = None
        elif self.bodies is not None:
            self.bodies.append(shown.shared.body)
            self.size += len(shown.shared.body)

    @property
    def has_room(self) -> bool:
        return len(self.events) < MOST_EVENTS and self.size < MOST_BYTES

    def framed(self, before: bytes) -> bytes | None:
        """All events as frames, for an operation whose messages begin so. None when followers' frames differ."""
        frames = self.frames.get(before)
        if frames is None and self.bodies is not None:
            frames = b"".join([framed(before, body, END) for body in self.bodies])
            if len(self.frames) < IDS:
                self.frames[before] = frames
        return frames
