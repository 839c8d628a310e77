"""Objects by their ids, of every type; and what becomes of one that is deleted."""

import httpx
import pytest
from strawberry.utils.str_converters import to_camel_case

from app import tables
from app.database import Database
from app.tables.access import KeyKind
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.products.product import Product
from app.tables.resource import Resource
from tests.by_table import each_found_table, of_tables, roots_of
from tests.factory import START, id_of, insert, make, row_of
from tests.graph import Graph, new_caller

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


@each_found_table
async def test_each_type_by_its_id_and_its_name(graph: Graph, database: Database, table: type[Resource]) -> None:
    (id,) = await insert(database, [row_of(table, graph.tenant, 1)])
    root = to_camel_case(str(table.__tablename__))
    found = await graph(f"query($id: ID!) {{ it: {root}(id: $id) {{ __typename id object }} }}", id=id)
    assert found["it"] == {"__typename": table.__name__, "id": id, "object": table.object_name}
    assert (await graph(NODE, id=id))["node"] == {"__typename": table.__name__, "id": id}


@pytest.mark.parametrize("id", ["", "cus", "cus_", "cus_0001x", "CUS_0001", "zzz_0001", "ü", "%", "cus_0002"])
async def test_ids_that_lead_nowhere(graph: Graph, database: Database, id: str) -> None:
    await insert(database, [row_of(Customer, graph.tenant, 1)])
    assert await graph(NODE, id=id) == {"node": None}
    found = await graph("query($id: ID!) { customer(id: $id) { id } product(id: $id) { id } }", id=id)
    assert found == {"customer": None, "product": None}


async def test_nodes_keep_their_order_with_null_in_place_of_what_is_not(graph: Graph, database: Database) -> None:
    await insert(database, [row_of(Customer, graph.tenant, 1), row_of(PaymentIntent, graph.tenant, 1)])
    ids = ["pi_0001", "cus_0002", "cus_0001", "cus", "zzz_1", "pi_0001"]
    found = await graph("query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { name } } }", ids=ids)
    customer = {"id": "cus_0001", "name": "name-1"}
    assert found["nodes"] == [{"id": "pi_0001"}, None, customer, None, None, {"id": "pi_0001"}]
    assert (await graph("{ nodes(ids: []) { id } }")) == {"nodes": []}


async def test_nodes_have_a_limit(graph: Graph) -> None:
    error = await graph.error("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["cus_1"] * 101)
    assert error["extensions"]["code"] in ("BAD_REQUEST", "LIMIT_EXCEEDED")
    assert "101" in error["message"]


async def test_a_product_whose_id_the_caller_chose(graph: Graph) -> None:
    await graph.do("productCreate", "id", input={"id": "gold-plan", "name": "Gold"})
    assert (await graph(NODE, id="gold-plan"))["node"] == {"__typename": "Product", "id": "gold-plan"}


FOUND = ("Customer",)
"""Those whose tombstones are also found by id, as Stripe's are."""


@of_tables(table for table in tables.by_name.values() if table.deletable and all(roots_of(table)))
async def test_what_is_deleted_is_found_by_id_only_where_stripe_finds_it(
    graph: Graph, database: Database, table: type[Resource]
) -> None:
    gone = row_of(table, graph.tenant, 1, deleted_at=START)
    await insert(database, [gone, row_of(table, graph.tenant, 2)])
    plural = to_camel_case(table.plural)
    one = to_camel_case(str(table.__tablename__))
    found = await graph(
        f"""query($id: ID!) {{
            one: {one}(id: $id) {{ id deleted }}
            other: {one}(id: "{id_of(table, 2)}") {{ deleted }}
            node(id: $id) {{ ... on {table.__name__} {{ id deleted }} }}
            nodes(ids: [$id]) {{ id }}
            every: {plural} {{ totalCount nodes {{ id }} }}
            named: {plural}(where: {{id: {{eq: "{gone.id}"}}}}) {{ totalCount nodes {{ id }} }}
            searched: {plural}(query: "id:'{gone.id}'") {{ totalCount nodes {{ id }} }}
        }}""",
        id=gone.id,
    )
    tombstone = {"id": gone.id, "deleted": True} if table.__name__ in FOUND else None
    assert (found["one"], found["node"]) == (tombstone, tombstone)
    assert found["nodes"] == [{"id": gone.id} if table.__name__ in FOUND else None]
    assert found["other"] == {"deleted": False}
    assert found["every"] == {"totalCount": 1, "nodes": [{"id": id_of(table, 2)}]}
    assert found["named"] == found["searched"] == {"totalCount": 0, "nodes": []}


async def test_a_deletion_through_the_graph(graph: Graph) -> None:
    id = await make(graph, "customerCreate")
    assert await graph.do("customerDelete", "id deleted", id=id) == {"id": id, "deleted": True}
    assert (await graph("query($id: ID!) { customer(id: $id) { id deleted } }", id=id))["customer"]["deleted"] is True
    refusal = await graph.refuse("customerUpdate", id=id, input={"name": "Ada"})
    assert (refusal["code"], refusal["field"]) == ("RESOURCE_MISSING", "id")
    refusal = await graph.refuse("customerDelete", id=id)
    assert (refusal["code"], refusal["field"]) == ("RESOURCE_MISSING", "id")
    assert await graph.events() == ["customer.created", "customer.deleted"]


async def test_an_id_that_looks_like_anothers(graph: Graph, client: httpx.AsyncClient, database: Database) -> None:
    # No caller can choose it any more; rows that were made before may have it.
    await insert(database, [row_of(Product, graph.tenant, 1, id="cus_1")])
    document = "query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id, $id]) { __typename } }"
    gold = {"node": {"__typename": "Product", "id": "cus_1"}, "nodes": [{"__typename": "Product"}] * 2}
    assert await graph(document, id="cus_1") == gold
    # The table of the prefix comes first, and only it tells a key what it may not do.
    customers, products = [
        await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions={family: "read"}
        )
        for family in ("core_resources", "products")
    ]
    assert await customers(NODE, id="cus_1") == {"node": None}
    error = await products.error(NODE, id="cus_1")
    assert error["message"].endswith("Use a key with the permission core_resources: read.")


async def test_an_id_that_both_have_is_the_one_of_the_prefix(graph: Graph, database: Database) -> None:
    gold = row_of(Product, graph.tenant, 1, id="cus_0001", name="Gold")
    await insert(database, [row_of(Customer, graph.tenant, 1), gold])
    found = await graph("query($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", ids=["cus_0001"])
    assert found == {"nodes": [{"__typename": "Customer"}]}
    assert (await graph('{ product(id: "cus_0001") { name } }')) == {"product": {"name": "Gold"}}
