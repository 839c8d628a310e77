"""Queries for one object by its id are answered without a task, and to the byte as through ASGI."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, NamedTuple

import pytest

from app.database import Database, counting
from app.errors import Unavailable
from app.server.fast_path import FastCycle
from app.server.main import build
from app.settings import Limits, Settings
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller
from tests.server.conftest import served
from tests.server.raw_server import Connection, RawServer, Watched, post
from tests.server.toy import World

LIMITS = Limits(requests_per_second=1e6, burst=1_000_000, requests_at_once=8, max_answer_bytes=100_000)
NAMED = "query($id: ID!) { customer(id: $id) { id name email } }"


class Pair(NamedTuple):
    """The same server twice: as it is served, and through ASGI alone. `owner` may do everything in the account."""

    ours: RawServer
    plain: RawServer
    owner: Graph
    database: Database
    customer: str
    payment: str


@asynccontextmanager
async def shipped(database: Database, *, limits: Limits = LIMITS, asgi_alone: bool = False) -> AsyncIterator[RawServer]:
    """A server as shipped. `asked` of what watches it says what went through ASGI."""
    settings = Settings(database_url=database.url, limits=limits, worker=False, cors_origins=("https://shop.example",))
    watched = Watched(build(settings), asgi_alone=asgi_alone)
    async with served(watched, limits) as live:
        live.server.server_state.default_headers = [(b"date", b"Thu, 01 Jan 2026 00:00:00 GMT")]
        yield RawServer(live, watched, World())


@pytest.fixture
async def pair(database: Database) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        ours, plain = [await stack.enter_async_context(shipped(database, asgi_alone=alone)) for alone in (False, True)]
        owner = await new_caller(ours.live.http, database)
        ada = await owner.do("customerCreate", "id", input={"name": "Ada", "metadata": {"note": "x" * 400}})
        asked = {"amount": 1250, "currency": "usd", "customer": ada["id"]}
        payment = await owner.do("paymentIntentCreate", "id", input=asked)
        yield Pair(ours, plain, owner, database, ada["id"], payment["id"])


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Awaitable[None]]]:
    """What requests of the fast path were given a task for."""
    begun: list[Callable[[], Awaitable[None]]] = []
    start = FastCycle.start

    def noting(self: FastCycle, work: Callable[[], Awaitable[None]]) -> None:
        begun.append(work)
        start(self, work)

    monkeypatch.setattr(FastCycle, "start", noting)
    return begun


def body(document: str, **others: Any) -> str:
    return json.dumps({"query": document, **others})


async def both(pair: Pair, request: bytes) -> dict[str, Any]:
    """What both answer alike, once the document is known to them."""
    for each in (pair.ours, pair.plain):
        await each.ask(request)
    answer = await pair.ours.ask(request)
    assert answer == await pair.plain.ask(request)
    content = answer.partition(b"\r\n\r\n")[2]
    found: dict[str, Any] = json.loads(content) if content.startswith(b"{") else {}
    return found


def protocols_of(server: RawServer, connections: list[Connection]) -> list[Any]:
    """The server's ends of connections that were answered before."""
    ends = {each.transport.get_extra_info("peername"): each for each in server.live.server.server_state.connections}
    return [ends[each.writer.get_extra_info("sockname")] for each in connections]


@asynccontextmanager
async def connected(server: RawServer, many: int, request: bytes) -> AsyncIterator[tuple[list[Connection], list[Any]]]:
    """So many connections that have been answered once, and the server's ends of them."""
    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(server.connect()) for _ in range(many)]
        for each in connections:
            await each.send(request)
            await each.answer()
        yield connections, protocols_of(server, connections)


async def test_one_object_is_answered_without_a_task(pair: Pair, tasks: list[Any]) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    for each in (pair.ours, pair.plain):
        await each.ask(request)
    tasks.clear()
    answer = await pair.ours.ask(request)
    assert tasks == []
    assert answer == await pair.plain.ask(request)
    shown = {"id": pair.customer, "name": "Ada", "email": None}
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["data"] == {"customer": shown}


