"""What an operation is said to cost, which limit refuses it, and in which words."""

from typing import Any

import graphql
import pytest
from graphql import GraphQLSyntaxError, OperationDefinitionNode, build_schema, get_introspection_query

from app.access.cost import CEILING, Measure, measure, parse
from app.access.cost_cache import CostCache
from app.errors import BadRequest, LimitExceeded
from app.settings import Limits

SCHEMA = build_schema(
    """
    type Query {
      customer(id: ID!): Customer
      customers(
        first: Int, last: Int, after: String, where: CustomerWhere, orderBy: CustomerOrder, query: String,
        testClock: StringFilter
      ): CustomerConnection!
      nodes(ids: [ID!]!): [Node]!
      charge(id: ID!): Charge
    }
    input CustomerWhere { or: [CustomerWhere!] name: StringFilter }
    input StringFilter { eq: String in: [String!] }
    input CustomerOrder { field: String direction: String }
    type Mutation { customerCreate(name: String): CustomerCreatePayload! }
    interface Node { id: ID! }
    scalar JSON
    scalar Metadata
    type Customer implements Node {
      id: ID!
      name: String
      metadata: Metadata
      invoices(first: Int, last: Int): InvoiceConnection!
      source: Source
    }
    type CustomerCreatePayload { customer: Customer userErrors: [UserError!]! }
    type UserError { message: String! }
    type Invoice implements Node { id: ID! customer: Customer }
    type Charge implements Node { id: ID! customer: Customer outcome: JSON }
    union Source = Invoice | Charge
    type CustomerConnection {
      edges: [CustomerEdge!]! nodes: [Customer!]! pageInfo: PageInfo! totalCount: Int! aggregate: CustomerAggregate!
    }
    type CustomerAggregate { count: Int! groups(by: [String!]!, first: Int): CustomerGroups! }
    type CustomerGroups { nodes: [CustomerGroup!]! hasMore: Boolean! }
    type CustomerGroup { count: Int! sum: CustomerSums! }
    type CustomerSums { balance: Int }
    type CustomerEdge { cursor: String! node: Customer! }
    type InvoiceConnection { edges: [InvoiceEdge!]! nodes: [Invoice!]! pageInfo: PageInfo! totalCount: Int! }
    type InvoiceEdge { cursor: String! node: Invoice! }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    """
)


def limits_of(**changes: int) -> Limits:
    return Limits.model_validate(changes)


ROOMY = limits_of(max_tokens=100_000, max_depth=150, max_aliases=10_000, max_nodes=10**12, max_cost=10**12)


def ask(source: str, limits: Limits = ROOMY, **variables: Any) -> Measure:
    document = parse(source, limits)
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    return measure(SCHEMA, document, operation, variables, limits)


