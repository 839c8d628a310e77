"""Records straight from the tables, and into them: past every rule of the house, for tests that set a scene."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import MetaData, select, text

from app import tables
from app.database import Database
from app.domain.products import plans
from app.migrate import engine_to
from app.sql import Row, insert
from app.tables.billing.plan import Plan
from app.tables.codec import AnyRecord, codec
from app.tables.products.price import Price, PriceType
from app.tables.products.price_values import PriceRecurring
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
    """Insert records as they are; those of a view as what it sees."""
    async with database.begin() as connection:
        for _, alike in groupby((_seen(each) if isinstance(each, Plan) else each for each in given), type):
            await connection.apply(insert(list(alike)))


def _seen(plan: Plan) -> Price:
    """The price that a plan is."""
    recurring = PriceRecurring.model_construct(**{name: getattr(plan, name) for name in plans.RECURRING})
    same = {name: getattr(plan, name) for name in Plan.model_fields.keys() & Price.model_fields.keys()}
    others = {price: getattr(plan, name) for name, price in plans.NAMES.items()}
    return Price(**same, **others, recurring=recurring, type=PriceType.RECURRING)


UNCOUNTED = frozenset(("request_log",))
"""Tables that change with every request."""


async def contents(database: Database) -> dict[str, int]:
    """A number for the rows of each table of objects, which is another once any of them changes."""
    names = [name for name in (*tables.by_name, *tables.singles) if name not in UNCOUNTED]
    sums = (
        f"SELECT '{name}' AS name, coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum FROM \"{name}\" AS t"
        for name in names
    )
    rows = await run(database, text(" UNION ALL ".join(sums)))
    return {row["name"]: row["sum"] for row in rows}


async def run(database: Database, statement: Any, values: Mapping[str, Any] | None = None) -> list[Row]:
    """Run a statement by itself; its rows."""
    async with database.writing() as connection:
        return await connection.fetch(statement, values)


async def create_all(url: str, metadata: MetaData) -> None:
    """Make tables in a database."""
    async with engine_to(url).begin() as tables:
        await tables.run_sync(metadata.create_all)
