"""Pages of none: nothing is shown, and whether there is something is told."""

from typing import Any

import pytest

from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from tests.engine.test_connections import PAGE
from tests.factory import insert, row_of
from tests.graph import Graph


@pytest.mark.parametrize(("size", "more"), [("first", (True, False)), ("last", (False, True))])
async def test_a_page_of_none(graph: Graph, database: Database, size: str, more: tuple[bool, bool]) -> None:
    await insert(database, [row_of(Customer, graph.tenant, place) for place in range(3)])
    every = (await graph(PAGE))["customers"]["edges"]

    async def none(**arguments: Any) -> tuple[bool, bool]:
        page = (await graph(PAGE, **{size: 0}, **arguments))["customers"]
        info = page.pop("pageInfo")
        assert page == {"edges": [], "nodes": []}
        assert (info["startCursor"], info["endCursor"]) == (None, None)
        return info["hasNextPage"], info["hasPreviousPage"]

    assert graph.last["extensions"]["cost"]["requested"] > 1
    assert await none() == more
    assert graph.last["extensions"]["cost"]["requested"] == 1
    assert await none(where={"name": {"eq": "no one"}}) == (False, False)
    assert await none(after=every[2]["cursor"]) == (False, True)
    assert await none(before=every[0]["cursor"]) == (True, False)


async def test_a_page_of_none_counts_all(graph: Graph, database: Database) -> None:
    await insert(database, [row_of(Customer, graph.tenant, place) for place in range(3)])
    assert await graph("{ customers(first: 0) { totalCount } }") == {"customers": {"totalCount": 3}}


async def test_pages_of_none_beneath_objects(graph: Graph, database: Database) -> None:
    owner = row_of(Customer, graph.tenant, 1)
    await insert(database, [owner, row_of(PaymentIntent, graph.tenant, 1, customer_id=owner.id)])
    parts = "nodes { id } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor }"
    found = await graph(f"""{{ customers {{ nodes {{
        nothing: paymentIntents(first: 0) {{ {parts} }}
        bare: paymentIntents(last: 0) {{ nodes {{ id }} }}
        count: paymentIntents(first: 0) {{ totalCount }}
    }} }} }}""")
    info = {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None}
    nothing = {"nodes": [], "edges": [], "totalCount": 1, "pageInfo": info}
    assert found["customers"]["nodes"] == [{"nothing": nothing, "bare": {"nodes": []}, "count": {"totalCount": 1}}]
