"""A merchant with subscribers who visit the portal; whatever they do there, the books balance."""

import pytest

from app.database import Database
from tests.billing.portal.visitor import Portal
from tests.graph import Graph
from tests.stories.conftest import books_balance as books_balance


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Portal:
    return Portal(graph, database)
