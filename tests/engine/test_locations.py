"""Errors say where: in the document, and for a field also in the result."""

from typing import Any

import pytest

from tests.graph import Graph

WRONG = [
    ('customers(where: {created: {gt: HERE"yesterday"}})', "DateTime takes ISO 8601 with an offset"),
    ('customers(where: {created: {gt: HERE"2025-01-31"}})', "DateTime needs an offset, such as the Z in"),
    ("customers(where: {created: {gt: HERE1738324800}})", "DateTime takes ISO 8601 with an offset"),
    ("charges(where: {amount: {in: [1, HERE9007199254740992]}})", "Give a number in this range."),
    ('charges(where: {amount: {gt: HERE"5"}})', "a whole number without quotes, such as 2000; got '5'."),
    ("charges(where: {amount: {gt: HERE1.5}})", "a whole number without quotes, such as 2000; got 1.5."),
    ('prices(where: {unitAmountDecimal: {lt: HERE"x"}})', 'such as "12.5"; got '),
    ('customers(first: HERE"1")', 'Int cannot represent non-integer value: "1"'),
]


def literal(field: str) -> tuple[str, dict[str, int]]:
    """The document, and where the wrong literal stands in it."""
    text = f"{{\n  {field} {{ totalCount }}\n}}"
    column = text.splitlines()[1].index("HERE") + 1
    return text.replace("HERE", ""), {"line": 2, "column": column}


@pytest.mark.parametrize(("field", "said"), WRONG)
async def test_a_wrong_literal_is_located(graph: Graph, field: str, said: str) -> None:
    document, location = literal(field)
    error = await graph.error(document)
    assert said in error["message"]
    assert error["locations"] == [location]
    assert error["path"] == [field.partition("(")[0]]
    assert (error["extensions"]["status"], "data" in graph.last) == (400, False)


async def test_a_wrong_literal_has_the_path_of_its_field(graph: Graph) -> None:
    paths = {
        '{ people: customers { nodes { ... { paid: charges(first: "1") { totalCount } } } } }': [
            "people",
            "nodes",
            "paid",
        ],
        "{ a: customers { totalCount } b: node(id: 1.5) { id } }": ["b"],
        'mutation { a: customerCreate(input: { balance: "x" }) { replayed } }': ["a"],
        # A fragment with a name may stand in several places.
        'query { ...F } fragment F on Query { customers(first: "1") { totalCount } }': None,
    }
    for document, path in paths.items():
        assert (await graph.error(document)).get("path") == path, document


@pytest.mark.parametrize(
    ("type_", "given", "said"),
    [
        ("DateTime!", "yesterday", "invalid value: DateTime takes ISO 8601 with an offset, such as"),
        ("Int64!", 2**53, "Give a number in this range."),
        ("Int64!", "5", "such as 2000; got '5'."),
        ("Decimal!", 1.5, 'such as "12.5"; got 1.5.'),
        ("Currency!", 5, "Currency takes a three-letter ISO code, such as usd; got 5."),
        ("Metadata!", "gold", 'Metadata takes an object whose values are strings, such as {order: "6735"}'),
        ("CustomerWhere!", {"created": {"gt": "yesterday"}}, "invalid value at .created.gt: DateTime takes"),
        ("[Int64!]!", [1, "x"], "invalid value at [1]: Int64 takes"),
    ],
)
async def test_a_wrong_variable_is_located_at_its_definition(graph: Graph, type_: str, given: Any, said: str) -> None:
    used = {
        "DateTime!": "customers(where: {created: {gt: $v}}) { totalCount }",
        "Int64!": "charges(where: {amount: {gt: $v}}) { totalCount }",
        "Decimal!": "prices(where: {unitAmountDecimal: {gt: $v}}) { totalCount }",
        "CustomerWhere!": "customers(where: $v) { totalCount }",
        "[Int64!]!": "charges(where: {amount: {in: $v}}) { totalCount }",
    }
    mutations = {
        "Currency!": 'priceCreate(input: {product: "prod_1", currency: $v}) { replayed }',
        "Metadata!": "customerCreate(input: {metadata: $v}) { replayed }",
    }
    kind = "query" if type_ in used else "mutation"
    error = await graph.error(f"{kind}($v: {type_}) {{ {(used | mutations)[type_]} }}", v=given)
    assert said in error["message"]
    assert error["locations"] == [{"line": 1, "column": len(kind) + 2}]


@pytest.mark.parametrize(
    ("given", "column", "said"),
    [
        ("currency: 5", 52, "Currency takes a three-letter ISO code, such as usd; got 5."),
        ('metadata: "gold"', 52, "Metadata takes an object whose values are strings"),
        ("metadata: {a: [1]}", 52, "Metadata values are strings; that of 'a' is not."),
        ('unitAmount: "5"', 54, "Int64 takes a whole number without quotes"),
    ],
)
async def test_a_wrong_literal_of_an_input_is_located(graph: Graph, given: str, column: int, said: str) -> None:
    needed = "" if given.startswith("currency") else ', currency: "usd"'
    error = await graph.error(
        f'mutation {{\n  priceCreate(input: {{product: "prod_1", {given}{needed}}}) {{ replayed }}\n}}'
    )
    assert said in error["message"]
    assert error["locations"] == [{"line": 2, "column": column}]


@pytest.mark.parametrize(
    ("field", "code"),
    [("customers(first: 101)", "LIMIT_EXCEEDED"), ("customers { nodes { object } totalCount id } ", None)],
)
async def test_what_is_refused_before_it_runs_is_located(graph: Graph, field: str, code: str | None) -> None:
    error = await graph.error(f"\n query {{ {field} {'{ totalCount }' if code else ''} }}")
    assert error["locations"] == [{"line": 2, "column": 2 if code else 50}]


@pytest.mark.parametrize(
    ("document", "path", "column"),
    [
        ('{ customers(after: "nonsense") { totalCount } }', ["customers"], 3),
        ('{ them: customers(query: "name~") { totalCount } }', ["them"], 3),
        ("{ customers(first: -1) { totalCount } }", ["customers"], 3),
        ("{ customers(orderBy: [{field: ID}, {field: ID}]) { totalCount } }", ["customers"], 3),
    ],
)
async def test_a_field_that_fails_has_its_place_and_its_path(
    graph: Graph, document: str, path: list[str], column: int
) -> None:
    error = await graph.error(document)
    assert (error["path"], error["locations"]) == (path, [{"line": 1, "column": column}])
    assert graph.last["data"] == {path[0]: None}
