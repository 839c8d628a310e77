"""Servers as shipped, on real ports: two on one database, each with connections and a memory of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from app.database import Database
from app.server import striking
from app.server.main import build
from app.settings import Limits, Settings
from tests.graph import Graph, new_caller
from tests.server.conftest import Live, served
from tests.webhooks.conftest import courier as courier
from tests.webhooks.conftest import other as other
from tests.webhooks.conftest import receiver as receiver
from tests.webhooks.conftest import time as time

LIMITS = Limits(requests_per_second=1e6, burst=1_000_000)
RULE = "id met applied"


@pytest.fixture
async def servers(database: Database) -> AsyncIterator[list[Live]]:
    async with AsyncExitStack() as stack:
        settings = Settings(database_url=database.url, worker=False, limits=LIMITS)
        yield [await stack.enter_async_context(served(build(settings), LIMITS)) for _ in range(2)]


@pytest.fixture
async def shop(servers: list[Live], database: Database) -> Graph:
    """A merchant at the first of the servers."""
    return await new_caller(servers[0].http, database)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that operations were delayed for, none of which pass."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(striking, "sleep", sleep)
    return found


Effect = dict[str, Any]
Attempt = Callable[[], Awaitable[bool]]


async def rule(graph: Graph, effect: Effect, *operations: str, **given: Any) -> str:
    """The id of a new rule for these operations."""
    input = {"operations": list(operations), "effect": effect, **given}
    made = await graph.do("faultRuleCreate", RULE, input=input)
    assert (made["met"], made["applied"]) == (0, 0)
    return str(made["id"])


async def tally(graph: Graph, id: str) -> tuple[int, int]:
    """How often a rule was met, and how often it was applied."""
    shown = (await graph("query($id: ID!) { faultRule(id: $id) { met applied } }", id=id))["faultRule"]
    return shown["met"], shown["applied"]


async def customers(graph: Graph) -> int:
    """How many customers the account has, as queries say that no rule meets."""
    return int((await graph("{ account { id } customers { totalCount } }"))["customers"]["totalCount"])


async def times(count: int, attempt: Attempt) -> str:
    """What came of so many attempts, one after the other: `x` for each that was struck."""
    return "".join(["x" if await attempt() else "." for _ in range(count)])
