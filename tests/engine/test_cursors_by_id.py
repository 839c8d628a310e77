"""Cursors: an object's id stands for its cursor, and both go on working once the object is deleted."""

from typing import Any

import pytest

from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.thin_event import ThinEvent
from tests.engine.test_connections import PAGE
from tests.factory import insert, row_of
from tests.graph import Graph, new_caller

NULLABLE = [{"field": "DESCRIPTION"}]
DELETE = "mutation($id: ID!) { customerDelete(id: $id) { userErrors { message } } }"


@pytest.fixture
async def shop(graph: Graph, database: Database) -> Graph:
    said = ("b", None, "a", None, "b", "a")
    await insert(database, [row_of(Customer, graph.tenant, place, description=said[place]) for place in range(6)])
    return graph


async def page(graph: Graph, **arguments: Any) -> tuple[list[str], bool, bool]:
    found = (await graph(PAGE, **arguments))["customers"]
    info = found["pageInfo"]
    return [node["id"] for node in found["nodes"]], info["hasPreviousPage"], info["hasNextPage"]


@pytest.mark.parametrize("order", [None, NULLABLE, [{"field": "DESCRIPTION", "direction": "DESC"}], [{"field": "ID"}]])
async def test_an_id_stands_for_its_cursor(shop: Graph, order: Any) -> None:
    for edge in (await shop(PAGE, orderBy=order))["customers"]["edges"]:
        cursor, id = edge["cursor"], edge["node"]["id"]
        for size in ({}, {"first": 2}, {"last": 2}, {"first": 0}):
            for word in ("after", "before"):
                wanted = await page(shop, orderBy=order, **{word: cursor}, **size)
                assert await page(shop, orderBy=order, **{word: id}, **size) == wanted
    assert (await page(shop, after="cus_0004", before="cus_0001"))[0] == ["cus_0003", "cus_0002"]


async def test_a_cursor_works_after_its_object_is_deleted(shop: Graph) -> None:
    edge = (await shop(PAGE))["customers"]["edges"][2]
    assert edge["node"]["id"] == "cus_0003"
    assert (await shop(DELETE, id="cus_0003"))["customerDelete"] == {"userErrors": []}
    for cursor in (edge["cursor"], "cus_0003"):
        assert (await page(shop, after=cursor))[0] == ["cus_0002", "cus_0001", "cus_0000"]
        assert (await page(shop, before=cursor))[0] == ["cus_0005", "cus_0004"]


async def test_beneath_objects_and_where_nothing_is_read(shop: Graph, database: Database) -> None:
    intents = [row_of(PaymentIntent, shop.tenant, place, customer_id=f"cus_000{place % 2}") for place in range(4)]
    await insert(database, intents)
    found = await shop("""{
        customers(last: 2) { nodes { id paymentIntents(after: "pi_0002") { nodes { id } totalCount } } }
        name: customers(after: "cus_0002") { __typename }
        count: customers(after: "cus_0002") { totalCount }
    }""")
    one = {"id": "cus_0001", "paymentIntents": {"nodes": [{"id": "pi_0001"}], "totalCount": 2}}
    none = {"id": "cus_0000", "paymentIntents": {"nodes": [{"id": "pi_0000"}], "totalCount": 2}}
    assert found["customers"]["nodes"] == [one, none]
    assert (found["name"], found["count"]) == ({"__typename": "CustomerConnection"}, {"totalCount": 6})


@pytest.mark.parametrize("selection", ["nodes { id }", "totalCount", "__typename", "pageInfo { endCursor }"])
async def test_ids_of_nothing_and_of_others(shop: Graph, database: Database, selection: str) -> None:
    other = await new_caller(shop.client, database)
    await insert(database, [row_of(Customer, other.tenant, 9)])
    for id in ("cus_none", "cus_0009"):
        document = f"query($id: String) {{ customers(after: $id) {{ {selection} }} }}"
        error = await shop.error(document, id=id)
        assert error["message"].startswith("`after` is 'cus_")
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "after")
        assert error["path"] == ["customers"]


async def test_ids_of_thin_events(graph: Graph, database: Database) -> None:
    about = ("cus_1", "cus_2", "cus_1", "cus_1")
    rows = [row_of(ThinEvent, graph.tenant, place, object_id=about[place]) for place in range(4)]
    first, _, third, last = await insert(database, rows)
    document = """query($after: String, $before: String, $of: ID) {
        thinEvents(after: $after, before: $before, objectId: $of, first: 1) {
            nodes { id } totalCount pageInfo { hasPreviousPage hasNextPage }
        }
    }"""

    async def found(**arguments: Any) -> tuple[list[str], bool, bool]:
        page = (await graph(document, **arguments))["thinEvents"]
        assert page["totalCount"] == (3 if "of" in arguments else 4)
        info = page["pageInfo"]
        return [node["id"] for node in page["nodes"]], info["hasPreviousPage"], info["hasNextPage"]

    assert await found(after=last) == ([third], True, True)
    assert await found(after=third, of="cus_1") == ([first], True, False)
    assert await found(after=first) == ([], True, False)
    assert await found(before=third) == ([last], False, True)
    assert await found(before=last, of="cus_1") == ([], False, True)
    error = await graph.error(document, after="evt_none")
    assert (error["path"], error["extensions"]["field"]) == (["thinEvents"], "after")
