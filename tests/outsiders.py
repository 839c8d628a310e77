"""Who looks, and whose objects are not to be seen."""

from dataclasses import dataclass

import pytest

from app.database import Database
from tests.connect.test_connected import begun, connect
from tests.graph import Graph, new_caller

Callers = dict[str, Graph]
"""Callers by what they are called when a test fails."""


@dataclass(frozen=True)
class View:
    """Those who look, all with the same tenant, and those whose objects they must not see."""

    viewers: Callers
    owners: Callers


@dataclass(frozen=True)
class Views:
    apart: list[View]
    """By owners whose objects may have the same id: a platform finds by `node` what its accounts have."""
    alone: list[View]
    """By viewers. A platform's lists are also without what its accounts have."""


@pytest.fixture
async def views(graph: Graph, stranger: Graph, live: Graph, database: Database) -> Views:
    there = graph.on(account := await connect(graph, type="STANDARD"))
    sibling, other = graph.on(await begun(graph)), stranger.on(await begun(stranger))
    gone = await begun(graph, "STANDARD")
    disconnected = await new_caller(graph.client, database, account_id=gone)
    await graph.attempt("accountDeauthorize", "id", id=gone)
    own = await new_caller(graph.client, database, account_id=account)
    platform: Callers = {"the platform": graph}
    connected: Callers = {"an account by its platform's key": there, "an account by its own key": own}
    foreign = {
        "a stranger": stranger,
        "the other mode": live,
        "another platform's account": other,
        "a disconnected account": disconnected,
    }
    above, beside = {"the platform": graph}, {"a sibling": sibling}
    return Views(
        apart=[View(platform, foreign), View(connected, above), View(connected, beside)],
        alone=[View(platform, foreign | {"a connected account": there}), View(connected, above | beside | foreign)],
    )
