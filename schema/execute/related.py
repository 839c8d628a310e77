"""Objects by their ids: what a column of many rows leads to, and the one that the root is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

import orjson
from graphql import GraphQLObjectType, GraphQLSchema, get_named_type

from app.errors import NotFound
from app.tables import tables_of
from app.tables.by_id import Tables
from app.tables.resource import Resource
from schema.derive import kinds
from schema.derive.client_secrets import has_secret, is_publishable
from schema.derive.reach import has_keys
from schema.derive.rows import checked_ids
from schema.execute.compiler import Compiler, ReadById
from schema.execute.failures import FieldError
from schema.execute.field_kinds import Resolved
from schema.execute.plan import Field, Part, Selection
from schema.execute.postponed import PostponedItems, PostponedPart
from schema.execute.resolving import Resolve
from schema.execute.run import Run, Step, Todo, Waiting

MUCH = 1_000_000
"""Bytes of text that objects may come to where they stand in several places, upon which it is looked at how many."""


class ById(Step):
    """Makes objects of the rows of some ids."""

    def __init__(self, program: Compiler, field: Field) -> None:
        super().__init__(field)
        self.program = program
        self.several = not isinstance(get_named_type(field.type), GraphQLObjectType)
        """Whether there are several types that its value may be of."""
        self._readings: dict[type[Resource], tuple[Selection, ReadById]] = {}

    def reading(self, table: type[Resource], schema: GraphQLSchema, *, deleted: bool) -> tuple[Selection, ReadById]:
        """What is shown of a table's rows, and what reads them."""
        if table not in self._readings:
            type_ = schema.type_map[table.__name__]
            assert isinstance(type_, GraphQLObjectType)
            selection = self.field.selection(type_)
            own = self.own(table)
            self._readings[table] = selection, self.program.by_id(selection, table, deleted=deleted, own=own)
        return self._readings[table]

    def own(self, table: type[Resource]) -> bool:
        """Whether a table's rows are the caller's own, even in an operation that reads across accounts."""
        return False

    async def objects(
        self, run: Run, table: type[Resource], ids: Sequence[str], todo: Todo, *, deleted: bool
    ) -> list[Any]:
        """The object of each id, or None where there is none. It is made once, in however many places it stands."""
        selection, over = self.reading(table, run.operation.schema, deleted=deleted)
        objects = await objects_of(self.program, selection, over, run, table, ids, todo)
        if self.several:
            run.branches |= {id(result): selection for result in objects.values()}
        return list(map(objects.get, ids))

    async def first_objects(
        self,
        run: Run,
        ids: Sequence[str],
        candidates: Sequence[Tables],
        todo: Todo,
        deleted: Callable[[type[Resource]], bool],
    ) -> tuple[list[Any], list[tuple[Exception, list[int]]]]:
        """The object of each id in the first of its tables that has one, a batch for each table; or None. And what
        failed, with the places whose table it was. `deleted` says whether a table's deleted rows are found."""
        found: list[Any] = [None] * len(ids)
        failed = []
        places, choice = list(range(len(ids))), 0
        while places:
            by_table: dict[type[Resource], list[int]] = {}
            for place in places:
                if choice < len(candidates[place]):
                    by_table.setdefault(candidates[place][choice], []).append(place)
            places, choice = [], choice + 1
            for table, its in by_table.items():
                wanted = [ids[place] for place in its]
                try:
                    objects = await self.objects(run, table, wanted, todo, deleted=deleted(table))
                except Exception as error:
                    failed.append((error, its))
                    continue
                for place, result in zip(its, objects, strict=True):
                    found[place] = result
                places += [place for place, result in zip(its, objects, strict=True) if result is None]
        return found, failed

    def put(self, run: Run, into: Sequence[Any], objects: Sequence[Any]) -> None:
        """Put the objects into their containers."""
        key = self.field.key
        for container, result in zip(into, objects, strict=True):
            container[key] = result
        run.broken = run.broken or (self.field.required and None in objects)


async def objects_of(
    program: Compiler,
    selection: Selection,
    over: ReadById,
    run: Run,
    table: type[Resource],
    ids: Sequence[str],
    todo: Todo,
) -> dict[str, Any]:
    """The objects of a table's rows, by their ids; those that there are."""
    loaders = run.context.loaders
    unsaved = loaders.held(table)
    stored = [id for id in ids if id not in unsaved] if unsaved else ids
    found = await loaders.rows(over.template, stored)
    there = [id for id in dict.fromkeys(stored) if found[id] is not None]
    before = run.written
    made = await run.make(over.make, todo, [found[id] for id in there])
    objects = dict(zip(there, made, strict=True))
    if len(stored) > len(there) and (run.written - before) * len(stored) > MUCH:
        for each, count in Counter(stored).items():
            if count > 1 and each in objects:
                run.count((count - 1) * len(orjson.dumps(objects[each], default=str)))
    if unsaved:
        its = [id for id in dict.fromkeys(ids) if id in unsaved]
        made = await run.make(program.objects(selection), todo, [unsaved[id] for id in its])
        objects |= zip(its, made, strict=True)
    return objects


class Related(ById):
    """What a column of the frontier's rows leads to: a batch for each table."""

    def __init__(self, program: Compiler, field: Field, kind: kinds.Relation) -> None:
        super().__init__(program, field)
        self.targets = kind.targets

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        return self.read(run, into, sources)

    async def read(self, run: Run, into: list[Any], ids: list[str]) -> Todo:
        todo = Todo()
        if len(self.targets) == 1:
            (table,) = self.targets
            self.put(run, into, await self.objects(run, table, ids, todo, deleted=table.deletable))
            return todo
        candidates = [tables_of(id, self.targets) for id in ids]
        found, failed = await self.first_objects(run, ids, candidates, todo, attrgetter("deletable"))
        self.put(run, into, found)
        for error, places in failed:
            self.fail(run, [into[place] for place in places], [], error)
        return todo


