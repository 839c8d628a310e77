"""SQL: how statements are written, once for all values that they are run with.

SQLAlchemy writes what is composed by hand. INSERTs and UPDATEs of records are written here, in a text that is the same
for any number of rows: their values are arrays, which PostgreSQL unnests.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import repeat
from operator import is_, itemgetter
from typing import Any

import asyncpg
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.util import LRUCache

from app.tables.codec import codec
from app.tables.record import Record

STATEMENTS_KEPT = 2_000
"""Shapes of statement whose text is remembered, per process."""
DIALECT: Any = dialects.dialect()  # type: ignore[no-untyped-call]
quoted: Callable[[str], str] = DIALECT.identifier_preparer.quote
"""A column's name, in quotes where it is a word of SQL's, such as `end`."""


class Row(asyncpg.Record):
    """A row as it is read, by name or as attributes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


_counted: ContextVar[list[str] | None] = ContextVar("_counted", default=None)


@contextmanager
def counting() -> Iterator[list[str]]:
    """The SQL texts of every statement run within, by this task and those that it starts, reading and writing alike."""
    statements: list[str] = []
    token = _counted.set(statements)
    try:
        yield statements
    finally:
        _counted.reset(token)


def count(statement: str) -> None:
    """Note a statement for the counter in use."""
    if (statements := _counted.get()) is not None:
        statements.append(statement)


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as PostgreSQL's text with `$1`, `$2`…, whose values are given by name when it is run."""

    text: str
    order: tuple[str, ...]
    values: Mapping[str, Any]
    """Those that the statement was made with."""
    processors: Mapping[str, Callable[[Any], Any]]

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in order, as asyncpg takes them."""
        values = {**self.values, **given}
        if not self.processors:
            return [values[name] for name in self.order]
        processors = self.processors
        return [processors[name](values[name]) if name in processors else values[name] for name in self.order]


_texts: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)


def write(statement: Any) -> Written:
    """Have SQLAlchemy write a statement's text, for any database and for good: once for all that differ in values."""
    compiled, extracted, _, _ = statement._compile_w_cache(DIALECT, compiled_cache=_texts, column_keys=[])
    values = compiled.construct_params({}, extracted_parameters=extracted, escape_names=False, _check=False)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError("a statement that lasts has no list of values in its text: compare with = ANY(:values)")
    return Written(
        text=compiled.string,
        order=tuple(compiled.positiontup or ()),
        values=values,
        processors=dict(compiled._bind_processors),
    )


