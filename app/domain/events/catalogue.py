"""Every type of event that there is, and patterns such as `invoice.*` that choose among them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from operator import attrgetter
from typing import Any

from app import tables
from app.domain.events.coming import COMING
from app.domain.events.fan_out import ON_REQUEST
from app.domain.snapshot import families_in
from app.errors import BadRequest
from app.tables.columns import unions
from app.tables.families import Family
from app.tables.resource import event_type


@dataclass(frozen=True)
class EventType:
    """A type of event."""

    name: str
    """What happened, such as `charge.captured`."""
    object: str
    """Stripe's name of the object that it is about; of objects of several tables, the union of these."""
    description: str
    """Description of the event, in a sentence."""
    on_request: bool
    """Whether a webhook endpoint receives it only when it names it."""
    family: Family
    """The family that a key must be allowed to read to read the event."""
    emitted: bool
    """Whether anything emits it yet."""
    carried: frozenset[str]
    """The families of all objects that its JSON holds, at any depth."""


def _gathered() -> Iterator[EventType]:
    for each in (*tables.every(), *tables.transients.values()):
        family, carried = Family(each.family), families_in(each)  # type: ignore[attr-defined, arg-type]
        for word, description in each.events.items():  # type: ignore[attr-defined]
            yield from _types(family, _about(each, word), {word: description}, {family, *carried}, emitted=True)
    for family, objects in COMING.items():
        for about, events in objects.items():
            yield from _types(family, about, events, {family}, emitted=False)


def _about(table: type[Any], word: str) -> str:
    """What a table's event is about: its objects, or the union of the tables that declare the same type."""
    if "." in word:
        for union in getattr(table, "unions", ()):
            if sum(word in each.events for each in unions[union].values()) > 1:  # type: ignore[attr-defined]
                return str(union)
    return str(table.object_name)


def _types(
    family: Family, about: str, events: dict[str, str], carried: set[str], *, emitted: bool
) -> Iterator[EventType]:
    for word, description in events.items():
        name = event_type(about, word)
        yield EventType(name, about, description, name in ON_REQUEST, family, emitted, frozenset(carried))


catalogue: dict[str, EventType] = {type.name: type for type in sorted(_gathered(), key=attrgetter("name"))}
"""Every type by its name, in the order of names."""


def matches(pattern: str, type: str) -> bool:
    """Whether a pattern matches a type. `*` matches one or more words between dots: `customer.*`, `*.created`."""
    return _expression(pattern).fullmatch(type) is not None


def chosen(patterns: Iterable[str], *, field: str = "types") -> frozenset[str]:
    """The types that the patterns choose. Raises BadRequest, naming `field`, for a pattern that chooses none."""
    return _chosen(tuple(patterns), field)


@lru_cache(maxsize=256)
def _chosen(patterns: tuple[str, ...], field: str) -> frozenset[str]:
    types: set[str] = set()
    for pattern in patterns:
        expression = _expression(pattern)
        found = [type for type in catalogue if expression.fullmatch(type)]
        if not found:
            raise BadRequest(_unknown(pattern), field=field)
        types.update(found)
    return frozenset(types)


@lru_cache(maxsize=1_000)
def _expression(pattern: str) -> re.Pattern[str]:
    words = (".+" if word == "*" else re.escape(word) for word in pattern.split("."))
    return re.compile(r"\.".join(words))


def _unknown(pattern: str) -> str:
    shown = pattern[:100]
    near = get_close_matches(shown, [*catalogue, *_patterns()], n=3, cutoff=0.6)
    if not near:
        return f"There is no event type '{shown}'. Name a type such as invoice.paid, or a pattern such as invoice.*."
    return f"There is no event type '{shown}'. Did you mean {' or '.join(near)}?"


def _patterns() -> set[str]:
    """`customer.*`, `customer.subscription.*`…: every beginning of a type, as a pattern."""
    types = [type.split(".") for type in catalogue]
    return {".".join(words[:depth]) + ".*" for words in types for depth in range(1, len(words))}
