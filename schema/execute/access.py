"""How written code reads a source: a row by the places of its columns, JSON by its keys, anything else by name."""

from collections.abc import Callable
from typing import Any, Protocol

from graphql import GraphQLEnumType, GraphQLLeafType

from app.tables.resource import Resource
from schema.derive.rows import columns
from schema.derive.scalars import MAX_INT64, written_from_rows
from schema.execute import values

RANGES = {"Int": (-(2**31), 2**31 - 1), "Int64": (-MAX_INT64, MAX_INT64)}
"""What whole numbers are shown without a second look."""

Constant = Callable[[object, str], str]
"""Gives an object a name in the written code."""


class Access(Protocol):
    """How one source is read."""

    source: str
    """The variable that holds it."""

    anything: bool
    """Whether the values may be of any kind, so that each needs a look before it is used."""

    def read(self, name: str) -> str:
        """An expression for a part of the source."""

    def leaf(self, type_: GraphQLLeafType, value: str) -> str:
        """An expression that shows a variable's value as a scalar or an enum."""

    def whole(self) -> None:
        """Prepare for code that reads by name whatever it needs."""

    def within(self, source: str) -> "Access":
        """How an object is read that was read off the source."""


class OfRow:
    """A row of ours. Whoever reads a column has it selected; PostgreSQL vouches for its type."""

    anything = False

    def __init__(self, source: str, table: type[Resource], constant: Constant) -> None:
        self.source = source
        self.table = table
        self.constant = constant
        self.places: dict[str, str] = {}
        self.known = {column.name for column in columns(table)}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were read, in their places."""
        return tuple(self.places)

    def read(self, name: str) -> str:
        if name not in self.known:
            return "None"
        return self.places.setdefault(name, f"{self.source}_{name}")

    def whole(self) -> None:
        for name in self.known:
            self.read(name)

    def leaf(self, type_: GraphQLLeafType, value: str) -> str:
        otherwise = slow(self.constant, type_, value)
        if isinstance(type_, GraphQLEnumType):
            names = self.constant(names_of(type_), "names")
            return f"(None if {value} is None else {names}.get({value}) or {otherwise})"
        if type_.name in RANGES:
            least, most = RANGES[type_.name]
            return f"({value} if {value} is None or {least} <= {value} <= {most} else {otherwise})"
        if type_.name in PLAIN:
            return value
        if type_.name in written_from_rows:
            show = self.constant(written_from_rows[type_.name], "show")
            return f"(None if {value} is None else {show}({value}))"
        return otherwise

    def within(self, source: str) -> Access:
        return OfJSON(source, self.constant)


PLAIN = ("String", "ID", "Boolean", "Currency", "Metadata", "JSON", "DateTime")
"""Scalars that are shown as columns of their types hold them. Moments, in UTC, are written by orjson."""


class OfJSON:
    """A value within a JSONB column. What it holds was checked when it was written, but is looked at again."""

    anything = False

    def __init__(self, source: str, constant: Constant) -> None:
        self.source = source
        self.constant = constant

    def read(self, name: str) -> str:
        return f"{self.source}.get({name!r})"

    def leaf(self, type_: GraphQLLeafType, value: str) -> str:
        otherwise = slow(self.constant, type_, value)
        if isinstance(type_, GraphQLEnumType):
            names = self.constant(names_of(type_), "names")
            return f"({names}.get({value}) or {otherwise} if {value}.__class__ is str else {otherwise})"
        if type_.name in ("String", "ID", "Currency"):
            return f"({value} if {value} is None or {value}.__class__ is str else {otherwise})"
        if type_.name == "Boolean":
            return f"({value} if {value} is None or {value}.__class__ is bool else {otherwise})"
        if type_.name in ("Metadata", "JSON"):
            return value
        return otherwise

    def whole(self) -> None:
        """All of it is there."""

    def within(self, source: str) -> Access:
        return OfJSON(source, self.constant)


class OfAnything:
    """A source that a resolver gave: a mapping, a row, or an object with attributes."""

    anything = True

    def __init__(self, source: str, constant: Constant) -> None:
        self.source = source
        self.constant = constant

    def read(self, name: str) -> str:
        return f"{self.constant(values.take, 'take')}(run, {self.source}, {name!r})"

    def leaf(self, type_: GraphQLLeafType, value: str) -> str:
        return slow(self.constant, type_, value)

    def whole(self) -> None:
        """All of it is there."""

    def within(self, source: str) -> Access:
        return OfAnything(source, self.constant)


class OfParts:
    """An object that is nowhere but in variables, such as the amount and the currency of Money."""

    def __init__(self, parts: dict[str, str], holder: Access) -> None:
        self.source = "None"
        self.anything = holder.anything
        self.parts = parts
        self.holder = holder

    def read(self, name: str) -> str:
        return self.parts[name]

    def leaf(self, type_: GraphQLLeafType, value: str) -> str:
        return self.holder.leaf(type_, value)

    def whole(self) -> None:
        """All of it is there."""

    def within(self, source: str) -> Access:
        return self.holder.within(source)


def slow(constant: Constant, type_: GraphQLLeafType, value: str) -> str:
    """The call that shows a value as graphql-core does, whatever it is."""
    return f"{constant(values.leaf, 'leaf')}(run, {constant(type_, type_.name)}, {value})"


def names_of(type_: GraphQLEnumType) -> dict[Any, str]:
    """The names of an enum's values as rows hold them."""
    return {getattr(member.value, "value", member.value): name for name, member in type_.values.items()}
