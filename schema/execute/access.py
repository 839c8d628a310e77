"""How written code reads a source: JSON by its keys, anything else by name; rows have a file of their own.

What PostgreSQL and pydantic checked as it was written is trusted. Where a look costs next to nothing, the code raises
for a value that should not be there, and graphql-core completes the operation (see `reference`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from typing import Any

import orjson
from graphql import GraphQLEnumType, GraphQLLeafType, GraphQLOutputType

from app.tables.resource import Resource
from schema.derive.loaders import account_of
from schema.derive.rows import read
from schema.execute import values

CLASSES = {"String": "str", "ID": "str", "Currency": "str", "Boolean": "bool"}
"""What the values of scalars are in decoded JSON."""

WRITE = "write"
"""What written code calls with JSON's own text that stands in the result (see `Run.write`)."""

Constant = Callable[[object, str], str]
"""Gives an object a name in the written code."""


class Inset(str):
    """What stands in an f-string as it is, where others are expressions to be put in braces."""

    __slots__ = ()


class Access(ABC):
    """How one source is read. Unless it says more, it is some value whose parts are what they are."""

    source: str
    """The variable that holds it."""

    anything = False
    """Whether the values may be of any kind, so that each needs a look before it is used."""

    typed = False
    """Whether PostgreSQL vouches for the types of the values."""

    @abstractmethod
    def read(self, name: str) -> str:
        """An expression for a part of the source."""

    def shown(self, name: str, type_: GraphQLOutputType) -> str:
        """The same for a part that is shown as of a type, in the form that its `leaf` takes."""
        return self.read(name)

    def sure(self, name: str) -> bool:
        """Whether a part is known not to be null."""
        return False

    def keys(self, name: str) -> Access | None:
        """How the keys of an object in JSON are read one by one, where not all of it need be read. Its `source` is the
        kind of the JSON, as `jsonb_typeof` names it."""
        return None

    def text(self, name: str) -> str | None:
        """A variable with the text of a part that is JSON, where it can be had undecoded."""
        return None

    @abstractmethod
    def leaf(self, type_: GraphQLLeafType, value: str, *, sure: bool) -> str:
        """An expression that shows a variable's value as a scalar or an enum; with `sure`, one that is not null."""

    def plain(self, name: str, type_: GraphQLLeafType) -> str | None:
        """An expression for a part in the form that `json` takes, where PostgreSQL vouches for what it is."""
        return None

    def json(self, name: str, type_: GraphQLLeafType, value: str, *, nullable: bool) -> str | None:
        """An expression whose `str` is a variable's value in JSON, or an Inset with it, if its type has one. It raises
        when the value is not one of the type, or is null though not `nullable`."""
        return None

    def whole(self) -> None:  # noqa: B027 - most have all of it
        """Prepare for code that reads by name whatever it needs."""

    @abstractmethod
    def account(self) -> str:
        """An expression for the account of the object, or of the one around it."""

    def again(self) -> tuple[str, type[Resource] | None]:
        """An expression for what the source can be read by again, later: its id in a table, or itself."""
        self.whole()
        return self.source, None

    @abstractmethod
    def within(self, source: str) -> Access:
        """How an object is read that was read off the source."""


class JsonAccess(Access):
    """A value within a JSONB column."""

    def __init__(self, source: str, constant: Constant, holder: Access) -> None:
        self.source = source
        self.constant = constant
        self.holder = holder

    def read(self, name: str) -> str:
        return f"{self.source}.get({name!r})"

    def account(self) -> str:
        return self.holder.account()

    def leaf(self, type_: GraphQLLeafType, value: str, *, sure: bool) -> str:
        if isinstance(type_, GraphQLEnumType):
            return f"(None if {value} is None else {self.constant(names_of(type_), 'names')}[{value}])"
        if kind := CLASSES.get(type_.name):
            return f"({value} if {value} is None or {value}.__class__ is {kind} else {unexpected(self.constant)})"
        if type_.name in ("Metadata", "JSON"):
            dumps = self.constant(orjson.dumps, "dumps")
            return f"({value} if {value}.__class__ is not dict else {WRITE}({dumps}({value})))"
        return slow(self.constant, type_, value)

    def within(self, source: str) -> Access:
        return JsonAccess(source, self.constant, self.holder)


class AnyAccess(Access):
    """A source that a resolver gave: a mapping, a row, or an object with attributes."""

    anything = True

    def __init__(self, source: str, constant: Constant, holder: Access | None = None) -> None:
        self.source = source
        self.constant = constant
        self.holder = holder

    def account(self) -> str:
        its = f"{self.constant(account_of, 'account_of')}({self.source})"
        return its if self.holder is None else f"({its} or {self.holder.account()})"

    def read(self, name: str) -> str:
        return f"{self.constant(read, 'read')}({self.source}, {name!r})"

    def leaf(self, type_: GraphQLLeafType, value: str, *, sure: bool) -> str:
        return slow(self.constant, type_, value)

    def within(self, source: str) -> Access:
        return AnyAccess(source, self.constant, self)


class PartsAccess(Access):
    """An object that is nowhere but in variables, such as the amount and the currency of Money. `certain` are those of
    its parts that are not null."""

    def __init__(self, parts: dict[str, str], holder: Access, *, certain: Collection[str] = ()) -> None:
        self.source = "None"
        self.anything = holder.anything
        self.typed = holder.typed
        self.parts = parts
        self.holder = holder
        self.certain = certain

    def read(self, name: str) -> str:
        return self.parts[name]

    def sure(self, name: str) -> bool:
        return name in self.certain

    def account(self) -> str:
        return self.holder.account()

    def leaf(self, type_: GraphQLLeafType, value: str, *, sure: bool) -> str:
        return self.holder.leaf(type_, value, sure=sure)

    def plain(self, name: str, type_: GraphQLLeafType) -> str | None:
        return self.parts[name] if self.typed else None

    def json(self, name: str, type_: GraphQLLeafType, value: str, *, nullable: bool) -> str | None:
        return self.holder.json(name, type_, value, nullable=nullable)

    def within(self, source: str) -> Access:
        return self.holder.within(source)


def slow(constant: Constant, type_: GraphQLLeafType, value: str) -> str:
    """The call that shows a value as graphql-core does, whatever it is."""
    return f"{constant(values.leaf, 'leaf')}(run, {constant(type_, type_.name)}, {value})"


def unexpected(constant: Constant) -> str:
    """The call that gives up: the value is none that the server wrote."""
    return f"{constant(values.unexpected, 'unexpected')}()"


def names_of(type_: GraphQLEnumType) -> dict[Any, str]:
    """The names of an enum's values as rows hold them."""
    return {getattr(member.value, "value", member.value): name for name, member in type_.values.items()}
