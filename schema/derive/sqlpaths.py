"""Paths: a column, or a field however deep within an embedded value, as an SQL expression of its own type."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, DateTime, Numeric, Text, cast
from sqlalchemy.types import TypeEngine

from app.tables.columns import ColumnMeta, meta_of, public_name, shown_fields
from app.tables.resource import Resource
from app.tables.values import Value
from schema.derive.annotations import Shape, shape, stored_fields


@dataclass(frozen=True)
class PathColumn:
    """Where a field is kept: the column, the keys within it, and what it holds."""

    column: Any
    keys: tuple[str, ...]
    shape: Shape
    meta: ColumnMeta

    @staticmethod
    def of(table: type[Resource], column: str, columns: Any = None) -> "PathColumn":
        """A field of the table, which may be a part of one of its columns. `columns` are those of an alias of it."""
        field = next(each for each in shown_fields(table) if each.key == column)
        keys = () if field.column == column else (column,)
        columns = table.__table__.c if columns is None else columns
        return PathColumn(columns[field.column], keys, shape(field.info.annotation), field.meta)

    @property
    def name(self) -> str:
        """The field's name in the graph, in snake_case."""
        return public_name(self.keys[-1] if self.keys else self.column.name, self.meta)

    @property
    def value(self) -> type[Value] | None:
        """The embedded value there, which `into` leads into."""
        return None if self.shape.many else self.shape.value

    def into(self, name: str) -> "PathColumn":
        """A field of the embedded value."""
        assert self.value is not None
        info = self.value.model_fields[name]
        return PathColumn(self.column, (*self.keys, name), shape(info.annotation), meta_of(info))

    @property
    def type(self) -> TypeEngine[Any]:
        """What PostgreSQL compares it as."""
        base = self.shape.base
        for python, made in (
            (bool, Boolean()),
            (int, BigInteger()),
            (Decimal, Numeric()),
            (datetime, DateTime(timezone=True)),
        ):
            if isinstance(base, type) and issubclass(base, python):
                return made
        return Text()

    @property
    def sql(self) -> Any:
        """The field as an expression of that type."""
        if not self.keys:
            return cast(self.column, Text()) if self.shape.enum else self.column
        inner = self.column[self.keys].astext
        return inner if isinstance(self.type, Text) else cast(inner, self.type)


def path_of(table: type[Resource], names: tuple[str, ...]) -> PathColumn | None:
    """The path that Stripe's names lead to, such as `billing_details.address.postal_code`; None where there is none.
    Some of Stripe's are one word: `last_finalization_error_code` leads into a value too."""
    found = _path(table, names)
    if found is None and len(names) == 1:
        heads = [field.name for field in shown_fields(table) if names[0].startswith(f"{field.name}_")]
        inner = (_path(table, (head, names[0].removeprefix(f"{head}_"))) for head in heads)
        return next((path for path in inner if path is not None), None)
    return found


def _path(table: type[Resource], names: tuple[str, ...]) -> PathColumn | None:
    path: PathColumn | None = None
    fields = shown_fields(table)
    for name in names:
        key = next((field.key for field in fields if field.name == name), None)
        if key is None:
            return None
        path = PathColumn.of(table, key) if path is None else path.into(key)
        fields = stored_fields(path.value) if path.value else []
    return path
