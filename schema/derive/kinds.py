"""What each field of the graph *is*, so that an executor can know it without calling a resolver."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from strawberry.types.field import StrawberryField

from app.tables.resource import Resource

KEY = "kind"
"""Where a Strawberry field's metadata keeps its kind."""
NEEDS = "needs"
"""Where it keeps the families, and the actions on them, that a hand-written field needs a key to be allowed."""


@dataclass(frozen=True)
class Column:
    """A column of the row, shown as it is."""

    column: str


@dataclass(frozen=True)
class Embedded:
    """A value (or a list of them) in a JSONB column. `currency` is the row's column for amounts within."""

    column: str
    currency: str | None = None


@dataclass(frozen=True)
class Amount:
    """Two columns of the same row shown as Money."""

    column: str
    currency: str


@dataclass(frozen=True)
class Computed:
    """A function of the named columns of the row."""

    columns: tuple[str, ...]
    function: Any


@dataclass(frozen=True)
class Worked:
    """A pure function of the values of the named columns, and of the field's arguments."""

    columns: tuple[str, ...]
    function: Any


@dataclass(frozen=True)
class Constant:
    """The same for every row of the type."""

    value: str


@dataclass(frozen=True)
class Relation:
    """The row whose id a column holds, in one of several tables."""

    column: str
    targets: tuple[type[Resource], ...]


@dataclass(frozen=True)
class Relations:
    """The rows of one table whose ids a column holds a list of, in the list's order."""

    column: str
    targets: tuple[type[Resource]]


@dataclass(frozen=True)
class Lookup:
    """At the root: the row of the table whose id is the argument `id`."""

    table: type[Resource]


@dataclass(frozen=True)
class Single:
    """The only row of the table, or the only one of this row; its defaults where there is none. A resolver gives it."""

    table: type[Resource]


@dataclass(frozen=True)
class Node:
    """At the root: whatever has the argument `id`. `wanted` gives the tables of each id: (context, ids) -> pairs."""

    wanted: Callable[[Any, list[str]], list[tuple[str, tuple[type[Resource], ...]]]]


@dataclass(frozen=True)
class Nodes:
    """The same for the argument `ids`: a list with null for each that there is nothing of."""

    wanted: Callable[[Any, list[str]], list[tuple[str, tuple[type[Resource], ...]]]]


@dataclass(frozen=True)
class Connection:
    """The rows of `table` whose `column` holds this row's id; without a column, all of the account's."""

    table: type[Resource]
    column: str | None


@dataclass(frozen=True)
class UnionConnection:
    """The rows of several tables whose `column` holds this row's id. `table` is what the tables share."""

    table: type[Resource]
    column: str


@dataclass(frozen=True)
class Part:
    """What a page shows, such as its `edges`, or what its `page_info` or its `aggregate` does."""

    name: str


Kind = (
    Column
    | Embedded
    | Amount
    | Computed
    | Worked
    | Constant
    | Relation
    | Relations
    | Lookup
    | Single
    | Node
    | Nodes
    | Connection
    | UnionConnection
    | Part
)


def kind_of(field: StrawberryField) -> Kind | None:
    """What a field is; None for one with a resolver of its own."""
    return field.metadata.get(KEY)