def compiled(statement: Any, parameters: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
    """A statement as PostgreSQL's text with `$1`, `$2`…, and its values in that order."""
    names = sorted(parameters)
    # SQLAlchemy's own way from a statement to its compiled form, the cache included.
    form, extracted, _, _ = statement._compile_w_cache(DIALECT, compiled_cache=_texts, column_keys=names)
    values = form.construct_params(parameters, extracted_parameters=extracted, escape_names=False)
    text, order, processors = form.string, form.positiontup, form._bind_processors
    if form.post_compile_params or form.literal_execute_params:
        expanded = form._process_parameters_for_postcompile(values)
        text, order, values = expanded.statement, expanded.positiontup, {**values, **expanded.parameters}
        processors = {**processors, **expanded.processors}
    return text, [processors[name](values[name]) if name in processors else values[name] for name in order or ()]


@dataclass(frozen=True, slots=True)
class Part:
    """A statement, or one of several that are sent as one. Its text has `$?` for each of its values, in order."""

    text: str
    values: Sequence[Any]


LEAST = 32
"""Of so many records a value that they all have is sent once, rather than as an array of its like."""


@lru_cache(STATEMENTS_KEPT)
def spread(table: type[Record], columns: tuple[str, ...], alike: frozenset[str], **more: str) -> str:
    """The text of a relation `new` that has columns of many records of a table: sent as arrays, but for those that are
    `alike` in all records, which come first. `more` are the types of further columns, sent last."""
    types = codec(table).types
    once = [f"$?::{types[name]} AS {quoted(name)}" for name in columns if name in alike]
    arrays = {quoted(name): types[name] for name in columns if name not in alike} | more
    unnested = f"unnest({', '.join(f'$?::{type}[]' for type in arrays.values())}) AS many ({', '.join(arrays)})"
    return f"(SELECT {', '.join([*once, 'many.*'])} FROM {unnested}) AS new"


def spreading(records: Sequence[Record], columns: Sequence[str]) -> tuple[frozenset[str], list[Any]]:
    """The columns that are alike in all records, and the values of all columns in the order of the text. The first
    column is always an array, as there are as many rows as it is long."""
    shape = codec(type(records[0]))
    once, arrays, alike = [], [], []
    states = [record.__dict__ for record in records]
    for place, name in enumerate(columns):
        values = list(map(itemgetter(name), states))
        many = place > 0 and len(values) >= LEAST
        one = many and all(map(is_, values, repeat(values[0])))
        values = shape.encoded(name, values[:1] if one else values)
        if one or (many and _are_alike(values)):
            alike.append(name)
            once.append(values[0])
        else:
            arrays.append(values)
    return frozenset(alike), [*once, *arrays]


EXACT = frozenset({bool, bytes, datetime, int, str})
"""Types whose values are the same to the database where they are equal: of decimals, `1.0` and `1.00` are not."""


def _are_alike(values: list[Any]) -> bool:
    first = values[0]
    return (
        type(first) in EXACT
        and first == values[-1]
        and values.count(first) == len(values)
        and set(map(type, values)) == {type(first)}
    )


@lru_cache(STATEMENTS_KEPT)
def inserting(table: type[Record], alike: frozenset[str] | None = None) -> str:
    """The text that inserts one record of a table; or any number, with the columns that are `alike` in all of them."""
    shape = codec(table)
    names = ", ".join(map(quoted, shape.written))
    if alike is None:
        return f"INSERT INTO {shape.name} ({names}) VALUES ({', '.join('$?' for _ in shape.written)})"
    given = ", ".join(f"new.{quoted(name)}" for name in shape.written)
    return f"INSERT INTO {shape.name} ({names}) SELECT {given} FROM {spread(table, shape.written, alike)}"


def insert(records: Sequence[Record]) -> Part:
    """Inserts records of one table."""
    table = type(records[0])
    shape = codec(table)
    if len(records) > 1:
        alike, values = spreading(records, shape.written)
        return Part(inserting(table, alike), values)
    state = records[0].__dict__
    return Part(inserting(table), [shape.encode(name, state[name]) for name in shape.written])


@lru_cache(STATEMENTS_KEPT)
def updating(table: type[Record], changed: tuple[str, ...], alike: frozenset[str] | None = None) -> str:
    """The text that sets columns of one record of a table; or of any number, as in `inserting`."""
    shape = codec(table)
    if alike is None:
        sets = ", ".join(f"{quoted(name)} = $?" for name in changed)
        return f"UPDATE {shape.name} SET {sets} WHERE {_is_key(shape.key, ['$?' for _ in shape.key])}"
    sets = ", ".join(f"{quoted(name)} = new.{quoted(name)}" for name in changed)
    found = _is_key([f"{shape.name}.{name}" for name in shape.key], [f"new.{name}" for name in shape.key])
    return f"UPDATE {shape.name} SET {sets} FROM {spread(table, (*shape.key, *changed), alike)} WHERE {found}"


def _is_key(columns: Sequence[str], values: Sequence[str]) -> str:
    """That a row is the one of a key, which is found by the first of its columns: no index can serve the others as they
    are written. PostgreSQL, which plans while a table is small, might else choose to read all of an account's rows."""
    first, *others = (f"{column} = {value}" for column, value in zip(columns, values, strict=True))
    return " AND ".join([first, *(other.replace(" = ", " IS NOT DISTINCT FROM ") for other in others)])


def update(records: Sequence[Record], changed: tuple[str, ...]) -> Part:
    """Sets the columns of records of one table to what they are in memory."""
    table = type(records[0])
    shape = codec(table)
    if len(records) > 1:
        alike, values = spreading(records, (*shape.key, *changed))
        return Part(updating(table, changed, alike), values)
    state = records[0].__dict__
    return Part(updating(table, changed), [shape.encode(name, state[name]) for name in (*changed, *shape.key)])


def numbered(text: str, first: int = 1) -> tuple[str, int]:
    """A part's text with its values numbered from `first`, and the next number."""
    pieces = text.split("$?")
    shown = [pieces[0]]
    for number, piece in enumerate(pieces[1:], first):
        shown.append(f"${number}{piece}")
    return "".join(shown), first + len(pieces) - 1


@lru_cache(STATEMENTS_KEPT)
def alone(text: str) -> str:
    """A part's text as a statement of its own."""
    return numbered(text)[0]
