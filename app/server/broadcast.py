"""Broadcasts: followers who ask the same of the same stream are sent its events together.

A stream is read, filtered and shown once for a broadcast, however many members it has. A member
without room for an event leaves, catches up alone, and joins again: a slow one costs the others nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, Protocol

from app.server.payloads import Payload, Shown
from app.server.ports import Stream
from app.server.telling import Telling

AT_ONCE = 250
"""How many members are sent to before the loop looks after others."""


class Member(Protocol):
    """A follower of a broadcast."""

    @property
    def request_id(self) -> str: ...

    def offer_all(self, telling: Telling) -> bool:
        """Write events at once. False, with none of them written, when they have to be taken one by one."""

    def offer(self, payload: Payload, cursor: str | None) -> bool:
        """Keep an event to be written soon. False, without keeping it, when there is no room."""


class Broadcast:
    """The followers of one stream, which it reads from where the first of them stands."""

    def __init__(self, stream: Stream, show: Callable[[Any], Awaitable[Shown]], ended: Callable[[], None]) -> None:
        self.position = stream.position
        """The position up to which events have been sent, or are just being sent, to the members."""
        self._stream = stream
        self._show = show
        self._ended = ended
        self._members: dict[Member, asyncio.Future[int | None]] = {}
        self._ahead: dict[Member, int] = {}
        self._sending = asyncio.ensure_future(self._send())

    def join(self, member: Member, position: int) -> "asyncio.Future[int | None]":
        """Send the member all that comes after `position`, which is not before the broadcast's.

        The answer comes when that ends: None at the stream's end, what the stream raised, or, once there was no room
        for an event, the position after which the member must continue.
        """
        left: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._members[member] = left
        if position > self.position:
            self._ahead[member] = position
        return left

    async def leave(self, member: Member) -> None:
        """Remove a member. With the last one the broadcast ends."""
        self._members.pop(member, None)
        self._ahead.pop(member, None)
        if not self._members and not self._sending.done():
            self._ended()
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)

    async def _send(self) -> None:
        error: Exception | None = None
        stream, telling = self._stream, Telling(self.position)
        async with aclosing(stream):
            try:
                async for event in stream:
                    telling.add(await self._show(event), event.cursor)
                    if not (stream.has_more and telling.has_room):
                        whole, telling = telling, Telling(telling.position)
                        await self._send_all(whole)
            except Exception as failure:
                error = failure
            if telling.events:
                await self._send_all(telling)
        self._ended()
        for left in self._members.values():
            if left.done():
                continue
            if error is None:
                left.set_result(None)
            else:
                left.set_exception(error)

    async def _send_all(self, telling: Telling) -> None:
        begun, self.position = self.position, telling.position
        for count, (member, left) in enumerate(list(self._members.items()), 1):
            if left.done():
                continue
            ahead = self._ahead.pop(member, begun) if self._ahead else begun
            if ahead > begun or not member.offer_all(telling):
                self._send_one_by_one(member, left, telling, ahead)
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)

    def _send_one_by_one(
        self, member: Member, left: "asyncio.Future[int | None]", telling: Telling, position: int
    ) -> None:
        """Send a member what comes after a position, as far as there is room."""
        for told in telling.events:
            if told.position > position or (told.cursor is None and told.position == position):
                if not member.offer(told.shown.to(member.request_id), told.cursor):
                    left.set_result(position)
                    return
                position = told.position
        if position > self.position:
            self._ahead[member] = position
