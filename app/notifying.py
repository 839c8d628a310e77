"""NOTIFY, for many at once: notifications that arrive while one statement is under way are sent with the next."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable

from app.failures import log_failure

logger = logging.getLogger(__name__)

NOTIFY = "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS news (channel, payload)"

Run = Callable[[list[str], list[str]], Awaitable[object]]
"""Runs NOTIFY with channels and payloads."""


class Notifier:
    """Notifications that are not yet sent. Of news with the same key only the latest is sent, so it has a bound."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._news: dict[tuple[str, Hashable], str] = {}
        self._telling: asyncio.Task[None] | None = None

    def put(self, channel: str, payload: str, key: Hashable = None) -> None:
        """Notify all listeners of a channel, in every process. News with a key replace earlier ones of that key."""
        self._news[channel, payload if key is None else key] = payload
        if self._telling is None or self._telling.done():
            self._telling = asyncio.get_running_loop().create_task(self._tell(), name="notifying")

    async def settle(self) -> None:
        """Return once all that was put has been sent, or could not be."""
        if self._telling is not None:
            await self._telling

    async def _tell(self) -> None:
        while self._news:
            news, self._news = self._news, {}
            try:
                await self._run([channel for channel, _ in news], list(news.values()))
            except Exception as error:
                # The changes are made. Listeners also poll, every few seconds.
                log_failure(logger, "What happened could not be announced", error, level=logging.WARNING)
