"""Connections: the pages of a whole frontier in one statement, with as many rows and columns as are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import orjson
from graphql import GraphQLObjectType, get_named_type
from sqlalchemy.util import LRUCache

from app.tables.resource import Resource
from schema.derive import batches, connections, kinds
from schema.derive.cells import Cell, Form, Projection, is_moment, plain
from schema.derive.paging import Paging
from schema.derive.reading import Template
from schema.derive.rows import Row
from schema.execute.compiler import Compiler, OverRows, Spliced
from schema.execute.failures import FieldError
from schema.execute.field_kinds import Resolved
from schema.execute.plan import Field, Part, Selection
from schema.execute.postponed import PostponedPart
from schema.execute.resolving import Resolve
from schema.execute.run import Run, Step, Todo, Waiting

KEPT = 64
"""How many arguments of one field are remembered."""
FEW_ROWS = 100
"""Of all pages together. To look up what each row leads to costs less for these than another statement, which reads
once what many rows lead to."""


ANY_COLUMN = plain(["id"])
"""What is read where rows are counted, and nothing of them is shown."""
LONGEST_KEY = 1_000
"""Bytes of a page's arguments, beyond which its plan is not kept."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the pages are read for certain arguments."""

    paging: Paging
    template: Template | None
    """None where no row is read."""
    places: tuple[int, ...]
    """In a row: those of the columns that it is ordered by, where cursors are shown."""
    parent: int
    """In a row: the place of its parent's number."""
    beyond: Mapping[str, Paging]
    """By the cursor's argument: what may be at it or on its other side, where that is shown."""
    many: bool
    """Whether there may be so many rows that what they lead to is spliced where it can be: not joined to each row, but
    read and written once for all."""


@dataclass(slots=True)
class PageResult:
    """A page as written code shows it. `rows` are in their order; in place of a value may stand why there is none."""

    plan: Plan
    rows: list[Row] | FieldError
    has_next: bool | FieldError
    has_previous: bool | FieldError
    total: int | FieldError | None

    def cursor(self, row: Row) -> str:
        """Where a row stands."""
        return self.plan.paging.order.cursor([row[place] for place in self.plan.places])

    def end(self, place: int) -> str | FieldError | None:
        """Where the row at the place stands; None for an empty page."""
        if isinstance(self.rows, FieldError):
            return self.rows
        return self.cursor(self.rows[place]) if self.rows else None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a connection's selection needs to be read."""

    rows: bool
    next: bool
    """Whether there is something after the page."""
    previous: bool
    """Whether there is something before it."""
    place: bool
    """Where the page stands."""
    cursors: bool
    total: bool

    @staticmethod
    def of(selection: Selection) -> Needs:
        parts = {each.name: each for each in selection.fields}
        inner = {inner.name for each in selection.fields for inner in inner_fields(each)}
        return Needs(
            rows=bool(parts.keys() & {"nodes", "edges", "pageInfo"}),
            next="hasNextPage" in inner,
            previous="hasPreviousPage" in inner,
            place="pageInfo" in parts,
            cursors=bool({"cursor", "startCursor", "endCursor"} & inner),
            total="totalCount" in parts,
        )

    def beyond(self, paging: Paging) -> dict[str, Paging]:
        """What else has to be looked for."""
        found = {
            "after": paging.beyond("after") if self.previous else None,
            "before": paging.beyond("before") if self.next else None,
        }
        return {word: page for word, page in found.items() if page is not None}


def inner_fields(field: Field) -> list[Field]:
    """What is asked of an edge, or of pageInfo."""
    type_ = get_named_type(field.type)
    return field.selection(type_).fields if field.name in ("edges", "pageInfo") else []  # type: ignore[arg-type]


