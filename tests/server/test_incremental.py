"""`@defer` and `@stream` over HTTP: who is answered in parts, in which form, and how that ends."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.database import Database
from app.server.main import build
from app.settings import Limits, Settings
from app.tables.access import KeyKind
from tests.graph import Graph, new_caller
from tests.server.conftest import Live, served
from tests.server.in_parts import parts

APOLLO_3 = "multipart/mixed;deferSpec=20220824,application/json"
APOLLO_4 = "multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9"
URQL = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
)
ASK = """query Ask($slow: Boolean! = true) {
    customers(first: 2, orderBy: [{ field: ID, direction: ASC }]) {
        nodes { id ...More @defer(label: "more", if: $slow) }
        ... @defer(if: $slow) { totalCount }
    }
}
fragment More on Customer { name balance { amount } invoices { totalCount } }"""
LIST = """{ customers(first: 100, orderBy: [{ field: ID, direction: ASC }]) {
    nodes @stream(initialCount: 1, label: "rest") { id name invoices { totalCount } } } }"""
IN_PARTS = [APOLLO_4, APOLLO_3, "multipart/mixed"]


@pytest.fixture
async def shipped(database: Database) -> AsyncIterator[Live]:
    limits = Limits(max_answer_bytes=20_000)
    app = build(Settings(database_url=database.url, worker=False, limits=limits))
    async with served(app, limits) as live:
        yield live


@pytest.fixture
async def merchant(shipped: Live, database: Database) -> Graph:
    caller = await new_caller(shipped.http, database)
    shipped.http.headers["Authorization"] = f"Bearer {caller.secret}"
    return caller


@pytest.fixture
async def customers(merchant: Graph) -> list[str]:
    """Two customers, by their ids."""
    made = [await merchant.do("customerCreate", "id", input={"name": name}) for name in ("Ada", "Ada")]
    return sorted(each["id"] for each in made)


async def told(client: httpx.AsyncClient, query: str, accept: str, **variables: Any) -> list[Any]:
    async with parts(client, {"query": query, "variables": variables}, accept) as received:
        return await received.all()


MORE = {"name": "Ada", "balance": {"amount": 0}, "invoices": {"totalCount": 0}}


async def test_the_present_draft_tells_by_ids(shipped: Live, customers: list[str]) -> None:
    first, *later = await told(shipped.http, ASK, APOLLO_4)
    assert first["data"] == {"customers": {"nodes": [{"id": id} for id in customers]}}
    assert first["pending"] == [
        {"id": "0", "path": ["customers"]},
        {"id": "1", "path": ["customers", "nodes", 0], "label": "more"},
        {"id": "2", "path": ["customers", "nodes", 1], "label": "more"},
    ]
    assert [each["hasNext"] for each in (first, *later)] == [True] * len(later) + [False]
    # The two fragments of one kind are one batch, and may come before or after the other kind.
    assert sorted(each["id"] for told in later for each in told["incremental"]) == ["0", "1", "2"]
    by_id = {each["id"]: each["data"] for told in later for each in told["incremental"]}
    assert by_id == {"0": {"totalCount": 2}, "1": MORE, "2": MORE}
    assert [{"id": "1"}, {"id": "2"}] in [told["completed"][-2:] for told in later]


async def test_the_draft_of_2022_tells_by_paths(shipped: Live, customers: list[str]) -> None:
    first, *later = await told(shipped.http, ASK, APOLLO_3)
    assert first["data"] == {"customers": {"nodes": [{"id": id} for id in customers]}}
    assert "pending" not in first
    incremental = [each for told in later for each in told["incremental"]]
    assert sorted(incremental, key=lambda each: each["path"]) == [
        {"path": ["customers"], "data": {"totalCount": 2}},
        {"path": ["customers", "nodes", 0], "label": "more", "data": MORE},
        {"path": ["customers", "nodes", 1], "label": "more", "data": MORE},
    ]
    assert [each["hasNext"] for each in (first, *later)] == [True] * len(later) + [False]


async def test_a_list_comes_item_by_item(shipped: Live, customers: list[str]) -> None:
    items = [{"id": id, "name": "Ada", "invoices": {"totalCount": 0}} for id in customers]
    first, second = await told(shipped.http, LIST, APOLLO_4)
    assert first["data"] == {"customers": {"nodes": items[:1]}}
    assert first["pending"] == [{"id": "0", "path": ["customers", "nodes"], "label": "rest"}]
    assert second == {"incremental": [{"id": "0", "items": items[1:]}], "completed": [{"id": "0"}], "hasNext": False}
    first, second = await told(shipped.http, LIST, "multipart/mixed")
    assert first["data"] == {"customers": {"nodes": items[:1]}}
    there = {"path": ["customers", "nodes", 1], "label": "rest", "items": items[1:]}
    assert second == {"incremental": [there], "hasNext": False}
    # Apollo Client 3 would lose the items: it has the whole list at once.
    whole = await shipped.http.post("/graphql", json={"query": LIST}, headers={"Accept": APOLLO_3})
    assert whole.json()["data"] == {"customers": {"nodes": items}}


@pytest.mark.parametrize(
    ("accept", "media_type", "spec"),
    [
        (APOLLO_4, "multipart/mixed", "; incrementalSpec=v0.2"),
        (APOLLO_3, "multipart/mixed", "; deferSpec=20220824"),
        ("multipart/mixed", "multipart/mixed", ""),
        (URQL, "text/event-stream", ""),
        ("text/event-stream; incrementalSpec=v0.2", "text/event-stream", ""),
    ],
)
async def test_the_header_says_what_is_sent(
    shipped: Live, customers: list[str], accept: str, media_type: str, spec: str
) -> None:
    response = await shipped.http.post("/graphql", json={"query": ASK}, headers={"Accept": accept})
    boundary = "; charset=utf-8" if media_type == "text/event-stream" else "; boundary=graphql"
    assert response.headers["content-type"] == media_type + boundary + spec
    assert response.headers["cache-control"] == "no-store"
    assert ('"pending"' in response.text) == ("incrementalSpec" in accept)


async def test_events_of_one_answer(shipped: Live, customers: list[str]) -> None:
    body = {"query": "{ customers { ... @defer { totalCount } } }"}
    response = await shipped.http.post("/graphql", json=body, headers={"Accept": URQL})
    comment, first, second, last, nothing = response.text.split("\n\n")
    assert (comment, last, nothing) == (":", "event: complete\ndata:", "")
    assert json.loads(first.removeprefix("event: next\ndata: "))["data"] == {"customers": {}}
    assert json.loads(second.removeprefix("event: next\ndata: ")) == {
        "incremental": [{"path": ["customers"], "data": {"totalCount": 2}}],
        "hasNext": False,
    }


@pytest.mark.parametrize(
    ("accept", "variables"),
    [
        ("application/json", {}),
        ("application/graphql-response+json, application/json;q=0.9", {}),
        ("*/*", {}),
        ("multipart/mixed;subscriptionSpec=1.0, application/json", {}),
        ("multipart/mixed;incrementalSpec=v9, application/json", {}),
        ("multipart/mixed;q=0, application/json", {}),
        (APOLLO_4, {"slow": False}),
        (URQL, {"slow": False}),
    ],
)
async def test_others_are_answered_at_once(
    shipped: Live, customers: list[str], accept: str, variables: dict[str, Any]
) -> None:
    body = {"query": ASK, "variables": variables}
    response = await shipped.http.post("/graphql", json=body, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0].endswith("json")
    assert response.json()["data"] == {"customers": {"nodes": [{"id": id} | MORE for id in customers], "totalCount": 2}}


async def test_a_query_for_one_object_is_answered_in_parts_however_often_it_came(
    shipped: Live, customers: list[str]
) -> None:
    """Known queries for one object take a shorter way, which has no parts."""
    id = customers[0]
    body = {"query": f'{{ customer(id: "{id}") {{ id ... @defer {{ name }} }} }}'}
    for _ in range(2):
        whole = await shipped.http.post("/graphql", json=body, headers={"Accept": "application/json"})
        assert whole.json()["data"] == {"customer": {"id": id, "name": "Ada"}}
    async with parts(shipped.http, body, APOLLO_4) as received:
        first, second = await received.all()
    assert first["data"] == {"customer": {"id": id}}
    assert second["incremental"] == [{"id": "0", "data": {"name": "Ada"}}]


async def test_a_variable_that_is_omitted_defers(shipped: Live, customers: list[str]) -> None:
    query = "query($soon: Boolean) { customers { ... @defer(if: $soon) { totalCount } } }"
    assert len(await told(shipped.http, query, APOLLO_4)) == 2
    assert len(await told(shipped.http, query, APOLLO_4, soon=True)) == 2


@pytest.mark.parametrize("accept", IN_PARTS)
async def test_limits_count_what_comes_later(shipped: Live, customers: list[str], accept: str) -> None:
    wide = "customers(first: 100) { nodes { invoices(first: 100) { nodes { lines(first: 100) { nodes { id } } } } } }"
    body = {"query": f"{{ ... @defer {{ {wide} }} }}"}
    response = await shipped.http.post("/graphql", json=body, headers={"Accept": accept})
    assert response.json()["errors"][0]["extensions"]["limit"] == "max_nodes"
    response = await shipped.http.post("/graphql", json={"query": ASK}, headers={"Accept": "application/json"})
    whole = response.json()["extensions"]["cost"]
    first, *_ = await told(shipped.http, ASK, accept)
    assert first["extensions"]["cost"] == whole


async def test_an_answer_is_as_large_as_it_may_be_with_all_its_parts(shipped: Live, merchant: Graph) -> None:
    metadata = {f"key_{place}": "x" * 500 for place in range(10)}
    for _ in range(5):
        await merchant.do("customerCreate", "id", input={"metadata": metadata})
    query = "{ customers { nodes { id ... @defer { metadata invoices { totalCount } } } } }"
    first, *later = await told(shipped.http, query, APOLLO_4)
    assert len(first["data"]["customers"]["nodes"]) == 5
    assert not any("incremental" in each for each in later)
    errors = [error for each in later for done in each["completed"] for error in done["errors"]]
    assert {error["extensions"]["limit"] for error in errors} == {"max_answer_bytes"}
    assert later[-1]["hasNext"] is False


async def test_a_key_sees_no_more_by_asking_later(shipped: Live, merchant: Graph, database: Database) -> None:
    permissions = {"core_resources": "read"}
    tenant = merchant.tenant
    restricted = await new_caller(
        shipped.http, database, account_id=tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
    )
    await merchant.do("customerCreate", "id", input={"name": "Ada"})
    headers = {"Authorization": f"Bearer {restricted.secret}"}
    for accept in (APOLLO_4, "application/json"):
        response = await shipped.http.post("/graphql", json={"query": ASK}, headers=headers | {"Accept": accept})
        (error,) = response.json()["errors"]
        assert error["message"].startswith("This restricted API key cannot read billing.")
    async with parts(
        shipped.http, {"query": "{ customers { ... @defer { totalCount } } }"}, APOLLO_4, **headers
    ) as received:
        _, last = await received.all()
    assert last["incremental"] == [{"id": "0", "data": {"totalCount": 1}}]


async def test_a_mutation_is_carried_out_before_its_first_part(shipped: Live, merchant: Graph) -> None:
    query = """mutation { customerCreate(input: { name: "Ada" }) {
        customer { id ... on Customer @defer { name invoices { totalCount } } } userErrors { code } } }"""
    async with parts(shipped.http, {"query": query}, APOLLO_4) as received:
        first = await received.next()
        customer = first["data"]["customerCreate"]["customer"]["id"]
        assert (await merchant("query($id: ID!) { customer(id: $id) { name } }", id=customer)) == {
            "customer": {"name": "Ada"}
        }
        assert await received.all() == [
            {
                "incremental": [{"id": "0", "data": {"name": "Ada", "invoices": {"totalCount": 0}}}],
                "completed": [{"id": "0"}],
                "hasNext": False,
            }
        ]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ('{ customers { ... @defer(label: "a") { totalCount } ... @defer(label: "a") { nodes { id } } } }', "unique"),
        ("query($l: String) { customers { ... @defer(label: $l) { totalCount } } }", "static"),
        ("mutation { ... @defer { customerDelete(id: 1) { userErrors { code } } } }", "root mutation type"),
        ("subscription { events { ... @defer { data { object } } } }", "not supported on subscription"),
        ("{ customers @stream { totalCount } }", "non-list"),
        ("{ customers { nodes @stream(initialCount: 1.5) { id } } }", "Int"),
        (
            "{ customers { nodes @stream { id } } again: customers { ... @defer(unless: true) { totalCount } } }",
            "unless",
        ),
    ],
)
async def test_misplaced_directives_are_refused(shipped: Live, merchant: Graph, query: str, says: str) -> None:
    response = await shipped.http.post("/graphql", json={"query": query}, headers={"Accept": f"{APOLLO_4}"})
    (error, *_) = response.json()["errors"]
    assert says in error["message"]
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize("accept", [*IN_PARTS, "application/json"])
async def test_a_count_below_zero_is_refused(shipped: Live, merchant: Graph, accept: str) -> None:
    query = "query($n: Int!) { customers { nodes @stream(initialCount: $n) { id } } }"
    body = {"query": query, "variables": {"n": -1}}
    response = await shipped.http.post("/graphql", json=body, headers={"Accept": accept})
    (error,) = response.json()["errors"]
    assert error["message"] == "initialCount must be zero or more."
    assert error["extensions"]["code"] == "BAD_REQUEST"


async def test_a_websocket_is_answered_at_once(shipped: Live, merchant: Graph, customers: list[str]) -> None:
    async with shipped.socket() as socket:
        await socket.send(
            json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {merchant.secret}"}})
        )
        await socket.recv()
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": ASK}}))
        message = json.loads(await socket.recv())
        assert message["payload"]["data"]["customers"]["totalCount"] == 2
        assert json.loads(await socket.recv()) == {"type": "complete", "id": "1"}


async def test_a_shared_stream_is_told_of_one_object(shipped: Live, customers: list[str]) -> None:
    """So, too, where the query is known: its answer is the stream's, and not the request's."""
    query = f'{{ customer(id: "{customers[0]}") {{ name }} }}'
    for _ in range(2):
        await shipped.http.post("/graphql", json={"query": query})
    token = (await shipped.http.put("/graphql")).text
    headers = {"X-GraphQL-Event-Stream-Token": token}
    body = {"query": query, "extensions": {"operationId": "a"}}
    opening = headers | {"Accept": "text/event-stream"}
    async with shipped.http.stream("GET", "/graphql", headers=opening) as stream:
        answer = await shipped.http.post("/graphql", json=body, headers=headers)
        assert (answer.status_code, answer.content) == (202, b"")
        text = ""
        async for chunk in stream.aiter_text():
            text += chunk
            if "event: complete" in text:
                break
    assert '"payload":{"data":{"customer":{"name":"Ada"}}' in text
