"""The order in which types and inputs describe a resource, so that each reads like a page about it."""

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import TypeVar

Item = TypeVar("Item")

FIRST = ("id", "object")
LAST = ("metadata", "created", "livemode")


class Kind(IntEnum):
    """What a field is to the resource: what it is about comes first, then what it leads to."""

    OWN = 0
    RELATION = 1
    CONNECTION = 2


def in_reading_order(
    items: Iterable[Item], name: Callable[[Item], str], kind: Callable[[Item], Kind] = lambda _: Kind.OWN
) -> list[Item]:
    """`id`, `object`, the resource's own fields, its relations, its connections, `metadata`, `created`, `livemode`.

    Among each other, fields stay as they are: as the table is written.
    """

    def place(item: Item) -> tuple[int, int]:
        its = name(item)
        if its in FIRST:
            return (0, FIRST.index(its))
        if its in LAST:
            return (2, LAST.index(its))
        return (1, kind(item))

    return sorted(items, key=place)
