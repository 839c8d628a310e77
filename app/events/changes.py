"""Changes of single objects, for those who follow these in this process: one for each committed change.

A change that events tell of is seen in the stream, however many events its transaction tells; one of which none tells
is heard of by a notification (`app/domain/quiet.py`). Where one may have been missed, followers are told once more.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable
from itertools import count

KEPT = 100
"""Changes of an object, of which at least so many are kept for slower followers. What is gone is one change to them."""

Leave = Callable[[], Awaitable[None]]

_places = count(1)
"""Numbers the changes of all objects in this process, in the order in which they became known."""


class Watch:
    """One object that is followed; what happened up to the sequence `seen` is no news."""

    def __init__(self, seen: int) -> None:
        self.followers = 0
        self.closed = False
        self.newest = next(_places)
        """The place of the last change, or where the watch began."""
        self._from = self.newest
        """The place from which on all changes are kept."""
        self._places: list[int] = []
        self._commits: list[int] = []
        """Of each of these, what `told` was given; 0 for one of which no event tells."""
        self._commit = seen
        self._news = asyncio.Event()

    def told(self, commit: int) -> None:
        """There is an event of a transaction, whose last event has that sequence."""
        if commit > self._commit:
            self._commit = commit
            self.changed(commit)

    def changed(self, commit: int = 0) -> None:
        """The object has changed, or may have."""
        self.newest = next(_places)
        self._places.append(self.newest)
        self._commits.append(commit)
        if len(self._places) > 2 * KEPT:
            del self._places[:KEPT], self._commits[:KEPT]
            self._from = self._places[0]
        self.rouse()

    def after(self, place: int, since: int) -> int | None:
        """The place of the next change after one, but for changes that were committed up to the sequence `since`; None
        if there is none yet."""
        if place < self._from:
            return self._from
        for found in range(bisect_right(self._places, place), len(self._places)):
            if not 0 < self._commits[found] <= since:
                return self._places[found]
        return None

    def rouse(self) -> None:
        """Let every follower look again."""
        self._news.set()
        self._news = asyncio.Event()

    async def news(self) -> None:
        """Wait for something new."""
        await self._news.wait()


class ObjectChanges:
    """One follower of an object: gives the place of each change. Not shared among tasks. Made by `Feed`, which `follow`
    calls again, with a position."""

    def __init__(
        self, watch: Watch, position: int, since: int, *, follow: "Callable[[int], ObjectChanges]", leave: Leave
    ) -> None:
        self.position = position
        """The place of the last change that was given."""
        self._watch = watch
        self._since = since
        self._follow = follow
        self._leave = leave
        self._closed = False

    @property
    def has_more(self) -> bool:
        """Whether the next change is at hand."""
        return self._watch.after(self.position, self._since) is not None

    def resume(self, position: int) -> "ObjectChanges":
        """The same from after a position."""
        return self._follow(position)

    def __aiter__(self) -> "ObjectChanges":
        return self

    async def __anext__(self) -> int:
        while not (self._closed or self._watch.closed):
            place = self._watch.after(self.position, self._since)
            if place is not None:
                self.position = place
                return place
            await self._watch.news()
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Stop following."""
        if not self._closed:
            self._closed = True
            self._watch.rouse()
            await self._leave()