class Pages(Step):
    """The pages of one field for every object of the frontier; at the root, the one page of all."""

    def __init__(
        self,
        program: Compiler,
        field: Field,
        kind: kinds.Connection | kinds.UnionConnection,
        selection: Selection | None = None,
    ) -> None:
        """Of the connections is shown the `selection`, or else all that comes with them."""
        super().__init__(field)
        self.program = program
        self.table: type[Resource] = kind.table
        self.column = kind.column
        type_ = get_named_type(field.type)
        assert isinstance(type_, GraphQLObjectType)
        self.selection = selection or field.selection(type_)
        again = type(self)
        self.parts = [PostponedPage(part, again(program, field, kind, part.selection)) for part in self.selection.parts]
        self.needs = Needs.of(self.selection)
        self.aggregates = [each for each in self.selection.fields if each.name == "aggregate"]
        self.bare = not (self.needs.place or self.needs.cursors or self.needs.total)
        """Whether written code is given the rows alone in place of a `PageResult`."""
        self.more = "*_" if self.needs.cursors else "_" if self.column is not None else ""
        """What is unpacked beyond the columns that are shown: others for cursors, and the parent's number."""
        self._plans: LRUCache[bytes, Plan] = LRUCache(KEPT)
        assert field.definition.resolve is not None
        self.resolve = Resolve(program, field, Resolved(field.definition.resolve))

    def written(self, *, many: bool = False) -> OverRows:
        """What makes the connections. What `many` rows lead to is not joined to them, but read once for all."""
        return self.program.pages(self.selection, self.table, bare=self.bare, more=self.more, many=many)

    def cells(self, *, many: bool) -> Projection:
        """What is read of each row for what is shown of it."""
        return self.written(many=many).cells

    async def make(self, run: Run, todo: Todo, plan: Plan, pages: list[Any], sizes: list[int] | None) -> list[Any]:
        """The connections of pages."""
        return await run.make(self.written(many=plan.many).make, todo, pages, sizes=sizes)

    def make_blank(self, run: Run, todo: Todo, count: int) -> list[Any]:
        """Connections of which nothing is shown that has to be read."""
        return self.written().make(run, todo, [()] * count)

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        """Begin. What is computed of all pages is left to the resolvers of `aggregate`, which wait together."""
        if unsaved := run.context.loaders.unsaved.ids:
            into, sources = self.without(unsaved, into, sources, todo)
            if not into:
                return None
        plan = self.plan(run, len(into))
        if plan.paging.named:
            return self.placed(run, into, sources, plan)
        if not self.needs.rows and not self.needs.total:
            self.put(run, into, sources, self.make_blank(run, todo, len(into)), plan, todo)
            return None
        return self.read(run, into, sources, plan)

    def without(
        self, unsaved: set[str], into: list[Any], parents: list[Any], todo: Todo
    ) -> tuple[list[Any], list[Any]]:
        """The parents that are stored. What lies under others is in memory, where the field's own resolver finds it."""
        pairs = list(zip(into, parents, strict=True))
        others = [(container, {"id": id}) for container, id in pairs if id in unsaved]
        if others:
            todo.add(self.resolve, *map(list, zip(*others, strict=True)))
        there = [pair for pair in pairs if pair[1] not in unsaved]
        return [container for container, _ in there], [id for _, id in there]

    def plan(self, run: Run, parents: int) -> Plan:
        """The arguments, as the field's own resolver takes them, and the statement for about so many parents.
        Raises BadRequest, GraphQLError."""
        coerced = run.variables.coerced
        given = [[name in coerced, coerced.get(name)] for name in self.field.arguments.variables]
        parents = 1 << (parents - 1).bit_length()
        try:
            key = orjson.dumps([run.context.limits.max_page_size, given, parents], default=str)
        except TypeError:
            return self.made(run, parents)
        if len(key) > LONGEST_KEY:
            return self.made(run, parents)
        plan: Plan | None = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self.made(run, parents)
        return plan

    def made(self, run: Run, parents: int) -> Plan:
        paging: Paging = self.resolve.resolver({"id": ""}, run.info(self.field), **run.arguments(self.field)).paging
        return self.planned(paging, parents)

    def planned(self, paging: Paging, parents: int) -> Plan:
        """How the pages of at most so many parents are read."""
        many = parents > 1 and parents * paging.size > FEW_ROWS
        if not self.needs.rows or paging.named:
            return Plan(paging, None, (), 0, {}, many)
        cells = self.cells(many=many) or ANY_COLUMN
        ordered: Projection = ()
        if self.needs.cursors:
            ordered = tuple(place_in_order(term.column) for term in paging.order.terms)
            cells = tuple(dict.fromkeys((*cells, *ordered)))
        limit = paging.size + (self.needs.previous if paging.backwards else self.needs.next)
        if self.column is None:
            template = batches.page(self.table, cells, paging, limit, across=self.program.across)
        else:
            template = batches.pages(self.table, self.column, cells, paging, limit, across=self.program.across)
        places = tuple(map(cells.index, ordered))
        return Plan(paging, template, places, len(cells), self.needs.beyond(paging), many)

    async def placed(self, run: Run, into: list[Any], parents: list[str], plan: Plan) -> Todo:
        """Read once the objects that cursors name are found. Raises BadRequest for one that is not."""
        plan = self.planned(await connections.placed(run.context, self.table, plan.paging), len(into))
        if self.needs.rows or self.needs.total:
            return await self.read(run, into, parents, plan)
        todo = Todo()
        self.put(run, into, parents, self.make_blank(run, todo, len(into)), plan, todo)
        return todo

    async def read(self, run: Run, into: list[Any], parents: list[str], plan: Plan) -> Todo:
        reads = [
            self.rows(run, parents, plan),
            self.totals(run, parents, plan.paging),
            *(self.found(run, parents, plan.beyond.get(word)) for word in ("after", "before")),
        ]
        several = self.needs.rows + self.needs.total + len(plan.beyond) > 1
        rows, totals, before, after = await asyncio.gather(*reads) if several else [await each for each in reads]
        todo = Todo()
        shown = pages = of_each(rows, parents, ())
        if not self.bare:
            parts = (of_each(after, parents, False), of_each(before, parents, False), of_each(totals, parents, 0))
            shown = list(map(self.shown, repeat(plan), pages, *parts))
        # A page is an object, too.
        sizes = None if rows.__class__ is FieldError else [len(page) + 1 for page in pages]
        self.put(run, into, parents, await self.make(run, todo, plan, shown, sizes), plan, todo)
        return todo

    def put(self, run: Run, into: list[Any], parents: list[Any], made: list[Any], plan: Plan, todo: Todo) -> None:
        key = self.field.key
        for container, result in zip(into, made, strict=True):
            container[key] = result
        for field in self.aggregates:
            page, paging = connections.Page, plan.paging
            pages = [page(run.context, self.table, self.column, parent, paging) for parent in parents]
            todo.add(self.program.of(field), list(made), pages)
        for part in self.parts:
            run.postpone(part, made, parents)

    def shown(self, plan: Plan, rows: Any, after: Any, before: Any, total: Any) -> PageResult:
        failed = rows.__class__ is FieldError
        more = rows if failed else len(rows) > plan.paging.size
        if plan.paging.backwards:
            before = more or before
        else:
            after = more or after
        return PageResult(plan, rows if failed else plan.paging.cut(rows), after, before, total)

    async def rows(self, run: Run, parents: list[str], plan: Plan) -> Any:
        """The rows read, by the parent's id; or why they could not be."""
        if plan.template is None:
            return {}
        values, ids = plan.paging.values, list(dict.fromkeys(parents))
        if self.column is not None:
            values = {**values, "ids": ids}
        try:
            rows = await run.context.reader.run(plan.template, values)
            await self.splice(run, plan, rows)
        except Exception as error:
            return run.fail(error)
        if self.column is None:
            found = dict.fromkeys(parents, rows)
        else:
            under: list[list[Row]] = [[] for _ in ids]
            place = plan.parent
            for row in rows:
                under[row[place] - 1].append(row)
            found = dict(zip(ids, under, strict=True))
        if self.bare and plan.paging.backwards:
            return {parent: rows[::-1] for parent, rows in found.items()}
        return found

    async def splice(self, run: Run, plan: Plan, rows: list[Row]) -> None:
        """Read what many rows lead to, and make it to texts, before the rows are made."""
        if not plan.many:
            return
        reads = [texts_of(run, each, rows) for each in self.written(many=True).spliced]
        if len(reads) == 1:
            await reads[0]
        elif reads:
            await asyncio.gather(*reads)

    async def found(self, run: Run, parents: list[str], paging: Paging | None) -> Any:
        """Of which parents there is a row on a page, by the parent's id; or why that could not be read."""
        if paging is None:
            return {}
        reader = run.context.reader
        try:
            if self.column is None:
                template = batches.page(self.table, ANY_COLUMN, paging, 1)
                rows = await reader.run(template, paging.values)
                return dict.fromkeys(parents, bool(rows))
            template = batches.pages(self.table, self.column, ANY_COLUMN, paging, 1, across=self.program.across)
            ids = list(dict.fromkeys(parents))
            rows = await reader.run(template, {**paging.values, "ids": ids})
        except Exception as error:
            return run.fail(error)
        return {ids[row[batches.PARENT] - 1]: True for row in rows}

    async def totals(self, run: Run, parents: list[str], paging: Paging) -> Any:
        """How many there are in all, by the parent's id; or why they could not be counted."""
        if not self.needs.total:
            return {}
        reader = run.context.reader
        try:
            if self.column is None:
                (row,) = await reader.run(batches.count(self.table, paging), paging.values)
                return dict.fromkeys(parents, row[batches.COUNT])
            template = batches.counts(self.table, self.column, paging, across=self.program.across)
            rows = await reader.run(template, {**paging.values, "ids": list(dict.fromkeys(parents))})
        except Exception as error:
            return run.fail(error)
        return {row[batches.ID]: row[batches.COUNT] for row in rows}


