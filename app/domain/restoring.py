"""Event JSON as a row again: the inverse of `snapshot`, from the same declarations.

What it makes is a row as the read path has one: by the names of the columns, values within as they are in JSON.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.domain.snapshot import Body, Kind, computed_fields
from app.tables.columns import ColumnMeta, Shown, shown_fields
from app.tables.resource import Resource
from app.tables.storage import without_none
from app.tables.tombstone import EMPTY
from app.tables.transient import Transient
from app.tables.values import Value

Read = Callable[[Any], Any]
"""Makes a value, which is there, of its JSON."""


def left_out(row: Resource) -> Body | None:
    """What the graph shows of a row and its event JSON leaves out, as JSON by the names of the columns: what Stripe has
    only where it is asked for, and what is the graph's alone. None where there is none of it."""
    found = {}
    for name, holder, adapter in _beside(type(row)):
        value = row.__dict__[name] if holder is None else row.__dict__[holder].__dict__[name]
        if value is not None and value != []:
            found[name] = adapter.dump_python(value, mode="json")
    return found or None


def restored(table: type[Resource], body: Body, beside: Body | None) -> dict[str, Any]:
    """The row that event JSON shows, given what the JSON leaves out. What a JSON of former days does not have yet is as
    it would be in a new row."""
    row: dict[str, Any] = {"id": body.get("id"), "deleted_at": None}
    for key, name, read, absent in _members(table):
        row[key] = _value(body, name, read, absent)
    for column, parts in _needed_whole(table):
        row[column] = {part: row[part] for part in parts}
    for name, read in _from_beside(table):
        given = (beside or {}).get(name)
        row[name] = read(given) if given is not None else row.get(name) or _absent(table.model_fields.get(name))
    return row


def in_json(shown: Shown) -> bool:
    """Whether event JSON has a field that the graph shows."""
    return not shown.meta.includable and not shown.meta.graph_only


@cache
def _members(kind: Kind) -> tuple[tuple[str, str, Read | None, Any], ...]:
    """Each field that JSON has: its name in a row and in JSON, what reads it, and what it is where JSON lacks it."""
    return tuple(
        (each.key, each.name, _read(each.info.annotation, each.meta, top=each.key == each.column), _absent(each.info))
        for each in shown_fields(kind)
        if in_json(each) and not (each.key == "id" and issubclass(kind, Resource))
    )


@cache
def _beside(table: type[Resource]) -> tuple[tuple[str, str | None, TypeAdapter[Any]], ...]:
    """The fields of a row that its JSON does not have, or not all of; and hidden ones that what is computed needs."""
    shown = shown_fields(table)
    known = {each.key for each in shown} | {each.column for each in shown}
    needed = {name for member in computed_fields(table).values() for name in member.columns} - known - {"deleted_at"}
    found = [(each.key, each.info, each.column) for each in shown if not in_json(each) or not _is_whole(each.info)]
    found += [(name, table.model_fields[name], name) for name in sorted(needed)]
    return tuple((key, None if key == column else column, _adapter(info)) for key, info, column in found)


@cache
def _from_beside(table: type[Resource]) -> tuple[tuple[str, Read], ...]:
    fields = {each.key: each.info for each in shown_fields(table)} | table.model_fields
    return tuple((name, _kept(without_none(fields[name].annotation)[0])) for name, _, _ in _beside(table))


@cache
def _needed_whole(table: type[Resource]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns whose fields are shown as the row's, and that something is computed from, with these fields."""
    needed = {name for member in computed_fields(table).values() for name in member.columns}
    parts: dict[str, list[str]] = {}
    for each in shown_fields(table):
        if each.column != each.key and each.column in needed:
            parts.setdefault(each.column, []).append(each.key)
    return tuple((column, tuple(keys)) for column, keys in parts.items())


def _is_whole(info: FieldInfo) -> bool:
    """Whether JSON has all that the graph shows of a field's value."""
    inner = _value_in(info.annotation)
    return inner is None or _has_all(inner)


@cache
def _has_all(value: type[Value]) -> bool:
    return all(in_json(each) and _is_whole(each.info) for each in shown_fields(value))


def _value_in(annotation: Any) -> type[Value] | None:
    bare, _ = without_none(annotation)
    if get_origin(bare) is list:
        return _value_in(get_args(bare)[0])
    return bare if isinstance(bare, type) and issubclass(bare, Value) else None


def _value(body: Body, name: str, read: Read | None, absent: Any) -> Any:
    value = body.get(name)
    if value is None:
        return None if name in body else absent
    return value if read is None else read(value)


def _kept(bare: Any) -> Read:
    """What reads a column's value from the JSON that the graph's own results are kept as."""
    if bare is datetime:
        return datetime.fromisoformat
    return Decimal if bare is Decimal else lambda value: value


def _read(annotation: Any, meta: ColumnMeta, *, top: bool) -> Read | None:
    """What reads a field; None where its JSON is its value. `top`: whether it is a column, rather than in one."""
    if meta.embedded:
        return _ids
    return _reading(annotation, top=top)


def _reading(annotation: Any, *, top: bool) -> Read | None:
    bare, _ = without_none(annotation)
    if get_origin(bare) is list:
        (inner,) = get_args(bare)
        of = _value_in(inner)
        if of is not None and of.keyed_by is not None:
            return _listing(of, of.keyed_by, of.keyed_value)
        each = _reading(inner, top=False)
        return None if each is None else lambda values: [each(value) for value in values]
    if isinstance(bare, type):
        if issubclass(bare, Transient):
            return lambda its: _adapter_of(bare).dump_python(bare.model_validate({"id": its}), mode="json")
        if issubclass(bare, Value):
            return lambda value: _fields(bare, value)
        if issubclass(bare, datetime):
            return _moment if top else _written_moment
        if issubclass(bare, Decimal):
            return _decimal if top else str
    return None


def _listing(of: type[Value], key: str, only: str | None) -> Read:
    """What makes a list of a map by one of the fields of its values."""

    def read(found: Body) -> list[Any]:
        each = ((word, {only: value} if only is not None else value) for word, value in found.items())
        return [_fields(of, {**value, key: word}) for word, value in each]

    return read


def _fields(kind: type[Value], body: Body) -> dict[str, Any]:
    return {key: _value(body, name, read, absent) for key, name, read, absent in _members(kind)}


def _ids(value: Any) -> Any:
    """The ids of objects that JSON embeds. To a reader who may not read them it has the ids alone."""
    if isinstance(value, list):
        return [_ids(each) for each in value]
    return value["id"] if isinstance(value, dict) else value


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _written_moment(seconds: int) -> str:
    return _moment(seconds).isoformat().replace("+00:00", "Z")


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


@cache
def _adapter_of(kind: type[Value]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _adapter(info: FieldInfo) -> TypeAdapter[Any]:
    annotation: Any = info.annotation
    return TypeAdapter(annotation)


def _absent(info: FieldInfo | None) -> Any:
    """What a new row would have of a field."""
    if info is None:
        return None
    default = info.get_default(call_default_factory=True)
    if default is not PydanticUndefined:
        return _adapter(info).dump_python(default, mode="json")
    bare, nullable = without_none(info.annotation)
    return None if nullable else EMPTY.get(get_origin(bare) or bare)
