"""One look-up for all who need the same at once: when thousands reconnect after a restart, the database is asked a few
times. No caller is given an answer that may have been out of date when it called."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


GATHERING_SECONDS = 0.01
"""Seconds that callers who came during one look-up wait for others before the next."""


class SingleFlight(Generic[Question, Answer]):
    """Calls `find`, never twice at once for the same question."""

    def __init__(self, find: Callable[[Question], Awaitable[Answer]]) -> None:
        self._find = find
        self._found: dict[Question, asyncio.Task[Answer]] = {}
        """Look-ups that have begun."""
        self._next: dict[Question, asyncio.Task[Answer]] = {}
        """Look-ups that begin once those have ended."""

    async def get(self, question: Question) -> Answer:
        """The answer of a look-up that began after this call, possibly shared with others. Raises as `find` does."""
        task = self._next.get(question)
        if task is None:
            task = self._next[question] = asyncio.create_task(self._answer(question))
            # All callers may have been cancelled by the time that it fails.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(task)

    async def _answer(self, question: Question) -> Answer:
        if before := self._found.get(question):
            await asyncio.wait([before])
            await asyncio.sleep(GATHERING_SECONDS)
        task = self._found[question] = self._next.pop(question)
        try:
            return await self._find(question)
        finally:
            if self._found.get(question) is task:
                del self._found[question]
