"""Servers as shipped, on real ports and one real database, and the means to know that someone follows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from app.database import Database
from app.server.main import build
from app.server.subscriptions import Subscriptions
from app.settings import Limits, Settings
from tests.graph import Graph, new_caller
from tests.live.following import GUARD
from tests.server.conftest import Live, served

LIMITS = Limits(socket_buffer_events=20, requests_per_second=1e6, burst=1_000_000)


class Followers:
    """How many subscriptions are held by the servers of this process."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = asyncio.Condition()

    async def add(self, number: int) -> None:
        async with self.changed:
            self.count += number
            self.changed.notify_all()

    async def reach(self, count: int) -> None:
        """Wait until there are so many."""
        async with asyncio.timeout(GUARD), self.changed:
            await self.changed.wait_for(lambda: self.count == count)


@pytest.fixture
def followers(monkeypatch: pytest.MonkeyPatch) -> Followers:
    followers = Followers()
    begin = Subscriptions.open

    @asynccontextmanager
    async def counted(self: Subscriptions, *arguments: Any) -> AsyncIterator[Any]:
        async with begin(self, *arguments) as source:
            await followers.add(1)
            try:
                yield source
            finally:
                await followers.add(-1)

    monkeypatch.setattr(Subscriptions, "open", counted)
    return followers


@pytest.fixture
async def servers(database: Database, followers: Followers) -> AsyncIterator[list[Live]]:
    """Two servers on one database, each with connections, a feed and keys of its own."""
    async with AsyncExitStack() as stack:
        settings = Settings(database_url=database.url, worker=False, limits=LIMITS)
        yield [await stack.enter_async_context(served(build(settings), LIMITS)) for _ in range(2)]
    await followers.reach(0)


@pytest.fixture
async def server(database: Database, followers: Followers) -> AsyncIterator[Live]:
    """One server."""
    settings = Settings(database_url=database.url, worker=False, limits=LIMITS)
    async with served(build(settings), LIMITS) as live:
        yield live
    await followers.reach(0)


@pytest.fixture
async def merchant(server: Live, database: Database) -> Graph:
    """A merchant who calls that server."""
    return await new_caller(server.http, database)
