"""A row as event JSON: Stripe's own shape, so that Stripe's official libraries parse it.

The shape is computed once per class: the fields, their order, and how each is converted to JSON.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from app import tables
from app.tables.columns import ColumnMeta, computed, meta_of, shown_fields
from app.tables.resource import Resource
from app.tables.storage import without_none
from app.tables.tombstone import known_as
from app.tables.transient import Transient
from app.tables.values import Value

Kind = type[Resource] | type[Value]
Rows = Callable[[type[Resource], str], Resource]
"""Finds the row of an id, for the objects that Stripe embeds."""
Convert = Callable[[Any, Rows], Any]


@dataclass(frozen=True, slots=True)
class Member:
    """One field in JSON."""

    key: str
    name: str | None
    """The attribute in the class; None if it is always null for now, or computed."""
    convert: Convert | None = None
    """What makes its value JSON, where it is not so already."""
    holder: str | None = None
    """The column whose value it is a field of, where that is shown inline."""
    branch: bool = False
    """Whether the field is omitted if null."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How instances of one class are shown."""

    members: tuple[Member, ...]
    """In the order of Stripe's answers: by name, but for `id` and `object`, which come first."""
    computed: tuple[tuple[str, Convert], ...]
    """What works fields out from an instance."""

    def of(self, source: BaseModel, rows: Rows) -> dict[str, Any]:
        """The fields of an instance."""
        state = source.__dict__
        body: dict[str, Any] = {}
        for member in self.members:
            within = state if member.holder is None else state[member.holder].__dict__
            value = None if member.name is None else within[member.name]
            if value is None:
                if not member.branch:
                    body[member.key] = None
            else:
                body[member.key] = value if member.convert is None else member.convert(value, rows)
        for key, work_out in self.computed:
            body[key] = work_out(source, rows)
        return body


def none_known(table: type[Resource], id: str) -> Resource:
    raise LookupError(f"The {table.object_name} {id} is embedded in the JSON of a row, and was not read with it.")


def snapshot(row: Resource, rows: Rows = none_known) -> dict[str, Any]:
    """The row with ids for references, Unix seconds for moments, and minor units for money.

    `rows` finds what `embedded` names. Raises LookupError for an embedded object without it.
    """
    id = known_as(row.id) if row.leaves_id else row.id
    head = {"object": row.object_name} if row.is_single else {"id": id, "object": row.object_name}
    return head | shape_of(type(row)).of(row, rows)


def embedded(source: BaseModel) -> Iterator[tuple[type[Resource], str]]:
    """Table and id of each object that the JSON of a row, or of a value, embeds."""
    for name, targets in _leading(type(source)):
        found = source.__dict__[name]
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, Value):
                yield from embedded(each)
            elif each is not None:
                yield _target(targets, each), each


def transient_json(value: Transient, rows: Rows = none_known) -> dict[str, Any]:
    """The same of an object without a table."""
    return {"object": value.object_name} | _value(value, rows)


