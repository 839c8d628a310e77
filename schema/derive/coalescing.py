"""Coalescing: what many requests ask for by id in one turn of the event loop is read in one statement.

Those of one account and mode alone, and of one statement, which says whose rows it may see.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Found = Mapping[str, Any]
Read = Callable[[list[str]], Awaitable[Found]]


class Waiter(Protocol):
    """What waits for rows, as a future does. It raises nothing, and holds no others up."""

    def done(self) -> bool:
        """Whether it waits no more."""

    def set_result(self, found: Found, /) -> None:
        """Here they are."""

    def set_exception(self, error: Exception, /) -> None:
        """They could not be read."""


@dataclass(eq=False, slots=True)
class Gathering:
    """The ids that were asked for in this turn, and who waits for them."""

    read: Read
    ids: dict[str, None] = field(default_factory=dict)
    waiting: list[Waiter] = field(default_factory=list)

    async def finish(self) -> None:
        """Read, and wake every waiter. One that stopped waiting does not stop the others."""
        try:
            found = await self.read(list(self.ids))
        except Exception as error:
            for each in self.waiting:
                if not each.done():
                    each.set_exception(error)
        else:
            for each in self.waiting:
                if not each.done():
                    each.set_result(found)


class Coalescer:
    """For the event loop in which it is made."""

    def __init__(self) -> None:
        # To ask for it each time would be to ask the system for the process each time.
        self._loop = asyncio.get_running_loop()
        self._gathering: dict[Hashable, Gathering] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def read(self, key: Hashable, ids: Iterable[str], read: Read) -> Found:
        """What is found by these ids, read together with all others asked for under the same key in this turn.

        Raises whatever the reading raises.
        """
        answer: asyncio.Future[Found] = self._loop.create_future()
        self.ask(key, ids, read, answer)
        return await answer

    def ask(self, key: Hashable, ids: Iterable[str], read: Read, waiter: Waiter) -> None:
        """Have a waiter told what `read` gives."""
        gathering = self._gathering.get(key)
        if gathering is None:
            gathering = self._gathering[key] = Gathering(read)
            self._loop.call_soon(self._begin, key)
        gathering.ids |= dict.fromkeys(ids)
        gathering.waiting.append(waiter)

    def _begin(self, key: Hashable) -> None:
        task = self._loop.create_task(self._gathering.pop(key).finish())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
