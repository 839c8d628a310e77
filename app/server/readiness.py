"""Readiness: whether the server can do what it is asked, and why not."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from app.errors import Unavailable
from app.failures import log_failure

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
"""How long the database may take to answer."""
FRESH_SECONDS = 1.0
"""How long an answer holds, so that the database is asked no more often, however many ask."""


Check = Callable[[], Coroutine[Any, Any, object]]


class Readiness:
    """Whether the server can read and write. `check` returns if it can; else it raises, an Unavailable to say why.
    `check_files` does the same for the content of files, without which all else goes on.
    """

    def __init__(self, check: Check, check_files: Check | None = None) -> None:
        self._check = check
        self._check_files = check_files
        self._checking_files: asyncio.Future[object] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._looked = 0.0
        self.reason: str | None = None
        """The sentence that says why it cannot; None if it can."""
        self.impaired: str | None = None
        """The sentence that says what it cannot do beside all else; None if it can do all."""

    async def look(self) -> "Readiness":
        """Find out, unless it is known since less than a second."""
        old = time.monotonic() - self._looked >= FRESH_SECONDS
        if self._looking is None or (self._looking.done() and old):
            self._looking = asyncio.create_task(self._look(), name="readiness")
        # Who asks may go before the answer comes, which others wait for.
        await asyncio.shield(self._looking)
        return self

    async def _look(self) -> None:
        reason, impaired = await self._why_not(), await self._why_no_files()
        if reason != self.reason:
            if reason is None:
                logger.warning("The server is ready again.")
            else:
                logger.warning("The server is not ready: %s", reason)
        if impaired != self.impaired:
            if impaired is None:
                logger.warning("Files can be kept again.")
            else:
                logger.warning("Files cannot be kept: %s", impaired)
        self.reason, self.impaired = reason, impaired
        self._looked = time.monotonic()

    async def _why_not(self) -> str | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._check()
        except Unavailable as error:
            return _first_sentence(error)
        except TimeoutError:
            return "The database does not answer."
        except Exception as error:
            log_failure(logger, "Whether the server is ready could not be found out", error)
            return "The database cannot be used."
        return None

    async def _why_no_files(self) -> str | None:
        if self._check_files is None:
            return None
        # A thread that waits for a disk cannot be called off: there is one at most.
        if self._checking_files is None:
            self._checking_files = asyncio.ensure_future(self._check_files())
        done, _ = await asyncio.wait([self._checking_files], timeout=PATIENCE_SECONDS)
        if not done:
            return "The disk of the files does not answer."
        checked, self._checking_files = self._checking_files, None
        try:
            checked.result()
        except Unavailable as error:
            return _first_sentence(error)
        return None


def _first_sentence(error: Unavailable) -> str:
    """What follows is for those who asked for something."""
    return f"{error.message.partition('. ')[0].rstrip('.')}."
