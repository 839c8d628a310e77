"""The factory's inputs are valid: every resource that can be created is, with the least that its input takes."""

import pytest

from app.database import Database
from app.tables.resource import Resource
from tests.by_table import each_table
from tests.factory import creations, id_of, input_of, insert, make, row_of
from tests.graph import Graph


@pytest.mark.parametrize("mutation", creations())
async def test_the_least_input_creates(graph: Graph, mutation: str) -> None:
    id = await make(graph, mutation)

    field = mutation.removesuffix("Create")
    found = await graph("query($id: ID!) { node(id: $id) { __typename id } }", id=id)
    assert found["node"] == {"__typename": field[0].upper() + field[1:], "id": id}


def test_all_creations_are_tried() -> None:
    assert {"customerCreate", "paymentIntentCreate", "refundCreate", "testClockCreate"} <= set(creations())
    assert input_of("customerCreate") == {}
    assert input_of("productCreate") == {"name": "Something"}
    assert input_of("refundCancel") is None


@each_table
async def test_a_row_can_be_kept_and_read(graph: Graph, database: Database, table: type[Resource]) -> None:
    (id,) = await insert(database, [row_of(table, graph.tenant, 7)])
    assert id == id_of(table, 7)
    found = await graph("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=[id])
    assert found["nodes"] == [{"__typename": table.__name__, "id": id}]
