"""A row as event JSON: Stripe's own shape, so that Stripe's official libraries parse it.

How is worked out once for each class: which fields, under which names, and what makes each of them JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from app.tables.columns import computed, meta_of, public_name
from app.tables.resource import Resource
from app.tables.storage import without_none

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How instances of one class are shown."""

    fields: tuple[tuple[str, str, Convert | None], ...]
    """Each field's name in JSON, its name in the class, and what makes its value JSON, where it is not so already."""
    branches: tuple[tuple[str, Convert | None], ...]
    """The same of fields that JSON goes without where they are null, which have the same name in both."""
    inline: tuple[tuple[str, Convert], ...]
    """Fields whose value's own fields stand in their place."""
    computed: tuple[tuple[str, Convert], ...]
    """Fields that are worked out from an instance."""

    def of(self, state: dict[str, Any]) -> dict[str, Any]:
        """The fields of an instance with that state."""
        body: dict[str, Any] = {}
        for key, name, convert in self.fields:
            value = state[name]
            body[key] = value if convert is None or value is None else convert(value)
        for name, convert in self.branches:
            if (value := state[name]) is not None:
                body[name] = value if convert is None else convert(value)
        for name, convert in self.inline:
            body |= convert(state[name])
        return body


def snapshot(row: Resource) -> dict[str, Any]:
    """The row with ids for references, Unix seconds for moments, and minor units for money."""
    shape = shape_of(type(row))
    body: dict[str, Any] = {"id": row.id, "object": row.object_name}
    body |= shape.of(row.__dict__)
    for name, work_out in shape.computed:
        body[name] = plain(work_out(row))
    if row.deleted_at is not None:
        body["deleted"] = True
    return body


@cache
def shape_of(kind: type[BaseModel]) -> Shape:
    """How a table's rows, or values of an embedded class, are shown."""
    fields, branches, inline = [], [], []
    for name, field in kind.model_fields.items():
        meta = meta_of(field)
        if meta.inline:
            inline.append((name, _value))
        elif meta.branch:
            branches.append((name, converter(field.annotation)))
        elif not (meta.hidden or meta.includable):
            convert = number if meta.number else converter(field.annotation)
            fields.append((public_name(name, meta), name, convert))
    worked_out = ((name, member.fget) for name, member in computed_fields(kind).items() if member.fget)
    return Shape(tuple(fields), tuple(branches), tuple(inline), tuple(worked_out))


def computed_fields(kind: type) -> dict[str, computed]:
    """The declared properties of a table, by name, those of its bases first."""
    found: dict[str, computed] = {}
    for base in reversed(kind.__mro__):
        found |= {name: member for name, member in vars(base).items() if isinstance(member, computed)}
    return found


def converter(annotation: Any) -> Convert | None:
    """What makes a value of that annotation JSON; None for one that is JSON as it is."""
    bare, _ = without_none(annotation)
    if get_origin(bare) is list:
        each = converter(get_args(bare)[0])
        return list if each is None else lambda items: [each(item) for item in items]
    if isinstance(bare, type):
        if issubclass(bare, Enum):
            return _text
        if issubclass(bare, str | int):
            return None
        if issubclass(bare, datetime):
            return _seconds
        if issubclass(bare, BaseModel):
            return _value
    return plain


def plain(value: Any) -> Any:
    """A value as JSON holds it, whatever it is."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return _seconds(value)
        case Decimal():
            return format(value.normalize(), "f")
        case BaseModel():
            return _value(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number. Never for money, whose decimals are strings in Stripe's JSON."""
    return int(value) if value == value.to_integral_value() else float(value)


def _text(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _value(value: BaseModel) -> dict[str, Any]:
    return shape_of(type(value)).of(value.__dict__)


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The former values of what differs: an event's `previous_attributes`. Nested hashes tell only what differs."""
    former: dict[str, Any] = {}
    for key in before | after:
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            if old != new:
                former[key] = changes(old, new)
        elif old != new:
            former[key] = old
    return former
