"""The frames that wait to be written to one WebSocket: bounded, so that a client that does not read costs no memory."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Send


@dataclass(frozen=True, slots=True)
class Frame:
    """One text message. An event belongs to a `track`, and carries the `cursor` from which to resume after it."""

    text: str
    track: "Track | None" = None
    cursor: str | None = None


class Track:
    """How far the events of one subscription have been written."""

    def __init__(self) -> None:
        self.cursor: str | None = None


class Outbox:
    """A queue with one writer. Events ask for room before they enter; answers and control messages enter always,
    because what they answer is bounded where it comes in."""

    def __init__(self, send: Send, *, capacity: int) -> None:
        self.send = send
        self.capacity = capacity
        self.frames: deque[Frame] = deque()
        self.answers = 0
        self.ready = asyncio.Event()
        self.waiting: list[asyncio.Future[None]] = []
        self.last: tuple[int, str] | None = None

    def put(self, frame: Frame) -> None:
        """Queue a frame. After `finish` it is dropped."""
        if self.last is None:
            self.frames.append(frame)
            self.answers += frame.track is None
            self.ready.set()

    async def room_for_events(self, patience: float) -> bool:
        """Wait until one more event fits. False when the client has read nothing at all for `patience` seconds."""
        return await self.room(patience, lambda: self.is_full)

    @property
    def is_full(self) -> bool:
        """Whether there is no room for an event."""
        return len(self.frames) >= self.capacity

    async def room_for_answers(self, patience: float) -> bool:
        """The same for answers alone: a client that is behind with its events may still ask."""
        return await self.room(patience, lambda: self.answers >= self.capacity)

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
        self.frames = deque(frame for frame in self.frames if frame.track is not track)
        self.notice_progress()

    def finish(self, code: int, reason: str) -> None:
        """Write what waits of answers, then close. Waiting events are dropped: their readers resume by cursor."""
        if self.last is None:
            self.last = (code, reason)
            self.frames = deque(frame for frame in self.frames if frame.track is None)
            self.ready.set()
            self.notice_progress()

    async def write(self) -> None:
        """Write until the close frame is written. A full transport makes `send` wait, and so this queue fill."""
        while True:
            while self.frames:
                frame = self.frames.popleft()
                if frame.track is None:
                    self.answers -= 1
                else:
                    frame.track.cursor = frame.cursor
                await self.send({"type": "websocket.send", "text": frame.text})
                self.notice_progress()
            if self.last is not None:
                code, reason = self.last
                await self.send({"type": "websocket.close", "code": code, "reason": shorten(reason)})
                return
            self.ready.clear()
            await self.ready.wait()

    def notice_progress(self) -> None:
        waiting, self.waiting = self.waiting, []
        for progress in waiting:
            if not progress.done():
                progress.set_result(None)


def shorten(reason: str) -> str:
    """A close frame holds 123 bytes of reason."""
    return reason.encode()[:123].decode(errors="ignore")
