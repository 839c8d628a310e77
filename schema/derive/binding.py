"""Binding: the values of conditions by name, so that statements that differ in values alone are written once."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, true
from sqlalchemy.sql.visitors import replacement_traverse

from app.tables.resource import Resource
from app.tables.tenancy import Viewer


@dataclass(frozen=True, slots=True)
class Bound:
    """Conditions whose values are given when a statement runs."""

    conditions: tuple[ColumnElement[bool], ...]
    values: dict[str, Any]
    """By the names that they have in the statement."""
    shape: Hashable
    """Equal for conditions that differ in values alone."""
    reads: tuple[type[Resource], ...] = ()
    """The further tables that the conditions read."""


UNBOUND = Bound((), {}, None)


def bound(conditions: Sequence[ColumnElement[bool]], reads: Iterable[type[Resource]] = ()) -> Bound:
    """Conditions with their values apart, but for the viewer, who is given to every statement."""
    if not conditions:
        return UNBOUND
    values: dict[str, Any] = {}

    def name(element: Any, **_: Any) -> Any:
        if not isinstance(element, BindParameter) or element.key in Viewer.names:
            return None
        assert not element.expanding, "a list of values: compare with = ANY(:values)"
        place = f"given_{len(values)}"
        values[place] = element.value
        return bindparam(place, element.value, type_=element.type)

    named = tuple(replacement_traverse(each, {}, name) for each in conditions)
    key = and_(true(), *named)._generate_cache_key()
    assert key is not None
    return Bound(named, values, key.key, tuple(reads))
