"""Any `where`, any order and any way of paging gives what Python gives over the same rows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.tables.core_resources.customer import Customer, CustomerTaxExempt
from app.tables.shapes.address import Address
from app.tables.shapes.shipping import Shipping
from tests.factory import START, insert, row_of
from tests.graph import Graph

Holds = Callable[[Customer], bool]
Asked = tuple[dict[str, Any], Holds]
"""A condition as the graph takes it, and as Python says it."""

NAMES = [None, "", "a", "ab", "a%", "b_", "A"]
MOMENTS = [START, START + timedelta(seconds=1), START + timedelta(days=40)]
CITIES = [None, "Oslo", "Paris"]


def customer(graph: Graph, place: int) -> Customer:
    row = row_of(
        Customer,
        graph.tenant,
        place,
        name=NAMES[place % 7],
        email=NAMES[place % 3],
        balance=(-5, 0, 0, 7)[place % 4],
        created=MOMENTS[place % 3],
        tax_exempt=list(CustomerTaxExempt)[place % 3],
        delinquent=place % 2 == 0,
    )
    city = CITIES[place % 3]
    row.shipping = Shipping(name="To", address=Address(city=city)) if place % 5 else None
    row.meta = {"tier": str(place % 3)} if place % 4 else {}
    return row


def city_of(row: Customer) -> str | None:
    return row.shipping.address.city if row.shipping and row.shipping.address else None


def nested(path: str, operator: dict[str, Any]) -> dict[str, Any]:
    made = operator
    for name in reversed(path.split(".")):
        made = {name: made}
    return made


def compare(path: str, get: Callable[[Customer], Any], values: list[Any], *, ordered: bool) -> st.SearchStrategy[Asked]:
    """Every operator that asks for a value, on one field."""

    def shown(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat()
        return value.name if isinstance(value, CustomerTaxExempt) else value

    def condition(word: str, value: Any) -> Asked:
        match word:
            case "eq":
                return nested(path, {"eq": shown(value)}), lambda row: get(row) == value
            case "ne":
                return nested(path, {"ne": shown(value)}), lambda row: get(row) != value
            case "in":
                some = [each for each in values if each is not None and each != value]
                return nested(path, {"in": [shown(each) for each in some]}), lambda row: get(row) in some
            case "isNull":
                return nested(path, {"isNull": value is None}), lambda row: (get(row) is None) is (value is None)
        comparisons: dict[str, Callable[[Any], bool]] = {
            "gt": lambda held: held > value,
            "gte": lambda held: held >= value,
            "lt": lambda held: held < value,
            "lte": lambda held: held <= value,
        }
        holds = comparisons[word]
        return nested(path, {word: shown(value)}), lambda row: get(row) is not None and holds(get(row))

    some = [value for value in values if value is not None]
    found = st.builds(condition, st.sampled_from(["eq", "ne", "in", "isNull"]), st.sampled_from(values))
    if ordered:
        found |= st.builds(condition, st.sampled_from(["gt", "gte", "lt", "lte"]), st.sampled_from(some))
    return found


WORDS: dict[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": lambda held, text: text in held,
}


def part(word: str, text: str, ignore_case: bool) -> Asked:
    def folded(text: str) -> str:
        return text.lower() if ignore_case else text

    def holds(row: Customer) -> bool:
        return row.name is not None and WORDS[word](folded(row.name), folded(text))

    return {"name": {word: text, **({"ignoreCase": True} if ignore_case else {})}}, holds


leaves = st.one_of(
    compare("name", lambda row: row.name, NAMES, ordered=True),
    compare("balance", lambda row: row.balance, [-5, 0, 7, 8], ordered=True),
    compare("created", lambda row: row.created, MOMENTS, ordered=True),
    compare("taxExempt", lambda row: row.tax_exempt, list(CustomerTaxExempt), ordered=False),
    compare("delinquent", lambda row: row.delinquent, [True, False], ordered=False),
    compare("shipping.address.city", city_of, CITIES, ordered=False),
    st.builds(part, st.sampled_from(sorted(WORDS)), st.sampled_from(["", "a", "B", "%", "_", "b_"]), st.booleans()),
    st.sampled_from(["0", "2", "9"]).map(
        lambda value: ({"metadata": {"key": "tier", "eq": value}}, lambda row: row.meta.get("tier") == value)
    ),
    st.booleans().map(
        lambda gone: ({"metadata": {"key": "tier", "isNull": gone}}, lambda row: ("tier" not in row.meta) is gone)
    ),
)


def all_of(asked: list[Asked]) -> Asked:
    return {"and": [each for each, _ in asked]}, lambda row: all(holds(row) for _, holds in asked)


def any_of(asked: list[Asked]) -> Asked:
    return {"or": [each for each, _ in asked]}, lambda row: any(holds(row) for _, holds in asked)


def none_of(asked: Asked) -> Asked:
    where, holds = asked
    return {"not": where}, lambda row: not holds(row)


conditions: st.SearchStrategy[Asked] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(all_of), st.lists(inner, min_size=1, max_size=3).map(any_of), inner.map(none_of)
    ),
    max_leaves=6,
)

ORDERED: dict[str, Callable[[Customer], Any]] = {
    "NAME": lambda row: row.name,
    "EMAIL": lambda row: row.email,
    "BALANCE": lambda row: row.balance,
    "CREATED": lambda row: row.created,
    "TAX_EXEMPT": lambda row: row.tax_exempt and row.tax_exempt.value,
    "DELINQUENT": lambda row: row.delinquent,
    "ID": lambda row: row.id,
}
orders = st.lists(
    st.tuples(st.sampled_from(sorted(ORDERED)), st.booleans()), max_size=3, unique_by=lambda term: term[0]
)


def in_order(rows: list[Customer], order: list[tuple[str, bool]]) -> list[Customer]:
    """Sorted by the last term first, since sorting keeps what is equal as it was; nulls last either way."""
    terms = order or [("CREATED", True)]
    for name, descending in [*terms, ("ID", terms[-1][1])][::-1]:
        get = ORDERED[name]
        held = [row for row in rows if get(row) is not None]
        rows = sorted(held, key=get, reverse=descending) + [row for row in rows if get(row) is None]
    return rows


@pytest.fixture
async def rows(graph: Graph, database: Database) -> list[Customer]:
    made = [customer(graph, place) for place in range(24)]
    await insert(database, made)
    assert all(row.created.tzinfo is UTC for row in made)
    return made


DOCUMENT = """
query($where: CustomerWhere, $orderBy: [CustomerOrder!], $first: Int, $last: Int, $after: String, $before: String) {
  customers(where: $where, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before) {
    totalCount
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(asked=conditions, order=orders, size=st.integers(3, 30), backwards=st.booleans())
async def test_pages_are_what_python_makes_of_the_rows(
    graph: Graph, rows: list[Customer], asked: Asked, order: list[tuple[str, bool]], size: int, backwards: bool
) -> None:
    where, holds = asked
    expected = [row.id for row in in_order([row for row in rows if holds(row)], order)]
    order_by = [{"field": name, "direction": "DESC" if descending else "ASC"} for name, descending in order]
    found: list[str] = []
    turn: dict[str, Any] = {}
    while True:
        turn |= {"last" if backwards else "first": size}
        page = (await graph(DOCUMENT, where=where, orderBy=order_by, **turn))["customers"]
        assert page["totalCount"] == len(expected)
        ids = [node["id"] for node in page["nodes"]]
        found = ids + found if backwards else found + ids
        info = page["pageInfo"]
        if not info["hasPreviousPage" if backwards else "hasNextPage"]:
            break
        turn = {"before": info["startCursor"]} if backwards else {"after": info["endCursor"]}
    assert found == expected
