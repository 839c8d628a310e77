"""What a client can have the server hold before it shows a key: so many connections, bytes and seconds."""

import asyncio
import contextlib
import gc
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.server.connection import Connection as ServedConnection
from app.server.connection import Stage
from app.server.session import Session
from app.server.socket_connection import FIRST_MESSAGES
from tests.server.guarded import LIMITS, arrived, frame, guard_of, introduced, later, opened, until
from tests.server.raw_server import Connection, RawServer, post, raw_server

NAME = json.dumps({"query": "{ customers(first: 1) { nodes { id } } }"})
WAITS = json.dumps({"query": "{ waits }"})


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    async with raw_server(limits=LIMITS) as server:
        yield server


def status(answer: bytes) -> int:
    return int(answer.split(b" ")[1])


def said(answer: bytes) -> dict[str, Any]:
    error = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"][0]
    return {"message": error["message"], **error["extensions"]}


@pytest.mark.parametrize("asgi_alone", [False, True])
@pytest.mark.parametrize("parts", [1, 40])
async def test_a_head_is_so_large_and_no_larger(asgi_alone: bool, parts: int) -> None:
    async with raw_server(limits=LIMITS, asgi_alone=asgi_alone) as server:
        for line, header in (("POST /graphql HTTP/1.1", "x" * 4_000), (f"POST /{'x' * 4_000} HTTP/1.1", "x")):
            request = post(NAME, f"Cookie: {header}", line=line)
            async with server.connect() as connection:
                step = -(-len(request) // parts)
                for start in range(0, len(request), step):
                    await connection.send(request[start : start + step])
                    await asyncio.sleep(0)
                answer = await connection.answer()
                assert status(answer) == 431
                assert said(answer)["code"] == "LIMIT_EXCEEDED"
                assert said(answer)["limit"] == "max_head_bytes"
                assert b"connection: close" in answer
        assert status(await server.ask(post(NAME, f"Cookie: {'x' * 3_000}"))) == 200


async def test_a_head_without_an_end_is_cut_off(server: RawServer) -> None:
    async with server.connect() as connection:
        await connection.send(b"GET /graphql HTTP/1.1\r\nHost: toy\r\nCookie: ")
        with contextlib.suppress(ConnectionError):
            for _ in range(1_000):
                await connection.send(b"x" * 1_000)
                await asyncio.sleep(0)
        served = [each for each in server.live.server.server_state.connections if isinstance(each, ServedConnection)]
        assert not any(each.head_bytes > 4_000 + 262_144 for each in served)
        with contextlib.suppress(ConnectionError):
            assert status(await connection.answer()) == 431


@pytest.mark.parametrize(
    ("request_", "stage", "late"),
    [
        (b"", Stage.IDLE, 76),
        (b"POST /gra", Stage.HEAD, 11),
        (post(NAME)[:-1], Stage.BODY, 61),
        (post(NAME, "Transfer-Encoding: chunked").replace(NAME.encode(), b"1\r\n{\r\n"), Stage.BODY, 61),
    ],
    ids=["nothing", "head", "body", "chunks"],
)
async def test_what_does_not_come_in_time_is_not_waited_for(
    server: RawServer, request_: bytes, stage: Stage, late: float
) -> None:
    async with server.connect() as connection:
        await connection.send(request_)
        await arrived(server, 1)
        (served,) = server.live.server.server_state.connections
        assert isinstance(served, ServedConnection)
        await until(lambda: served.stage is stage)
        await later(server, late - 2)
        assert not connection.reader.at_eof()
        await later(server, late)
        answer = await connection.rest()
        if request_:
            assert status(answer) == 408
            assert said(answer)["code"] == "REQUEST_TIMEOUT"
        else:
            assert answer == b""
    assert server.world.begun == 0


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
async def test_the_rest_of_what_was_refused_is_not_waited_for(server: RawServer, kind: str) -> None:
    async with server.connect() as connection:
        await connection.send(post("x" * 100_000, f"Content-Type: {kind}", key=None)[:-1])
        assert status(await connection.answer()) == 401
        (served,) = server.live.server.server_state.connections
        assert isinstance(served, ServedConnection)
        await until(lambda: served.stage is Stage.REST)
        assert served in guard_of(server).quiet
        await later(server, 9)
        assert not served.transport.is_closing()
        await later(server, 11)
        assert await ends(connection) == b""


async def test_an_idle_connection_is_closed_and_no_other(server: RawServer) -> None:
    server.world.begun = 0
    server.world.gate.clear()
    async with server.connect() as connection:
        await connection.send(post(NAME))
        await connection.answer()
        await connection.send(post(WAITS))
        await server.world.until(begun=1)
        await later(server, 1_000)
        server.world.gate.set()
        assert status(await connection.answer()) == 200
        await later(server, 74)
        await connection.send(post(NAME))
        assert status(await connection.answer()) == 200
        await later(server, 76)
        assert await connection.rest() == b""


async def test_the_longest_quiet_makes_room(server: RawServer) -> None:
    server.world.begun = 0
    server.world.gate.clear()
    async with contextlib.AsyncExitStack() as stack:
        busy = await stack.enter_async_context(server.connect())
        await busy.send(post(WAITS))
        await server.world.until(begun=1)
        silent = [await stack.enter_async_context(server.connect()) for _ in range(3)]
        await arrived(server, 4)
        await silent[0].send(b"POST /graphql HTTP/1.1\r\nHo")
        newcomer = await stack.enter_async_context(server.connect())
        await newcomer.send(post(NAME))
        assert status(await newcomer.answer()) == 200
        assert await ends(silent[0]) == b""
        server.world.gate.set()
        assert status(await busy.answer()) == 200
        guard = guard_of(server)
        assert len(guard.open) == 4
        assert dict(guard.addresses) == {"127.0.0.1": 4}
    await until(lambda: not guard.open)
    assert not guard.addresses
    assert not guard.quiet


async def test_where_none_is_quiet_the_newcomer_goes(server: RawServer) -> None:
    server.world.begun = 0
    server.world.gate.clear()
    async with contextlib.AsyncExitStack() as stack:
        busy = [await stack.enter_async_context(server.connect()) for _ in range(4)]
        for each in busy:
            await each.send(post(WAITS))
        await server.world.until(begun=4)
        newcomer = await stack.enter_async_context(server.connect())
        assert await ends(newcomer) == b""
        server.world.gate.set()
        for each in busy:
            assert status(await each.answer()) == 200


async def test_another_address_has_room_of_its_own(server: RawServer) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for number in (1, 2):
            for _ in range(4):
                host = f"127.0.0.{number}"
                await stack.enter_async_context(server.connect(local_addr=(host, 0)))
        await arrived(server, 1)
        addresses = guard_of(server).addresses
        await until(lambda: dict(addresses) == {"127.0.0.1": 2, "127.0.0.2": 4})


@pytest.mark.parametrize("headers", [[], ["Host: a", "Host: b"]], ids=["none", "two"])
async def test_a_request_has_one_host(server: RawServer, headers: list[str]) -> None:
    request = post(NAME).replace(b"Host: toy\r\n", "".join(f"{each}\r\n" for each in headers).encode())
    answer = await server.ask(request)
    assert status(answer) == 400
    assert said(answer)["code"] == "BAD_REQUEST"
    assert server.watched.asked == []


async def test_a_wish_for_another_protocol_is_ignored(server: RawServer) -> None:
    smuggled = post(json.dumps({"query": "mutation { create }"}), key=None).decode()
    wish = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQ")
    async with server.connect() as connection:
        await connection.send(post(NAME, *wish) + post(NAME))
        for _ in range(2):
            answer = await connection.answer()
            assert status(answer) == 200
            assert b'{"data":{"customers"' in answer
    answer = await server.ask(post(smuggled, "Connection: Upgrade", "Upgrade: websocket"))
    assert status(answer) == 400
    assert said(answer)["message"].startswith("The body is not")
    assert server.watched.asked == ["/graphql"] * 3


async def test_what_is_not_http_is_answered_in_our_form(server: RawServer) -> None:
    answer = await server.ask(b"HELLO\r\n\r\n")
    assert status(answer) == 400
    assert said(answer)["code"] == "BAD_REQUEST"
    assert b"request-id: req_" in answer


# WebSockets


async def ends(connection: Connection) -> bytes:
    try:
        return await connection.reader.read()
    except ConnectionError:
        return b""


async def test_a_socket_without_a_key_takes_short_messages_alone(server: RawServer) -> None:
    async with opened(server) as (connection, served):
        assert served in guard_of(server).quiet
        await connection.send(frame(b"x" * 16_385))
        assert b"\x03\xf1" in await ends(connection), "1009: the message is too large"
    async with opened(server) as (connection, served):
        await introduced(connection)
        assert served not in guard_of(server).quiet
        await connection.send(frame(json.dumps({"type": "ping", "payload": {"a": "x" * 100_000}}).encode()))
        assert await connection.reader.readexactly(100_000)


@pytest.mark.parametrize(
    "flood",
    [
        frame(b'{"type":"pong"}') * (FIRST_MESSAGES + 2),
        frame(b"", opcode=1, fin=False) + frame(b"", opcode=0, fin=False) * 1_001,
    ],
    ids=["messages", "fragments"],
)
async def test_a_flood_is_cut_off(server: RawServer, flood: bytes) -> None:
    async with opened(server) as (connection, served):
        await connection.send(flood)
        assert await ends(connection) == b""
        assert served.transport.is_closing()


@pytest.mark.parametrize("opcode", [1, 2], ids=["texts", "bytes"])
async def test_without_a_key_few_messages_wait(server: RawServer, opcode: int) -> None:
    async with opened(server) as (_, served):
        served.data_received(frame(b"x" * 16_000, opcode=opcode) * 4)
        assert not served.transport.is_closing()
        served.data_received(frame(b"x" * 16_000, opcode=opcode))
        assert served.transport.is_closing()


async def test_pongs_that_nobody_reads_are_not_kept(server: RawServer) -> None:
    async with opened(server) as (connection, served):
        connection.reader._transport.pause_reading()  # type: ignore[attr-defined]
        pings = frame(b"x" * 125, opcode=9) * 1_000
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                await connection.send(pings)
                assert served.transport.get_write_buffer_size() < 65_536 + len(pings)
                if served.transport.is_closing():
                    break
        assert served.transport.is_closing()


async def test_without_a_key_few_answers_wait(server: RawServer) -> None:
    async with opened(server) as (connection, served):
        connection.reader._transport.pause_reading()  # type: ignore[attr-defined]
        ping = frame(json.dumps({"type": "ping", "payload": "x" * 16_000}).encode())
        gc.collect()
        (session,) = (each for each in gc.get_objects() if isinstance(each, Session))
        for _ in range(1_000):
            connection.writer.write(ping)
            await asyncio.sleep(0)
            assert session.outbox.size < 2 * 16_384
        assert served.transport.get_write_buffer_size() < 2 * 65_536
        connection.writer.transport.abort()


async def test_what_an_operation_does_not_declare_is_not_kept(server: RawServer) -> None:
    async with opened(server) as (connection, _):
        await introduced(connection)
        before = empty_lists()
        payload = {"query": "subscription { counting(upto: 1000000) { id } }", "variables": {"pad": [[]] * 40_000}}
        await connection.send(frame(json.dumps({"type": "subscribe", "id": "1", "payload": payload}).encode()))
        assert b"next" in await connection.reader.read(4_096)
        assert empty_lists() < before + 10_000


def empty_lists() -> int:
    return sum(each == [] for each in gc.get_objects() if isinstance(each, list))