class PostponedPage(PostponedPart):
    """A part of connections, whose pages are read for it."""

    def __init__(self, part: Part, pages: Pages) -> None:
        super().__init__(pages.program, part)
        self.pages = pages

    async def make(self, run: Run, sources: Sequence[Any], todo: Todo) -> list[Any]:
        into: list[dict[str, Any]] = [{} for _ in sources]
        first = Todo()
        first.add(self.pages, list(into), list(sources))
        await run.follow(first)
        return [each[self.pages.field.key] for each in into]


async def texts_of(run: Run, spliced: Spliced, rows: list[Row]) -> None:
    """Make the texts of what a column of rows leads to."""
    place, known = spliced.place, run.texts.setdefault(spliced.field, {None: "null"})
    if missing := [id for id in dict.fromkeys([row[place] for row in rows]) if id not in known]:
        found = await run.context.reader.run(spliced.over.template, {"ids": missing})
        if len(found) < len(missing):
            known |= dict.fromkeys(missing, "null")
        made = await run.make(spliced.over.make, Todo(), found)
        known |= zip([row[0] for row in found], made, strict=True)


def of_each(found: Any, parents: list[str], otherwise: Any) -> list[Any]:
    """What was found of each parent; a failure is everyone's."""
    return [found] * len(parents) if found.__class__ is FieldError else list(map(found.get, parents, repeat(otherwise)))


def place_in_order(column: Any) -> Cell:
    """The values of a row that a cursor holds."""
    return Cell(column.name, form=Form.TEXT if is_moment(column) else Form.PLAIN)
