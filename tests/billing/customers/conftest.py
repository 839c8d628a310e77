"""A merchant who bills customers in every way; whatever happens, the books balance."""

import pytest

from app.database import Database
from tests.billing.quotes.quoter import Quoter
from tests.graph import Graph
from tests.stories.conftest import books_balance as books_balance


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Quoter:
    return Quoter(graph, database)
