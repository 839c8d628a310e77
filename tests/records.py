"""Records straight from the tables, and into them: past every rule of the house, for tests that set a scene."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import MetaData, select

from app.database import Database
from app.migrate import engine_to
from app.sql import Row, insert
from app.tables.codec import AnyRecord, codec
from app.tables.record import Record


async def records(database: Database, table: type[AnyRecord], *conditions: Any, by: str = "id") -> list[AnyRecord]:
    """The records of a table that meet conditions, in the order of a column."""
    shape = codec(table)
    statement = select(*shape.selected).where(*conditions).order_by(table.__table__.c[by])
    async with database.writing() as connection:
        return [shape.load(row) for row in await connection.fetch(statement)]


async def record(database: Database, table: type[AnyRecord], *conditions: Any) -> AnyRecord:
    """The only record of a table that meets conditions."""
    (found,) = await records(database, table, *conditions)
    return found


async def put(database: Database, given: Iterable[Record]) -> None:
    """Insert records as they are."""
    async with database.begin() as connection:
        for _, alike in groupby(given, type):
            await connection.apply(insert(list(alike)))


async def run(database: Database, statement: Any, values: Mapping[str, Any] | None = None) -> list[Row]:
    """Run a statement by itself; its rows."""
    async with database.writing() as connection:
        return await connection.fetch(statement, values)


async def create_all(url: str, metadata: MetaData) -> None:
    """Make tables in a database."""
    async with engine_to(url).begin() as tables:
        await tables.run_sync(metadata.create_all)
