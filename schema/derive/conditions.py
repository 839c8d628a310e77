"""`where` as SQL: comparisons of columns and of paths into JSON, and what a reference leads to, through EXISTS.

A condition on a relation's fields sees what the relation shows: the object of the caller's own account and mode, or its
tombstone where it can be deleted; and nothing where the reference is empty, or what it led to is gone.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Text,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from strawberry.utils.str_converters import to_camel_case

from app import tables
from app.errors import BadRequest
from app.tables.resource import Resource
from app.tables.tenancy import owned
from schema.derive.filters import IDENTITY, led_to
from schema.derive.folding import folded, folded_text
from schema.derive.reach import beside
from schema.derive.sqlpaths import PathColumn

MAX_LIST = 100
MAX_NESTING = 10
MAX_PATTERN = 500
"""Characters of a text that is looked for within others."""


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": lambda column, given: column.is_distinct_from(given),
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


class Conditions:
    """What is asked of a table's rows, and of what they lead to."""

    def __init__(self, *, across: bool = False) -> None:
        self.across = across
        self.reads: dict[type[Resource], None] = {}
        """The further tables that they read, whose rows are narrowed to the viewer's."""

    def of(self, table: type[Resource], where: dict[str, Any]) -> list[ColumnElement[bool]]:
        """A `where` as SQL. Values only ever travel as parameters. Raises BadRequest."""
        return self._of(_Rows(table, table.__table__.c), where, 0)

    def under_clock(self, table: type[Resource], asked: dict[str, Any]) -> list[ColumnElement[bool]]:
        """What is asked of the test clock that rows live under. Raises BadRequest."""
        return _comparisons(_Expression(table.__table__.c.clock_id, Text()), asked)

    def _of(self, rows: "_Rows", where: dict[str, Any], depth: int) -> list[ColumnElement[bool]]:
        if depth > MAX_NESTING:
            raise BadRequest(f"`where` nests and, or and not at most {MAX_NESTING} deep.", field="where")
        found: list[ColumnElement[bool]] = []
        for key, asked in where.items():
            if asked is None and key not in IDENTITY:
                continue
            if key == "and_":
                found += [_all(self._of(rows, each, depth + 1)) for each in asked]
            elif key == "or_":
                if not asked:
                    raise BadRequest("`or` needs at least one condition.", field="where")
                found.append(or_(*(_all(self._of(rows, each, depth + 1)) for each in asked)))
            elif key == "not_":
                found.append(not_(func.coalesce(_all(self._of(rows, asked, depth + 1)), False)))
            elif key == "meta":
                found += _on_metadata(rows.columns.meta, asked)
            elif key in IDENTITY:
                found.append(_compare(_Expression(rows.columns.id, Text()), key, asked))
            elif key in (conditions := rows.table.asked):
                column = _Expression(conditions[key].holds(rows.columns), Boolean())
                found += _comparisons(column, asked)
            else:
                found += self._on_field(rows, PathColumn.of(rows.table, key, rows.columns), asked, depth)
        return found

    def _on_field(
        self, rows: "_Rows", path: PathColumn, asked: dict[str, Any], depth: int
    ) -> list[ColumnElement[bool]]:
        if path.value is not None:
            inner = ((path.into(name), each) for name, each in asked.items() if each is not None)
            return [condition for path, each in inner for condition in self._on_field(rows, path, each, depth)]
        target = led_to(path.shape, path.meta)
        if target is None:
            return _comparisons(path, asked)
        # Which object it is, the reference itself says; what it is like, the object alone.
        found = [_compare(path, word, value) for word, value in asked.items() if word in IDENTITY]
        like = {word: value for word, value in asked.items() if word not in IDENTITY and value is not None}
        return [*found, self._leads_to(rows, path, tables.by_name[target], like, depth)] if like else found

    def _leads_to(
        self, rows: "_Rows", path: PathColumn, target: type[Resource], asked: dict[str, Any], depth: int
    ) -> ColumnElement[bool]:
        if rows.within:
            raise BadRequest(
                "`where` asks about the fields of objects one relation away. Ask further ones for their ids: "
                f"`{to_camel_case(path.name)}: {{ in: [...] }}`.",
                field="where",
            )
        self.reads[target] = None
        led = target.__table__.alias()
        conditions = self._of(_Rows(target, led.c, within=True), asked, depth + 1)
        whose = beside(target, rows.columns) if self.across else None
        mine = owned(target, columns=led.c, deleted=target.deletable, across=whose)
        return exists(literal_column("1")).where(led.c.id == path.sql, *mine, *conditions)


