"""What PostgreSQL can hold of any value: requests hold anything, and each is to have its row."""

import math
from typing import Any

from app.scrubbing import REDACTED

DEEPEST = 100
"""Levels of a value that are kept."""
LARGEST = 2**63


def storable(value: Any, levels: int = DEEPEST) -> Any:
    """A value as JSON without NUL, lone surrogates, endless numbers and those beyond 64 bits, in so many levels."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -LARGEST <= value < LARGEST else REDACTED
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict) and levels:
        return {storable(str(key)): storable(item, levels - 1) for key, item in value.items()}
    if isinstance(value, list | tuple) and levels:
        return [storable(item, levels - 1) for item in value]
    return REDACTED
