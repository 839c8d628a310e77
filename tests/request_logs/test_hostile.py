"""A request that failed keeps its row, whatever it contained: what cannot be stored is stored in a form that can."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.server.request_log.storable import DEEPEST
from app.server.request_log.writer import Writer, text_of
from tests.graph import Graph
from tests.request_logs.test_writer import ids, row, stored

CREATE = "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { userErrors { field message } } }"
DEEP = 600


def body(variables: str, query: str = CREATE) -> str:
    """A request with variables as they are written."""
    return f'{{"query": {json.dumps(query)}, "variables": {variables}}}'


def nested(levels: int, inner: str = '"x"') -> str:
    return '{"a": ' * levels + inner + "}" * levels


BODIES = {
    "not JSON": "{",
    "nothing": "",
    "a list": "[1]",
    "not UTF-8": b'{"query": "\xff"}',
    "a lone surrogate": r'{"query": "{ a(b: \"\ud800\") }"}',
    "a lone surrogate's escape": body("{}", r'{ customer(id: "\uD800") { id } }'),
    "NUL in a document": body("{}", "{ customer\0 { id } }"),
    "NUL in a literal": body("{}", r'{ customers(query: "\u0000") { nodes { id } } }'),
    "NUL in a value": body(r'{"input": {"name": "a\u0000b"}}'),
    "NUL in a field": body(r'{"input": {"na\u0000me": "a"}}'),
    "NUL in a key of metadata": body(r'{"input": {"metadata": {"a\u0000b": "c"}}}'),
    "a long key of metadata": body(f'{{"input": {{"metadata": {{"{"k" * 50_000}": "c"}}}}}}'),
    "NUL in an operation's name": r'{"query": "{ a }", "operationName": "a\u0000b"}',
    "variables that nest": body(f'{{"input": {{"metadata": {nested(DEEP)}}}}}'),
    "variables that nest less": body(f'{{"input": {{"metadata": {nested(300)}}}}}'),
    "variables that nest deeper": body(f'{{"input": {nested(1_010)}}}'),
    "literals that nest": body("{}", f"{{ customers(where: {'[' * DEEP}{']' * DEEP}) {{ nodes {{ id }} }} }}"),
    "literals that nest a little": body("{}", f"{{ customers(where: {'[' * 150}{']' * 150}) {{ nodes {{ id }} }} }}"),
    "a long number": body(f'{{"input": {{"balance": {"9" * 5_000}}}}}'),
    "a number of 30 digits": body(f'{{"input": {{"balance": {"9" * 30}, "metadata": {{"a": {"9" * 30}}}}}}}'),
    "a number without an end": body('{"input": {"balance": 1e999}}'),
    "a long document": body("{}", "{ nonsense #" + "x" * 500_000 + "\n}"),
    "a long value": body(f'{{"input": {{"name": "{"x" * 900_000}"}}}}'),
}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in BODIES.items()])
async def test_whatever_was_sent_leaves_its_row(graph: Graph, content: str | bytes) -> None:
    await must_be_told(graph, content)


async def test_whatever_was_sent_as_a_header_leaves_its_row(graph: Graph) -> None:
    await must_be_told(graph, body('{"input": {}}'), (b"Idempotency-Key", b"\x7f\xff\xed\xa0\x80"))


async def must_be_told(graph: Graph, content: str | bytes, *headers: tuple[bytes, bytes]) -> None:
    """Send a body that is refused, and find the one row that tells."""
    usual = ((b"Authorization", f"Bearer {graph.secret}".encode()), (b"Content-Type", b"application/json"))
    response = await graph.client.post("/graphql", content=content, headers=[*usual, *headers])
    (found,) = (await graph("{ requestLogs { nodes { id outcome } } }"))["requestLogs"]["nodes"]
    assert found["id"] == response.headers["request-id"]
    assert found["outcome"] in ("FAILED", "REFUSED")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=())), inner),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text(st.characters(exclude_categories=())), JSON))
def test_any_value_becomes_json_that_postgresql_takes(values: dict[str, Any]) -> None:
    text = text_of([{"variables": values}])
    assert [*json.loads(text)[0]] == ["variables"]
    assert "\0" not in "".join(texts(orjson.loads(text)))


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [each for pair in value.items() for item in pair for each in texts(item)]
    return [each for item in value for each in texts(item)] if isinstance(value, list) else []


async def test_what_cannot_be_stored_is_stored_in_another_form(database: Database) -> None:
    deep: Any = "x"
    for _ in range(2 * DEEPEST):
        deep = [deep]
    held = {"nul\0": "a\0b", "surrogate": "\ud800", "deep": deep, "long": 10**5_000, "other": {1, 2}}
    writer = await Writer.open(database)
    try:
        made = row(variables=held, document="\0", objects=["\udfff"])
        await writer.put(made)
    finally:
        await writer.close()
    assert await ids(database) == {made["id"]}
    assert await stored(database) == [("succeeded", 200, 1, '["?"]')]
