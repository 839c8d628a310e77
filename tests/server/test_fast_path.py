"""Plain requests are answered below ASGI, and to the byte as through it."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.connection import HELD
from app.server.connection import Connection as ServedConnection
from app.server.request_head import CAPACITY, END, LONGEST, REQUEST_LINE, HeadCache
from tests.server.raw_requests import (
    COUNT,
    CREATE,
    DIRECT,
    MALFORMED,
    NAME,
    PAGE,
    STREAM,
    THROUGH_ASGI,
    query,
)
from tests.server.raw_server import JSON, RawServer, arrivals, post, raw_server
from tests.server.toy import KEY


@pytest.fixture(scope="module")
async def pair() -> AsyncIterator[tuple[RawServer, RawServer]]:
    """The same app twice: as it is served, and through ASGI alone."""
    async with raw_server() as ours, raw_server(asgi_alone=True) as plain:
        yield ours, plain


@pytest.mark.parametrize("name", [*DIRECT, *THROUGH_ASGI, *MALFORMED])
async def test_both_paths_answer_alike(pair: tuple[RawServer, RawServer], name: str) -> None:
    ours, plain = pair
    request = {**DIRECT, **THROUGH_ASGI, **MALFORMED}[name]
    for each in pair:
        each.watched.asked.clear()
        del each.world.customers[3:]
    answer = await ours.ask(request)
    assert answer == await plain.ask(request)
    assert answer.startswith(b"HTTP/1.1 ")
    assert bool(ours.watched.asked) == (name in THROUGH_ASGI)
    assert bool(plain.watched.asked) == (name not in MALFORMED)
    assert ours.world.customers == plain.world.customers


async def test_an_answer_says_what_it_must(pair: tuple[RawServer, RawServer]) -> None:
    body = b'{"data":{"__typename":"Query"},"extensions":{"cost":{"requested":1}}}'
    head = (
        b"HTTP/1.1 200 OK\r\ndate: now\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: %d\r\n"
        b"cache-control: no-store\r\nvary: Accept, Accept-Encoding, Authorization\r\nrequest-id: req_\r\n\r\n"
    )
    assert await pair[0].ask(post(NAME)) == head % len(body) + body


async def test_a_head_without_a_body_is_told_as_one(pair: tuple[RawServer, RawServer]) -> None:
    answers = []
    for each in pair:
        async with each.connect() as connection:
            await connection.send(post("", line="HEAD /graphql HTTP/1.1"))
            answers.append(await connection.answer(bodiless=True))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("sites", [["https://shop.example"], ["https://a.example", "https://shop.example"], ["*"]])
async def test_where_other_sites_may_call_the_answers_tell_them(sites: list[str]) -> None:
    origins = [[], ["Origin: https://shop.example"], ["Origin: https://other.example"], ["Origin: "]]
    ways = [(NAME, KEY, JSON), (NAME, "sk_no", JSON), (NAME, KEY, STREAM), (COUNT, KEY, STREAM)]
    async with raw_server(cors_origins=sites) as ours, raw_server(cors_origins=sites, asgi_alone=True) as plain:
        for (body, key, accept), origin in product(ways, [*origins, *origins]):
            request = post(body, f"Accept: {accept}", *origin, key=key)
            assert await ours.ask(request) == await plain.ask(request), (body, key, accept, origin)
        answer = await ours.ask(post(NAME, "Origin: https://shop.example"))
        shown = b"*" if sites == ["*"] else b"https://shop.example"
        assert b"\r\naccess-control-allow-origin: %b\r\n" % shown in answer
        assert b"\r\nvary: Accept, Accept-Encoding, Authorization, Origin\r\n" in answer
        answer = await ours.ask(post(NAME, "Origin: https://other.example"))
        assert (b"access-control-allow-origin" in answer) == (sites == ["*"])
        assert ours.watched.asked == [], "none of them went through ASGI"


async def test_a_request_may_come_in_any_two_parts(
    pair: tuple[RawServer, RawServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, plain = pair
    request = post(PAGE)
    wanted = await plain.ask(request)
    head = request.index(END) + len(END)
    with arrivals(monkeypatch) as arrived:
        async with ours.connect() as connection:
            for place in range(1, len(request)):
                ours.watched.asked.clear()
                await connection.send(request[:place])
                await arrived.until((place - 1) * len(request) + place)
                await connection.send(request[place:])
                assert await connection.answer() == wanted
                assert bool(ours.watched.asked) == (place < head)


async def test_a_large_body_that_comes_in_parts_is_not_held(
    pair: tuple[RawServer, RawServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, _ = pair
    for size, through_asgi in ((HELD, []), (HELD + 1, ["/graphql"])):
        ours.watched.asked.clear()
        request = post(NAME + " " * (size - len(NAME)))
        with arrivals(monkeypatch) as arrived:
            async with ours.connect() as connection:
                await connection.send(request[:1_000])
                await arrived.until(1_000)
                await connection.send(request[1_000:])
                assert b'"Query"' in await connection.answer()
        assert ours.watched.asked == through_asgi


async def test_a_key_is_refused_before_a_large_body_is_there(pair: tuple[RawServer, RawServer]) -> None:
    request = post(b" " * (HELD + 1), key=None)
    async with pair[0].connect() as connection:
        await connection.send(request[: request.index(END) + len(END)])
        assert (await connection.answer()).startswith(b"HTTP/1.1 401 Unauthorized\r\n")


async def test_what_comes_while_a_request_runs_is_answered_after_it(
    pair: tuple[RawServer, RawServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first runs on the shorter way, and uvicorn keeps the second for later."""
    ours, _ = pair
    ours.world.begun = 0
    ours.world.gate.clear()
    ours.watched.asked.clear()
    async with ours.connect() as connection:
        with arrivals(monkeypatch) as arrived:
            first, second = post(query("{ waits }")), post(PAGE)
            await connection.send(first)
            await ours.world.until(begun=1)
            await connection.send(second)
            await arrived.until(len(first) + len(second))
        ours.world.gate.set()
        for word in (b'"done"', b'"cus_2"'):
            assert word in await connection.answer()
        assert ours.watched.asked == ["/graphql"]
        await connection.send(post(NAME))
        assert b'"Query"' in await connection.answer()
    assert ours.watched.asked == ["/graphql"]


