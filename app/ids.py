"""Ids: a prefix and 24 base62 characters, of which the first nine encode the microsecond.

Ids made later sort later: rows made within the same second page in the order of their making, and indexes grow at
one end.
"""

import os
import time
from datetime import UTC, datetime, timedelta

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""In the order of their bytes, which is the order that PostgreSQL's collation "C" sorts by."""

MOMENT_WIDTH = 9
"""Characters that encode the moment, in microseconds since 1970: enough until the year 2399."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
"""Two digits of base 62, by their number."""
_TAIL_WIDTH = 15
_USABLE = 4 * 62
"""Of a byte's values, as many as fall to all digits alike."""
_DIGITS = bytes(ord(ALPHABET[value % 62]) for value in range(256))
_DRAWN = 4_096
"""Random bytes that are drawn at once: the system is asked for many as quickly as for few."""

_last = 0
_before = (0, "")
"""The digits of the moment that stay the same for some 15 seconds, as a number and as text."""
_tails: list[str] = []
"""Random ends of ids, each taken once."""
os.register_at_fork(after_in_child=_tails.clear)


def new_id(prefix: str) -> str:
    """A fresh id, such as `pi_…`; within one process each sorts after those before it."""
    global _last, _before  # noqa: PLW0603
    moment = max(time.time_ns() // 1000, _last + 1)
    _last = moment
    high, low = divmod(moment, 62**4)
    before, text = _before
    if before != high:
        text = base62(high, MOMENT_WIDTH - 4)
        _before = (high, text)
    return prefix + text + _PAIRS[low // 62**2] + _PAIRS[low % 62**2] + _tail()


def _tail() -> str:
    """Random digits that no one can guess."""
    while True:
        try:
            return _tails.pop()
        except IndexError:
            digits = os.urandom(_DRAWN).translate(_DIGITS, bytes(range(_USABLE, 256))).decode()
            ends = range(_TAIL_WIDTH, len(digits) + 1, _TAIL_WIDTH)
            _tails.extend(digits[end - _TAIL_WIDTH : end] for end in ends)


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
    """When an id was made, in UTC; None for one whose characters encode no moment, such as one that a caller chose."""
    digits = id.removeprefix(prefix)[:MOMENT_WIDTH]
    if not id.startswith(prefix) or len(digits) < MOMENT_WIDTH or not set(digits) <= set(ALPHABET):
        return None
    number = 0
    for digit in digits:
        number = number * 62 + ALPHABET.index(digit)
    return EPOCH + timedelta(microseconds=number)
