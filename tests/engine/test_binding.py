"""Statements with conditions are written once for all values, and give what each caller's values ask for."""

from typing import Any

import pytest

from app.database import Database
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from schema.derive import batches
from tests.factory import insert, row_of
from tests.graph import Graph

ROOT = """query ($where: CustomerWhere, $query: String) {
  customers(where: $where, query: $query, first: 5, orderBy: [{ field: NAME }]) { nodes { name } totalCount }
}"""
NESTED = """query ($where: PaymentIntentWhere) {
  customers { nodes { name paymentIntents(where: $where) { nodes { amount { amount } } totalCount } } }
}"""


async def people(graph: Graph, database: Database) -> None:
    rows = [row_of(Customer, graph.tenant, place, name=f"name {place}", balance=place) for place in range(4)]
    paid = [
        row_of(PaymentIntent, graph.tenant, place, amount=place, customer_id=rows[place % 2].id) for place in range(6)
    ]
    await insert(database, [*rows, *paid])


@pytest.mark.parametrize(
    "several",
    [
        [{"where": {"name": {"eq": f"name {place}"}}} for place in range(4)],
        [{"where": {"name": {"in": [f"name {place}"]}}} for place in range(4)],
        [{"where": {"name": {"startsWith": f"name {place}"}}} for place in range(4)],
        [{"where": {"or": [{"balance": {"eq": place}}, {"name": {"matches": f"*%_{place}"}}]}} for place in range(4)],
        [{"where": {"not": {"balance": {"ne": place}}}, "query": f"name:'name {place}'"} for place in range(4)],
    ],
    ids=["eq", "in", "starts with", "or", "not and query"],
)
async def test_the_values_are_no_part_of_a_statement(
    graph: Graph, database: Database, several: list[dict[str, Any]]
) -> None:
    await people(graph, database)
    await graph(ROOT, **several[0])
    written = len(batches._written)
    for place, asked in enumerate(several):
        found = (await graph(ROOT, **asked))["customers"]
        assert found == {"nodes": [{"name": f"name {place}"}], "totalCount": 1}, asked
    assert len(batches._written) == written


async def test_pages_under_objects_have_values_of_their_own(graph: Graph, database: Database) -> None:
    await people(graph, database)
    for least in (0, 3, 5):
        found = await graph(NESTED, where={"amount": {"gte": least}})
        shown = {each["name"]: each["paymentIntents"] for each in found["customers"]["nodes"]}
        for owner in range(2):
            amounts = [amount for amount in range(6) if amount % 2 == owner and amount >= least]
            assert sorted(each["amount"]["amount"] for each in shown[f"name {owner}"]["nodes"]) == amounts
            assert shown[f"name {owner}"]["totalCount"] == len(amounts)


async def test_what_asks_for_another_shape_is_another_statement(graph: Graph, database: Database) -> None:
    await people(graph, database)
    for where, names in (
        ({"balance": {"gt": 1}}, ["name 2", "name 3"]),
        ({"balance": {"lt": 1}}, ["name 0"]),
        ({"balance": {"isNull": True}}, []),
        ({"balance": {"isNull": False}}, ["name 0", "name 1", "name 2", "name 3"]),
        ({"email": {"eq": None}, "balance": {"eq": 2}}, []),
        ({"email": {"ne": None}, "balance": {"eq": 2}}, ["name 2"]),
        ({"email": {"eq": "name 2"}}, []),
    ):
        assert [each["name"] for each in (await graph(ROOT, where=where))["customers"]["nodes"]] == names, where


async def test_long_conditions_are_not_kept(graph: Graph, database: Database) -> None:
    await people(graph, database)
    await graph(ROOT, where={"or": [{"balance": {"eq": 0}}]})
    written = len(batches._written)
    long = {"or": [{"balance": {"eq": place}} for place in range(2, 60)]}
    found = (await graph(ROOT, where=long))["customers"]
    assert [each["name"] for each in found["nodes"]] == ["name 2", "name 3"]
    assert len(batches._written) == written
