"""Reader: the one way from the graph to rows. Account, mode and permission are kept here: none can be left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, select

from app.access.caller import Caller
from app.database import Database, Written, write
from app.tables.resource import Resource
from schema.derive.coalescing import Coalescer
from schema.derive.rows import Row, columns, row_class

ACCOUNT: BindParameter[str] = bindparam("_account")
MODE: BindParameter[bool] = bindparam("_livemode")
"""Left open in a template: only a Reader, which knows the caller, fills them in."""


def owned(table: type[Resource], account: Any, livemode: Any, *, deleted: bool = False) -> list[ColumnElement[bool]]:
    """That a row belongs to the account, in this mode, and unless `deleted` is set is still there."""
    c = table.__table__.c  # type: ignore[attr-defined]
    kept = [c.account_id == account, c.livemode == livemode]
    return kept if deleted else [*kept, c.deleted_at.is_(None)]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A statement written once for all callers, over rows of `table` that `owned` narrows to one account and mode."""

    table: type[Resource]
    written: Written

    @staticmethod
    def of(table: type[Resource], statement: Select[Any]) -> "Template":
        """Write a statement whose conditions are those of `owned` by ACCOUNT and MODE, and others."""
        written = write(statement)
        assert {ACCOUNT.key, MODE.key} <= set(written.order), "a statement for everyone's rows"
        return Template(table, written)


class Reader:
    """Reads the caller's rows."""

    def __init__(self, database: Database, caller: Caller) -> None:
        self.database = database
        self.caller = caller

    def mine(self, table: type[Resource], *, deleted: bool = False) -> list[ColumnElement[bool]]:
        """What makes a row of the table the caller's to see. Raises Forbidden where the key may not read the family."""
        self.caller.must(table.family, "read")
        return owned(table, self.caller.account_id, self.caller.livemode, deleted=deleted)

    def select(self, table: type[Resource], *, deleted: bool = False) -> Select[Any]:
        """The caller's rows of a table, to be narrowed down."""
        return select(*columns(table)).where(*self.mine(table, deleted=deleted))

    async def fetch(self, table: type[Resource], statement: Select[Any]) -> list[Row]:
        """Run a statement made from `select` or `mine`."""
        return await self.database.fetch(statement, row_class(table))

    async def run(self, template: Template, values: Mapping[str, Any]) -> list[Row]:
        """Run a template for the caller. Raises Forbidden where the key may not read the family."""
        self.caller.must(template.table.family, "read")
        return await self._read(template, values)

    async def _read(self, template: Template, values: Mapping[str, Any]) -> list[Row]:
        mine = {ACCOUNT.key: self.caller.account_id, MODE.key: self.caller.livemode}
        arguments = template.written.arguments({**values, **mine})
        return await self.database.read(template.written.text, arguments, row_class(template.table))

    async def by_id(self, template: Template, ids: Iterable[str]) -> Mapping[str, Row]:
        """Rows by id, read together with what others of the same account and mode ask for at the same time.

        Raises Forbidden where the key may not read the family: that is each caller's own.
        """
        self.caller.must(template.table.family, "read")
        # No id holds NUL, and PostgreSQL takes no text that does.
        wanted = [id for id in ids if "\0" not in id]

        async def read(together: list[str]) -> dict[str, Row]:
            return {row["id"]: row for row in await self._read(template, {"ids": together})}

        key = (template, self.caller.account_id, self.caller.livemode)
        return await _coalescer(self.database).read(key, wanted, read)


_coalescers: WeakKeyDictionary[Database, Coalescer] = WeakKeyDictionary()


def _coalescer(database: Database) -> Coalescer:
    """The one of a database, which belongs to one event loop."""
    return _coalescers.setdefault(database, Coalescer())
