"""A merchant whose customers live long; whatever happens, the books balance."""

import pytest

from app.database import Database
from tests.billing.subscriptions.subscriber import Subscriber
from tests.graph import Graph
from tests.stories.conftest import books_balance as books_balance


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Subscriber:
    return Subscriber(graph, database)
