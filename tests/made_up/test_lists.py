"""Rows that stand inside their parent's JSON."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.database import Database, counting
from app.domain import batches
from app.domain.lists import list_json
from app.tables.infrastructure import Wake
from app.tables.products.product import Product
from schema.root import build
from tests.graph import Graph
from tests.made_up.billing import Basket, BasketLine, BasketReturn, double
from tests.merchant import NOON, Merchant

CREATE = """mutation($input: BasketCreateInput!) { basketCreate(input: $input) {
    basket { id lines(orderBy: [{field: PRICE}]) { totalCount nodes { id quantity price { amount } } } }
    userErrors { code field message }
} }"""
UPDATE = """mutation($id: ID!, $input: BasketUpdateInput) { basketUpdate(id: $id, input: $input) {
    basket { name lines(orderBy: [{field: PRICE}]) { nodes { id quantity } } } userErrors { code field message }
} }"""
TOLD = "{ events(first: 100) { nodes { type data { object previousAttributes } } } }"


async def told(graph: Graph) -> list[dict[str, Any]]:
    """What was told, oldest first."""
    return [{"type": each["type"], **each["data"]} for each in reversed((await graph(TOLD))["events"]["nodes"])]


def line(id: str, basket: str, created: int, price: int, quantity: int = 1) -> dict[str, Any]:
    """A line's JSON."""
    return {
        "id": id,
        "object": "basket_line",
        "created": created,
        "currency": "usd",
        "livemode": False,
        "basket": basket,
        "price": price,
        "product": None,
        "quantity": quantity,
    }


async def make(graph: Graph, *prices: int) -> tuple[str, list[str]]:
    """A basket and its lines, one for each price."""
    payload = (await graph(CREATE, input={"name": "A", "lines": [{"price": price} for price in prices]}))[
        "basketCreate"
    ]
    assert payload["userErrors"] == []
    return payload["basket"]["id"], [each["id"] for each in payload["basket"]["lines"]["nodes"]]


async def test_created_with_its_lines(graph: Graph) -> None:
    id, lines = await make(graph, 100, 200)
    (event,) = await told(graph)
    created = event["object"]["created"]
    assert event == {
        "type": "basket.created",
        "object": {
            "id": id,
            "object": "basket",
            "created": created,
            "lines": {
                "object": "list",
                "data": [line(lines[0], id, created, 100), line(lines[1], id, created, 200)],
                "has_more": False,
                "total_count": 2,
                "url": f"/v1/baskets/{id}/lines",
            },
            "livemode": False,
            "metadata": {},
            "name": "A",
            "returns": {"object": "list", "data": [], "has_more": False, "url": f"/v1/basket_returns?basket={id}"},
        },
        "previousAttributes": None,
    }


async def test_a_line_that_changes_by_its_parent_or_by_itself(graph: Graph) -> None:
    id, (first, second) = await make(graph, 100, 200)
    payload = (await graph(UPDATE, id=id, input={"lines": [{"id": second, "quantity": 3}]}))["basketUpdate"]
    assert payload["basket"]["lines"]["nodes"] == [{"id": first, "quantity": 1}, {"id": second, "quantity": 3}]
    await graph(
        "mutation($id: ID!) { basketLineSetQuantity(id: $id, input: {quantity: 5}) { basketLine { quantity } } }",
        id=first,
    )
    _, by_parent, by_itself = await told(graph)
    created = by_parent["object"]["created"]
    before = [line(first, id, created, 100), line(second, id, created, 200)]
    between = [line(first, id, created, 100), line(second, id, created, 200, 3)]
    after = [line(first, id, created, 100, 5), line(second, id, created, 200, 3)]
    assert (by_parent["type"], by_itself["type"]) == ("basket.updated", "basket.updated")
    assert (by_parent["object"]["lines"]["data"], by_itself["object"]["lines"]["data"]) == (between, after)
    assert by_parent["previousAttributes"] == {"lines": {"data": before}}
    assert by_itself["previousAttributes"] == {"lines": {"data": between}}


async def test_lines_come_and_go_and_no_more_are_shown_than_fit(graph: Graph) -> None:
    id, (first, second) = await make(graph, 100, 200)
    await graph(UPDATE, id=id, input={"name": "B", "lines": [{"price": 300}]})
    await graph(UPDATE, id=id, input={"lines": [{"id": first, "deleted": True}]})
    _, added, removed = await told(graph)
    created = added["object"]["created"]
    both = [line(first, id, created, 100), line(second, id, created, 200)]
    assert added["object"]["lines"] | {"url": None} == {
        "object": "list",
        "data": both,
        "has_more": True,
        "total_count": 3,
        "url": None,
    }
    # What was shown before is shown still: only their number changed.
    assert added["previousAttributes"] == {"name": "A", "lines": {"has_more": False, "total_count": 2}}
    assert [each["price"] for each in removed["object"]["lines"]["data"]] == [200, 300]
    assert (removed["object"]["lines"]["has_more"], removed["object"]["lines"]["total_count"]) == (False, 2)
    assert removed["previousAttributes"] == {"lines": {"data": both, "has_more": True, "total_count": 3}}
    found = await graph("query($id: ID!) { basket(id: $id) { lines { totalCount } } }", id=id)
    assert found["basket"]["lines"] == {"totalCount": 2}


async def test_what_changes_nothing_tells_nothing(graph: Graph) -> None:
    id, (first, _) = await make(graph, 100, 200)
    await graph(UPDATE, id=id, input={"name": "A", "lines": [{"id": first, "quantity": 1}]})
    assert await graph.events() == ["basket.created"]