@pytest.mark.parametrize(
    "outer",
    [
        post(post(CREATE)),
        post(post(CREATE), line="POST /graphql?a=b HTTP/1.1"),
        post(post(CREATE), line="PATCH /graphql HTTP/1.1"),
        post(post(CREATE) * 1_000),
        post(f"{len(post(CREATE)):x}\r\n{post(CREATE).decode()}\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    ],
)
async def test_what_looks_like_a_request_within_a_body_is_none(
    pair: tuple[RawServer, RawServer], monkeypatch: pytest.MonkeyPatch, outer: bytes
) -> None:
    """Wherever the body is cut, and although some requests are answered before their bodies are there."""
    inner = outer.index(REQUEST_LINE, len(REQUEST_LINE)) if REQUEST_LINE in outer[1:] else outer.index(END) + len(END)
    answers = []
    for each in pair:
        customers = len(each.world.customers)
        with arrivals(monkeypatch) as arrived:
            async with each.connect() as connection:
                await connection.send(outer[:inner])
                await arrived.until(inner)
                await connection.send(outer[inner : inner + len(post(CREATE))])
                await arrived.until(inner + len(post(CREATE)))
                await connection.send(outer[inner + len(post(CREATE)) :] + post(NAME, "Connection: close"))
                answers.append(await connection.rest())
        assert len(each.world.customers) == customers
    assert answers[0] == answers[1]
    assert answers[0].count(b"HTTP/1.1 ") == 2


PARTS = [
    *list(DIRECT.values())[:3],
    *list(THROUGH_ASGI.values())[:4],
    *(post(CREATE), post("{"), post(NAME, key=None)),
    *(post(post(CREATE)), post(post(CREATE), line="POST /graphql?a=b HTTP/1.1")),
]
"""The last two have requests for bodies."""


@settings(max_examples=100, deadline=None)
@given(
    requests=st.lists(st.sampled_from(PARTS), min_size=1, max_size=5),
    cuts=st.lists(st.floats(0, 1), max_size=8),
    before=st.lists(st.integers(0, 9), max_size=4),
    leaves=st.booleans(),
)
async def test_any_requests_in_any_parts_are_answered_as_through_asgi_alone(
    pair: tuple[RawServer, RawServer], requests: list[bytes], cuts: list[float], before: list[int], leaves: bool
) -> None:
    """Cut anywhere, and just `before` what looks like a request."""
    data = b"".join([*requests, post(NAME, "Connection: close") if leaves else post(PAGE, "Connection: close")])
    likely = [found.start() for found in re.finditer(re.escape(REQUEST_LINE), data)] or [0]
    places = sorted(
        {0, len(data), *(round(cut * len(data)) for cut in cuts), *(likely[each % len(likely)] for each in before)}
    )
    answers = []
    for each in pair:
        del each.world.customers[3:]
        with arrivals(pytest.MonkeyPatch()) as arrived:
            async with each.connect() as connection:
                for start, end in pairwise(places):
                    await connection.send(data[start:end])
                    await arrived.until(end)
                answers.append(await connection.rest())
    assert answers[0] == answers[1]
    assert answers[0].count(b"HTTP/1.1 ") == len(requests) + 1


async def test_a_mutation_is_finished_for_a_client_who_left(pair: tuple[RawServer, RawServer]) -> None:
    for each in pair:
        each.world.begun = 0
        each.world.gate.clear()
        async with each.connect() as connection:
            await connection.send(post(query("mutation { slow }")))
            await each.world.until(begun=1)
        each.world.gate.set()
        await each.world.until(begun=0)
        assert each.world.customers[-1].id == "cus_slow"


async def test_who_leaves_before_the_body_is_there_has_asked_for_nothing(pair: tuple[RawServer, RawServer]) -> None:
    refused = re.compile(r'paygraph_operations_total{kind="unknown",outcome="rejected",transport="http"} (\d+)')
    for each in pair:
        metrics = [(await each.live.http.get("/metrics")).text]
        customers = len(each.world.customers)
        async with each.connect() as connection:
            await connection.send(post(CREATE)[:-1])
            connection.writer.write_eof()
            assert await connection.rest() == b""
        metrics.append((await each.live.http.get("/metrics")).text)
        before, after = (int(found[1]) if (found := refused.search(text)) else 0 for text in metrics)
        assert after == before + 1
        assert len(each.world.customers) == customers


@pytest.mark.parametrize("asgi_alone", [False, True])
async def test_a_server_that_stops_ends_what_it_has_begun(asgi_alone: bool) -> None:
    async with raw_server(asgi_alone=asgi_alone) as each, each.connect() as running, each.connect() as idle:
        await idle.send(post(NAME))
        await idle.answer()
        await running.send(post(query("{ waits }")))
        await each.world.until(begun=1)
        stopping = asyncio.ensure_future(each.live.stop())
        assert await idle.rest() == b""
        each.world.gate.set()
        answer = await running.rest()
        await stopping
    assert b"\r\nconnection: close\r\n\r\n" in answer
    assert answer.endswith(b'{"data":{"waits":"done"},"extensions":{"cost":{"requested":1}}}')


async def test_a_server_that_stops_waits_for_a_body_on_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    request = post(PAGE)
    for asgi_alone in (False, True):
        with arrivals(monkeypatch) as arrived:
            async with raw_server(asgi_alone=asgi_alone) as each, each.connect() as connection:
                await connection.send(request[:-5])
                await arrived.until(len(request) - 5)
                (protocol,) = each.live.server.server_state.connections
                stopping = asyncio.ensure_future(each.live.stop())
                await each.watched.begun.wait()
                assert protocol in each.live.server.server_state.connections
                await connection.send(request[-5:])
                assert b'"cus_2"' in await connection.rest()
                await stopping


async def test_for_who_does_not_read_nothing_is_made(pair: tuple[RawServer, RawServer]) -> None:
    """What an answer is too large for the socket holds back the next requests on that connection, and no other's."""
    for each in pair:
        each.world.begun = 0
        each.world.gate.set()
        name, each.world.customers[0].name = each.world.customers[0].name, "x" * 15_000_000
        try:
            async with each.connect(limit=1_000) as slow, each.connect() as other:
                before = set(each.live.server.server_state.connections)
                await slow.send(post(PAGE))
                await slow.reader.readexactly(1)
                await slow.send(post(query("{ waits }")) + post(query("{ waits }")))
                await other.send(post(NAME))
                assert b'"Query"' in await other.answer()
                (held_up,) = (one for one in before if isinstance(one, ServedConnection) and one.flow.write_paused)
                assert each.world.begun == 0
                assert not held_up.cycle.response_complete
                answers = bytearray()
                while answers[-1_000:].count(b'{"data":{"waits":"done"}') < 2:
                    answers += await slow.reader.read(1_000_000)
                assert answers.index(b"cus_2") > 8_000_000
                assert each.world.begun == 2
        finally:
            each.world.customers[0].name = name


async def test_the_moment_is_renewed(pair: tuple[RawServer, RawServer]) -> None:
    state = pair[0].live.server.server_state
    before = state.default_headers
    try:
        async with pair[0].connect() as connection:
            for moment in (b"Thu, 01 Jan 2026 00:00:00 GMT", b"Thu, 01 Jan 2026 00:00:01 GMT"):
                state.default_headers = [(b"date", moment)]
                await connection.send(post(NAME))
                assert b"\r\ndate: " + moment + b"\r\n" in await connection.reader.readuntil(END)
                await connection.reader.readuntil(b"}}}")
    finally:
        state.default_headers = before


def test_heads_are_read_once_and_kept_within_bounds() -> None:
    heads = HeadCache(1_000)
    head = heads.plain(head_of(post(NAME)))
    assert head is not None
    assert head.authorization == f"Bearer {KEY}"
    assert heads.plain(head_of(post(NAME))) is head
    assert heads.plain(head_of(post(CREATE, "Idempotency-Key: once"))) is not None
    assert heads.plain(head_of(post(NAME, f"Cookie: {'x' * LONGEST}"))) is not None
    assert heads.plain(head_of(post(" " * 1_001))) is None
    assert len(heads.kept) == 2
    for number in range(CAPACITY - 1):
        heads.plain(head_of(post(NAME, f"X-Number: {number}")))
        assert heads.plain(head_of(post(NAME))) is head
    assert len(heads.kept) == CAPACITY
    assert list(heads.kept.values())[-1] is head


def head_of(request: bytes) -> bytes:
    return request[: request.index(END) + len(END)]
