"""JSON from clients, whose whole numbers keep all their digits: orjson alone makes floats of those beyond 64 bits."""

import json
import re
from typing import Any

import orjson

_DIGITS_AS_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 19
"""As many digits as a number beyond 64 bits has at least."""
_LONG_NUMBER = re.compile(rb"(?:^|[-\s:,\[])[0-9]{19}")
"""These where a number may begin, and not in the middle of an id."""


def loads(text: bytes | str) -> Any:
    """Decoded JSON in UTF-8. Raises orjson.JSONDecodeError, whatever the numbers.

    What has no such run of digits, as nearly everything, is read once; to look for one takes a few microseconds.
    """
    found = orjson.loads(text)
    encoded = text.encode() if isinstance(text, str) else text
    place = encoded.translate(_DIGITS_AS_ZEROS).find(_LONG)
    if place < 0 or _LONG_NUMBER.search(encoded, max(place - 1, 0)) is None:
        return found
    try:
        return json.loads(encoded)
    except RecursionError:
        # Nested deeper than any input can be, and so refused later.
        return found


def dumps(value: Any, *, sort_keys: bool = False) -> bytes:
    """Plain values as JSON in UTF-8, whole numbers with all their digits."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else 0)
    except TypeError:
        return json.dumps(value, sort_keys=sort_keys, ensure_ascii=False, separators=(",", ":")).encode()
