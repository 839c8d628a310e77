"""Hub: reads one stream once for all who follow it in this process, and runs each distinct filter once.

Followers keep no queue of their own, only a position. What passed a filter lately is kept, within bounds, in the
filter's channel. A follower who falls behind that reads the table at their own pace, at no cost to the others.
"""

import asyncio
import logging
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic

from app.domain.events.catalogue import catalogue, chosen
from app.errors import BadRequest, Forbidden
from app.events.changes import Watch
from app.events.stream import EventRow, Row
from app.failures import log_failure

logger = logging.getLogger(__name__)

MAX_CHOICES = 100


@dataclass(frozen=True)
class EventFilter:
    """Which events a follower wants; None wants all."""

    types: frozenset[str] | None = None
    objects: frozenset[str] | None = None

    @classmethod
    def of(
        cls, types: list[str] | None, objects: list[str] | None, readable: frozenset[str] | None = None
    ) -> "EventFilter":
        """From a caller's patterns and ids: of the `readable` types, unless that is None, those that are chosen.

        Raises BadRequest for an unknown pattern, too many of them, or none; Forbidden for a type that is not readable,
        and for patterns that choose no other.
        """
        for field, choices in (("types", types), ("objects", objects)):
            if choices is not None and not 1 <= len(choices) <= MAX_CHOICES:
                raise BadRequest(f"Give 1 to {MAX_CHOICES} `{field}`, or leave them out to receive all.", field=field)
        wanted = None if types is None else chosen(types)
        if types is None or "*" in types:
            wanted = None
        if readable is not None:
            hidden = sorted(set(types or ()) & catalogue.keys() - readable)
            wanted = readable if wanted is None else wanted & readable
            if hidden or not wanted:
                raise Forbidden(f"This key may not read events of the types {', '.join(hidden or types or ['*'])}.")
        return cls(wanted, None if objects is None else frozenset(objects))

    def wants(self, row: EventRow) -> bool:
        """Whether the event is wanted."""
        if self.types is not None and row.type not in self.types:
            return False
        return self.objects is None or row.object_id in self.objects


class Channel(Generic[Row]):
    """What passed one filter lately: every wanted row with a sequence above `floor` and up to `seen`."""

    def __init__(self, seen: int, kept: int) -> None:
        self.seen = seen
        self.floor = seen
        self.followers = 0
        self.closed = False
        self._kept = kept
        self._rows: list[Row] = []
        self._news = asyncio.Event()

    def offer(self, wanted: list[Row], seen: int) -> None:
        """Take what passed the filter up to `seen`. At twice the size, the older half is dropped."""
        self.seen = seen
        if wanted:
            self._rows += wanted
            if len(self._rows) > 2 * self._kept:
                gone = len(self._rows) - self._kept
                self.floor = self._rows[gone - 1].sequence
                del self._rows[:gone]
            self.rouse()

    def skip(self, to: int) -> None:
        """Forget all up to a sequence: followers read it from the table, or learn there that it is gone."""
        self._rows.clear()
        self.floor = self.seen = to
        self.rouse()

    def after(self, position: int, limit: int) -> list[Row]:
        """At most `limit` of the kept rows after a position, which must not be below the floor."""
        begin = bisect_right(self._rows, position, key=lambda row: row.sequence)
        return self._rows[begin : begin + limit]

    def rouse(self) -> None:
        """Let every follower look again."""
        self._news.set()
        self._news = asyncio.Event()

    async def news(self) -> None:
        """Wait for something new."""
        await self._news.wait()


class Hub(Generic[Row]):
    """One stream as this process follows it."""

    def __init__(
        self, read: Callable[[int, int], Awaitable[list[Row]]], *, seen: int, kept: int, page: int, pause: float
    ) -> None:
        self.seen = seen
        self._read = read
        self._kept = kept
        self._page = page
        self._pause = pause
        self._channels: dict[EventFilter, Channel[Row]] = {}
        self._watches: dict[str, Watch] = {}
        self._poked = asyncio.Event()
        self._reader: asyncio.Task[Any] = asyncio.create_task(self._follow(), name="event hub")

    def join(self, filter: EventFilter) -> Channel[Row]:
        """The filter's channel, for one more follower."""
        channel = self._channels.get(filter)
        if channel is None:
            channel = self._channels[filter] = Channel(self.seen, self._kept)
        channel.followers += 1
        return channel

    def leave(self, filter: EventFilter) -> bool:
        """One follower fewer. Whether that was the last of the hub."""
        channel = self._channels[filter]
        channel.followers -= 1
        if not channel.followers:
            del self._channels[filter]
        return self._idle

    def watch(self, id: str, seen: int) -> Watch:
        """The watch of an object, for one more follower. A new one begins after the sequence `seen`."""
        found = self._watches.get(id)
        if found is None:
            found = self._watches[id] = Watch(seen)
        found.followers += 1
        return found

    def unwatch(self, id: str) -> bool:
        """One follower of an object fewer. Whether that was the last of the hub."""
        watch = self._watches[id]
        watch.followers -= 1
        if not watch.followers:
            del self._watches[id]
        return self._idle

    @property
    def _idle(self) -> bool:
        return not self._channels and not self._watches

    def changed(self, ids: Iterable[str] | None = None) -> None:
        """Objects have changed, of which no event tells; or any may have."""
        for id in list(self._watches) if ids is None else ids:
            if watch := self._watches.get(id):
                watch.changed()

    def poke(self, sequence: int | None = None) -> None:
        """There are events up to `sequence`, or perhaps any."""
        if sequence is None or sequence > self.seen:
            self._poked.set()

    async def close(self) -> None:
        """Stop reading. Followers come to their end."""
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        followed: list[Channel[Row] | Watch] = [*self._channels.values(), *self._watches.values()]
        for each in followed:
            each.closed = True
            each.rouse()

    async def _follow(self) -> None:
        while True:
            await self._poked.wait()
            self._poked.clear()
            try:
                while await self._advance():
                    pass
            except Exception as error:
                log_failure(logger, "Events are read again later", error, level=logging.WARNING)
                await asyncio.sleep(self._pause)
                self._poked.set()

    async def _advance(self) -> bool:
        """Read a page and hand it on. Whether there may be more."""
        rows = await self._read(self.seen, self._page)
        if not rows:
            return False
        gap = rows[-1].sequence != self.seen + len(rows)
        self.seen = rows[-1].sequence
        if gap:
            self.changed()
        elif self._watches:
            for row in rows:
                if watch := self._watches.get(row.object_id):
                    watch.told(row.sequence + row.following)
        for filter, channel in self._channels.items():
            if gap:
                channel.skip(self.seen)
            else:
                channel.offer([row for row in rows if filter.wants(row)], self.seen)
        return len(rows) == self._page
