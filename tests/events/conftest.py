"""Streams of events, and those who follow them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from app.database import Database
from app.domain.transaction import transaction
from app.events.feed import Feed, Subscription
from app.events.stream import EventRow
from app.ids import new_id
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Tenant
from tests.conftest import MakeDatabase

PATIENCE = 30
NEVER = 3600.0
"""Seconds between looks, where only notifications are to count."""

OpenFeed = Callable[..., Awaitable[Feed[EventRow]]]


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncIterator[Database]:
    """One of the test's own: whoever else listens on the run's database must not be there."""
    own = await Database.open(await make_database("template"))
    yield own
    await own.close()


@pytest.fixture
def tenant() -> Tenant:
    return Tenant(new_id("acct_"), livemode=False)


@pytest.fixture
async def open_feed(database: Database) -> AsyncIterator[OpenFeed]:
    """Opens feeds, which are closed at the end."""
    async with AsyncExitStack() as stack:

        async def open(of: Database = database, *, poll: float = NEVER, **bounds: int) -> Feed[EventRow]:
            feed = await Feed.open(of, EventRow, poll=poll, **bounds)
            stack.push_async_callback(feed.close)
            return feed

        yield open


async def tell(database: Database, tenant: Tenant, count: int = 1, **values: Any) -> list[str]:
    """So many customers made in one transaction, and told. Their ids."""
    async with transaction(database, tenant) as tx:
        customers = [tx.add(Customer(**values)) for _ in range(count)]
        for customer in customers:
            tx.tell("created", customer)
    return [customer.id for customer in customers]


async def take(subscription: Subscription[EventRow], count: int) -> list[EventRow]:
    """The next so many events."""
    async with asyncio.timeout(PATIENCE):
        return [await anext(subscription) for _ in range(count)]


async def sequences(subscription: Subscription[EventRow], count: int) -> list[int]:
    return [row.sequence for row in await take(subscription, count)]
