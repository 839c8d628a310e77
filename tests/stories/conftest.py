"""A shop for each story; whatever happens in it, the books balance."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.database import Database
from app.domain.ledger import ACCOUNTS
from app.tables.infrastructure import LedgerEntry
from tests.graph import Graph
from tests.stories.shop import Shop


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Shop:
    return Shop(graph, database)


@pytest.fixture(autouse=True)
async def books_balance(database: Database) -> AsyncIterator[None]:
    """At the end of every story each movement sums to nought in its currency, and so does each currency as a whole; and
    what has left accounts for others has come there."""
    yield
    amount = func.sum(LedgerEntry.amount).label("amount")
    by_movement = select(col(LedgerEntry.movement_id), col(LedgerEntry.currency), amount).group_by(
        col(LedgerEntry.movement_id), col(LedgerEntry.currency)
    )
    by_currency = select(col(LedgerEntry.account_id), col(LedgerEntry.currency), amount).group_by(
        col(LedgerEntry.account_id), col(LedgerEntry.currency)
    )
    between = select(col(LedgerEntry.currency), amount).where(col(LedgerEntry.book) == ACCOUNTS)
    between = between.group_by(col(LedgerEntry.currency))
    for statement in (by_movement, by_currency, between):
        for row in await database.fetch(statement, asyncpg.Record):
            assert row["amount"] == 0, dict(row)