SELECTIONS = {
    "an alias": "query($id: ID!) { mine: customer(id: $id) { called: name __typename } }",
    "a fragment": "query($id: ID!) { ...F } fragment F on Query { customer(id: $id) { name } }",
    "what belongs to it": "query($id: ID!) { customer(id: $id) { paymentIntents(first: 2) { nodes { status } } } }",
    "its texts": "query($id: ID!) { customer(id: $id) { metadata created livemode } }",
    "much": "query($id: ID!) { customer(id: $id) { paymentIntents(first: 100) { nodes { id } } } }",
    "nothing": "query($id: ID!, $no: Boolean = false) { customer(id: $id) @include(if: $no) { name } }",
    "more than one": "query($id: ID!) { customer(id: $id) { name } again: customer(id: $id) { id } }",
    "a failure within": 'query($id: ID!) { customer(id: $id) { paymentIntents(after: "no") { totalCount } } }',
    "what is incremental": "query($id: ID!) { customer(id: $id) { name ... @defer(if: false) { email } } }",
    "too much": f"query($id: ID!) {{ customer(id: $id) {{ {' '.join(f'a{n}: metadata' for n in range(400))} }} }}",
}


async def test_whatever_is_asked_of_it_both_ways_answer_alike(pair: Pair) -> None:
    for document in SELECTIONS.values():
        await both(pair, post(body(document, variables={"id": pair.customer}), key=pair.owner.secret))


VARIABLES: dict[str, Any] = {
    "an id of nothing": {"id": "cus_nothing"},
    "an id of another kind": {"id": "pi_nothing"},
    "no id": {},
    "null": {"id": None},
    "a number": {"id": 7},
    "a list": {"id": ["cus_1"]},
    "what cannot be stored": {"id": "cus_\0"},
    "what is long": {"id": "x" * 30_000},
    "another besides": {"id": "cus_nothing", "more": 1},
}


async def test_whatever_the_id_is_both_ways_answer_alike(pair: Pair) -> None:
    # Whose id fits is answered first, so that the document is known.
    for each in (pair.ours, pair.plain):
        await each.ask(post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret))
    for variables in VARIABLES.values():
        await both(pair, post(body(NAMED, variables=variables), key=pair.owner.secret))


HEADERS = (
    ["Accept: application/graphql-response+json"],
    ["Accept: text/event-stream"],
    ["Accept: image/png"],
    ["Origin: https://shop.example"],
    ["Origin: https://other.example"],
    ["Accept-Encoding: gzip", "X-Forwarded-For: 203.0.113.7"],
    ["Idempotency-Key: once"],
    ["Stripe-Account: acct_nope"],
    ["Content-Encoding: gzip"],
    ["Content-Type: text/plain"],
)


async def test_however_it_is_asked_both_ways_answer_alike(pair: Pair) -> None:
    for each in (pair.ours, pair.plain):
        await each.ask(post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret))
    for headers in HEADERS:
        await both(pair, post(body(NAMED, variables={"id": pair.customer}), *headers, key=pair.owner.secret))


async def test_a_key_that_acts_on_a_connected_account(pair: Pair) -> None:
    account = (await pair.owner.do("accountCreate", "id", input={}))["id"]
    there = (await pair.owner.on(account).do("customerCreate", "id", input={"name": "Ada"}))["id"]
    acting = f"Stripe-Account: {account}"
    for _ in range(2):
        for id, found in ((there, True), (pair.customer, False)):
            answer = await both(pair, post(body(NAMED, variables={"id": id}), acting, key=pair.owner.secret))
            assert (answer["data"]["customer"] is not None) is found
    # What is remembered of the key alone is not of the key there.
    answer = await both(pair, post(body(NAMED, variables={"id": there}), key=pair.owner.secret))
    assert answer["data"] == {"customer": None}


async def test_it_is_shown_to_no_one_else(pair: Pair, tasks: list[Any]) -> None:
    stranger = await new_caller(pair.ours.live.http, pair.database)
    live = await new_caller(pair.ours.live.http, pair.database, account_id=pair.owner.tenant.account, livemode=True)
    for each in (stranger, live):
        answer = await both(pair, post(body(NAMED, variables={"id": pair.customer}), key=each.secret))
        assert answer["data"] == {"customer": None}
    tasks.clear()
    answer = await both(pair, post(body(NAMED, variables={"id": pair.customer}), key=stranger.secret))
    assert (answer["data"], tasks) == ({"customer": None}, [])


async def test_a_key_that_may_not_read_it_is_told_so(pair: Pair) -> None:
    account = pair.owner.tenant.account
    for permissions, allowed in (({"products": "write"}, False), ({"core_resources": "read"}, True)):
        key = await new_caller(
            pair.ours.live.http, pair.database, account_id=account, kind=KeyKind.RESTRICTED, permissions=permissions
        )
        answer = await both(pair, post(body(NAMED, variables={"id": pair.customer}), key=key.secret))
        codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
        assert codes == ([] if allowed else ["FORBIDDEN"])
        assert ("data" in answer and answer["data"]["customer"] is not None) == allowed


