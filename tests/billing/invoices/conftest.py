"""A merchant who bills customers, for each test; whatever happens, the books balance."""

import pytest

from app.database import Database
from tests.billing.invoices.biller import Biller
from tests.graph import Graph
from tests.stories.conftest import books_balance as books_balance


@pytest.fixture
async def biller(graph: Graph, database: Database) -> Biller:
    return Biller(graph, database)
