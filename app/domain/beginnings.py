"""Beginnings: what each account has from its first moment, declared beside the function that makes it."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from app.domain.reactions import import_all
from app.tables.connect.account import Account
from app.tables.resource import Resource

First = Callable[[Account], Resource]
"""Makes the row that a new account has of a table, in the mode of the account's row."""
Declared = TypeVar("Declared", bound=First)

_registered: list[First] = []


def from_the_start(first: Declared) -> Declared:
    """Register what each new account has: `@from_the_start` above the function that makes the row."""
    _registered.append(first)
    return first


@cache
def beginnings() -> tuple[First, ...]:
    """All that are registered."""
    import_all()
    return tuple(_registered)