def refuse(source: str, limits: Limits = ROOMY, **variables: Any) -> LimitExceeded:
    with pytest.raises(LimitExceeded) as caught:
        ask(source, limits, **variables)
    return caught.value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{ customer(id: "cus_1") { id name } }', Measure(depth=2, aliases=0, nodes=0, cost=1)),
        ('{ customer(id: "cus_1") { __typename c: id } }', Measure(depth=2, aliases=1, nodes=0, cost=1)),
        ("{ customers { nodes { id } } }", Measure(depth=2, aliases=0, nodes=10, cost=11)),
        ("{ customers { nodes { id metadata again: metadata } } }", Measure(depth=2, aliases=1, nodes=10, cost=31)),
        ('{ charge(id: "ch_1") { id outcome } }', Measure(depth=2, aliases=0, nodes=0, cost=2)),
        ("{ customers(first: 5) { edges { cursor node { id } } } }", Measure(depth=2, aliases=0, nodes=5, cost=6)),
        ("{ customers(last: 7) { nodes { id } } }", Measure(depth=2, aliases=0, nodes=7, cost=8)),
        ("{ customers(first: 3, last: 7) { nodes { id } } }", Measure(depth=2, aliases=0, nodes=7, cost=8)),
        ("{ customers { totalCount pageInfo { endCursor } } }", Measure(depth=2, aliases=0, nodes=0, cost=1)),
        ("{ customers(first: 0) { nodes { id } } }", Measure(depth=2, aliases=0, nodes=0, cost=1)),
        ("{ customers(first: -1) { nodes { id } } }", Measure(depth=2, aliases=0, nodes=1, cost=2)),
        (
            "{ customers(first: 5) { nodes { invoices(first: 10) { nodes { id } } } } }",
            Measure(depth=3, aliases=0, nodes=55, cost=61),
        ),
        (
            "{ customers(first: 5) { nodes { invoices(first: 10) { nodes { customer { id } } } } } }",
            Measure(depth=4, aliases=0, nodes=55, cost=111),
        ),
        (
            '{ customer(id: "cus_1") { source { ... on Invoice { id } ... on Charge { customer { id } } } } }',
            Measure(depth=4, aliases=0, nodes=0, cost=3),
        ),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', Measure(depth=2, aliases=0, nodes=3, cost=4)),
        (
            "mutation { customerCreate { customer { id } userErrors { message } } }",
            Measure(depth=3, aliases=0, nodes=0, cost=12),
        ),
        (
            (
                "{ customers { ...Page } } fragment Page on CustomerConnection { nodes { ...Who ...Who } } "
                "fragment Who on Customer { nick: name source { ... on Charge { id } } }"
            ),
            Measure(depth=3, aliases=2, nodes=10, cost=31),
        ),
        ("{ nowhere { at { all } } }", Measure(depth=3, aliases=0, nodes=0, cost=0)),
        # What is of all pages is not multiplied by the size of one; what is of each group, by their number.
        ("{ customers(first: 7) { aggregate { count } } }", Measure(depth=3, aliases=0, nodes=0, cost=2)),
        (
            "{ customers(first: 7) { nodes { id } aggregate { groups(by: [], first: 5) { nodes { count } } } } }",
            Measure(depth=5, aliases=0, nodes=7 + 5, cost=1 + 7 + 1 + 1 + 5 * 2),
        ),
        (
            "{ customers { aggregate { groups(by: []) { nodes { sum { balance } } } } } }",
            Measure(depth=6, aliases=0, nodes=100, cost=1 + 1 + 1 + 100 * 3),
        ),
        ("{ ...Missing customers { nodes { ... on Nothing { id } } } }", Measure(2, 0, 10, 11)),
    ],
)
def test_an_operation_is_measured(source: str, expected: Measure) -> None:
    assert ask(source) == expected


def test_page_sizes_come_through_variables_and_their_defaults() -> None:
    query = "query ($n: Int = 4, $ids: [ID!]!) { customers(first: $n) { nodes { id } } nodes(ids: $ids) { id } }"
    assert ask(query, ids=["a", "b"]) == Measure(depth=2, aliases=0, nodes=6, cost=8)
    assert ask(query, ids=["a"], n=20) == Measure(depth=2, aliases=0, nodes=21, cost=23)
    assert ask(query, ids="a", n=None) == Measure(depth=2, aliases=0, nodes=11, cost=13)
    assert ask(query, ids=[], n=20.0).nodes == 21
    assert ask(query, ids=["a"], n="many").nodes == 11
    assert refuse(query, ids=["a"], n=101).limit == "max_page_size"
    assert refuse(query, ids=["a"] * 101).limit == "max_page_size"


def test_what_directives_leave_out_is_not_counted() -> None:
    query = (
        "query ($deep: Boolean!) { customers @skip(if: true) { nodes { id } } "
        "charge(id: 1) { id customer @include(if: $deep) { id } } }"
    )
    assert ask(query, deep=False) == Measure(depth=2, aliases=0, nodes=0, cost=1)
    assert ask(query, deep=True) == Measure(depth=3, aliases=0, nodes=0, cost=2)


def test_the_callers_see_what_was_counted() -> None:
    assert ask("{ customers { nodes { id } } }").extension(limits_of()) == {
        "requested": 11,
        "limit": 50_000,
        "nodes": 10,
        "depth": 2,
    }


