"""When a delivery that failed is tried again."""

import random
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(minutes=1)
GROWTH = 3
LONGEST_PAUSE = timedelta(hours=12)
TEST_PAUSES = (timedelta(minutes=10), timedelta(hours=2))
"""In test mode: three attempts, over a little more than two hours."""
JITTER = 0.1
"""By what share a pause is longer or shorter than planned, so that what failed together is not all sent at once."""


def next_attempt(
    tries: int, *, begun: datetime, now: datetime, livemode: bool, live_hours: float = 72, chance: float | None = None
) -> datetime | None:
    """When to send again after `tries` attempts that failed, the first one at `begun`; None when it is given up.

    In live mode after 1, 3, 9, 27 and 81 minutes, then after 4 and then every 12 hours, the last time `live_hours`
    after the first. `chance`, from 0 to 1, places it within the jitter.
    """
    if livemode:
        growth: int = GROWTH ** min(tries - 1, 10)
        pause = min(FIRST_PAUSE * growth, LONGEST_PAUSE)
    elif tries <= len(TEST_PAUSES):
        pause = TEST_PAUSES[tries - 1]
    else:
        return None
    at = now + pause * (1 + JITTER * (2 * (random.random() if chance is None else chance) - 1))  # noqa: S311
    end = begun + timedelta(hours=live_hours)
    if livemode and at > end:
        # The last attempt is at the very end, unless that was it.
        return end if now < end else None
    return at
