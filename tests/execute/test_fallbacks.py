"""What is left to graphql-core's executor: a short list, and counted."""

import httpx
import pytest
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, GraphQLString, VariableValues, parse

from schema.execute.executor import Compiled, Unsupported
from schema.root import build
from tests.graph import Graph

NAMED = GraphQLSchema(query=GraphQLObjectType("Query", {"name": GraphQLField(GraphQLString)}))
OURS = build()._schema

BEYOND = {
    "query Q @experimental_disableErrorPropagation { name }": "another way with errors",
    "{ ...F(n: 1) } fragment F($n: Int) on Query { name }": "fragments with variables",
}


@pytest.mark.parametrize(("document", "why"), BEYOND.items())
def test_what_is_beyond_it(document: str, why: str) -> None:
    ast = parse(document, experimental_fragment_arguments=True)
    with pytest.raises(Unsupported, match=why):
        Compiled(NAMED, ast, ast.definitions[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("document", "keys"),
    [
        ("{ __schema { types { name fields { name args { name defaultValue } } } } }", ["__schema"]),
        ('{ __type(name: "Money") { name } customers { __typename nodes { id } } }', ["__type", "customers"]),
        ("subscription { events { type data { object } } }", ["events"]),
        ('mutation { customerDelete(id: "cus_1") { userErrors { code } } }', ["customerDelete"]),
        (
            '{ node(id: "a") { __typename ... on Customer @skip(if: true) { name } ...F } } fragment F on Node { id }',
            ["node"],
        ),
        ("query($yes: Boolean = true) { balance { livemode @include(if: $yes) } }", ["balance"]),
    ],
)
def test_what_is_not(document: str, keys: list[str]) -> None:
    ast = parse(document)
    program = Compiled(OURS, ast, ast.definitions[0]).program(VariableValues({}, {}))  # type: ignore[arg-type]
    root = program.operation.root
    assert [field.key for field in root.fields] == keys
    assert callable(program.objects(root))
    assert program.sources, "the Python that it became"


async def fallbacks(client: httpx.AsyncClient) -> list[str]:
    """What the server counted of operations that were left to graphql-core, by why."""
    metrics = (await client.get("/metrics")).text
    assert "# TYPE paygraph_fallbacks_total counter" in metrics
    return [line for line in metrics.splitlines() if line.startswith("paygraph_fallbacks_total{")]


async def test_no_query_of_ours_falls_back(graph: Graph, client: httpx.AsyncClient) -> None:
    before = await fallbacks(client)
    await graph("{ customers { nodes { id } } __schema { queryType { name } } }")
    assert await fallbacks(client) == before
    metrics = (await client.get("/metrics")).text
    assert "paygraph_result_bytes_total " in metrics
    assert "paygraph_result_bytes_largest " in metrics
