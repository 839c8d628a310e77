"""How many large queries run at once: few while they keep the process's one core busy, as many as it takes otherwise.

Queries that run at once hold their rows and results at once, and the processor goes from one's to another's: measured,
each of 32 at once took half as long again of its time as each of eight. So others wait their turn, unless the core
has time to spare because those that run wait for the database.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

FEW = 8
MOST = 64
LOOK_SECONDS = 0.02
"""How often it is looked at while some wait."""
BUSY = 0.6
"""The share of the time from which on the core counts as busy."""


class ConcurrencyLimit:
    """For one event loop. `now` and `worked` are seconds: of time, and of the loop's thread at work."""

    def __init__(
        self, *, now: Callable[[], float] = time.perf_counter, worked: Callable[[], float] = time.thread_time
    ) -> None:
        self.limit = FEW
        self.running = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._now = now
        self._worked = worked
        self._timer: asyncio.TimerHandle | None = None
        self._since = (0.0, 0.0)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until there is room for one more, in the order of asking."""
        if self.running >= self.limit or self._waiting:
            await self._wait()
        else:
            self.running += 1
        try:
            yield
        finally:
            self.running -= 1
            self._admit()

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        place = loop.create_future()
        self._waiting.append(place)
        if self._timer is None:
            self._since = self._now(), self._worked()
            self._timer = loop.call_later(LOOK_SECONDS, self.look)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                # It was let in just as it gave up.
                self.running -= 1
                self._admit()
            raise

    def _admit(self) -> None:
        while self._waiting and self.running < self.limit:
            place = self._waiting.popleft()
            if not place.done():
                self.running += 1
                place.set_result(None)

    def look(self) -> None:
        """Let more run where the core had time to spare, and fewer where it had none; and look again later."""
        before, worked_before = self._since
        now, worked = self._since = self._now(), self._worked()
        if worked - worked_before < BUSY * (now - before):
            self.limit = min(MOST, self.limit + 1)
        else:
            self.limit = max(FEW, self.limit - 1)
        self._admit()
        self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self.look) if self._waiting else None
