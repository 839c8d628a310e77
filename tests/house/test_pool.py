"""The free list of reading connections: kept, bounded, and rid of those that may be in the middle of something."""

import asyncio

import asyncpg
import pytest

from app.pool import Pool
from app.reading import Counted
from tests.conftest import MakeDatabase


class Opened:
    """Connects, and remembers what it connected."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connections: list[asyncpg.Connection] = []
        self.refusals = 0

    async def __call__(self) -> Counted:
        if self.refusals:
            self.refusals -= 1
            raise OSError("nobody there")
        connection: Counted = await asyncpg.connect(self.url, connection_class=Counted)
        self.connections.append(connection)
        return connection


@pytest.fixture
async def opened(make_database: MakeDatabase) -> Opened:
    return Opened(await make_database("template1"))


async def one(connections: Pool, text: str = "SELECT 1") -> object:
    (row,) = await connections.fetch(text, (), asyncpg.Record)
    return row[0]


async def test_a_connection_is_used_again(opened: Opened) -> None:
    connections = Pool(opened, 3)
    assert [await one(connections) for _ in range(5)] == [1] * 5
    assert len(opened.connections) == 1
    await connections.close()
    assert opened.connections[0].is_closed()


async def test_idle_connections_that_are_distrusted_are_replaced(opened: Opened) -> None:
    connections = Pool(opened, 2)
    await asyncio.gather(*(one(connections) for _ in range(2)))
    held = await connections.take()
    connections.distrust()
    assert [connection.is_closed() for connection in opened.connections] == [
        connection is not held for connection in opened.connections
    ]
    connections.give(held)
    assert await asyncio.gather(*(one(connections) for _ in range(4))) == [1] * 4
    assert len(opened.connections) == 3
    await connections.close()


async def test_no_more_than_its_size_are_open(opened: Opened) -> None:
    connections = Pool(opened, 2)
    assert await asyncio.gather(*(one(connections) for _ in range(10))) == [1] * 10
    assert len(opened.connections) == 2
    await connections.close()


async def test_none_who_comes_later_is_before_one_who_waits(opened: Opened) -> None:
    connections = Pool(opened, 1)
    answered: list[str] = []

    async def ask(name: str, *then: str) -> None:
        await one(connections)
        answered.append(name)
        for each in then:
            await ask(each)

    await asyncio.gather(ask("first", "newcomer"), ask("second"), ask("third"))
    assert answered == ["first", "second", "third", "newcomer"]
    await connections.close()


async def test_a_statement_that_fails_leaves_its_connection_usable(opened: Opened) -> None:
    connections = Pool(opened, 1)
    with pytest.raises(asyncpg.UndefinedTableError):
        await one(connections, "SELECT * FROM nowhere")
    assert await one(connections) == 1
    assert len(opened.connections) == 1
    await connections.close()


async def test_one_that_was_left_in_the_middle_is_thrown_away(opened: Opened) -> None:
    connections = Pool(opened, 1)
    asked = asyncio.ensure_future(one(connections, "SELECT pg_sleep(60)"))
    while not await is_busy(opened):
        continue
    waits = asyncio.ensure_future(one(connections))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await waits == 1, "on a connection of its own"
    assert opened.connections[0].is_closed()
    assert len(opened.connections) == 2
    await connections.close()


async def is_busy(opened: Opened) -> bool:
    watcher = await asyncpg.connect(opened.url)
    try:
        return bool(await watcher.fetchval("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"))
    finally:
        await watcher.close()


async def test_one_that_was_cut_is_replaced(opened: Opened) -> None:
    connections = Pool(opened, 1)
    await one(connections)
    opened.connections[0].terminate()
    assert await one(connections) == 1
    assert len(opened.connections) == 2
    await connections.close()


async def test_what_cannot_be_opened_does_not_count(opened: Opened) -> None:
    connections = Pool(opened, 1)
    opened.refusals = 2
    for _ in range(2):
        with pytest.raises(OSError, match="nobody there"):
            await one(connections)
    assert await one(connections) == 1
    await connections.close()


async def test_closed_is_closed(opened: Opened) -> None:
    connections = Pool(opened, 1)
    running = asyncio.ensure_future(one(connections))
    await asyncio.sleep(0)
    assert await running == 1
    await connections.close()
    with pytest.raises(asyncpg.InterfaceError, match="closed"):
        await one(connections)
