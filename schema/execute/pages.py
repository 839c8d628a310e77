"""Connections: the pages of a whole frontier in one statement, with as many rows and columns as are asked for."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from graphql import GraphQLObjectType, get_named_type
from sqlalchemy.util import LRUCache

from app.tables.resource import Resource
from schema.derive import batches, kinds
from schema.derive.paging import Paging
from schema.derive.rows import Row
from schema.execute.failures import Failed
from schema.execute.plan import Field, Selection
from schema.execute.run import Run, Step, Todo, Waiting

if TYPE_CHECKING:
    from schema.execute.program import Program

KEPT = 64
"""How many arguments of one field are remembered."""


ANY_COLUMN = ("id",)
"""What is read where rows are counted, and nothing of them is shown."""


@dataclass(slots=True)
class Shown:
    """A page as written code shows it. `rows` are in their order, or say why there are none."""

    paging: Paging
    rows: list[Row] | Failed
    read: int
    """How many rows were read, with the one that only tells that there is more."""
    total: int | Failed | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a connection's selection needs to be read."""

    rows: bool
    more: bool
    """Whether there is more, which takes one row more to know."""
    cursors: bool
    total: bool

    @staticmethod
    def of(selection: Selection) -> Wanted:
        parts = {each.name: each for each in selection.fields}
        inner = [inner.name for each in selection.fields for inner in inner_fields(each)]
        return Wanted(
            rows=bool(parts.keys() & {"nodes", "edges", "pageInfo"}),
            more=bool({"hasNextPage", "hasPreviousPage"} & set(inner)),
            cursors=bool({"cursor", "startCursor", "endCursor"} & set(inner)),
            total="totalCount" in parts,
        )


def inner_fields(field: Field) -> list[Field]:
    """What is asked of an edge, or of pageInfo."""
    type_ = get_named_type(field.type)
    return field.selection(type_).fields if field.name in ("edges", "pageInfo") else []  # type: ignore[arg-type]


class Pages(Step):
    """The pages of one field for every object of the frontier; at the root, the one page of all."""

    def __init__(self, program: Program, field: Field, kind: kinds.Connection) -> None:
        super().__init__(field)
        self.program = program
        self.table: type[Resource] = kind.table
        self.column = kind.column
        type_ = get_named_type(field.type)
        assert isinstance(type_, GraphQLObjectType)
        self.selection = field.selection(type_)
        self.wanted = Wanted.of(self.selection)
        self.more = self.wanted.cursors or self.column is not None
        """Whether rows have columns beyond those that are shown: for cursors, and to tell whose they are."""
        self._paging: LRUCache[bytes, Paging] = LRUCache(KEPT)

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        paging = self.paging(run)
        if not self.wanted.rows and not self.wanted.total:
            shown = Shown(paging, [], 0, None)
            self.put(into, self.program.pages(self).make(run, todo, [shown] * len(into)))
            return None
        return self.read(run, into, sources, paging)

    def paging(self, run: Run) -> Paging:
        """The arguments, as the field's own resolver takes them. Raises BadRequest, GraphQLError."""
        coerced = run.variables.coerced
        given = [[name in coerced, coerced.get(name)] for name in self.field.variables]
        try:
            key = orjson.dumps([run.context.limits.max_page_size, given], default=str)
        except TypeError:
            return self.resolved(run)
        paging: Paging | None = self._paging.get(key)
        if paging is None:
            paging = self._paging[key] = self.resolved(run)
        return paging

    def resolved(self, run: Run) -> Paging:
        resolve = self.field.definition.resolve
        assert resolve is not None
        paging: Paging = resolve({"id": ""}, run.info(self.field), **run.arguments(self.field)).paging
        return paging

    async def read(self, run: Run, into: list[Any], parents: list[str], paging: Paging) -> Todo:
        wanted = [self.rows(run, parents, paging), self.totals(run, parents, paging)]
        rows, totals = await asyncio.gather(*wanted) if all_needed(self.wanted) else [await each for each in wanted]
        todo = Todo()
        shown = [self.shown(paging, rows, totals, parent) for parent in parents]
        self.put(into, await run.make(self.program.pages(self).make, todo, shown))
        return todo

    def put(self, into: list[Any], made: list[Any]) -> None:
        key = self.field.key
        for container, result in zip(into, made, strict=True):
            container[key] = result

    def shown(self, paging: Paging, rows: Any, totals: Any, parent: str) -> Shown:
        total = totals if totals.__class__ is Failed else totals.get(parent, 0)
        if rows.__class__ is Failed:
            return Shown(paging, rows, 0, total)
        found = rows.get(parent, ())
        return Shown(paging, paging.cut(found), len(found), total)

    async def rows(self, run: Run, parents: list[str], paging: Paging) -> Any:
        """The rows read, by the parent's id; or why they could not be."""
        if not self.wanted.rows:
            return {}
        names = self.program.pages(self).columns or ANY_COLUMN
        if self.wanted.cursors:
            ordered = (term.column.name for term in paging.order.terms)
            names = tuple(dict.fromkeys((*names, *ordered)))
        limit = paging.size + self.wanted.more
        reader = run.context.reader
        try:
            if self.column is None:
                template = batches.page(self.table, names, paging, limit)
                return dict.fromkeys(parents, await reader.run(template, paging.values))
            template = batches.pages(self.table, self.column, names, paging, limit)
            rows = await reader.run(template, {**paging.values, "ids": list(dict.fromkeys(parents))})
        except Exception as error:
            return run.fail(error)
        place = len(names)
        found = defaultdict(list)
        for row in rows:
            found[row[place]].append(row)
        return found

    async def totals(self, run: Run, parents: list[str], paging: Paging) -> Any:
        """How many there are in all, by the parent's id; or why they could not be counted."""
        if not self.wanted.total:
            return {}
        reader = run.context.reader
        try:
            if self.column is None:
                (row,) = await reader.run(batches.count(self.table, paging), {})
                return dict.fromkeys(parents, row[batches.COUNT])
            template = batches.counts(self.table, self.column, paging)
            rows = await reader.run(template, {"ids": list(dict.fromkeys(parents))})
        except Exception as error:
            return run.fail(error)
        return {row[batches.PARENT]: row[batches.COUNT] for row in rows}


def all_needed(wanted: Wanted) -> bool:
    return wanted.rows and wanted.total
