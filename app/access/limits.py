"""How fast a key may ask: requests per second, counted in this process alone.

With N server processes a key may so make up to N times as many.
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
        self._burst = burst
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, key_id: str) -> None:
        """Count one request. Raises RateLimited, with the seconds until the next one is allowed."""
        now = self._clock()
        tokens, then = self._buckets.pop(key_id, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - then) * self._per_second)
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


def _seconds(wait: float) -> str:
    if wait < 1:
        return f"{math.ceil(wait * 1000)} ms"
    return "1 second" if wait == 1 else f"{math.ceil(wait)} seconds"
