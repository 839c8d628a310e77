"""A compiled operation: its functions are written when a run first needs them, and serve every run from then on."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self, TypeVar

from graphql import GraphQLObjectType, get_named_type

from app.errors import LimitExceeded, Unavailable
from app.tables.resource import Resource
from schema.derive import batches, kinds
from schema.derive.cells import Cell, Form, plain
from schema.derive.reach import has_keys
from schema.execute.access import WRITE, Access, AnyAccess
from schema.execute.body import Body, Namespace
from schema.execute.compiler import Fill, OverRows, ReadById, Spliced
from schema.execute.field_kinds import Resolved, Typename, field_kind
from schema.execute.page_writer import UNPACK, PageWriter
from schema.execute.pages import Pages
from schema.execute.plan import Field, Operation, Part, Selection
from schema.execute.postponed import PostponedPart
from schema.execute.related import AnyNode, Lookup, PostponedRows, Related, RelatedMany
from schema.execute.resolving import Narrow, Resolve
from schema.execute.rows import Layout, RowAccess
from schema.execute.run import Make, Run, Step
from schema.execute.texts import NoText, RowWriter, TextWriter
from schema.execute.union_pages import UnionPages
from schema.execute.writer import Writer

W = TypeVar("W", bound=Writer)

OF_COLUMNS = (
    Typename,
    kinds.Constant,
    kinds.Column,
    kinds.Embedded,
    kinds.Amount,
    kinds.Worked,
    kinds.Relation,
    kinds.Relations,
    kinds.Connection,
    kinds.UnionConnection,
)
"""The fields that need no more of a row than some of its columns."""


class Program:
    """One operation, compiled. It keeps nothing of any run. With `joins`, what a column leads to may be read together
    with the column: that is for callers who may read everything, as a statement is allowed or refused as a whole. With
    `across`, it reads across the accounts that are connected to the caller's."""

    def __init__(self, operation: Operation, *, joins: bool = False, across: bool = False) -> None:
        self.operation = operation
        self.joins = joins
        self.across = across
        self.namespace = Namespace()
        self.sources: list[str] = []
        """The Python that was written, for people to read."""
        self._steps: dict[tuple[Field, bool], Step] = {}
        self._made: dict[tuple[object, ...], Any] = {}

    def of(self, field: Field) -> Step:
        """The step that fetches the field's value."""
        if (field, False) not in self._steps:
            self._steps[field, False] = self._step(field)
        return self._steps[field, False]

    def _step(self, field: Field) -> Step:
        kind = field_kind(field.definition)
        match kind:
            case kinds.Relation():
                return Related(self, field, kind)
            case kinds.Relations():
                return RelatedMany(self, field, kind)
            case kinds.Lookup():
                return Lookup(self, field, kind)
            case kinds.Node() | kinds.Nodes():
                return AnyNode(self, field, kind)
            case kinds.Connection():
                return Pages(self, field, kind)
            case kinds.UnionConnection():
                return UnionPages(self, field, kind)
        assert isinstance(kind, Resolved), f"{field.parent.name}.{field.name} is read off its source"
        return Resolve(self, field, kind)

    @cached_property
    def lookup(self) -> Lookup | None:
        """The step of the root's only field, where that asks for an object by its id."""
        if len(self.operation.root.fields) != 1:
            return None
        (field,) = self.operation.root.fields
        if not isinstance(field_kind(field.definition), kinds.Lookup):
            return None
        step = self.of(field)
        assert isinstance(step, Lookup)
        return step

    def narrowing(self, field: Field) -> Step:
        """The step that finds out the type of a value that is there."""
        if (field, True) not in self._steps:
            self._steps[field, True] = Narrow(self, field)
        return self._steps[field, True]

    def joined(self, field: Field, access: Access, column: str, targets: tuple[type[Resource], ...]) -> Access | None:
        """How the row is read that a column leads to, where it is read together with its holder."""
        type_ = get_named_type(field.type)
        if not self.joins or not isinstance(access, RowAccess) or not isinstance(type_, GraphQLObjectType):
            return None
        (table,) = targets
        shown = field.selection(type_).fields
        if table.retained or not all(isinstance(field_kind(each.definition), OF_COLUMNS) for each in shown):
            return None
        if access.layout.many and self.texts_by_id(field.selection(type_), table) is not None:
            return None
        return access.joined(column, table)

    def spliced(self, field: Field, access: Access, column: str, targets: tuple[type[Resource], ...]) -> str | None:
        """An expression for the text of what a column leads to, where that is made before its holder: where many rows
        may lead to it, and all that it shows has a text."""
        type_ = get_named_type(field.type)
        if not self.joins or not isinstance(access, RowAccess) or not isinstance(type_, GraphQLObjectType):
            return None
        if not access.layout.many:
            return None
        (table,) = targets
        if self.across and has_keys(table):
            return None
        over = self.texts_by_id(field.selection(type_), table)
        return None if over is None else access.splice(field, column, over)

    def texts_by_id(self, selection: Selection, table: type[Resource]) -> ReadById | None:
        """What reads rows of a table by their ids, and makes texts of them; None where they show what has none."""
        made: ReadById | None = self._once(("texts", selection), lambda: self._write_texts_by_id(selection, table))
        return made

    def _write_texts_by_id(self, selection: Selection, table: type[Resource]) -> ReadById | None:
        writer = self._writer(TextWriter)
        layout = Layout(first=plain(["id"]))
        try:
            writer.line(f"done.append({writer.object(selection, RowAccess(layout, table, self.namespace.constant))})")
        except NoText:
            return None
        writer.body.lines.insert(0, f"        {unpacking(layout)}")
        make = self._define(f"texts_of_{selection.type.name}", "rows", "row in rows", writer)
        return ReadById(make, batches.by_id(table, layout.cells, deleted=table.deletable, across=self.across))

    def postponed(self, part: Part, table: type[Resource] | None) -> Step:
        """The step that notes that a part of an object comes later, by what the object can then be read by."""
        made: Step = self._once(
            (part, table), lambda: PostponedPart(self, part) if table is None else PostponedRows(self, part, table)
        )
        return made

    def alone(self, field: Field) -> Selection:
        """A selection of one field alone."""
        made: Selection = self._once(("alone", field), lambda: Selection(field.parent, [field]))
        return made

    def by_id(self, selection: Selection, table: type[Resource], *, deleted: bool, own: bool = False) -> ReadById:
        """What reads rows of a table by their ids, and makes objects of them; with `own`, of the caller's alone."""
        made: ReadById = self._once(
            (selection, table, own), lambda: self._write_by_id(selection, table, deleted=deleted, own=own)
        )
        return made

    def _write_by_id(self, selection: Selection, table: type[Resource], *, deleted: bool, own: bool) -> ReadById:
        writer = self._writer(RowWriter)
        layout = Layout(
            first=(Cell("id", form=Form.KEY),) if self.across and not own and has_keys(table) else plain(["id"])
        )
        writer.line(f"done.append({writer.object(selection, RowAccess(layout, table, self.namespace.constant))})")
        writer.body.lines.insert(0, f"        {unpacking(layout)}")
        make = self._define(f"rows_of_{selection.type.name}", "rows", "row in rows", writer)
        template = batches.by_id(table, layout.cells, deleted=deleted, across=self.across, own=own)
        return ReadById(make, template)

    def objects(self, selection: Selection) -> Make:
        """What makes objects of sources that may be anything."""
        made: Make = self._once((selection,), lambda: self._write_objects(selection))
        return made

    def _write_objects(self, selection: Selection) -> Make:
        writer = self._writer(Writer)
        writer.line(f"done.append({writer.object(selection, AnyAccess('source', self.namespace.constant))})")
        made: Make = self._define(f"objects_of_{selection.type.name}", "sources", "source in sources", writer)
        return made

    def fill(self, field: Field) -> Fill:
        """What puts a resolver's values, completed, where they are waited for."""
        made: Fill = self._once((field,), lambda: self._write_fill(field))
        return made

    def _write_fill(self, field: Field) -> Fill:
        writer = self._writer(Writer)
        access: Access = AnyAccess("value", self.namespace.constant)
        piece = writer.complete(field.type, "value", field, access)
        expression = writer.bound(piece.expression, "result")
        writer.check([piece.must])
        writer.line(f"target[{field.key!r}] = {expression}")
        for later in piece.later:
            later("target", repr(field.key))
        name = f"fill_{field.parent.name}_{field.name}"
        made: Fill = self._define(name, "into, values", "target, value in zip(into, values)", writer)
        return made

    def pages(self, selection: Selection, table: type[Resource], *, bare: bool, more: str, many: bool) -> OverRows:
        """What makes connections of pages, and the columns that their rows must begin with."""
        made: OverRows = self._once(
            (selection, bare, more, many),
            lambda: self._write_pages(selection, table, bare=bare, more=more, many=many),
        )
        return made

    def _write_pages(
        self, selection: Selection, table: type[Resource], *, bare: bool, more: str, many: bool
    ) -> OverRows:
        writer = self._writer(RowWriter)
        layout = Layout(many=many)
        access = RowAccess(layout, table, self.namespace.constant)
        pages = PageWriter(writer, access, bare=bare)
        pages.write(selection)
        writer.body.lines = [line.replace(UNPACK, unpacking(layout, more=more)) for line in writer.body.lines]
        for field, step in pages.streamed.items():
            items = self._writer(RowWriter)
            PageWriter(items, access, bare=bare).item(field)
            items.body.lines = [line.replace(UNPACK, unpacking(layout, more=more)) for line in items.body.lines]
            step.write = self._define(f"items_of_{table.__name__}", "items", "page, row in items", items, layout)
        make = self._define(f"pages_of_{table.__name__}", "pages", "page in pages", writer, layout)
        places = {cell: place for place, cell in enumerate(layout.cells)}
        spliced = [Spliced(field, places[cell], over) for field, (cell, over) in layout.spliced.items()]
        return OverRows(make, layout.cells, tuple(spliced))

    def _writer(self, kind: Callable[[Body, Self], W]) -> W:
        return kind(Body(self.namespace, depth=2), self)

    def _once(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _define(self, name: str, sources: str, each: str, writer: Writer, layout: Layout | None = None) -> Any:
        """The function that does what was written for each of its sources, and gives what is `done`."""
        name = f"{name}_{len(self.sources)}"
        spliced = [self.namespace.constant(field, "field") for field in (layout.spliced if layout else ())]
        lines = [
            f"def {name}(run, todo, {sources}):",
            f"    {WRITE} = run.write",
            *(f"    {field}_texts = run.texts.get({field})" for field in spliced),
            *writer.prologue(),
            "    done = []",
            f"    for {each}:",
            *writer.body.lines,
            *writer.epilogue(),
            "    return done",
        ]
        self.sources.append("\n".join(lines) + "\n")
        written = self.namespace.define(name, self.sources[-1])

        def make(run: Run, *given: Any) -> Any:
            try:
                return written(run, *given)
            except (LimitExceeded, Unavailable) as error:
                run.refused = error
                raise
            except Exception as error:
                run.unexpected = error
                raise

        return make


def unpacking(layout: Layout, *, more: str = "") -> str:
    """The statement that unpacks a row's cells, and `more` that follow them."""
    if not layout.places:
        return "pass"
    names = [*layout.places.values(), *([more] if more else [])]
    return f"{', '.join(names)}, = row"
