"""The frames that wait to be written to one WebSocket: bounded, so that a client that does not read costs no memory."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.types import Send

from app.server.frames import Wire, framed
from app.server.outgoing import MUCH


@dataclass(frozen=True, slots=True)
class Frame:
    """One text message. An event belongs to a `track`, and carries the `cursor` from which to resume after it."""

    text: str
    track: "Track | None" = None
    cursor: str | None = None


def size_of(text: str) -> int:
    """Bytes that a text takes, at most: one letter that is not of ASCII makes all of them wider."""
    return len(text) if text.isascii() else 4 * len(text)


class Track:
    """How far the events of one subscription have been written."""

    def __init__(self) -> None:
        self.cursor: str | None = None


class Outbox:
    """A queue, with a writer while anything waits in it. Events ask for room before they enter; answers and control
    messages enter always, because what they answer is bounded where it comes in.

    It is full of so many frames (`capacity`), or of so many bytes (`size_limit`).
    While nothing waits and the client reads, there is no writer: what comes is written straight to the wire.
    """

    def __init__(self, send: Send, *, capacity: int, size_limit: int, wire: Wire | None = None) -> None:
        self.send = send
        self.capacity = capacity
        self.size_limit = size_limit
        self.size = 0
        """Bytes of all frames that wait."""
        self.relieve: Callable[[], None] | None = None
        """Called when much waits."""
        self.wire = wire
        self.frames: list[Frame] = []
        """Short, and empty for most sockets: there it takes a tenth of what a deque does."""
        self.answers = 0
        self.answers_size = 0
        """How many of the frames are no events, and their bytes."""
        self.waiting: list[asyncio.Future[None]] = []
        self.last: tuple[int, str] | None = None
        self.writer: asyncio.Task[None] | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done once the close frame is written, or nothing can be written any more."""

    def put(self, frame: Frame) -> None:
        """Queue a frame. After `finish` it is dropped."""
        if self.write_straight(frame):
            return
        if self.last is None:
            self.frames.append(frame)
            self.size += size_of(frame.text)
            if frame.track is None:
                self.answers += 1
                self.answers_size += size_of(frame.text)
            self.begin()
            if self.size > MUCH and self.relieve is not None:
                self.relieve()

    @property
    def open_wire(self) -> Wire | None:
        """The wire, while what is written there comes after all that was put here."""
        wire = self.wire
        if wire is None or self.writer is not None or self.last is not None or not wire.is_open:
            return None
        return wire

    def write_straight(self, frame: Frame) -> bool:
        wire = self.open_wire
        if wire is None:
            return False
        wire.write(framed(frame.text.encode()))
        if frame.track is not None:
            frame.track.cursor = frame.cursor
        return True

    async def room_for_events(self, patience: float) -> bool:
        """Wait until one more event fits. False when the client has read nothing at all for `patience` seconds."""
        return await self.room(patience, lambda: self.is_full)

    @property
    def is_full(self) -> bool:
        """Whether there is no room for an event."""
        return len(self.frames) >= self.capacity or self.size >= self.size_limit

    async def room_for_answers(self, patience: float) -> bool:
        """The same for answers alone: a client that is behind with its events may still ask."""
        return await self.room(patience, lambda: self.answers >= self.capacity or self.answers_size >= self.size_limit)

    async def room(self, patience: float, is_full: Callable[[], bool]) -> bool:
        loop = asyncio.get_running_loop()
        while is_full():
            progress: asyncio.Future[None] = loop.create_future()
            self.waiting.append(progress)
            done, _ = await asyncio.wait([progress], timeout=patience)
            if not done:
                self.waiting.remove(progress)
                return False
        return True

    def drop(self, track: Track) -> None:
        """Forget a subscription's waiting events."""
        self._keep([frame for frame in self.frames if frame.track is not track])
        self.notice_progress()

    def finish(self, code: int, reason: str) -> None:
        """Write what waits of answers, then close. Waiting events are dropped: their readers resume by cursor."""
        if self.last is None:
            self.last = (code, reason)
            self._keep([frame for frame in self.frames if frame.track is None])
            self.begin()
            self.notice_progress()

    def _keep(self, frames: list[Frame]) -> None:
        self.frames = frames
        self.size = sum(size_of(frame.text) for frame in frames)

    def begin(self) -> None:
        """See that what waits is written."""
        if self.writer is None and not self.closed.done():
            self.writer = asyncio.ensure_future(self.write())
            self.writer.add_done_callback(self.rest)

    def rest(self, writer: "asyncio.Task[None]") -> None:
        """A writer has come to its end: the last one, unless it left the outbox itself."""
        if writer is self.writer:
            self.give_up()
            with suppress(asyncio.CancelledError):
                writer.exception()

    def give_up(self) -> None:
        """Write nothing more."""
        if self.writer is not None:
            self.writer.cancel()
        if not self.closed.done():
            self.closed.set_result(None)

    async def write(self) -> None:
        """Write all that waits. A full transport makes `send` wait, and so this queue fill."""
        while self.frames:
            frame = self.frames.pop(0)
            self.size -= size_of(frame.text)
            if frame.track is None:
                self.answers -= 1
                self.answers_size -= size_of(frame.text)
            else:
                frame.track.cursor = frame.cursor
            await self.send({"type": "websocket.send", "text": frame.text})
            self.notice_progress()
        if self.last is not None:
            code, reason = self.last
            await self.send({"type": "websocket.close", "code": code, "reason": shorten(reason)})
            return
        self.writer = None

    def notice_progress(self) -> None:
        waiting, self.waiting = self.waiting, []
        for progress in waiting:
            if not progress.done():
                progress.set_result(None)


def shorten(reason: str) -> str:
    """A close frame holds 123 bytes of reason."""
    return reason.encode()[:123].decode(errors="ignore")
