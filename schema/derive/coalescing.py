"""Coalescing: what many requests ask for by id in one turn of the event loop is read in one statement.

Those of one account and mode alone, and of one statement, which says whose rows it may see.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Found = Mapping[str, Any]
Read = Callable[[list[str]], Awaitable[Found]]


@dataclass(eq=False, slots=True)
class Gathering:
    """The ids that were asked for in this turn, and who waits for them."""

    read: Read
    answer: asyncio.Future[Found]
    ids: dict[str, None] = field(default_factory=dict)


class Coalescer:
    """For one event loop."""

    def __init__(self) -> None:
        self._gathering: dict[Hashable, Gathering] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def read(self, key: Hashable, ids: Iterable[str], read: Read) -> Found:
        """What is found by these ids, read together with all others asked for under the same key in this turn.

        Raises whatever the reading raises.
        """
        gathering = self._gathering.get(key)
        if gathering is None:
            loop = asyncio.get_running_loop()
            gathering = self._gathering[key] = Gathering(read, loop.create_future())
            loop.call_soon(self._begin, key)
        gathering.ids |= dict.fromkeys(ids)
        # One who stops waiting must not stop the others.
        return await asyncio.shield(gathering.answer)

    def _begin(self, key: Hashable) -> None:
        task = asyncio.get_running_loop().create_task(self._finish(self._gathering.pop(key)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _finish(self, gathering: Gathering) -> None:
        try:
            found = await gathering.read(list(gathering.ids))
        except Exception as error:
            if not gathering.answer.done():
                gathering.answer.set_exception(error)
                gathering.answer.exception()  # told to whoever still waits
        else:
            if not gathering.answer.done():
                gathering.answer.set_result(found)