@pytest.mark.parametrize(
    ("source", "limits", "limit", "message"),
    [
        (
            "{ customers(first: 500) { nodes { id } } }",
            limits_of(),
            "max_page_size",
            "`first` of `customers` asks for 500 objects; max_page_size allows 100. Ask for fewer at a time.",
        ),
        (
            "{ charge(id: 1) { customer { source { ... on Charge { id } } } } }",
            limits_of(max_depth=3),
            "max_depth",
            "The operation is 4 levels deep; max_depth allows 3. Fetch the rest by id.",
        ),
        (
            "{ a: __typename b: __typename }",
            limits_of(max_aliases=1),
            "max_aliases",
            "The operation has 2 aliases; max_aliases allows 1. Split it into several operations.",
        ),
        (
            "{ customers(first: 100) { nodes { invoices(first: 100) { nodes { id } } } } }",
            limits_of(max_nodes=10_000),
            "max_nodes",
            "The operation may return 10,100 objects; max_nodes allows 10,000. Ask for smaller pages with `first`.",
        ),
        (
            "{ customers(first: 5) { nodes { invoices(first: 10) { nodes { id } } } } }",
            limits_of(max_cost=60),
            "max_cost",
            "The operation costs 61; max_cost allows 60. Ask for fewer objects, or for smaller pages of them.",
        ),
        (
            "{ " + "__typename " * 20 + "}",
            limits_of(max_tokens=20),
            "max_tokens",
            (
                "The document has more than 20 tokens (names, values, punctuation) or comments, which is as many as "
                "max_tokens allows. Split it into several operations."
            ),
        ),
        (
            "#\n" * 50 + "{ __typename }",
            limits_of(max_tokens=20),
            "max_tokens",
            (
                "The document has more than 20 tokens (names, values, punctuation) or comments, which is as many as "
                "max_tokens allows. Split it into several operations."
            ),
        ),
        (
            "{ a" * 400 + "}" * 400,
            limits_of(),
            "max_depth",
            (
                "The document is nested far deeper than the 20 levels that max_depth allows. "
                "Split it into several operations."
            ),
        ),
    ],
)
def test_each_limit_refuses_by_name_with_the_remedy(source: str, limits: Limits, limit: str, message: str) -> None:
    refusal = refuse(source, limits)
    assert (refusal.limit, refusal.message, refusal.code, refusal.status) == (limit, message, "LIMIT_EXCEEDED", 400)


def test_a_limit_reached_exactly_is_allowed() -> None:
    query = "{ customers(first: 5) { nodes { a: invoices(first: 10) { nodes { id } } } } }"
    assert ask(query, limits_of(max_depth=3, max_aliases=1, max_nodes=55, max_cost=61)) == Measure(3, 1, 55, 61)


def test_a_syntax_error_is_told_as_such() -> None:
    with pytest.raises(GraphQLSyntaxError):
        parse("{ customers(", limits_of())


def bomb(inner: str, levels: int = 60) -> str:
    fragments = [f"fragment F{i} on Customer {{ {inner.replace('NEXT', f'...F{i + 1}')} }}" for i in range(levels)]
    return f"{{ customer(id: 1) {{ ...F0 }} }} {' '.join(fragments)} fragment F{levels} on Customer {{ id a: name }}"


def test_a_fragment_bomb_is_counted_without_being_walked() -> None:
    """Walking 2^60 spreads would never end, so that this test ends is the proof."""
    assert refuse(bomb("NEXT NEXT")).limit == "max_aliases"
    harmless = bomb("NEXT NEXT").replace("a: name", "name")
    assert ask(harmless) == Measure(depth=2, aliases=0, nodes=0, cost=1)
    pages = bomb("id invoices { nodes { customer { NEXT NEXT } } }").replace("a: name", "name")
    refusal = refuse(pages)
    assert refusal.limit == "max_nodes"
    assert refusal.message.startswith(f"The operation may return over {CEILING:,} objects; ")


