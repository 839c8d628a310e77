"""Cells: what a statement reads of each row, and of the rows that its columns lead to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import JSON, VARCHAR, Text, and_, cast, func, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.expression import FromClause

from app.tables.columns import shown_fields
from app.tables.resource import Resource
from schema.derive.reach import key_of
from schema.derive.versions import VERSION, is_versioned, version_of


@dataclass(frozen=True, slots=True)
class Join:
    """The row whose id a column holds: of the statement's own rows, or of those that another join leads to."""

    column: str
    table: type[Resource]
    above: "Join | None" = None

    @property
    def path(self) -> tuple["Join", ...]:
        """The joins that lead to it, and itself."""
        return (*(self.above.path if self.above else ()), self)


class Form(Enum):
    """What is read of a column. PostgreSQL makes texts faster than a client decodes what it will not look at."""

    PLAIN = auto()
    """What the driver makes of it."""
    TEXT = auto()
    """A moment as the scalar DateTime has it, in UTC; JSON as its text."""
    JSON_KIND = auto()
    """Of JSON, what there is, as `jsonb_typeof` names it: `object`, `null`, `array`, …"""
    KEY = auto()
    """Of an id, that together with the row's account (see `reach`)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the row, or of the row that a join leads to; with `keys`, what they lead to in a column of JSON."""

    column: str
    of: Join | None = None
    form: Form = Form.PLAIN
    keys: tuple[str, ...] = ()


Projection = tuple[Cell, ...]
"""What a statement reads of each row."""


def plain(names: Iterable[str], table: type[Resource] | None = None) -> Projection:
    """Fields of the row itself, as the driver has them; each is found in a row by its name, too. Those that are no
    columns of their own need the `table`."""
    return tuple(Cell(name) if table is None else cell_of(table, name) for name in names)


def cell_of(
    table: type[Resource], name: str, of: Join | None = None, form: Form = Form.PLAIN, keys: tuple[str, ...] = ()
) -> Cell:
    """A field of a table, or what `keys` lead to in one of JSON: a column, or a part of one."""
    column = inlined(table).get(name)
    return Cell(name, of, form, keys) if column is None else Cell(column, of, form, (name, *keys))


@cache
def inlined(table: type[Resource]) -> dict[str, str]:
    """The fields of a table that are parts of a column of JSON, with that column."""
    return {field.key: field.column for field in shown_fields(table) if field.column != field.key}


def joins(cells: Projection) -> list[Join]:
    """What has to be joined for them, each after what leads to it."""
    return list(dict.fromkeys(join for cell in cells if cell.of for join in cell.of.path))


class Source:
    """Rows of a table, together with those that joins lead to. `owned` says of a table's columns, and of those of the
    row that leads there, that their row may be seen."""

    def __init__(self, table: type[Resource], rows: FromClause, joins: Sequence[Join], owned: Any) -> None:
        self.table = table
        self.columns: dict[Join | None, Any] = {None: rows.c}
        self.rows = rows
        for place, join in enumerate(joins):
            joined = join.table.__table__.alias(f"joined_{place}")
            self.columns[join] = joined.c
            holder = self.columns[join.above]
            its = (*owned(join.table, joined.c, holder), joined.c.id == holder.get(join.column))
            self.rows = self.rows.outerjoin(joined, and_(*its))

    def select(self, cells: Projection) -> list[Any]:
        """The cells as a statement's columns, under names of their own."""
        return [self._expression(cell, place) for place, cell in enumerate(cells)]

    def _expression(self, cell: Cell, place: int) -> Any:
        table = self.table if cell.of is None else cell.of.table
        if cell.column == VERSION and is_versioned(table):
            return version_of(table, self.columns[cell.of]).label(VERSION if cell.of is None else f"cell_{place}")
        if cell.form is Form.KEY:
            return key_of(self.columns[cell.of]).label("_key")
        column = part(self.columns[cell.of][cell.column], cell.keys)
        if cell.form is Form.PLAIN:
            if cell.of is None:
                return column.label(cell.keys[-1]) if cell.keys else column
            return column.label(f"cell_{place}")
        return _written(column, cell.form).label(f"cell_{place}")


def part(column: Any, keys: Iterable[str]) -> Any:
    """What the keys lead to in a column of JSON."""
    for key in keys:
        column = column.op("->", return_type=JSON() if _is_ordered(column) else JSONB())(literal_column(f"'{key}'"))
    return column


def _is_ordered(column: Any) -> bool:
    """Whether the column is of type `json`, or leads from one that is, rather than `jsonb`."""
    return getattr(column.type, "ordered", type(column.type) is JSON)


def _written(column: Any, form: Form) -> Any:
    """A column's text. That of JSON comes as VARCHAR, which is counted (see `connect` in app/database.py)."""
    if form is Form.JSON_KIND:
        return func.json_typeof(column) if _is_ordered(column) else func.jsonb_typeof(column)
    return moment(column) if is_moment(column) else cast(column, VARCHAR)


def is_moment(column: Any) -> bool:
    """Whether the column holds a point in time."""
    return getattr(column.type, "timezone", False) is True


def moment(column: Any) -> Any:
    """A point in time as ISO 8601 has it in UTC, with as many decimals as it needs. Asks for the DateStyle ISO."""
    text = cast(func.timezone(literal_column("'UTC'"), column), Text)
    return func.replace(text, literal_column("' '"), literal_column("'T'")).op("||")(literal_column("'Z'"))
