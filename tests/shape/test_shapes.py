"""A shape of embedded values is written once: where two have the same fields, one is derived from the other, or both
from one in `app/tables/shapes`."""

from collections import defaultdict
from collections.abc import Iterator

import app.tables  # noqa: F401 - brings all values
from app.tables.columns import meta_of
from app.tables.values import Value

LEAST = 2
"""Fields that make a shape. A value of one field is Stripe's hash around it."""


def test_no_shape_is_written_twice() -> None:
    found: dict[frozenset[tuple[str, str, str]], list[type[Value]]] = defaultdict(list)
    for value in written():
        fields = frozenset(
            (name, str(field.annotation), meta_of(field).kind) for name, field in value.model_fields.items()
        )
        if len(fields) >= LEAST:
            found[fields].append(value)
    assert len(found) > 80
    assert [[each.__name__ for each in alike] for alike in found.values() if len(alike) > 1] == []


def written() -> Iterator[type[Value]]:
    """Values of the tables that declare their fields themselves."""
    todo = Value.__subclasses__()
    while todo:
        value = todo.pop()
        todo += value.__subclasses__()
        derived = any(base.__module__.startswith("app.tables.") for base in value.__bases__ if base is not Value)
        if value.__module__.startswith("app.tables.") and not derived:
            yield value