async def test_a_browsers_key_needs_the_client_secret(pair: Pair) -> None:
    account = pair.owner.tenant.account
    key = await new_caller(pair.ours.live.http, pair.database, account_id=account, kind=KeyKind.PUBLISHABLE)
    secret = (await pair.owner(f'{{ paymentIntent(id: "{pair.payment}") {{ clientSecret }} }}'))["paymentIntent"]
    document = "query($id: ID!, $secret: String) { paymentIntent(id: $id, clientSecret: $secret) { status } }"
    for given, shown in ((secret["clientSecret"], {"status": "REQUIRES_PAYMENT_METHOD"}), ("wrong", None)):
        variables = {"id": pair.payment, "secret": given}
        answer = await both(pair, post(body(document, variables=variables), key=key.secret))
        assert (answer.get("data") or {}).get("paymentIntent") == shown


async def test_many_at_once_are_read_in_one_statement(pair: Pair, tasks: list[Any]) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    async with connected(pair.ours, 6, request) as (connections, protocols):
        tasks.clear()
        with counting() as statements:
            for protocol in protocols:
                protocol.data_received(request)
            answers = await asyncio.gather(*(connection.answer() for connection in connections))
    assert len(set(answers)) == 1
    assert len(statements) == 1
    assert tasks == []


async def test_a_key_has_so_many_under_way_and_each_is_given_back(pair: Pair) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    async with connected(pair.ours, 10, request) as (connections, protocols):
        for protocol in protocols:
            protocol.data_received(request)
        answers = await asyncio.gather(*(connection.answer() for connection in connections))
    assert sorted(answer.partition(b"\r\n")[0][9:12] for answer in answers) == [b"200"] * 8 + [b"429"] * 2
    for _ in range(9):
        assert (await pair.ours.ask(request)).startswith(b"HTTP/1.1 200")


async def test_a_database_that_is_away_is_told_as_ever(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    for each in (pair.ours, pair.plain):
        await each.ask(request)
    read = Database.read

    async def away(self: Database, text: str, *given: Any) -> Any:
        if "customer" in text:
            raise Unavailable
        return await read(self, text, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "read", away)
        answer = await pair.ours.ask(request)
        assert answer == await pair.plain.ask(request)
        assert b"SERVICE_UNAVAILABLE" in answer
    assert b'"name":"Ada"' in await pair.ours.ask(request)


async def test_a_bug_escapes_to_no_one(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    await pair.ours.ask(request)
    with monkeypatch.context() as patch:
        patch.setattr("app.server.lookup.Result", None)
        answer = await pair.ours.ask(request)
    assert answer.startswith(b"HTTP/1.1 500")
    assert b"NoneType" not in answer
    assert b"request id" in answer
    assert b'"name":"Ada"' in await pair.ours.ask(request)


async def test_one_after_another_on_one_connection(pair: Pair) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    await pair.ours.ask(request)
    async with pair.ours.connect() as connection:
        for _ in range(3):
            await connection.send(request)
            assert b'"name":"Ada"' in await connection.answer()
        # Two at once: the second waits for the first.
        await connection.send(request + request)
        assert [await connection.answer() for _ in range(2)] == [await pair.plain.ask(request)] * 2


async def test_a_server_that_stops_answers_what_waits(pair: Pair, database: Database) -> None:
    async with shipped(database) as server:
        request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
        async with connected(server, 1, request) as ((connection,), (protocol,)):
            protocol.data_received(request)
            protocol.shutdown()
            answer = await connection.rest()
        assert b'"name":"Ada"' in answer
        assert b"\r\nconnection: close\r\n" in answer


async def test_who_left_is_answered_no_more_and_holds_nothing(pair: Pair) -> None:
    request = post(body(NAMED, variables={"id": pair.customer}), key=pair.owner.secret)
    async with connected(pair.ours, 1, request) as ((connection,), (protocol,)):
        protocol.data_received(request)
        protocol.transport.abort()
        assert await connection.rest() == b""
    # Once its row has come, as many as it may have are allowed again.
    async with asyncio.timeout(30):
        answers = [b""]
        while not all(answer.startswith(b"HTTP/1.1 200") for answer in answers):
            answers = await asyncio.gather(*(pair.ours.ask(request) for _ in range(8)))
