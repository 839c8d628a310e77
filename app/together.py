"""One answer for all who ask the same at once: when thousands come back after a restart, the database is asked a few
times. Nobody is given what may have been out of date when they asked."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


GATHERING_SECONDS = 0.01
"""How long those who came during one look wait for others before the next."""


class Together(Generic[Question, Answer]):
    """Asks by `find`, never twice at once for the same."""

    def __init__(self, find: Callable[[Question], Awaitable[Answer]]) -> None:
        self._find = find
        self._found: dict[Question, asyncio.Task[Answer]] = {}
        """What is being looked for."""
        self._next: dict[Question, asyncio.Task[Answer]] = {}
        """What will be, once that has been found."""

    async def ask(self, question: Question) -> Answer:
        """An answer that was looked for after this was called, if perhaps for others too. Raises as `find` does."""
        task = self._next.get(question)
        if task is None:
            task = self._next[question] = asyncio.create_task(self._answer(question))
            # All who asked may have left by the time that it fails.
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
