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

AT_ONCE = 250
"""How many are told before the loop looks after others."""


class Member(Protocol):
    """Who is told."""

    @property
    def request_id(self) -> str: ...

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
        async with aclosing(self._stream):
            try:
                async for event in self._stream:
                    await self._tell_all(await self._show(event), event.cursor)
            except Exception as failure:
                error = failure
        self._ended()
        for left in self._members.values():
            if left.done():
                continue
            if error is None:
                left.set_result(None)
            else:
                left.set_exception(error)

    async def _tell_all(self, shown: Shown, cursor: str | None) -> None:
        before = self.place
        self.place = at = before if cursor is None else int(cursor)
        for count, (member, left) in enumerate(list(self._members.items()), 1):
            if left.done() or (self._ahead and self._ahead.get(member, at - 1) >= at):
                continue
            if not member.take(shown.to(member.request_id), cursor):
                left.set_result(before)
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)
