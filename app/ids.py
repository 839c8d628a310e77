"""Ids: a prefix and 24 base62 characters, of which the first nine tell the microsecond.

Ids made later sort later: rows made within the same second page in the order of their making, and indexes grow at
one end.
"""

import secrets
import time

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""In the order of their bytes, which is the order that PostgreSQL's collation "C" sorts by."""

_last = 0


def new_id(prefix: str) -> str:
    """A fresh id, such as `pi_…`; within one process each sorts after those before it."""
    global _last
    moment = max(time.time_ns() // 1000, _last + 1)
    _last = moment
    return prefix + base62(moment, 9) + base62(secrets.randbits(89), 15)


def base62(number: int, width: int) -> str:
    """The number in base 62, padded (or cut to its low digits) to `width` characters."""
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
