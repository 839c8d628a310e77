"""A merchant who previews invoices; whatever happens, the books balance."""

import pytest

from app.database import Database
from tests.billing.previews.previewer import Previewer
from tests.graph import Graph
from tests.merchant import merchant as merchant
from tests.stories.conftest import books_balance as books_balance


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Previewer:
    return Previewer(graph, database)