@dataclass(frozen=True)
class _Rows:
    """The rows that are asked about: a table's, or those that references lead to."""

    table: type[Resource]
    columns: Any
    within: bool = False


@dataclass(frozen=True)
class _Expression:
    """A condition of a table's own, or an id, in place of a path."""

    sql: ColumnElement[Any]
    type: Any


def _all(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(true(), *conditions)


def _comparisons(path: PathColumn | _Expression, asked: dict[str, Any]) -> list[ColumnElement[bool]]:
    fold = bool(asked.get("ignore_case"))
    return [_compare(path, word, value, fold=fold) for word, value in asked.items() if word != "ignore_case"]


def _compare(path: PathColumn | _Expression, word: str, value: Any, *, fold: bool = False) -> ColumnElement[bool]:
    column: Any = path.sql
    found: ColumnElement[bool]
    if word == "is_null" or value is None:
        found = column.is_(None) if _wants_nothing(word, value) else column.is_not(None)
    elif word == "in_":
        found = _is_one_of(column, path.type, value, fold=fold)
    elif word in ("starts_with", "ends_with", "contains", "matches"):
        pattern = _pattern(word, value)
        found = folded(column).like(folded_text(pattern)) if fold else column.like(pattern)
    else:
        given: Any = bindparam(None, _plain(value), type_=path.type)
        if fold and word in ("eq", "ne"):
            column, given = folded(column), folded(given)
        found = OPERATORS[word](column, given)
    return found


def _is_one_of(column: Any, type_: Any, values: list[Any], *, fold: bool) -> ColumnElement[bool]:
    if len(values) > MAX_LIST:
        raise BadRequest(f"`in` takes at most {MAX_LIST} values; {len(values)} were given.", field="where")
    if fold:
        return or_(false(), *(folded(column) == folded_text(each) for each in values))
    plain = [_plain(each) for each in values]
    return column == func.any(bindparam(None, plain, type_=ARRAY(type_)))  # type: ignore[no-any-return]


def _pattern(word: str, text: str) -> str:
    """A text that is looked for as a pattern of PostgreSQL's: at the start, at the end, anywhere, or where `*` says."""
    if len(text) > MAX_PATTERN:
        raise BadRequest(
            f"`{to_camel_case(word)}` takes at most {MAX_PATTERN} characters; {len(text)} were given.", field="where"
        )
    for character in ("\\", "%", "_"):
        text = text.replace(character, f"\\{character}")
    match word:
        case "starts_with":
            return f"{text}%"
        case "ends_with":
            return f"%{text}"
        case "contains":
            return f"%{text}%"
    return text.replace("*", "%")


def _wants_nothing(word: str, value: Any) -> bool:
    """Whether `isNull`, or a null in place of a value, asks for nothing rather than for something."""
    if word == "is_null":
        if value is None:
            raise BadRequest("`isNull` is true or false.", field="where")
        return bool(value)
    if word not in ("eq", "ne"):
        raise BadRequest(
            f"`{to_camel_case(word.rstrip('_'))}` takes a value; use isNull to ask for nothing.", field="where"
        )
    return word == "eq"


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _on_metadata(column: Any, asked: dict[str, Any]) -> list[ColumnElement[bool]]:
    key = asked["key"]
    found: list[ColumnElement[bool]] = []
    for word, value in asked.items():
        if word == "key":
            continue
        if word == "is_null" or value is None:
            present = column.bool_op("?")(bindparam(None, key, type_=Text()))
            found.append(not_(present) if _wants_nothing(word, value) else present)
        else:
            holds = column.bool_op("@>")(bindparam(None, {key: value}, type_=JSONB()))
            found.append(holds if word == "eq" else not_(holds))
    return found