async def test_what_a_line_may_be(graph: Graph, stranger: Graph) -> None:
    types: Any = build()._schema.type_map
    assert {name: str(field.type) for name, field in types["BasketLineInput"].fields.items()} == {
        "currency": "Currency",
        "price": "Int64!",
        "product": "ID",
        "quantity": "Int",
    }
    assert {name: str(field.type) for name, field in types["BasketLineChangeInput"].fields.items()} == {
        "id": "ID",
        "deleted": "Boolean",
        "currency": "Currency",
        "price": "Int64",
        "product": "ID",
        "quantity": "Int",
    }
    wrong = {"lines": [{"price": 1}, {"price": 2, "quantity": 101}]}
    (error,) = (await graph(CREATE, input=wrong))["basketCreate"]["userErrors"]
    assert (error["field"], error["message"]) == (
        "lines.1.quantity",
        "`lines.1.quantity` must be 100 or less.",
    )
    _, (theirs,) = await make(stranger, 100)
    id, _ = await make(graph, 100)
    (error,) = (await graph(UPDATE, id=id, input={"lines": [{"id": theirs, "quantity": 2}]}))["basketUpdate"][
        "userErrors"
    ]
    assert (error["code"], error["field"]) == ("RESOURCE_MISSING", "lines")


async def test_a_list_of_all_that_there_are(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        basket = tx.add(Basket())
        for place in range(12):
            tx.add(BasketReturn(basket_id=basket.id, reason=str(place)))
        returns = tx.tell("created", basket).data.object["returns"]
    assert [each["reason"] for each in returns["data"]] == [str(place) for place in range(12)]
    assert (returns["has_more"], "total_count" in returns) == (False, False)


async def test_what_lines_embed_is_read_with_them(merchant: Merchant) -> None:
    async with merchant.begin() as tx:
        basket = tx.add(Basket())
        for name in ("Tea", "Milk"):
            product = tx.add(Product(name=name, updated=NOON))
            tx.add(BasketLine(basket_id=basket.id, product_id=product.id, price=1))
    async with merchant.begin() as tx:
        with counting() as statements:
            event = tx.tell("updated", await tx.get(Basket, basket.id))
        assert [each["product"]["name"] for each in event.data.object["lines"]["data"]] == ["Tea", "Milk"]
        assert reads(statements, "product") == 1


async def test_a_sample_has_empty_lists() -> None:
    assert list_json("bsk_1", Basket.lines, []) == {
        "object": "list",
        "data": [],
        "has_more": False,
        "total_count": 0,
        "url": "/v1/baskets/bsk_1/lines",
    }


async def many_orders(merchant: Merchant, count: int) -> list[str]:
    async with merchant.begin() as tx:
        baskets = [tx.add(Basket(name=str(place))) for place in range(count)]
        for basket in baskets:
            tx.add(BasketLine(basket_id=basket.id, price=1))
            tx.add(BasketLine(basket_id=basket.id, price=2))
        return [basket.id for basket in baskets]


def reads(statements: list[str], table: str) -> int:
    return sum(f"FROM {table}" in each and each.startswith("SELECT") for each in statements)


async def test_lists_are_read_with_a_lock_alone_and_once_for_all(merchant: Merchant) -> None:
    ids = await many_orders(merchant, 5)
    async with merchant.begin() as tx:
        with counting() as statements:
            looked = await tx.get(Basket, ids[0], lock=False)
            await tx.find(Basket, lock=False)
        assert reads(statements, "basket_line") == 0
        with pytest.raises(AssertionError, match="was not locked"):
            tx.tell("updated", looked)
        with counting() as statements:
            baskets = await tx.find(Basket)
            for basket in baskets:
                assert len(tx.tell("updated", basket).data.object["lines"]["data"]) == 2
                await tx.get(Basket, basket.id)
        assert (reads(statements, "basket_line"), reads(statements, "basket_return")) == (1, 1)


async def test_a_batch_reads_the_lines_of_its_parents_in_one_statement(merchant: Merchant, database: Database) -> None:
    ids = await many_orders(merchant, 100)
    async with merchant.begin() as tx:
        for basket in await tx.find(Basket):
            tx.wake(NOON + timedelta(hours=1), double, basket)
            if basket.id == ids[3]:
                basket.name = "broken"
    due = [batches.Due.of(row) for row in await rows_due(database)]
    async with merchant.begin(NOON + timedelta(hours=1)) as tx:
        with counting() as statements:
            fired = await batches.fire(tx, due)
            batches.settle(tx, fired, {})
        assert [each.target_id for each, _ in fired.failed] == [ids[3]]
        assert len(fired.done) == 99
        # The lists of all once, and once more to lock them.
        assert (reads(statements, "basket_line"), reads(statements, "basket_return")) == (2, 1)
    events = [each for each in await merchant.told() if each.type == "basket.updated"]
    assert len(events) == 99
    assert {tuple(line["quantity"] for line in each.data.object["lines"]["data"]) for each in events} == {(2, 2)}
    assert all(
        [line["quantity"] for line in (each.data.previous_attributes or {})["lines"]["data"]] == [1, 1]
        for each in events
    )
    # What the one that failed had added is not in its list.
    async with merchant.begin() as tx:
        basket = await tx.get(Basket, ids[3])
        assert tx.tell("updated", basket).data.object["lines"]["total_count"] == 2


async def rows_due(database: Database) -> Any:
    async with database.writing() as connection:
        return await connection.fetch(select(*Wake.__table__.c).order_by(Wake.__table__.c.id))
