"""A compiled operation: its functions are written when a run first needs them, and serve every run from then on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from app.tables.resource import Resource
from schema.derive import batches, kinds
from schema.derive.cells import Cells, plain
from schema.derive.reading import Template
from schema.execute.access import Access, OfAnything
from schema.execute.body import Body, Namespace
from schema.execute.knowing import Resolved, Typename, known
from schema.execute.page_writer import UNPACK, PageWriter
from schema.execute.pages import Pages
from schema.execute.plan import Asked, Field, Selection
from schema.execute.related import AnyNode, Lookup, Related
from schema.execute.resolving import Narrow, Resolve
from schema.execute.rows import Layout, OfRow
from schema.execute.run import Make, Run, Step, Todo
from schema.execute.texts import RowWriter
from schema.execute.writer import Writer

Fill = Callable[[Run, Todo, list[Any], list[Any]], None]
"""Puts the results of values into the containers that wait for them."""


@dataclass(frozen=True, slots=True)
class OverRows:
    """A function over rows, and the cells that these must begin with, in this order."""

    make: Make
    cells: Cells


@dataclass(frozen=True, slots=True)
class ReadById:
    """A function over rows, and the statement that reads them by their ids."""

    make: Make
    template: Template


OF_COLUMNS = (
    Typename,
    kinds.Constant,
    kinds.Column,
    kinds.Embedded,
    kinds.Amount,
    kinds.Worked,
    kinds.Relation,
    kinds.Connection,
)
"""The fields that need no more of a row than some of its columns."""


class Program:
    """One operation, compiled. It keeps nothing of any run. With `joins`, what a column leads to may be read together
    with the column: that is for callers who may read everything, as a statement is allowed or refused as a whole."""

    def __init__(self, asked: Asked, *, joins: bool = False) -> None:
        self.asked = asked
        self.joins = joins
        self.namespace = Namespace()
        self.sources: list[str] = []
        """The Python that was written, for whoever wants to read it."""
        self._steps: dict[tuple[Field, bool], Step] = {}
        self._made: dict[tuple[object, ...], Any] = {}

    def of(self, field: Field) -> Step:
        """The step that fetches the field's value."""
        if (field, False) not in self._steps:
            self._steps[field, False] = self._step(field)
        return self._steps[field, False]

    def _step(self, field: Field) -> Step:
        kind = known(field.definition)
        match kind:
            case kinds.Relation():
                return Related(self, field, kind)
            case kinds.Lookup():
                return Lookup(self, field, kind)
            case kinds.Node() | kinds.Nodes():
                return AnyNode(self, field, kind)
            case kinds.Connection():
                return Pages(self, field, kind)
        assert isinstance(kind, Resolved), f"{field.parent.name}.{field.name} is read off its source"
        return Resolve(self, field, kind)

    def narrowing(self, field: Field) -> Step:
        """The step that finds out the type of a value that is there."""
        if (field, True) not in self._steps:
            self._steps[field, True] = Narrow(self, field)
        return self._steps[field, True]

    def joined(self, field: Field, access: Access, column: str, targets: tuple[type[Resource], ...]) -> Access | None:
        """How the row is read that a column leads to, where it is read together with its holder."""
        type_ = get_named_type(field.type)
        if not self.joins or not isinstance(access, OfRow) or not isinstance(type_, GraphQLObjectType):
            return None
        (table,) = targets
        shown = field.selection(type_).fields
        if table.retained or not all(isinstance(known(each.definition), OF_COLUMNS) for each in shown):
            return None
        return access.joined(column, table)

    def alone(self, field: Field) -> Selection:
        """A selection of one field alone."""
        made: Selection = self._once(("alone", field), lambda: Selection(field.parent, [field]))
        return made

    def by_id(self, selection: Selection, table: type[Resource], *, deleted: bool) -> ReadById:
        """What reads rows of a table by their ids, and makes objects of them."""
        made: ReadById = self._once((selection, table), lambda: self._write_by_id(selection, table, deleted=deleted))
        return made

    def _write_by_id(self, selection: Selection, table: type[Resource], *, deleted: bool) -> ReadById:
        writer = RowWriter(Body(self.namespace, depth=2), self)
        layout = Layout(first=plain(["id"]))
        made = writer.object(selection, OfRow(layout, table, self.namespace.constant))
        writer.line(f"done.append({made})")
        name = f"rows_of_{selection.type.name}_{len(self.sources)}"
        text = [
            f"def {name}(run, todo, rows):",
            *writer.prologue(),
            "    done = []",
            "    for row in rows:",
            f"        {unpacking(layout)}",
            *writer.body.lines,
            *writer.epilogue(),
            "    return done",
        ]
        return ReadById(self._define(name, text), batches.by_id(table, layout.cells, deleted=deleted))

    def objects(self, selection: Selection) -> Make:
        """What makes objects of sources that may be anything."""
        made: Make = self._once((selection,), lambda: self._write_objects(selection))
        return made

    def _write_objects(self, selection: Selection) -> Make:
        writer = Writer(Body(self.namespace, depth=2), self)
        writer.line(f"done.append({writer.object(selection, OfAnything('source', self.namespace.constant))})")
        name = f"objects_of_{selection.type.name}_{len(self.sources)}"
        text = [
            f"def {name}(run, todo, sources):",
            *writer.prologue(),
            "    done = []",
            "    for source in sources:",
            *writer.body.lines,
            *writer.epilogue(),
            "    return done",
        ]
        made: Make = self._define(name, text)
        return made

    def fill(self, field: Field) -> Fill:
        """What puts a resolver's values, completed, where they are waited for."""
        made: Fill = self._once((field,), lambda: self._write_fill(field))
        return made

    def _write_fill(self, field: Field) -> Fill:
        writer = Writer(Body(self.namespace, depth=2), self)
        access: Access = OfAnything("value", self.namespace.constant)
        piece = writer.complete(field.type, "value", field, access)
        expression = writer.bound(piece.expression, "result")
        writer.check([piece.must])
        writer.line(f"target[{field.key!r}] = {expression}")
        for later in piece.later:
            later("target", repr(field.key))
        name = f"fill_{field.parent.name}_{field.name}_{len(self.sources)}"
        text = [
            f"def {name}(run, todo, into, values):",
            *writer.prologue(),
            "    for target, value in zip(into, values):",
            *writer.body.lines,
            *writer.epilogue(),
        ]
        made: Fill = self._define(name, text)
        return made

    def pages(self, step: Pages) -> OverRows:
        """What makes connections of pages (`Shown`), and the columns that their rows must begin with."""
        made: OverRows = self._once((step,), lambda: self._write_pages(step))
        return made

    def _write_pages(self, step: Pages) -> OverRows:
        writer = RowWriter(Body(self.namespace, depth=2), self)
        layout = Layout()
        row = OfRow(layout, step.table, self.namespace.constant)
        PageWriter(writer, row, bare=step.bare).write(step.selection)
        lines = [self._unpacking(line, layout, more=step.more) for line in writer.body.lines]
        name = f"pages_of_{step.table.__name__}_{len(self.sources)}"
        text = [
            f"def {name}(run, todo, pages):",
            *writer.prologue(),
            "    done = []",
            "    for page in pages:",
            *lines,
            *writer.epilogue(),
            "    return done",
        ]
        return OverRows(self._define(name, text), layout.cells)

    @staticmethod
    def _unpacking(line: str, layout: Layout, *, more: bool) -> str:
        if line.strip() != UNPACK:
            return line
        return line.replace(UNPACK, unpacking(layout, more=more))

    def _once(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _define(self, name: str, lines: list[str]) -> Any:
        text = "\n".join(lines) + "\n"
        self.sources.append(text)
        return self.namespace.define(name, text)


def unpacking(layout: Layout, *, more: bool = False) -> str:
    """The statement that unpacks a row's cells; with `more`, others may follow them."""
    if not layout.places:
        return "pass"
    names = [*layout.places.values(), *(["*_"] if more else [])]
    return f"{', '.join(names)}, = row"
