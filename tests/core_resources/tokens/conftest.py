"""A browser of the merchant's."""

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller


@pytest.fixture
async def browser(client: httpx.AsyncClient, database: Database, graph: Graph) -> Graph:
    """A publishable key of the same account."""
    return await new_caller(client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
