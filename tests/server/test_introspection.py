"""What is asked about the schema alone is executed once, and answered from what was kept after that."""

from typing import Any

import httpx
import pytest
from graphql import ExecutionResult, get_introspection_query

from app.server.introspection import KEPT
from app.server.operations import Operations, Prepared
from tests.server.conftest import Live
from tests.server.test_http import post
from tests.server.test_websocket import hear, init, start

FULL = get_introspection_query()
TYPE = "query ($name: String!, $deep: Boolean = false) { __type(name: $name) { name kind @include(if: $deep) } }"


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the operations that are executed."""
    names: list[str | None] = []
    run = Operations.run

    async def noted(self: Operations, prepared: Prepared, *rest: Any) -> ExecutionResult:
        names.append(prepared.operation.name)
        return await run(self, prepared, *rest)

    monkeypatch.setattr(Operations, "run", noted)
    return names


async def data_of(client: httpx.AsyncClient, query: str, **body: Any) -> Any:
    answer = (await post(client, query, **body)).json()
    assert "errors" not in answer
    return answer["data"]


async def test_the_whole_schema_is_made_once(client: httpx.AsyncClient, executed: list[str | None]) -> None:
    first = await data_of(client, FULL)
    assert {"Customer", "Query"} <= {type_["name"] for type_ in first["__schema"]["types"]}
    assert await data_of(client, FULL) == first
    assert executed == ["IntrospectionQuery"]


async def test_other_variables_are_another_question(client: httpx.AsyncClient, executed: list[str | None]) -> None:
    for variables, answer in (
        ({"name": "Customer"}, {"name": "Customer"}),
        ({"name": "Customer", "deep": True}, {"name": "Customer", "kind": "OBJECT"}),
        ({"deep": True, "name": "Customer"}, {"name": "Customer", "kind": "OBJECT"}),
        ({"name": "Nothing"}, None),
        ({"name": "Customer"}, {"name": "Customer"}),
    ):
        assert await data_of(client, TYPE, variables=variables) == {"__type": answer}
    assert len(executed) == 3


async def test_operations_of_one_document_are_apart(client: httpx.AsyncClient, executed: list[str | None]) -> None:
    document = "query A { ...Root } query B { here: __typename } fragment Root on Query { __typename }"
    for _ in range(2):
        assert await data_of(client, document, operationName="A") == {"__typename": "Query"}
        assert await data_of(client, document, operationName="B") == {"here": "Query"}
    assert executed == ["A", "B"]


@pytest.mark.parametrize(
    "document",
    [
        "query Both { __typename customers(first: 1) { nodes { id } } }",
        "query Both { ... on Query { __typename ... { customers(first: 1) { nodes { id } } } } }",
    ],
)
async def test_what_also_reads_is_executed_each_time(
    client: httpx.AsyncClient, executed: list[str | None], document: str
) -> None:
    for _ in range(2):
        assert (await data_of(client, document))["customers"] == {"nodes": [{"id": "cus_1"}]}
    assert executed == ["Both", "Both"]


async def test_a_mutations_type_is_not_kept(client: httpx.AsyncClient, executed: list[str | None]) -> None:
    for _ in range(2):
        assert await data_of(client, "mutation Name { __typename }") == {"__typename": "Mutation"}
    assert executed == ["Name", "Name"]


async def test_the_least_used_answer_leaves_first(client: httpx.AsyncClient, executed: list[str | None]) -> None:
    for number in range(KEPT + 1):
        await data_of(client, f"query Q{number} {{ __typename }}")
    await data_of(client, f"query Q{KEPT} {{ __typename }}")
    assert len(executed) == KEPT + 1
    await data_of(client, "query Q0 { __typename }")
    assert executed[-1] == "Q0"


async def test_answers_that_are_kept_cost_as_before(client: httpx.AsyncClient) -> None:
    first, second = [(await post(client, "{ __typename }")).json() for _ in range(2)]
    assert first["extensions"]["cost"]
    assert first == second


async def test_a_socket_is_given_it_too(live: Live, executed: list[str | None]) -> None:
    for _ in range(2):
        async with live.socket() as socket:
            await init(socket)
            await start(socket, "1", "query Name { __typename }")
            assert (await hear(socket))["payload"]["data"] == {"__typename": "Query"}
    assert executed == ["Name"]
