"""A merchant who credits what was billed, for each test; whatever happens, the books balance."""

import pytest

from app.database import Database
from tests.billing.credit_notes.crediter import Crediter
from tests.graph import Graph
from tests.stories.conftest import books_balance as books_balance


@pytest.fixture
async def crediter(graph: Graph, database: Database) -> Crediter:
    return Crediter(graph, database)
