"""How written code reads rows: by the places of their cells, those of joined rows included."""

from __future__ import annotations

from json.encoder import encode_basestring

import orjson
from graphql import GraphQLEnumType, GraphQLLeafType, GraphQLOutputType, GraphQLScalarType, get_nullable_type
from sqlalchemy import BigInteger, Column

from app.money import INT64_MAX, INT64_MIN
from app.tables.resource import Resource
from app.tables.storage import Embedded
from app.tables.tenancy import ACCOUNT
from schema.derive.cells import Cell, Form, Join, Projection, cell_of, is_moment
from schema.derive.rows import columns
from schema.derive.scalars import written_from_rows
from schema.derive.versions import VERSION, is_versioned
from schema.execute.access import WRITE, Access, Constant, Inset, JsonAccess, names_of, slow, unexpected
from schema.execute.compiler import ReadById
from schema.execute.plan import Field

RANGES = {"Int": (-(2**31), 2**31 - 1), "Int64": (INT64_MIN, INT64_MAX)}
"""What whole numbers are shown without a second look."""
MOST_JOINS = 7
"""In one statement: PostgreSQL looks for the best order of up to eight tables (join_collapse_limit)."""
PLAIN = ("String", "ID", "Boolean", "Currency", "Metadata", "JSON", "DateTime")
"""Scalars that are shown as columns of their types hold them, in the form that `RowAccess.shown` has them read in."""


LOOKED_UP: Column[int] = Column(VERSION, BigInteger, nullable=False)
"""What a version is as good as, where it is read."""


class Layout:
    """The places of a row's cells. A reader of one has it selected. What `many` rows lead to is spliced, where that can
    be."""

    def __init__(self, *, first: Projection = (), many: bool = False) -> None:
        self.places: dict[Cell, str] = {}
        self.joins: set[Join] = set()
        self.many = many
        self.spliced: dict[Field, tuple[Cell, ReadById]] = {}
        """What is read, and made to texts, before the rows are made; with the cell of its id."""
        for cell in first:
            self.read(cell)

    @property
    def cells(self) -> Projection:
        """What was read, in its places."""
        return tuple(self.places)

    def read(self, cell: Cell) -> str:
        """The variable that a cell is unpacked into."""
        of = [join.column.removesuffix("_id") for join in cell.of.path] if cell.of else ["row"]
        part = [*cell.keys] if cell.keys else [] if cell.form is Form.PLAIN else [cell.form.name.lower()]
        # Names are for readers of the code; the place keeps them apart.
        return self.places.setdefault(cell, "_".join([*of, cell.column, *part, str(len(self.places))]))

    def may_join(self, join: Join) -> bool:
        """Whether there is room for one more join."""
        self.joins |= {join} if len(self.joins) < MOST_JOINS else set()
        return join in self.joins


class JsonKeysAccess(JsonAccess):
    """An object in a column of JSON, of which only some keys are read: each is the text of its JSON, if it has any."""

    def __init__(self, row: RowAccess, column: str) -> None:
        super().__init__(row.cell(column, Form.JSON_KIND), row.constant, row)
        self.row = row
        self.column = column

    def plain(self, name: str, type_: GraphQLLeafType) -> str | None:
        return self.row.cell(self.column, Form.TEXT, name)

    def json(self, name: str, type_: GraphQLLeafType, value: str, *, nullable: bool) -> str | None:
        # It is JSON already, if it is JSON of the right kind.
        null = f"'null' if {value} is None or {value} == 'null' else " if nullable else ""
        if isinstance(type_, GraphQLEnumType):
            texts = {orjson.dumps(value).decode(): quoted(name) for value, name in names_of(type_).items()}
            return f"({null}{self.constant(texts, 'texts')}[{value}])"
        match type_.name:
            case "String" | "ID" | "Currency":
                right = f"{value}[0] == '\"'"
            case "Boolean":
                right = f"{value} == 'true' or {value} == 'false'"
            case "Int" | "Int64":
                right = f"len({value}) < 10 and {value}.isdecimal()"
            case _:
                return None
        return f"({null}{value} if {right} else {unexpected(self.constant)})"


