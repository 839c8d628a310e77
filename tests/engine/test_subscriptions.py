"""Who may follow what: the subscription root keeps to the caller's account, mode and families, as queries do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from graphql import ExecutionResult, Executor, create_source_event_stream, parse

from app.access.caller import Caller
from app.access.permissions import parse_permissions
from app.database import Database
from app.events.feed import Feed
from app.settings import Limits
from app.tables.access import KeyKind
from app.tables.core_resources.event import Event
from app.tables.tenancy import Tenant
from schema.derive.context import Context
from schema.derive.rows import Row, row_class
from schema.live import Changed
from schema.root import build
from tests.factory import make
from tests.graph import Graph

PATIENCE = 10.0


@pytest.fixture
async def feed(database: Database) -> AsyncIterator[Feed[Row]]:
    feed: Feed[Row] = await Feed.open(database, row_class(Event), kept=100)
    yield feed
    await feed.close()


def caller(tenant: Tenant, kind: KeyKind = KeyKind.SECRET, permissions: dict[str, str] | None = None) -> Caller:
    return Caller(tenant, "key_1", kind, parse_permissions(permissions or {}))


@asynccontextmanager
async def following(database: Database, feed: Feed[Row], who: Caller, document: str) -> AsyncIterator[Any]:
    """The subscription's results, or the one result that it is refused with."""
    context = Context(database, who, Limits(), feed, "req_1")
    schema, parsed = build()._schema, parse(document)
    executor = Executor.build(schema, parsed, context_value=context)
    assert isinstance(executor, Executor)
    opened: Any = create_source_event_stream(executor)
    source = await opened if asyncio.iscoroutine(opened) else opened

    async def results() -> AsyncIterator[Any]:
        async for event in source:
            fresh = Context(database, who, Limits(), feed, "req_1")
            root = await event.read(fresh) if isinstance(event, Changed) else event
            executing = Executor.build(schema, parsed, root, fresh)
            assert isinstance(executing, Executor)
            outcome: Any = executing.execute_operation()
            yield await outcome if asyncio.iscoroutine(outcome) else outcome

    if isinstance(source, ExecutionResult):
        yield source
        return
    try:
        yield results()
    finally:
        await source.aclose()


async def following_is_refused(database: Database, feed: Feed[Row], who: Caller, document: str) -> str:
    async with following(database, feed, who, document) as refused:
        assert isinstance(refused, ExecutionResult)
        assert refused.errors is not None
        return refused.errors[0].message


CHANGED = 'subscription { objectChanged(id: "%s") { id ... on Customer { name } } }'


async def test_an_object_now_and_after_each_change(graph: Graph, database: Database, feed: Feed[Row]) -> None:
    id = await make(graph, "customerCreate", name="Ada")
    async with following(database, feed, caller(graph.tenant), CHANGED % id) as results, asyncio.timeout(PATIENCE):
        assert (await anext(results)).data == {"objectChanged": {"id": id, "name": "Ada"}}
        await graph.do("customerUpdate", "id", id=id, input={"name": "Grace"})
        assert (await anext(results)).data == {"objectChanged": {"id": id, "name": "Grace"}}


@pytest.mark.parametrize("whose", ["stranger", "live"])
async def test_anothers_object_is_nothing_to_follow(
    graph: Graph, stranger: Graph, live: Graph, database: Database, feed: Feed[Row], whose: str
) -> None:
    other = {"stranger": stranger, "live": live}[whose]
    id = await make(other, "customerCreate", name="Ada")
    refused = await following_is_refused(database, feed, caller(graph.tenant), CHANGED % id)
    assert refused == f"There is no object '{id}' to follow, or none that this key may read."


async def test_following_takes_the_permission_to_read(graph: Graph, database: Database, feed: Feed[Row]) -> None:
    customer, product = await make(graph, "customerCreate"), await make(graph, "productCreate")
    products = caller(graph.tenant, KeyKind.RESTRICTED, {"products": "read"})
    browser = caller(graph.tenant, KeyKind.PUBLISHABLE)

    refused = await following_is_refused(database, feed, products, "subscription { events { id } }")
    assert refused == (
        "This restricted API key cannot read core resources. Use a key with the permission core_resources: read."
    )
    assert await following_is_refused(database, feed, products, CHANGED % customer) == refused
    for document in ("subscription { events { id } }", CHANGED % customer, CHANGED % product):
        assert "A publishable API key cannot read" in await following_is_refused(database, feed, browser, document)
    async with following(database, feed, products, CHANGED % product) as results, asyncio.timeout(PATIENCE):
        assert (await anext(results)).data == {"objectChanged": {"id": product}}
