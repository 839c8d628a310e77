"""Reader: the one way from the graph to rows. Account, mode and permission are checked here: none can be omitted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from asyncpg import Record
from sqlalchemy import ColumnElement, Select, select

from app.access.caller import Caller
from app.database import Database
from app.events.readable import readable_types
from app.sql import Written, write
from app.tables.resource import Resource
from app.tables.tenancy import Viewer, owned, viewing
from schema.derive.coalescing import Coalescer
from schema.derive.rows import Row, columns, row_class


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A statement written once for all callers, over rows of `table` that `owned` narrows to one account and mode."""

    written: Written
    record: type[Row]
    """What its rows are."""
    families: tuple[str, ...]
    """Those of all tables that it reads."""

    @staticmethod
    def of(table: type[Resource], statement: Select[Any], also: Iterable[type[Resource]] = ()) -> "Template":
        """Write a statement whose conditions are those of `owned`, and others. `also` are further tables that it
        reads, narrowed in the same way."""
        written = write(statement)
        narrowed = {Viewer.account.key, Viewer.livemode.key} <= set(written.order)
        assert narrowed or table.common, "a statement for everyone's rows"
        families = dict.fromkeys(each.family for each in (*read_of(table), *also))
        return Template(written, row_class(table), tuple(families))


def read_of(table: type[Resource]) -> tuple[type[Resource], ...]:
    """The tables whose rows are read: itself, or those that share it."""
    return table.members or (table,)


class Reader:
    """Reads the caller's rows."""

    def __init__(self, database: Database, caller: Caller) -> None:
        self._database = database
        self.caller = caller
        self._viewer = viewing(caller.tenant, readable_types(caller))

    def mine(self, table: type[Resource], *, deleted: bool = False) -> list[ColumnElement[bool]]:
        """What makes a row of the table the caller's to see. Raises Forbidden where the key may not read the family."""
        self.must_read(table)
        return owned(table, deleted=deleted)

    def must_read(self, table: type[Resource]) -> None:
        """Raise Forbidden where the key may not read the table's family."""
        for each in read_of(table):
            self.caller.must(each.family, "read")

    def select(self, table: type[Resource], *, deleted: bool = False) -> Select[Any]:
        """The caller's rows of a table, to be narrowed down."""
        return select(*columns(table)).where(*self.mine(table, deleted=deleted))

    async def fetch(self, table: type[Resource], statement: Select[Any]) -> list[Row]:
        """Run a statement made from `select` or `mine`."""
        return await self._database.fetch(statement, row_class(table), self._viewer)

    async def hidden(self, statement: Select[Any]) -> list[Record]:
        """Rows of a table that is not in the graph, by a statement that `belongs` narrows to its viewer."""
        return await self._database.fetch(statement, Record, self._viewer)

    async def run(self, template: Template, values: Mapping[str, Any]) -> list[Row]:
        """Run a template for the caller. Raises Forbidden where the key may not read a family."""
        self._check(template)
        return await self._read(template, values)

    def _check(self, template: Template) -> None:
        for family in template.families:
            self.caller.must(family, "read")

    async def _read(self, template: Template, values: Mapping[str, Any]) -> list[Row]:
        arguments = template.written.arguments({**values, **self._viewer})
        return await self._database.read(template.written.text, arguments, template.record)

    async def by_id(self, template: Template, ids: Iterable[str]) -> Mapping[str, Row]:
        """Rows by id, read together with what others of the same account and mode ask for at the same time.

        Their first column is the id. Raises Forbidden where the key may not read a family: that is each caller's own.
        """
        self._check(template)
        # No id holds NUL, and PostgreSQL takes no text that does.
        wanted = [id for id in ids if "\0" not in id]

        async def read(together: list[str]) -> dict[str, Row]:
            return {row[0]: row for row in await self._read(template, {"ids": together})}

        key = (template, self.caller.tenant, readable_types(self.caller))
        return await _coalescer(self._database).read(key, wanted, read)


_coalescers: WeakKeyDictionary[Database, Coalescer] = WeakKeyDictionary()


def _coalescer(database: Database) -> Coalescer:
    """The one of a database, which belongs to one event loop."""
    return _coalescers.setdefault(database, Coalescer())
