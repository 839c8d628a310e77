"""Readiness: whether the server can do what it is asked, and why not."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from app.errors import Unavailable
from app.failures import log_failure

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
"""How long the database may take to answer."""
FRESH_SECONDS = 1.0
"""How long an answer holds, so that the database is asked no more often, however many ask."""


class Readiness:
    """Whether the server can read and write. `check` returns if it can; else it raises, an Unavailable to say why."""

    def __init__(self, check: Callable[[], Awaitable[object]]) -> None:
        self._check = check
        self._looking: asyncio.Task[str | None] | None = None
        self._looked = 0.0
        self._reason: str | None = None

    async def why_not(self) -> str | None:
        """The sentence that says why it cannot; None if it can. At most a second old."""
        old = time.monotonic() - self._looked >= FRESH_SECONDS
        if self._looking is None or (self._looking.done() and old):
            self._looking = asyncio.create_task(self._look(), name="readiness")
        # Who asks may go before the answer comes, which others wait for.
        return await asyncio.shield(self._looking)

    async def _look(self) -> str | None:
        reason = None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._check()
        except Unavailable as error:
            # What follows is for those who asked for something.
            reason = f"{error.message.partition('. ')[0].rstrip('.')}."
        except TimeoutError:
            reason = "The database does not answer."
        except Exception as error:
            reason = "The database cannot be used."
            log_failure(logger, "Whether the server is ready could not be found out", error)
        if reason != self._reason:
            self._reason = reason
            if reason is None:
                logger.warning("The server is ready again.")
            else:
                logger.warning("The server is not ready: %s", reason)
        self._looked = time.monotonic()
        return reason
