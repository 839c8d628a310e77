"""Whose objects are not seen: a sibling's, those of the platform above, of another platform's accounts, and of an
account that is connected no more."""

from dataclasses import dataclass

import pytest

from app.database import Database
from app.tables.resource import Resource
from tests.by_table import each_shown_table, of_tables
from tests.connect.test_connected import connect
from tests.engine import test_tenancy as walks
from tests.graph import Graph, new_caller

PAIRS = ("a_sibling", "a_sibling_by_the_own_key", "the_platform", "another_platforms", "disconnected", "connected")


@dataclass(frozen=True)
class Pair:
    """Who looks, and whose objects are not to be seen."""

    viewer: Graph
    owner: Graph


@pytest.fixture
async def pair(request: pytest.FixtureRequest, graph: Graph, stranger: Graph, database: Database) -> Pair:
    account = await connect(graph, type="STANDARD")
    there = graph.on(account)
    match request.param:
        case "a_sibling":
            return Pair(there, graph.on(await connect(graph, type="CUSTOM")))
        case "a_sibling_by_the_own_key":
            own = await new_caller(graph.client, database, account_id=account)
            return Pair(own, graph.on(await connect(graph, type="CUSTOM")))
        case "the_platform":
            return Pair(there, graph)
        case "another_platforms":
            return Pair(graph, stranger.on(await connect(stranger, type="CUSTOM")))
        case "disconnected":
            alone = await new_caller(graph.client, database, account_id=account)
            await graph.attempt("accountDeauthorize", "id", id=account)
            return Pair(graph, alone)
    # Those that are connected are seen at work on their account alone; but for what a platform finds by its id.
    return Pair(graph, there)


every = pytest.mark.parametrize("pair", PAIRS, indirect=True)
apart = pytest.mark.parametrize("pair", [each for each in PAIRS if each != "connected"], indirect=True)


@apart
@each_shown_table
async def test_by_id_and_in_lists(pair: Pair, database: Database, table: type[Resource]) -> None:
    await walks.test_by_id_and_in_lists(pair.viewer, pair.owner, database, table)


@apart
@of_tables(walks.POINTING)
async def test_through_relations(pair: Pair, database: Database, table: type[Resource]) -> None:
    await walks.test_through_relations(pair.viewer, pair.owner, database, table)


@every
@of_tables(walks.POINTED_TO)
async def test_through_connections(pair: Pair, database: Database, table: type[Resource]) -> None:
    await walks.test_through_connections(pair.viewer, pair.owner, database, table)


@every
async def test_a_cursor_of_theirs_opens_nothing(pair: Pair, database: Database) -> None:
    await walks.test_a_cursor_of_theirs_opens_nothing(pair.viewer, pair.owner, database)