class RowAccess(Access):
    """A row of a table, or one that is joined to it. PostgreSQL vouches for its columns' types."""

    typed = True

    def __init__(self, layout: Layout, table: type[Resource], constant: Constant, of: Join | None = None) -> None:
        self.source = "row"
        self.layout = layout
        self.table = table
        self.constant = constant
        self.of = of
        self.known = {column.name: column for column in columns(table)}
        if is_versioned(table):
            self.known[VERSION] = LOOKED_UP

    def cell(self, name: str, form: Form = Form.PLAIN, *keys: str) -> str:
        """The variable with a field of the row, or with what the keys lead to in one of JSON."""
        return self.layout.read(cell_of(self.table, name, self.of, form, keys))

    def read(self, name: str) -> str:
        return self.cell(name) if name in self.known else "None"

    def shown(self, name: str, type_: GraphQLOutputType) -> str:
        column, scalar = self.known.get(name), get_nullable_type(type_)
        if column is None or not isinstance(scalar, GraphQLScalarType):
            return self.read(name)
        if scalar.name == "DateTime" and is_moment(column):
            text, padded = self.cell(name, Form.TEXT), self.constant(padded_moment, "padded")
            unless_null = "" if self.sure(name) else f"None if {text} is None else "
            return f"({unless_null}{text} if len({text}) == {len(WHOLE_SECONDS)} else {padded}({text}))"
        if scalar.name in ("Metadata", "JSON") and (json := self.text(name)):
            return f"(None if {json} is None or {json} == 'null' else {WRITE}({json}))"
        return self.read(name)

    def text(self, name: str) -> str | None:
        return self.cell(name, Form.TEXT) if self.is_json(name) else None

    def keys(self, name: str) -> JsonKeysAccess | None:
        return JsonKeysAccess(self, name) if self.is_json(name) else None

    def is_json(self, name: str) -> bool:
        """Whether the column is one of JSON."""
        return name in self.known and isinstance(self.known[name].type, Embedded)

    def sure(self, name: str) -> bool:
        # What is not null in a column of JSON may still be JSON's null.
        return name in self.known and not self.is_json(name) and not self.known[name].nullable

    def joined(self, column: str, table: type[Resource]) -> RowAccess | None:
        """How the row is read whose id a column holds; None where there is no room for a join."""
        join = Join(column, table, self.of)
        return RowAccess(self.layout, table, self.constant, join) if self.layout.may_join(join) else None

    def splice(self, field: Field, column: str, over: ReadById) -> str:
        """An expression for the text of what a column leads to, which is read before the row."""
        self.layout.spliced[field] = cell_of(self.table, column, self.of), over
        return f"{self.constant(field, 'field')}_texts[{self.read(column)}]"

    def whole(self) -> None:
        for name in self.known:
            # No resolver asks for it, and it is looked up.
            if name != VERSION or not is_versioned(self.table):
                self.read(name)

    def account(self) -> str:
        return self.cell(ACCOUNT)

    def again(self) -> tuple[str, type[Resource] | None]:
        return self.read("id"), self.table

    def leaf(self, type_: GraphQLLeafType, value: str, *, sure: bool = False) -> str:
        unless_null = "" if sure else f"None if {value} is None else "
        if isinstance(type_, GraphQLEnumType):
            return f"({unless_null}{self.constant(names_of(type_), 'names')}[{value}])"
        if type_.name in RANGES:
            least, most = RANGES[type_.name]
            return f"({unless_null}{value} if {least} <= {value} <= {most} else {unexpected(self.constant)})"
        if type_.name in PLAIN:
            return value
        if type_.name in written_from_rows:
            show = self.constant(written_from_rows[type_.name], "show")
            return f"({unless_null}{show}({value}))"
        return slow(self.constant, type_, value)

    def plain(self, name: str, type_: GraphQLLeafType) -> str | None:
        if name not in self.known:
            return None
        if type_.name in ("Metadata", "JSON"):
            return self.text(name)
        return self.shown(name, type_)

    def json(self, name: str, type_: GraphQLLeafType, value: str, *, nullable: bool) -> str | None:
        null = f"'null' if {value} is None else " if nullable else ""
        if isinstance(type_, GraphQLEnumType):
            texts = {value: quoted(name) for value, name in names_of(type_).items()}
            return f"({null}{self.constant(texts, 'texts')}[{value}])"
        if type_.name in RANGES:
            least, most = RANGES[type_.name]
            return f"({null}{value} if {least} <= {value} <= {most} else {unexpected(self.constant)})"
        quote = self.constant(encode_basestring, "quote")
        if type_.name in written_from_rows:
            show = self.constant(written_from_rows[type_.name], "show")
            return f"({null}{quote}({show}({value})))"
        match type_.name:
            case "ID" if name == "id" and not self.table.chooses_ids:
                return Inset(f'"{{{value}}}"')  # nothing in the ids that we make would be written otherwise
            case "DateTime" | "Currency" if not nullable:
                return Inset(f'"{{{value}}}"')
            case "ID" | "String" | "Currency" | "DateTime":
                return f"({null}{quote}({value}))"
            case "Boolean":
                return f"({null}{self.constant(TRUTH, 'truth')}[{value}])"
            case "Metadata" | "JSON" if nullable:
                return f"({null}{value})"
            case "Metadata" | "JSON":
                text = f"{value} if {value} is not None and {value} != 'null'"
                return f"({text} else {unexpected(self.constant)})"
        return None

    def within(self, source: str) -> Access:
        return JsonAccess(source, self.constant, self)


TRUTH = {True: "true", False: "false"}


def quoted(text: str) -> str:
    return f'"{text}"'


WHOLE_SECONDS = "2025-01-31T12:00:00Z"


def padded_moment(text: str) -> str:
    """A moment with six decimals, as the scalar DateTime has it; PostgreSQL omits zeros at the end."""
    return f"{text[:-1]:0<{len(WHOLE_SECONDS) + 6}}Z"