class RelatedMany(ById):
    """What the lists of ids lead to that a column of the frontier's rows holds: one batch for all lists."""

    def __init__(self, program: Compiler, field: Field, kind: kinds.Relations) -> None:
        super().__init__(program, field)
        self.column, (self.target,) = kind.column, kind.targets
        self.streamed = StreamedRows(self) if field.streaming else None

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        places, lists = [], []
        for container, value in zip(into, sources, strict=True):
            try:
                lists.append(checked_ids(value, self.column))
            except TypeError as error:
                self.fail(run, [container], [], error)
            else:
                places.append(container)
        if self.streamed is None:
            return self.read(run, places, lists)
        first = run.initial(self.field)
        return self.read(
            run,
            places,
            [listed and listed[:first] for listed in lists],
            [listed and listed[first:] for listed in lists],
        )

    async def read(
        self,
        run: Run,
        into: list[Any],
        lists: list[list[str] | None],
        rest: Sequence[list[str] | None] = (),
    ) -> Todo:
        """The lists, and note the `rest` of each, for later."""
        todo = Todo()
        ids = [id for listed in lists for id in listed or ()]
        try:
            found = await self.objects(run, self.target, ids, todo, deleted=self.target.deletable)
        except Exception as error:
            # Where there are no ids, nothing was to be read.
            self.fail(run, [container for container, listed in zip(into, lists, strict=True) if listed], [], error)
            empty = [(container, listed) for container, listed in zip(into, lists, strict=True) if not listed]
            self.put(run, [container for container, _ in empty], [listed for _, listed in empty])
            return todo
        objects = iter(found)
        made = [None if listed is None else list(islice(objects, len(listed))) for listed in lists]
        self.put(run, into, made)
        run.broken = run.broken or None in found
        if self.streamed is not None:
            run.postpone_rest(self.streamed, made, rest)
        return todo


class Lookup(ById):
    """The object that the root is asked for by its id."""

    def __init__(self, program: Compiler, field: Field, kind: kinds.Lookup) -> None:
        super().__init__(program, field)
        self.table = kind.table
        self.has_secret = has_secret(kind.table)
        assert field.definition.resolve is not None
        self.resolve = Resolve(program, field, Resolved(field.definition.resolve))

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        if self.asks_by_secret(run.context):
            return self.resolve.start(run, into, sources, todo)
        return self.read(run, into, run.arguments(self.field)["id"])

    def own(self, table: type[Resource]) -> bool:
        return True

    def asks_by_secret(self, context: Any) -> bool:
        """Whether the caller needs the object's client secret, which stands in for its id."""
        return self.has_secret and is_publishable(context.caller)

    def reads(self, schema: GraphQLSchema) -> ReadById:
        """What reads rows of its table, and makes objects of them."""
        return self.reading(self.table, schema, deleted=self.table.found_deleted)[1]

    async def read(self, run: Run, into: list[Any], id: str) -> Todo:
        todo = Todo()
        objects = await self.objects(run, self.table, [id] * len(into), todo, deleted=self.table.found_deleted)
        self.put(run, into, objects)
        return todo


class PostponedRows(PostponedPart):
    """A part of rows, which are read again, by their ids: of the part's columns nothing was read before."""

    def __init__(self, program: Compiler, part: Part, table: type[Resource]) -> None:
        super().__init__(program, part)
        self.table = table
        self.over = program.by_id(part.selection, table, deleted=table.deletable)

    async def make(self, run: Run, sources: Sequence[str], todo: Todo) -> list[Any]:
        found = await objects_of(self.program, self.part.selection, self.over, run, self.table, sources, todo)
        gone = FieldError(NotFound("This object was deleted before the rest of it was read."))
        return [found.get(id, gone) for id in sources]


class StreamedRows(PostponedItems):
    """The rows that a list of ids leads to, after the first ones."""

    def __init__(self, by_id: RelatedMany) -> None:
        super().__init__(by_id.field)
        self.by_id = by_id

    async def make(self, run: Run, sources: Sequence[str], todo: Todo) -> list[Any]:
        target = self.by_id.target
        return await self.by_id.objects(run, target, sources, todo, deleted=target.deletable)


class AnyNode(ById):
    """What the root is asked for by ids alone, which name their tables: a batch for each table."""

    def __init__(self, program: Compiler, field: Field, kind: kinds.Node | kinds.Nodes) -> None:
        super().__init__(program, field)
        self.wanted = kind.wanted
        self.many = isinstance(kind, kinds.Nodes)

    def own(self, table: type[Resource]) -> bool:
        """Ids that callers choose mean the caller's own objects."""
        return has_keys(table)

    def start(self, run: Run, into: list[Any], sources: list[Any], todo: Todo) -> Waiting:
        arguments = run.arguments(self.field)
        wanted = self.wanted(run.context, arguments["ids"] if self.many else [arguments["id"]])
        return self.read(run, into, [id for id, _ in wanted], [tables for _, tables in wanted])

    async def read(self, run: Run, into: list[Any], ids: list[str], candidates: list[Tables]) -> Todo:
        todo = Todo()
        found, failed = await self.first_objects(run, ids, candidates, todo, attrgetter("found_deleted"))
        for error, _ in failed:
            raise error
        self.put(run, into, [found if self.many else found[0]])
        return todo
