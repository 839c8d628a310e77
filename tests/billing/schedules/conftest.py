"""A merchant with schedules of subscriptions; whatever happens, the books balance."""

import pytest

from app.database import Database
from tests.billing.schedules.scheduler import Scheduler
from tests.graph import Graph
from tests.stories.conftest import books_balance as books_balance


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Scheduler:
    return Scheduler(graph, database)