@cache
def _leading(kind: Kind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fields that embed objects, themselves or within, each with the tables that it refers to."""
    found = []
    for name, field in kind.model_fields.items():
        meta, inner = meta_of(field), _bare(field.annotation)
        if meta.embedded or (_is_value(inner) and _leading(inner)):
            found.append((name, meta.targets))
    return tuple(found)


def _target(targets: tuple[str, ...], id: str) -> type[Resource]:
    among = tuple(tables.by_name[name] for name in targets)
    return tables.table_of(id, among) or among[0]


@cache
def shape_of(kind: Kind) -> Shape:
    """How a table's rows, or values of an embedded class, are shown."""
    members = [Member(name, None) for name in kind.awaited]
    if issubclass(kind, Resource):
        # Where they stand; what they hold is no part of the row.
        members += [Member(name, None) for name in kind.lists]
    for shown in shown_fields(kind):
        key, info, meta = shown.key, shown.info, shown.meta
        if meta.includable or meta.graph_only or (key == "id" and issubclass(kind, Resource)):
            continue
        holder = None if shown.column == key else shown.column
        members.append(Member(shown.name, key, _converter_of(info.annotation, meta), holder, meta.branch))
    worked_out = [
        (name, member.fget) for name, member in computed_fields(kind).items() if member.fget and not member.graph_only
    ]
    members += [Member(name, None) for name, _ in worked_out]
    return Shape(
        tuple(sorted(members, key=lambda member: member.key)),
        tuple((name, _working_out(function)) for name, function in worked_out),
    )


def computed_fields(kind: type) -> dict[str, computed]:
    """The declared properties of a table, by name, those of its bases first."""
    found: dict[str, computed] = {}
    for base in reversed(kind.__mro__):
        found |= {name: member for name, member in vars(base).items() if isinstance(member, computed)}
    return found


def _working_out(function: Callable[[Any], Any]) -> Convert:
    return lambda source, _: plain(function(source))


def _converter_of(annotation: Any, meta: ColumnMeta) -> Convert | None:
    if meta.embedded:

        def whole(id: str, rows: Rows) -> dict[str, Any]:
            return snapshot(rows(_target(meta.targets, id), id), rows)

        many = get_origin(without_none(annotation)[0]) is list
        return (lambda ids, rows: [whole(id, rows) for id in ids]) if many else whole
    return (lambda value, _: number(value)) if meta.number else converter(annotation)


def converter(annotation: Any) -> Convert | None:
    """What makes a value of that annotation JSON; None for one that is JSON as it is."""
    bare, _ = without_none(annotation)
    if get_origin(bare) is list:
        inner = get_args(bare)[0]
        if _is_value(inner) and inner.keyed_by is not None:
            return _map_by(inner.keyed_by, inner.keyed_value)
        each = converter(inner)
        return _items if each is None else lambda items, rows: [each(item, rows) for item in items]
    if isinstance(bare, type):
        if issubclass(bare, Enum):
            return _text
        if issubclass(bare, str | int):
            return None
        if issubclass(bare, datetime):
            return _moment
        if issubclass(bare, Value):
            return _value
    return _plain


def plain(value: Any) -> Any:
    """A value as JSON holds it, whatever it is, but for one that embeds objects."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return _seconds(value)
        case Decimal():
            return format(value.normalize(), "f")
        case Value():
            return _value(value, none_known)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number. Never for money, whose decimals are strings in Stripe's JSON."""
    return int(value) if value == value.to_integral_value() else float(value)


def _map_by(key: str, only: str | None) -> Convert:
    """What makes a map of a list of values: by one of their fields, which is then no field of theirs. With `only`, that
    field is all that the map holds."""

    def convert(values: Any, rows: Rows) -> dict[str, Any]:
        shown = [_value(each, rows) for each in values]
        return {each.pop(key): each if only is None else each[only] for each in shown}

    return convert


def _items(value: Any, _: Rows) -> Any:
    return list(value)


def _text(value: Any, _: Rows) -> Any:
    return value.value if isinstance(value, Enum) else value


def _plain(value: Any, _: Rows) -> Any:
    return plain(value)


def _moment(value: Any, _: Rows) -> Any:
    return _seconds(value)


def _value(value: Value, rows: Rows) -> dict[str, Any]:
    return shape_of(type(value)).of(value, rows)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _bare(annotation: Any) -> Any:
    """The annotation without `| None`; of a list, that of its items."""
    bare, _ = without_none(annotation)
    return _bare(get_args(bare)[0]) if get_origin(bare) is list else bare


def _is_value(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Value)


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The previous values of what differs: an event's `previous_attributes`. Nested hashes have only what differs."""
    former: dict[str, Any] = {}
    for key in before | after:
        old, new = before.get(key), after.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            if old != new:
                former[key] = changes(old, new)
        elif old != new:
            former[key] = old
    return former
