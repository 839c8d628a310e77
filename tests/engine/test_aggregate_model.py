"""Any condition on charges and their customers finds what Python finds; and `aggregate` is what all pages add up to."""

import operator
from collections import Counter, defaultdict
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.customer import Customer
from tests.engine.test_model import Asked, all_of, any_of, conditions, customer, none_of
from tests.factory import START, insert, row_of
from tests.graph import Graph

PEOPLE, CHARGES = 9, 40
Rows = tuple[dict[str, Customer], list[Charge]]
DOCUMENT = """
query($where: ChargeWhere, $by: [ChargeAggregateField!]!, $after: String) {
  charges(where: $where, first: 15, after: $after) {
    nodes { id status currency customer { id } paid amount { ...Sum } amountRefunded { ...Sum } }
    pageInfo { hasNextPage endCursor }
    aggregate {
      count
      sum { amount { ...Sum } amountRefunded { ...Sum } }
      groups(by: $by) {
        nodes { status currency customer { id } paid count sum { amount { ...Sum } amountRefunded { ...Sum } } }
        hasMore
      }
    }
  }
}
fragment Sum on Money { amount currency }
"""
FIELDS = {"STATUS": "status", "CURRENCY": "currency", "CUSTOMER": "customer", "PAID": "paid"}


def on_customer(asked: Asked) -> Any:
    where, holds = asked
    return {
        "customer": where
    }, lambda charge, people: charge.customer_id in people and holds(people[charge.customer_id])


def on_charge(word: str, amount: int) -> Any:
    holds = {"gt": operator.gt, "lte": operator.le}[word]
    return {"amount": {word: amount}}, lambda charge, _: holds(charge.amount, amount)


def joined(how: Any, asked: list[Any]) -> Any:
    """Conditions on charges joined as those on customers are, of whom Python says more than of one row."""

    def bound(holds: Any) -> Any:
        return lambda pair: holds(*pair)

    made = [(where, bound(holds)) for where, holds in asked]
    where, holds = how(made[0] if how is none_of else made)
    return where, lambda charge, people: holds((charge, people))


leaves = st.one_of(
    conditions.map(on_customer),
    st.builds(on_charge, st.sampled_from(["gt", "lte"]), st.sampled_from([0, 30, 70])),
    st.booleans().map(
        lambda none: ({"customer": {"isNull": none}}, lambda charge, _: (charge.customer_id is None) is none)
    ),
)
asked_of_charges = st.one_of(
    leaves,
    leaves.map(lambda asked: joined(none_of, [asked])),
    st.lists(leaves, min_size=1, max_size=2).map(lambda asked: joined(all_of, asked)),
    st.lists(leaves, min_size=1, max_size=2).map(lambda asked: joined(any_of, asked)),
)


@pytest.fixture(params=range(3))
async def rows(graph: Graph, database: Database, request: pytest.FixtureRequest) -> Rows:
    """Charges of a few customers, some of whom are not there, and of guests."""
    random = Random(request.param)
    people = [customer(graph, random.randrange(100) * 10 + place) for place in range(PEOPLE)]
    ids = [None, "cus_none", *(row.id for row in people)]
    charges = [
        row_of(
            Charge,
            graph.tenant,
            place,
            customer_id=random.choice(ids),
            amount=random.choice((0, random.randrange(100), 2**40)),
            amount_refunded=random.randrange(3),
            currency=random.choice(("usd", "eur", "jpy")),
            status=random.choice(list(ChargeStatus)),
            paid=random.random() < 0.5,
            deleted_at=START if random.random() < 0.1 else None,
        )
        for place in range(CHARGES)
    ]
    await insert(database, [*people, *charges])
    return {row.id: row for row in people}, [charge for charge in charges if charge.deleted_at is None]


def added_up(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The count and the sums of objects, as `aggregate` shows them."""
    sums: dict[str, Any] = {}
    for name in ("amount", "amountRefunded"):
        by_currency: Counter[str] = Counter()
        for node in nodes:
            by_currency[node[name]["currency"]] += node[name]["amount"]
        sums[name] = [{"amount": amount, "currency": currency} for currency, amount in sorted(by_currency.items())]
    return {"count": len(nodes), "sum": sums}


def in_groups(nodes: list[dict[str, Any]], by: list[str]) -> list[dict[str, Any]]:
    names = [FIELDS[each] for each in by]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in nodes:
        found[str([node[name] for name in names])].append(node)
    keys = ({name: some[0][name] if name in names else None for name in FIELDS.values()} for some in found.values())
    return [{**key, **added_up(some)} for key, some in zip(keys, found.values(), strict=True)]


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(asked=asked_of_charges, by=st.lists(st.sampled_from(["STATUS", "CURRENCY", "PAID"]), min_size=1, unique=True))
async def test_what_is_found_and_what_it_adds_up_to(graph: Graph, rows: Rows, asked: Any, by: list[str]) -> None:
    where, holds = asked
    people, charges = rows
    nodes: list[dict[str, Any]] = []
    after = None
    while True:
        page = (await graph(DOCUMENT, where=where, by=by, after=after))["charges"]
        nodes += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert {node["id"] for node in nodes} == {charge.id for charge in charges if holds(charge, people)}
    groups = page["aggregate"].pop("groups")
    assert page["aggregate"] == added_up(nodes)
    assert not groups["hasMore"]
    assert sorted(groups["nodes"], key=str) == sorted(in_groups(nodes, by), key=str)
    counts = [group["count"] for group in groups["nodes"]]
    assert counts == sorted(counts, reverse=True)
