"""Counting what an operation costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.database import counting


@contextmanager
def reading() -> Iterator[list[str]]:
    """The statements run within, but for those that look up the key of whoever asks."""
    found: list[str] = []
    with counting() as statements:
        yield found
    found += [text for text in statements if "api_key" not in text]