def test_a_long_chain_of_fragments_neither_recurses_nor_loops() -> None:
    assert ask(bomb("NEXT", levels=3_000).replace("a: name", "name")).depth == 2
    with pytest.raises(BadRequest, match="in a circle"):
        ask("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")


def test_introspection_passes_within_the_default_limits() -> None:
    query = get_introspection_query(specified_by_url=True, input_value_deprecation=True, one_of=True)
    assert ask(query, limits_of()) == Measure(depth=0, aliases=0, nodes=0, cost=0)
    assert ask('{ __type(name: "Customer") { fields { name type { name } } } }', limits_of()).cost == 0


def test_introspection_many_times_over_is_refused() -> None:
    whole = "{ kind name fields { name args { name type { name ofType { name } } } type { name ofType { name } } } }"
    refusal = refuse("{ " + " ".join(f"s{i}: __schema {{ types {whole} }}" for i in range(100)) + "}", limits_of())
    assert refusal.limit == "max_cost"
    assert refusal.message == (
        "This operation walks through the schema several times over, which max_cost does not allow. "
        "Introspect in an operation of its own, once."
    )
    circle = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    assert [error.message for error in graphql.validate(SCHEMA, parse(circle, limits_of()))] == [
        "Maximum introspection depth exceeded"
    ]


WHERE = "{ customers(first: 5, where: %s) { nodes { id invoices(first: 2) { nodes { id } } } } }"
PLAIN = 1 + 5 * (1 + 1 + 2)


@pytest.mark.parametrize(
    ("where", "variables", "parts"),
    [
        ("{}", {}, 1),
        ('{name: {eq: "Ada"}}', {}, 3),
        ('{or: [{}, {}, {name: {in: ["a", "b"]}}]}', {}, 9),
        ("$where", {}, 0),
        ("$where", {"where": None}, 0),
        ("$where", {"where": {}}, 1),
        ("$where", {"where": {"or": [{}, {}, {"name": {"in": ["a", "b"]}}]}}, 9),
        ("{or: [$where, {name: {eq: $name}}]}", {"where": {"name": {"eq": None}}}, 8),
        (f'{{name: {{eq: "{"x" * 99}"}}}}', {}, 3),
        ("{name: {eq: $name}}", {"name": "x" * 250}, 5),
        ("{name: {eq: $name}}", {"name": "é" * 1_000}, 13),
    ],
)
def test_conditions_cost_by_their_parts_and_length(where: str, variables: dict[str, Any], parts: int) -> None:
    document = f"query($where: CustomerWhere, $name: String) {WHERE % where}"
    assert ask(document, **variables).cost == PLAIN + parts
    cached = CostCache(SCHEMA, ROOMY)
    ast = graphql.parse(document)
    (operation,) = (each for each in ast.definitions if isinstance(each, OperationDefinitionNode))
    assert cached.measure(ast, operation, {}).cost <= PLAIN + parts
    assert cached.measure(ast, operation, variables).cost == PLAIN + parts


def test_orders_searches_and_clocks_are_conditions_and_fragments_multiply_them() -> None:
    asked = 'orderBy: {field: "name"}, query: "name:1", testClock: {eq: "clock_1"}'
    conditions = f"customers({asked}) {{ nodes {{ id }} }}"
    once = ask(f"{{ {conditions} }}").cost
    assert once == 1 + 10 + 2 + 1 + 2
    assert ask(f"{{ ...C ...C }} fragment C on Query {{ {conditions} }}").cost == 2 * once


@pytest.mark.parametrize(
    ("where", "limit"),
    [
        ({"or": [{}] * 25_000}, "max_conditions"),
        ({"name": {"in": ["a"] * 1_000}}, "max_conditions"),
        ({"name": {"in": ["x" * 40_000] * 2}}, "max_condition_characters"),
        ({"x" * 60_000: 1}, "max_condition_characters"),
    ],
)
def test_too_many_conditions_are_refused(where: Any, limit: str) -> None:
    with pytest.raises(LimitExceeded) as refused:
        ask(f"query($where: CustomerWhere) {WHERE % '$where'}", Limits(), where=where)
    assert refused.value.limit == limit
