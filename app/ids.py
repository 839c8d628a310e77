"""Ids: a prefix and 24 base62 characters, of which the first nine tell the microsecond.

Ids made later sort later: rows made within the same second page in the order of their making, and indexes grow at
one end.
"""

import secrets
import time
from datetime import UTC, datetime, timedelta

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""In the order of their bytes, which is the order that PostgreSQL's collation "C" sorts by."""

MOMENT_WIDTH = 9
"""Characters that tell the moment, in microseconds since 1970: enough until the year 2399."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_last = 0


def new_id(prefix: str) -> str:
    """A fresh id, such as `pi_…`; within one process each sorts after those before it."""
    global _last
    moment = max(time.time_ns() // 1000, _last + 1)
    _last = moment
    return prefix + base62(moment, MOMENT_WIDTH) + base62(secrets.randbits(89), 15)


def base62(number: int, width: int) -> str:
    """The number in base 62, padded (or cut to its low digits) to `width` characters."""
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))


def first_id(prefix: str, moment: datetime) -> str:
    """The least of all ids made at `moment` or later: those made before sort below it."""
    return prefix + base62((moment - EPOCH) // timedelta(microseconds=1), MOMENT_WIDTH)


def moment_of(prefix: str, id: str) -> datetime | None:
    """When an id was made, in UTC; None for one whose characters tell no moment, such as one that a caller chose."""
    digits = id.removeprefix(prefix)[:MOMENT_WIDTH]
    if not id.startswith(prefix) or len(digits) < MOMENT_WIDTH or not set(digits) <= set(ALPHABET):
        return None
    number = 0
    for digit in digits:
        number = number * 62 + ALPHABET.index(digit)
    return EPOCH + timedelta(microseconds=number)
