"""Connections: every row once, whichever way one pages; and only what is asked for is read."""

import base64
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from tests.engine.statements import reading
from tests.factory import START, id_of, insert, row_of
from tests.graph import Graph

PAGE = """
query($first: Int, $last: Int, $after: String, $before: String, $orderBy: [CustomerOrder!], $where: CustomerWhere) {
  customers(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy, where: $where) {
    edges { cursor node { id } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""

ORDERS: list[tuple[list[dict[str, str]], Callable[[Customer], Any]]] = [
    ([], lambda row: (-row.created.timestamp(), _down(row.id))),
    ([{"field": "CREATED"}], lambda row: (row.created, row.id)),
    ([{"field": "ID", "direction": "DESC"}], lambda row: _down(row.id)),
    ([{"field": "DESCRIPTION"}], lambda row: (_last(row.description), row.id)),
    (
        [{"field": "DESCRIPTION", "direction": "DESC"}],
        lambda row: (row.description is None, _down(row.description or ""), _down(row.id)),
    ),
    (
        [{"field": "DELINQUENT", "direction": "DESC"}, {"field": "DESCRIPTION"}, {"field": "BALANCE"}],
        lambda row: (_last(row.delinquent and -1), _last(row.description), row.balance, row.id),
    ),
    (
        [{"field": "DESCRIPTION"}, {"field": "CREATED", "direction": "DESC"}],
        lambda row: (_last(row.description), -row.created.timestamp(), _down(row.id)),
    ),
]


def _down(text: str) -> tuple[int, ...]:
    """Sorts texts the other way round."""
    return (*(-ord(letter) for letter in text), 1)


def _last(value: Any) -> tuple[bool, Any]:
    return (value is None, 0 if value is None else value)


def customers(graph: Graph, many: int = 23) -> list[Customer]:
    """Rows with every kind of tie: equal moments, equal texts, nulls."""
    return [
        row_of(
            Customer,
            graph.tenant,
            place,
            created=START.replace(day=1 + place // 4),
            description=None if place % 3 == 0 else "ab"[place % 2],
            delinquent=(None, True, False)[place % 3],
            balance=place % 2,
        )
        for place in range(many)
    ]


async def forwards(graph: Graph, size: int, **arguments: Any) -> list[str]:
    """The ids of all pages, from the first to the last, and that each page tells where it stands."""
    found: list[str] = []
    after = None
    while True:
        page = (await graph(PAGE, first=size, after=after, **arguments))["customers"]
        ids = [edge["node"]["id"] for edge in page["edges"]]
        assert [node["id"] for node in page["nodes"]] == ids
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        found += ids
        if not page["pageInfo"]["hasNextPage"]:
            return found
        assert len(ids) == size
        after = page["pageInfo"]["endCursor"]


async def backwards(graph: Graph, size: int, **arguments: Any) -> list[str]:
    """The same from the last page to the first."""
    found: list[str] = []
    before = None
    while True:
        page = (await graph(PAGE, last=size, before=before, **arguments))["customers"]
        ids = [edge["node"]["id"] for edge in page["edges"]]
        assert page["pageInfo"]["hasNextPage"] is (before is not None)
        found = ids + found
        if not page["pageInfo"]["hasPreviousPage"]:
            return found
        assert len(ids) == size
        before = page["pageInfo"]["startCursor"]


@pytest.mark.parametrize("place", range(len(ORDERS)))
async def test_pages_hold_every_row_once_and_in_order(graph: Graph, database: Database, place: int) -> None:
    order, key = ORDERS[place]
    rows = customers(graph)
    await insert(database, rows)
    expected = [row.id for row in sorted(rows, key=key)]

    assert await forwards(graph, 4, orderBy=order) == expected
    assert await backwards(graph, 5, orderBy=order) == expected
    assert await forwards(graph, 100, orderBy=order) == expected


async def test_a_page_that_just_holds_all_is_the_last(graph: Graph, database: Database) -> None:
    await insert(database, customers(graph, 3))
    whole = (await graph(PAGE, first=3))["customers"]["pageInfo"]
    assert (whole["hasNextPage"], whole["hasPreviousPage"]) == (False, False)
    part = (await graph(PAGE, first=2))["customers"]["pageInfo"]
    assert (part["hasNextPage"], part["hasPreviousPage"]) == (True, False)


async def test_an_empty_page_has_no_cursors(graph: Graph) -> None:
    assert (await graph(PAGE))["customers"] == {
        "edges": [],
        "nodes": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


async def test_ten_unless_said(graph: Graph, database: Database) -> None:
    await insert(database, customers(graph))
    assert len((await graph(PAGE))["customers"]["nodes"]) == 10


async def test_rows_made_between_pages_neither_repeat_nor_hide_others(graph: Graph, database: Database) -> None:
    await insert(database, [row_of(Customer, graph.tenant, place) for place in range(2, 12, 2)])
    first = (await graph(PAGE, first=2))["customers"]
    assert [node["id"] for node in first["nodes"]] == ["cus_0010", "cus_0008"]

    # One newer than all, one on the page that was read, and one yet to come.
    await insert(database, [row_of(Customer, graph.tenant, place) for place in (13, 9, 5)])
    rest = (await graph(PAGE, first=10, after=first["pageInfo"]["endCursor"]))["customers"]
    assert [node["id"] for node in rest["nodes"]] == ["cus_0006", "cus_0005", "cus_0004", "cus_0002"]


async def test_between_two_cursors(graph: Graph, database: Database) -> None:
    await insert(database, [row_of(Customer, graph.tenant, place) for place in range(10)])
    every = (await graph(PAGE))["customers"]["edges"]
    after, before = every[1]["cursor"], every[8]["cursor"]

    async def between(**size: int) -> tuple[list[str], bool, bool]:
        page = (await graph(PAGE, after=after, before=before, **size))["customers"]
        info = page["pageInfo"]
        return [node["id"][-1] for node in page["nodes"]], info["hasPreviousPage"], info["hasNextPage"]

    # What lies behind a cursor is there, whichever way one pages.
    assert await between(first=3) == (["7", "6", "5"], True, True)
    assert await between(last=3) == (["4", "3", "2"], True, True)
    assert await between(first=6) == (list("765432"), True, True)
    assert await between(last=6) == (list("765432"), True, True)


async def test_where_and_order_and_cursor_together(graph: Graph, database: Database) -> None:
    rows = customers(graph)
    await insert(database, rows)
    expected = [row.id for row in sorted(rows, key=lambda row: (row.created, row.id)) if row.description == "a"]
    where = {"description": {"eq": "a"}}
    assert await forwards(graph, 2, orderBy=[{"field": "CREATED"}], where=where) == expected
    assert await backwards(graph, 3, orderBy=[{"field": "CREATED"}], where=where) == expected


@pytest.mark.parametrize(
    ("arguments", "field", "said"),
    [
        ({"first": 1, "last": 1}, "last", "Give `first` or `last`, not both."),
        ({"first": -1}, "first", "`first` is from 0 to 100; it was -1."),
        ({"last": -1}, "last", "`last` is from 0 to 100; it was -1."),
        ({"orderBy": [{"field": "NAME"}, {"field": "NAME"}]}, "orderBy", "Each field is named in `orderBy` at most"),
    ],
)
async def test_arguments_that_cannot_be(graph: Graph, arguments: dict[str, Any], field: str, said: str) -> None:
    error = await graph.error(PAGE, **arguments)
    assert error["message"].startswith(said)
    assert error["extensions"] == {
        "code": "BAD_REQUEST",
        "status": 400,
        "field": field,
        "requestId": error["extensions"]["requestId"],
    }
    assert error["path"] == ["customers"]


@pytest.mark.parametrize("size", ["first", "last"])
async def test_a_page_is_at_most_a_hundred_long(graph: Graph, size: str) -> None:
    error = await graph.error(PAGE, **{size: 101})
    assert (error["extensions"]["code"], error["extensions"]["limit"]) == ("LIMIT_EXCEEDED", "max_page_size")
    assert "101" in error["message"]
    assert graph.last.get("data") is None


def packed(*values: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


NEWEST = "created desc,id desc"


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "garbage",
        "ünïcode",
        "!!!!",
        packed(),
        packed(NEWEST),
        packed(NEWEST, 0),
        packed(NEWEST, 0, "cus_1", 0),
        packed(NEWEST, "soon", "cus_1"),
        packed(NEWEST, None, "cus_1"),
        packed(NEWEST, 0, 5),
        packed(NEWEST, 0, None),
        packed(NEWEST, 0, "cus\0_1"),
        packed(NEWEST, 2**63, "cus_1"),
        packed(NEWEST, [], "cus_1"),
        base64.urlsafe_b64encode(b'{"a": 1}').decode(),
        base64.urlsafe_b64encode(b"7").decode(),
    ],
)
@pytest.mark.parametrize("argument", ["after", "before"])
async def test_a_cursor_that_is_none_is_refused(graph: Graph, cursor: str, argument: str) -> None:
    error = await graph.error(PAGE, **{argument: cursor})
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", argument)
    assert "cursor" in error["message"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("NEXT_INVOICE_SEQUENCE", 2**63),
        ("NEXT_INVOICE_SEQUENCE", True),
        ("NEXT_INVOICE_SEQUENCE", 1.5),
        ("DELINQUENT", 1),
        ("NAME", "nul\0"),
    ],
)
async def test_a_cursor_of_impossible_values_is_refused(graph: Graph, field: str, value: Any) -> None:
    cursor = packed(f"{field.lower()} asc,id asc", value, "cus_1")
    error = await graph.error(PAGE, orderBy=[{"field": field}], after=cursor)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "after")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999"])
async def test_a_cursor_of_an_impossible_decimal_is_refused(graph: Graph, value: str) -> None:
    cursor = packed("unit_amount_decimal asc,id asc", value, "price_1")
    error = await graph.error(
        "query($after: String) { prices(orderBy: [{field: UNIT_AMOUNT_DECIMAL}], after: $after) { nodes { id } } }",
        after=cursor,
    )
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_REQUEST", "after")


async def test_a_cursor_of_another_order_is_refused(graph: Graph, database: Database) -> None:
    await insert(database, customers(graph, 3))
    cursor = (await graph(PAGE, first=1))["customers"]["pageInfo"]["endCursor"]
    error = await graph.error(PAGE, after=cursor, orderBy=[{"field": "NAME"}])
    assert error["message"] == (
        "The cursor in `after` was made with another `orderBy`. Start again from the first page."
    )
    assert error["extensions"]["field"] == "after"


async def test_counted_only_when_selected(graph: Graph, database: Database) -> None:
    await insert(database, customers(graph, 7))
    with reading() as statements:
        await graph("{ customers(first: 2) { nodes { id } pageInfo { hasNextPage } } }")
    assert [text for text in statements if "count(" in text.lower()] == []

    with reading() as statements:
        found = await graph('{ customers(first: 2, where: {description: {eq: "a"}}) { totalCount } }')
    assert found == {"customers": {"totalCount": 2}}
    assert len([text for text in statements if "count(" in text.lower()]) == 1
    assert [text for text in statements if "LIMIT" in text] == [], "no rows are read for a count alone"


async def test_all_parts_of_a_page_are_read_in_one_statement(graph: Graph, database: Database) -> None:
    await insert(database, customers(graph, 7))
    with reading() as statements:
        found = await graph(PAGE, first=2)
    assert len(found["customers"]["edges"]) == 2
    assert len(statements) == 1


async def test_nested_connections_page_per_parent_in_one_statement(graph: Graph, database: Database) -> None:
    parents = [row_of(Customer, graph.tenant, place) for place in range(4)]
    intents = [
        row_of(PaymentIntent, graph.tenant, place, customer_id=id_of(Customer, place % 3)) for place in range(14)
    ]
    await insert(database, [*parents, *intents])
    document = """
    query($after: String, $before: String, $first: Int, $last: Int) {
      customers(orderBy: [{field: ID}]) {
        nodes {
          id
          paymentIntents(first: $first, last: $last, after: $after, before: $before) {
            nodes { id }
            edges { cursor }
            totalCount
            pageInfo { hasNextPage hasPreviousPage }
          }
        }
      }
    }
    """
    with reading() as statements:
        found = (await graph(document, first=2))["customers"]["nodes"]
    assert len(statements) == 3, "the customers, their intents, and the counts"
    pages = [
        (
            [node["id"] for node in customer["paymentIntents"]["nodes"]],
            customer["paymentIntents"]["totalCount"],
            customer["paymentIntents"]["pageInfo"]["hasNextPage"],
        )
        for customer in found
    ]
    assert pages == [
        (["pi_0012", "pi_0009"], 5, True),
        (["pi_0013", "pi_0010"], 5, True),
        (["pi_0011", "pi_0008"], 4, True),
        ([], 0, False),
    ]

    cursor = found[0]["paymentIntents"]["edges"][1]["cursor"]
    later = (await graph(document, after=cursor))["customers"]["nodes"]
    assert [[node["id"] for node in each["paymentIntents"]["nodes"]] for each in later] == [
        ["pi_0006", "pi_0003", "pi_0000"],
        ["pi_0007", "pi_0004", "pi_0001"],
        ["pi_0008", "pi_0005", "pi_0002"],
        [],
    ]
    last = (await graph(document, last=1))["customers"]["nodes"]
    assert [[node["id"] for node in each["paymentIntents"]["nodes"]] for each in last] == [
        ["pi_0000"],
        ["pi_0001"],
        ["pi_0002"],
        [],
    ]


async def test_the_same_connection_with_other_arguments_is_read_apart(graph: Graph, database: Database) -> None:
    rows = [row_of(PaymentIntent, graph.tenant, place, customer_id="cus_0000") for place in range(4)]
    await insert(database, [row_of(Customer, graph.tenant, 0), *rows])
    found = await graph("""{
        customer(id: "cus_0000") {
            newest: paymentIntents(first: 1) { nodes { id } }
            same: paymentIntents(first: 1) { nodes { id } }
            oldest: paymentIntents(last: 1) { nodes { id } }
            large: paymentIntents(where: {amount: {gte: 2}}) { nodes { id } totalCount }
            found: paymentIntents(query: "amount=1") { nodes { id } totalCount }
        }
    }""")
    assert found["customer"] == {
        "newest": {"nodes": [{"id": "pi_0003"}]},
        "same": {"nodes": [{"id": "pi_0003"}]},
        "oldest": {"nodes": [{"id": "pi_0000"}]},
        "large": {"nodes": [{"id": "pi_0003"}, {"id": "pi_0002"}], "totalCount": 2},
        "found": {"nodes": [{"id": "pi_0001"}], "totalCount": 1},
    }
