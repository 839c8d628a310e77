"""Loaders: what one operation has read, by table and arguments. Every way to it reads whole batches.

The compiled executor asks for whole frontiers at once; hand-written resolvers load key by key, through aiodataloader.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Coroutine, Hashable, Mapping
from types import MappingProxyType
from typing import Any

from aiodataloader import DataLoader
from asyncpg import Record

from app.tables.resource import Resource, Single
from app.tables.tenancy import ACCOUNT
from schema.derive import batches
from schema.derive.cells import Cell, Form, Projection, plain
from schema.derive.paging import Paging
from schema.derive.reach import has_keys, key
from schema.derive.reading import Reader, Template
from schema.derive.rows import Result, Row, columns
from schema.derive.unsaved import Unsaved
from schema.derive.versions import versions

Batch = Callable[[list[str]], Coroutine[Any, Any, list[Any]]]
NOTHING: Mapping[str, Result] = MappingProxyType({})


class Loaders:
    """The loaders of one operation."""

    def __init__(self, reader: Reader, *, across: bool = False) -> None:
        self.reader = reader
        self.across = across
        """Whether the operation reads across accounts (see `reach`)."""
        self._made: dict[Hashable, DataLoader[str, Any]] = {}
        self._rows: dict[Template, dict[str, Row | None]] = {}
        self.unsaved = Unsaved()
        """What is shown and not stored."""

    def get(self, key: Hashable, batch: Batch) -> DataLoader[str, Any]:
        """The loader of that key, made with `batch` the first time. Hand-written resolvers use it too."""
        if key not in self._made:
            self._made[key] = DataLoader(batch)
        return self._made[key]

    async def rows(self, template: Template, ids: Collection[str]) -> Mapping[str, Row | None]:
        """Rows by id, by a template whose first column that is, each read once in the operation. Raises Forbidden."""
        found = self._rows.setdefault(template, {})
        if missing := [id for id in dict.fromkeys(ids) if id not in found]:
            read = await self.reader.by_id(template, missing)
            found |= {id: read.get(id) for id in missing}
        return found

    def by_id(
        self, table: type[Resource], *, deleted: bool = False, across: bool | None = None
    ) -> DataLoader[str, Row | Result | None]:
        """Rows by id, those that are not stored among them; with `deleted`, also those that have been deleted. Of other
        accounts than the caller's own only `across` them, where some ids are keys: by default as the operation is."""
        across = self.across if across is None else across
        if issubclass(table, Single) and table.of is None:
            # Each account has one under the same id.
            across = False

        async def batch(ids: list[str]) -> list[Row | Result | None]:
            unsaved = self.held(table)
            stored = [id for id in ids if id not in unsaved]
            template = batches.by_id(table, every(table, keyed=across), deleted=deleted, across=across)
            found = await self.rows(template, stored)
            return [unsaved.get(id) or found[id] for id in ids]

        return self.get((table, "id", deleted, across), batch)

    def related(self, table: type[Resource], id: str, of: Any, *, deleted: bool) -> Awaitable[Row | Result | None]:
        """The row that a row `of` some account leads to by its id."""
        if self.across and has_keys(table) and id not in self.held(table):
            id = key(account_of(of) or self.reader.caller.tenant.account, id)
        return self.by_id(table, deleted=deleted).load(id)

    def parent(self, of: Any) -> str:
        """What pages under a row are read by: its id, or its key."""
        id: str = of["id"]
        if self.across and id not in self.unsaved.ids:
            return key(account_of(of) or self.reader.caller.tenant.account, id)
        return id

    def held(self, table: type[Resource]) -> Mapping[str, Result]:
        """What there is of a table that is not stored, by id. Raises Forbidden."""
        if not self.unsaved.ids:
            return NOTHING
        found = self.unsaved.of(table)
        if found:
            self.reader.must_read(table)
        return found

    def pages(self, table: type[Resource], column: str, paging: Paging) -> DataLoader[str, list[Row]]:
        """A page of the rows under each of many ids, and one row more: each has its own limit and order."""

        async def batch(ids: list[str]) -> list[list[Row]]:
            template = batches.pages(table, column, every(table), paging, paging.size + 1, across=self.across)
            found = defaultdict(list)
            for row in await self.reader.run(template, {**paging.values, "ids": ids}):
                found[row[batches.PARENT]].append(row)
            return [found[number] for number in range(1, len(ids) + 1)]

        return self.get((table, column, paging.key), batch)

    def counts(self, table: type[Resource], column: str, paging: Paging) -> DataLoader[str, int]:
        """How many rows there are under each of many ids."""

        async def batch(ids: list[str]) -> list[int]:
            template = batches.counts(table, column, paging, across=self.across)
            rows = await self.reader.run(template, {**paging.values, "ids": ids})
            found = {row[batches.ID]: row[batches.COUNT] for row in rows}
            return [found.get(id, 0) for id in ids]

        return self.get((table, column, paging.key, "count"), batch)


def every(table: type[Resource], *, keyed: bool = False) -> Projection:
    """All that is read, the id first; where they are `keyed`, the key."""
    read = (*columns(table), *versions(table))
    cells = plain(dict.fromkeys(("id", *(column.name for column in read))), table)
    return (Cell("id", form=Form.KEY), *cells) if keyed and has_keys(table) else cells


def account_of(row: Any) -> str | None:
    """The account of a row; None for what is of none."""
    return row.get(ACCOUNT) if isinstance(row, Record | dict) else None
