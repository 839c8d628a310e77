"""Rows as the read path has them: asyncpg's records, and the results of mutations that look the same."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any, ClassVar

from asyncpg import Record
from pydantic import TypeAdapter
from sqlalchemy import Column, DateTime, Numeric, type_coerce

from app import sql
from app.domain.snapshot import computed_fields
from app.tables.columns import meta_of, shown_fields
from app.tables.resource import Resource
from app.tables.storage import Embedded, EnumText
from app.tables.tenancy import ACCOUNT
from app.tables.transient import Transient
from schema.derive.cells import inlined, part


class Row(sql.Row):
    """A row of one table, read by name. Embedded values are mappings, enums their text."""

    table: ClassVar[type[Resource]]


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
    """The class of a table's rows: what distinguishes the members of a union. Computed fields are its properties."""
    return type(f"{table.__name__}Row", (Row,), {"table": table, "__slots__": (), **computed_fields(table)})


@cache
def columns(table: type[Resource]) -> tuple[Any, ...]:
    """The columns that are read: those that are shown, those that a computed field is worked out from, those that lists
    are in order of, and the account. Fields that are parts of a column are read in its place."""
    needed = {"id", ACCOUNT, "created", "deleted_at"}.union(
        *(member.columns for member in computed_fields(table).values())
    )
    parts = [each for each in shown_fields(table) if each.column != each.key]
    shown = {name for name, info in table.model_fields.items() if not meta_of(info).hidden} - {p.column for p in parts}
    inner = [
        type_coerce(part(table.__table__.c[each.column], [each.key]), Embedded(each.info.annotation)).label(each.key)
        for each in parts
    ]
    return (*(c for c in table.__table__.c if c.name in shown | needed), *inner)


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


def checked_ids(value: Any, name: str) -> list[str] | None:
    """The value of a field that holds a list of ids. Raises TypeError for one that is none."""
    if value is None or (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        return value
    raise TypeError(f"'{name}' holds no list of ids: {value!r}.")


def result_of(row: Resource) -> Result:
    """The row as the read path would have it, once it is written."""
    result, state = Result(), row.__dict__
    result.table = type(row)
    for name, convert in _shown(type(row)):
        value = state[name] if name in state else state[inlined(type(row))[name]][name]
        result[name] = value if convert is None or value is None else convert(value)
    return result


def transient_of(value: Transient) -> dict[str, Any]:
    """An object without a table as embedded values are read."""
    return value.model_dump(mode="json")


def row_from_json(table: type[Resource], kept: dict[str, Any]) -> Result:
    """The row that was kept as JSON for the record of an idempotent request."""
    result = Result()
    result.table = table
    for column in columns(table):
        value = kept.get(column.name)
        if value is not None and isinstance(column.type, DateTime | Numeric):
            value = datetime.fromisoformat(value) if isinstance(column.type, DateTime) else Decimal(value)
        result[column.name] = value
    return result


@cache
def _shown(table: type[Resource]) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """Each column that is read, with what makes of a record's value what the database would give."""
    return tuple((column.name, _given_back(column)) for column in columns(table))


def _given_back(column: Column[Any]) -> Callable[[Any], Any] | None:
    match column.type:
        case EnumText(enum=enum):
            return lambda value: enum(value).value
        case Embedded(annotation=annotation):
            return partial(TypeAdapter(annotation).dump_python, mode="json")
    return None
