"""Dataloaders: one per (table, column, arguments), made on first use and kept for one operation."""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

from aiodataloader import DataLoader
from sqlalchemy import ARRAY, Text, bindparam, func, select, true

from app.tables.resource import Resource
from schema.derive.reading import Reader
from schema.derive.rows import Row, columns

Batch = Callable[[list[str]], Coroutine[Any, Any, list[Any]]]

PARENT = "_parent"
"""The column that tells whose a row of a batch is."""


class Loaders:
    """The loaders of one operation."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._made: dict[Hashable, DataLoader[str, Any]] = {}

    def get(self, key: Hashable, batch: Batch) -> DataLoader[str, Any]:
        """The loader of that key, made with `batch` the first time. Hand-written resolvers use it too."""
        if key not in self._made:
            self._made[key] = DataLoader(batch)
        return self._made[key]

    def by_id(self, table: type[Resource], *, deleted: bool = False) -> DataLoader[str, Row | None]:
        """Rows by id; with `deleted`, also those that have been deleted."""

        async def batch(ids: list[str]) -> list[Row | None]:
            c = table.__table__.c  # type: ignore[attr-defined]
            # No id holds NUL, and PostgreSQL takes no text that does.
            wanted = [id for id in ids if "\0" not in id]
            statement = self.reader.select(table, deleted=deleted).where(c.id == func.any(_texts(wanted)))
            if table.retained and wanted:
                # A list of ids does not tell the planner which partitions to leave alone; bounds do.
                least, greatest = (bindparam(None, bound, type_=Text()) for bound in (min(wanted), max(wanted)))
                statement = statement.where(c.id >= least, c.id <= greatest)
            rows = {row["id"]: row for row in await self.reader.fetch(table, statement)}
            return [rows.get(id) for id in ids]

        return self.get((table, "id", deleted), batch)

    def pages(self, table: type[Resource], column: str, arguments: Any) -> DataLoader[str, list[Row]]:
        """A page of the rows beneath each of many ids, in one statement: each has its own limit and order."""

        async def batch(ids: list[str]) -> list[list[Row]]:
            c = table.__table__.c  # type: ignore[attr-defined]
            parent = func.unnest(_texts(ids)).table_valued("id", name="parent").render_derived()
            page = arguments.narrow(self.reader.select(table)).where(c[column] == parent.c.id).lateral("page")
            statement = select(*(page.c[col.name] for col in columns(table)), parent.c.id.label(PARENT))
            statement = statement.select_from(parent.join(page, true()))
            found = defaultdict(list)
            for row in await self.reader.fetch(table, statement):
                found[row[PARENT]].append(row)
            return [found[id] for id in ids]

        return self.get((table, column, arguments.key), batch)

    def counts(self, table: type[Resource], column: str, arguments: Any) -> DataLoader[str, int]:
        """How many rows there are beneath each of many ids."""

        async def batch(ids: list[str]) -> list[int]:
            c = table.__table__.c  # type: ignore[attr-defined]
            statement = select(c[column].label(PARENT), func.count().label("count")).where(
                *self.reader.mine(table), *arguments.conditions, c[column] == func.any(_texts(ids))
            )
            rows = await self.reader.fetch(table, statement.group_by(c[column]))
            found = {row[PARENT]: row["count"] for row in rows}
            return [found.get(id, 0) for id in ids]

        return self.get((table, column, arguments.key, "count"), batch)


def _texts(ids: list[str]) -> Any:
    return bindparam(None, list(ids), type_=ARRAY(Text))
