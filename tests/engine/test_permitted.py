"""A permission that is missing is found before anything runs; and a root field that fails leaves the others alone."""

from typing import Any

import httpx
import pytest

from app.database import Database
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller

TWO = """mutation ($product: Boolean = true) {
  a: customerCreate(input: { name: "Ada" }) { customer { id } }
  b: productCreate(input: { name: "Rocket" }) @include(if: $product) { product { id } }
}"""


@pytest.fixture
async def key(client: httpx.AsyncClient, database: Database, graph: Graph) -> Graph:
    """A key that may write core resources, and nothing else."""
    permissions = {"core_resources": "write"}
    return await new_caller(
        client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
    )


async def test_a_mutation_is_refused_before_the_one_ahead_of_it_is_done(key: Graph, graph: Graph) -> None:
    body = await key.result(TWO)
    (error,) = body["errors"]
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("FORBIDDEN", 403)
    assert error["message"] == (
        "This restricted API key cannot write products. Use a key with the permission products: write."
    )
    assert body.get("data") is None
    assert await graph("{ customers { totalCount } }") == {"customers": {"totalCount": 0}}
    assert await graph.events() == []


async def test_what_is_left_out_needs_no_permission(key: Graph) -> None:
    data = await key(TWO, product=False)
    assert list(data) == ["a"]
    assert data["a"]["customer"]["id"].startswith("cus_")


@pytest.mark.parametrize(
    "document",
    [
        "{ customers { totalCount } charges { nodes { paymentMethod { id } } } products { totalCount } }",
        """query { ...Mine customers { nodes { charges { nodes { ...Paid } } } } }
        fragment Mine on Query { prices { totalCount } }
        fragment Paid on Charge { paymentMethod { type } }""",
        '{ node(id: "ch_1") { ... on Charge { paymentMethod { id } } } prices { totalCount } }',
    ],
)
async def test_all_that_is_missing_is_told_at_once(key: Graph, document: str) -> None:
    error = await key.error(document)
    message: Any = error["message"]
    assert message.startswith("This restricted API key cannot read ")
    assert sorted(message.partition("the permissions ")[2].rstrip(".").split(", ")) == [
        "payment_methods: read",
        "products: read",
    ]


async def test_a_root_field_that_fails_leaves_the_others_alone(graph: Graph) -> None:
    await graph.do("customerCreate", "id", input={"name": "Ada"})
    body = await graph.result('{ a: customers(after: "nothing") { totalCount } b: customers { totalCount } }')
    assert body["data"] == {"a": None, "b": {"totalCount": 1}}
    assert [error["path"][0] for error in body["errors"]] == ["a"]


async def test_a_mutation_that_fails_leaves_the_answers_of_the_others(graph: Graph) -> None:
    key = "k" * 300
    body = await graph.result(
        """mutation ($key: String) {
          a: customerCreate(input: { name: "Ada" }) { customer { name } }
          b: customerCreate(input: { name: "Grace" }, idempotencyKey: $key) { customer { name } userErrors { field } }
          c: customerCreate(input: { name: "Joan" }) { customer { name } }
        }""",
        key=key,
    )
    assert body["data"]["a"] == {"customer": {"name": "Ada"}}
    assert body["data"]["c"] == {"customer": {"name": "Joan"}}
