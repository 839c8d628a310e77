"""Answers that clients do not read: how long they wait, and how much waits for all."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest

from app.server.connection import Connection as ServedConnection
from tests.server.guarded import LIMITS, arrived, frame, introduced, later, opened, until
from tests.server.raw_server import Connection, RawServer, post, raw_server

ASKED = json.dumps({"query": "{ customers(first: 1) { nodes { id name } } }"})
Pair = tuple[Connection, ServedConnection]


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """One that keeps 20 MB for all."""
    async with raw_server(limits=LIMITS.model_copy(update={"unread_bytes": 20_000_000})) as server:
        yield server


@contextlib.asynccontextmanager
async def connected(server: RawServer, many: int) -> AsyncIterator[list[Pair]]:
    """Clients that take in little, and their connections as they are served."""
    async with contextlib.AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(server.connect(limit=1_000)) for _ in range(many)]
        await arrived(server, many)
        served = {each.client: each for each in server.live.server.server_state.connections}  # type: ignore[union-attr]
        yield [(each, served[each.writer.get_extra_info("sockname")]) for each in clients]  # type: ignore[misc]


async def ask(server: RawServer, client: Connection, size: int) -> None:
    """Ask for so many bytes, and read the answer's head."""
    server.world.customers[0].name = "x" * size
    await client.send(post(ASKED))
    await client.reader.readuntil(b"\r\n\r\n")


async def test_who_does_not_read_is_cut_off(server: RawServer) -> None:
    async with connected(server, 1) as [(client, served)]:
        await ask(server, client, 8_000_000)
        await later(server, 0)
        assert served.transport.get_write_buffer_size() > 1_000_000
        await later(server, 29)
        assert not served.transport.is_closing()
        await later(server, 31)
        assert served.transport.is_closing()


async def test_who_reads_least_is_cut_off_when_all_together_read_too_little(server: RawServer) -> None:
    async with connected(server, 2) as [(most, served_most), (little, served_little)]:
        await ask(server, most, 12_000_000)
        await ask(server, little, 7_000_000)
        assert (served_most.transport.is_closing(), served_little.transport.is_closing()) == (False, False)
    async with connected(server, 2) as [(most, served_most), (little, served_little)]:
        await ask(server, most, 12_000_000)
        await ask(server, little, 9_000_000)
        assert (served_most.transport.is_closing(), served_little.transport.is_closing()) == (True, False)


async def test_an_answer_is_kept_whole_until_its_end_is_read(server: RawServer) -> None:
    """Those who read all but the end of it have as much kept as those who read nothing."""
    async with connected(server, 3) as pairs:
        for client, served in pairs:
            waiting = served.transport.get_write_buffer_size
            await ask(server, client, 9_000_000)
            while waiting() > 1_000_000:
                await client.reader.read(100_000)
                await asyncio.sleep(0)
            if not served.transport.is_closing():
                assert waiting() > 0
                assert served.unread_bytes > 9_000_000
        closed = [served.transport.is_closing() for _, served in pairs]
        assert sorted(closed) == [False, False, True]
        assert sum(served.unread_bytes for _, served in pairs) < 20_000_000
        client, served = pairs[closed.index(False)]
        while served.unread_bytes:
            await client.reader.read(100_000)
        assert not served.transport.is_closing()


async def test_answers_that_wait_for_a_socket_count_at_once(server: RawServer) -> None:
    server.world.customers[0].name = "x" * 9_000_000
    async with opened(server) as (client, served):
        await introduced(client)
        client.reader._transport.pause_reading()  # type: ignore[attr-defined]
        message = {"type": "subscribe", "payload": json.loads(ASKED)}
        for number in range(2):
            await client.send(frame(json.dumps({**message, "id": str(number)}).encode()))
        await until(lambda: served.unread_bytes > 18_000_000)
        assert not served.transport.is_closing()
        await client.send(frame(json.dumps({**message, "id": "last"}).encode()))
        await until(served.transport.is_closing)
