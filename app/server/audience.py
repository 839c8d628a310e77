"""Audiences: followers who ask the same of the same stream, and are told together.

A stream is read, filtered and shown once for an audience, however many it has. Whoever has no room for an event leaves
it, catches up alone, and joins again: a slow one costs the others nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, Protocol

from app.server.payloads import Payload, Shown
from app.server.ports import Stream
from app.server.telling import Telling

AT_ONCE = 250
"""How many are told before the loop looks after others."""


class Member(Protocol):
    """Who is told."""

    @property
    def request_id(self) -> str: ...

    def take_all(self, telling: Telling) -> bool:
        """Write events at once. False, with none of them written, when they have to be taken one by one."""

    def take(self, payload: Payload, cursor: str | None) -> bool:
        """Keep an event to be written soon. False, without keeping it, when there is no room."""


class Audience:
    """The followers of one stream, which it reads from where the first of them stands."""

    def __init__(self, stream: Stream, show: Callable[[Any], Awaitable[Shown]], ended: Callable[[], None]) -> None:
        self.place = stream.place
        """Up to where the members have been told, or are just being told."""
        self._stream = stream
        self._show = show
        self._ended = ended
        self._members: dict[Member, asyncio.Future[int | None]] = {}
        self._ahead: dict[Member, int] = {}
        self._telling = asyncio.ensure_future(self._tell())

    def join(self, member: Member, place: int) -> "asyncio.Future[int | None]":
        """Tell the member all that comes after `place`, which is not before the audience's.

        The answer comes when that ends: None at the stream's end, what the stream raised, or, once there was no room
        for an event, the place after which the member has to go on.
        """
        left: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._members[member] = left
        if place > self.place:
            self._ahead[member] = place
        return left

    async def leave(self, member: Member) -> None:
        """One fewer. With the last one the audience ends."""
        self._members.pop(member, None)
        self._ahead.pop(member, None)
        if not self._members and not self._telling.done():
            self._ended()
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)

    async def _tell(self) -> None:
        error: Exception | None = None
        stream, telling = self._stream, Telling(self.place)
        async with aclosing(stream):
            try:
                async for event in stream:
                    telling.add(await self._show(event), event.cursor)
                    if not (stream.has_more and telling.has_room):
                        whole, telling = telling, Telling(telling.place)
                        await self._tell_all(whole)
            except Exception as failure:
                error = failure
            if telling.events:
                await self._tell_all(telling)
        self._ended()
        for left in self._members.values():
            if left.done():
                continue
            if error is None:
                left.set_result(None)
            else:
                left.set_exception(error)

    async def _tell_all(self, telling: Telling) -> None:
        begun, self.place = self.place, telling.place
        for count, (member, left) in enumerate(list(self._members.items()), 1):
            if left.done():
                continue
            ahead = self._ahead.pop(member, begun) if self._ahead else begun
            if ahead > begun or not member.take_all(telling):
                self._tell_one_by_one(member, left, telling, ahead)
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)

    def _tell_one_by_one(
        self, member: Member, left: "asyncio.Future[int | None]", telling: Telling, place: int
    ) -> None:
        """Tell a member what comes after a place, as far as there is room."""
        for told in telling.events:
            if told.place > place or (told.cursor is None and told.place == place):
                if not member.take(told.shown.to(member.request_id), told.cursor):
                    left.set_result(place)
                    return
                place = told.place
        if place > self.place:
            self._ahead[member] = place
