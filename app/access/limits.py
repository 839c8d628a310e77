"""How fast, and how many at once: requests per key and second, and open sockets per key.

Both are counted in this process alone. With N server processes a key may do up to N times as much.
"""

import math
import time
from collections.abc import Callable

from app.errors import RateLimited

TRACKED_KEYS = 10_000
"""How many keys' buckets are held at once; the one longest unused is forgotten first, which fills it again."""


class RequestLimit:
    """A token bucket for each key: `per_second` requests in the long run, `burst` at once."""

    def __init__(self, per_second: float, burst: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, key_id: str) -> None:
        """Count one request. Raises RateLimited, with the seconds until the next one is allowed."""
        now = self._clock()
        tokens, then = self._buckets.pop(key_id, (self._burst, now))
        tokens += (now - then) * self._per_second
        tokens = min(tokens, self._burst)
        allowed = tokens >= 1
        # Put back last, so that the dict stays in order of use.
        self._buckets[key_id] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > TRACKED_KEYS:
            del self._buckets[next(iter(self._buckets))]
        if not allowed:
            wait = (1 - tokens) / self._per_second
            raise RateLimited(
                f"This API key makes more than {self._per_second:g} requests per second. "
                f"Wait {_seconds(wait)}, then try again more slowly.",
                retry_after=wait,
            )


class LimitAtOnce:
    """How many of something each key has at once. `refusal` says why there may be no more, with `{most}` in it."""

    def __init__(self, most: int, refusal: str) -> None:
        self._most = most
        self._refusal = refusal
        self._open: dict[str, int] = {}

    def enter(self, key_id: str) -> None:
        """Count one more. Raises RateLimited when the key has as many as it may."""
        open = self._open.get(key_id, 0)
        if open >= self._most:
            raise RateLimited(self._refusal.format(most=self._most))
        self._open[key_id] = open + 1

    def leave(self, key_id: str) -> None:
        """Count one, entered before, no more."""
        open = self._open.pop(key_id)
        if open > 1:
            self._open[key_id] = open - 1

    def count(self, key_id: str) -> int:
        """How many the key has."""
        return self._open.get(key_id, 0)


def sockets_at_once(most: int) -> LimitAtOnce:
    """The limit of open sockets and event streams."""
    return LimitAtOnce(
        most,
        "This API key has {most} sockets open, which is as many as a key may have. "
        "Close one, or run several subscriptions over the same socket.",
    )


def requests_at_once(most: int) -> LimitAtOnce:
    """The limit of queries and mutations that run, or whose requests are being received."""
    return LimitAtOnce(
        most,
        "This API key has {most} requests under way, which is as many as a key may have. "
        "Wait for answers before you send more.",
    )


def _seconds(wait: float) -> str:
    if wait < 1:
        return f"{math.ceil(wait * 1000)} ms"
    return "1 second" if wait == 1 else f"{math.ceil(wait)} seconds"
