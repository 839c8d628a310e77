"""Rows as the read path has them: asyncpg's records, and the results of mutations that look the same."""

from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from asyncpg import Record
from pydantic import TypeAdapter
from sqlalchemy import Column

from app.domain.snapshot import computed_fields
from app.domain.snapshot import plain as _plain
from app.tables.columns import mark
from app.tables.resource import Resource


class Row(Record):
    """A row of one table, read by name. Embedded values are mappings, enums their text."""

    table: ClassVar[type[Resource]]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Result(dict[str, Any]):
    """A row as a mutation left it, kept for its payload and for replays of the same request."""

    table: type[Resource]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@cache
def row_class(table: type[Resource]) -> type[Row]:
    """The class of a table's rows: what tells the members of a union apart. Computed fields are its properties."""
    return type(f"{table.__name__}Row", (Row,), {"table": table, "__slots__": (), **computed_fields(table)})


@cache
def columns(table: type[Resource]) -> tuple[Column[Any], ...]:
    """The columns that are read: those that are shown, and those that a computed field is worked out from."""
    needed = {"deleted_at"}.union(*(member.columns for member in computed_fields(table).values()))
    shown = {name for name, info in table.model_fields.items() if not mark(info).hidden}
    return tuple(c for c in table.__table__.c if c.name in shown | needed)  # type: ignore[attr-defined]


def read(source: Any, name: str) -> Any:
    """A field of a row, or of a value within one. The resolver of every field that has none of its own."""
    if isinstance(source, Record | dict):
        return source.get(name)
    return getattr(source, name)


def read_id(source: Any, name: str) -> str | None:
    """A field that holds an id. Raises TypeError for a value in JSON that is none."""
    return checked_id(read(source, name), name)


def checked_id(value: Any, name: str) -> str | None:
    """The value of a field that holds an id. Raises TypeError for one that is none."""
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"'{name}' holds no id: {value!r}.")


def freeze(row: Resource) -> dict[str, Any]:
    """The row as JSON, for the record of an idempotent request."""
    return {column.name: _json(getattr(row, column.name)) for column in columns(type(row))}


def thaw(table: type[Resource], frozen: dict[str, Any]) -> Result:
    """The row that `freeze` kept, as the read path would have it."""
    result = Result()
    result.table = table
    for column in columns(table):
        value = frozen.get(column.name)
        python = getattr(column.type, "python_type", None) if not hasattr(column.type, "annotation") else None
        if value is not None and python in (datetime, Decimal):
            value = python.fromisoformat(value) if python is datetime else Decimal(value)
        result[column.name] = value
    return result


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | dict) or hasattr(value, "model_dump"):
        return TypeAdapter(Any).dump_python(value, mode="json")
    return _plain(value)
