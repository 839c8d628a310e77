"""Several tables whose ids callers choose."""

from typing import Any

from app import tables
from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.products.product import Product
from tests.factory import insert, row_of
from tests.graph import Graph
from tests.made_up.products import Voucher

MAKE = """mutation($product: ProductCreateInput!, $voucher: VoucherCreateInput!) {
    productCreate(input: $product) { product { id } }
    voucherCreate(input: $voucher) { voucher { id } }
}"""
NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
BOOK = """mutation($about: ID!) { bookingCreate(input: {about: $about}) {
    booking { id about { __typename ... on Product { id } ... on Voucher { id } ... on Customer { id } } }
    userErrors { code field }
} }"""


async def furnish(graph: Graph, database: Database) -> None:
    await graph(MAKE, product={"id": "gold", "name": "Gold"}, voucher={"id": "silver"})
    # As they may have been chosen before that was refused.
    named = {Product: "vch_gold", Voucher: "cus_silver"}
    await insert(database, [row_of(table, graph.tenant, 1, id=id) for table, id in named.items()])


def test_a_prefix_leads_to_its_table_and_any_id_may_be_a_chosen_one() -> None:
    among: Any = (Customer, Product, Voucher)
    assert tables.tables_of("cus_1", among) == (Customer, Product, Voucher)
    assert tables.tables_of("vch_1", among) == (Voucher, Product)
    assert tables.tables_of("gold", among) == (Product, Voucher)
    assert tables.tables_of("pi_1", (Customer,)) == ()
    assert (tables.table_of("vch_1", among), tables.table_of("gold", among)) == (Voucher, None)


async def test_each_is_found_by_its_id(graph: Graph, database: Database) -> None:
    await furnish(graph, database)
    wanted = [
        {"__typename": type_, "id": id}
        for type_, id in (
            ("Product", "gold"),
            ("Voucher", "silver"),
            ("Product", "vch_gold"),
            ("Voucher", "cus_silver"),
        )
    ]
    assert (await graph(NODES, ids=[each["id"] for each in wanted]))["nodes"] == wanted
    assert (await graph(NODES, ids=["bronze", "vch_bronze"]))["nodes"] == [None, None]


async def test_a_relation_to_several_tables_tries_each(graph: Graph, database: Database) -> None:
    await furnish(graph, database)
    for type_, id in (("Product", "gold"), ("Voucher", "silver"), ("Product", "vch_gold"), ("Voucher", "cus_silver")):
        payload = (await graph(BOOK, about=id))["bookingCreate"]
        assert payload["booking"]["about"] == {"__typename": type_, "id": id}
    found = await graph(
        "{ bookings { nodes { about { __typename } } } vouchers { nodes { bookings { totalCount } } } }"
    )
    assert [each["about"]["__typename"] for each in found["bookings"]["nodes"]] == [
        "Voucher",
        "Product",
        "Voucher",
        "Product",
    ]
    assert found["vouchers"]["nodes"] == [{"bookings": {"totalCount": 1}}] * 2
    payload = (await graph(BOOK, about="bronze"))["bookingCreate"]
    assert payload == {"booking": None, "userErrors": [{"code": "RESOURCE_MISSING", "field": "about"}]}
