"""Reader: the one way from the graph to rows. Account, mode and permission are kept here: none can be left out."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.access.caller import Caller
from app.database import Database
from app.tables.resource import Resource
from schema.derive.rows import Row, columns, row_class


class Reader:
    """Reads the caller's rows."""

    def __init__(self, database: Database, caller: Caller) -> None:
        self.database = database
        self.caller = caller

    def mine(self, table: type[Resource], *, deleted: bool = False) -> list[ColumnElement[bool]]:
        """What makes a row of the table the caller's to see. Raises Forbidden where the key may not read the family."""
        self.caller.must(table.family, "read")
        c = table.__table__.c  # type: ignore[attr-defined]
        kept = [c.account_id == self.caller.account_id, c.livemode == self.caller.livemode]
        return kept if deleted else [*kept, c.deleted_at.is_(None)]

    def select(self, table: type[Resource], *, deleted: bool = False) -> Select[Any]:
        """The caller's rows of a table, to be narrowed down."""
        return select(*columns(table)).where(*self.mine(table, deleted=deleted))

    async def fetch(self, table: type[Resource], statement: Select[Any]) -> list[Row]:
        """Run a statement made from `select` or `mine`."""
        return await self.database.fetch(statement, row_class(table))
