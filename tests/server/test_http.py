"""GraphQL over HTTP, where the specification's audits don't look: errors, limits, keys, bodies, headers."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.server.responses import APOLOGY
from tests.server.conftest import Direct
from tests.server.toy import HASTY_KEY, World

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
REQUEST_ID = re.compile(r"req_[0-9A-Za-z]{24}")
TYPENAME = {"query": "{ __typename }"}
CREATE = 'mutation { customerCreate(input: { email: "a@example.com" }) { customer { id } } }'


async def post(client: httpx.AsyncClient, query: str, accept: str = GRAPHQL, **body: Any) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, **body}, headers={"Accept": accept})


def only_error(response: httpx.Response) -> dict[str, Any]:
    """The one error of a response, whose request id must be the header's."""
    (error,) = response.json()["errors"]
    assert error["extensions"]["requestId"] == response.headers["request-id"]
    assert REQUEST_ID.fullmatch(response.headers["request-id"])
    assert isinstance(error, dict)
    return error


async def test_a_query_is_answered_in_json_of_its_type(client: httpx.AsyncClient) -> None:
    response = await post(client, "query ($n: Int!) { customers(first: $n) { nodes { id } } }", variables={"n": 2})
    assert response.status_code == 200
    assert response.json() == {
        "data": {"customers": {"nodes": [{"id": "cus_1"}, {"id": "cus_2"}]}},
        "extensions": {"cost": {"requested": 1}},
    }
    assert response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept, Accept-Encoding, Authorization"
    assert REQUEST_ID.fullmatch(response.headers["request-id"])


async def test_a_query_may_come_by_get(client: httpx.AsyncClient) -> None:
    parameters = {"query": "query A($n: Int!) { customers(first: $n) { nodes { id } } }", "variables": '{"n": 1}'}
    response = await client.get("/graphql", params=parameters)
    assert response.json()["data"] == {"customers": {"nodes": [{"id": "cus_1"}]}}
    parameters["variables"] = "{"
    response = await client.get("/graphql", params=parameters)
    assert response.status_code == 400
    assert (
        only_error(response)["message"] == "The URL's 'variables' is not valid JSON in UTF-8: unexpected end of data."
    )


async def test_a_mutation_by_get_is_not_run(client: httpx.AsyncClient, world: World) -> None:
    response = await client.get("/graphql", params={"query": CREATE})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert only_error(response)["extensions"]["code"] == "METHOD_NOT_ALLOWED"
    assert len(world.customers) == 3


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (f"{GRAPHQL.upper()}; charset=utf-8", GRAPHQL),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"{GRAPHQL}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed", GRAPHQL),
        ("text/event-stream", "text/event-stream"),
        (f"text/event-stream, {JSON};q=0.9", "text/event-stream"),
        (f"{JSON}, text/event-stream", JSON),
    ],
)
async def test_the_accepted_type_is_chosen(client: httpx.AsyncClient, accept: str | None, content_type: str) -> None:
    del client.headers["accept"]
    response = await client.post("/graphql", json=TYPENAME, headers={} if accept is None else {"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{content_type}; charset=utf-8"
    assert '{"data":{"__typename":"Query"}' in response.text


@pytest.mark.parametrize("accept", ["image/png", "text/html", f"{JSON};q=0", f"{JSON};q=none"])
async def test_a_type_that_cannot_be_served_is_refused(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.post("/graphql", json=TYPENAME, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.headers["content-type"] == f"{JSON}; charset=utf-8"
    assert only_error(response)["extensions"]["code"] == "NOT_ACCEPTABLE"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", f"{JSON}; charset=latin-1"],
)
async def test_what_a_form_could_post_is_not_run(client: httpx.AsyncClient, world: World, content_type: str) -> None:
    body = httpx.Request("POST", "http://toy", json={"query": CREATE}).content
    response = await client.post("/graphql", content=body, headers={"Content-Type": content_type})
    assert response.status_code == 415
    assert only_error(response)["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"
    assert len(world.customers) == 3


async def test_a_packed_body_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json=TYPENAME, headers={"Content-Encoding": "gzip"})
    assert response.status_code == 415


@pytest.mark.parametrize("method", ["OPTIONS", "PATCH"])
async def test_other_methods_are_refused(client: httpx.AsyncClient, method: str) -> None:
    response = await client.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST, PUT, DELETE")
    assert only_error(response)["message"] == "Send GraphQL with POST, or queries with GET."


async def test_a_body_that_declares_too_much_is_not_read(client: httpx.AsyncClient) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        read += 1
        yield b"x"

    headers = {"Content-Type": JSON, "Content-Length": "20001"}
    response = await client.post("/graphql", content=chunks(), headers=headers)
    assert (response.status_code, read) == (413, 0)
    assert only_error(response)["extensions"]["limit"] == "max_body_bytes"


async def test_a_body_that_grows_too_large_is_not_read_to_its_end(client: httpx.AsyncClient) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 100:
            read += 1
            yield b" " * 1_000

    response = await client.post("/graphql", content=chunks(), headers={"Content-Type": JSON})
    assert (response.status_code, read) == (413, 21)
    assert only_error(response)["message"] == "The body is larger than 20000 bytes."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The body is empty. Send a JSON object with a 'query'."),
        (b"{", "The body is not valid JSON in UTF-8: unexpected end of data."),
        (
            b'{"query": "\xff"}',
            "The body is not valid JSON in UTF-8: str is not valid UTF-8: surrogates not allowed.",
        ),
        (b"[" * 5_000, "The body is not valid JSON in UTF-8: depth limit exceeded."),
        (b'"{ __typename }"', "A request is a JSON object with a 'query', not another kind of JSON value."),
        (b'[{"query": "{ __typename }"}]', "Batches are not taken. Send each operation as a request of its own."),
        (b"{}", "The request has no 'query'. Send the GraphQL document as a string."),
        (b'{"query": "{a}", "variables": []}', "'variables' must be a JSON object, or left out."),
    ],
)
async def test_what_is_no_request_is_refused(client: httpx.AsyncClient, body: bytes, message: str) -> None:
    response = await client.post("/graphql", content=body, headers={"Content-Type": JSON, "Accept": JSON})
    assert response.status_code == 400
    error = only_error(response)
    assert (error["message"], error["extensions"]["code"]) == (message, "BAD_REQUEST")


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("{", "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found <EOF>."),
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED", "Cannot query field 'nope' on type 'Query'."),
        (
            "query ($n: Int!) { customers(first: $n) { nodes { id } } }",
            "BAD_REQUEST",
            "Variable '$n' has invalid value",
        ),
        ("query A { __typename } query B { __typename }", "BAD_REQUEST", "Say in 'operationName' which operation"),
        ("fragment F on Customer { id }", "BAD_REQUEST", "The document has no operation. Add a query to it."),
        ("query Greedy { nope }", "LIMIT_EXCEEDED", "The operation costs 9 points, more than 5."),
        ("{" + " __typename" * 1_000 + "}", "LIMIT_EXCEEDED", "The document has more than 1,000 tokens"),
    ],
)
async def test_what_cannot_run_has_no_data(client: httpx.AsyncClient, query: str, code: str, message: str) -> None:
    for accept, status in ((GRAPHQL, 400), (JSON, 200)):
        response = await post(client, query, accept)
        assert response.status_code == status
        assert "data" not in response.json()
        error = only_error(response)
        assert error["extensions"]["code"] == code
        assert error["extensions"]["status"] == 400
        assert error["message"].startswith(message)


async def test_an_operation_is_chosen_by_its_name(client: httpx.AsyncClient) -> None:
    document = "query A { a: __typename } query B { b: __typename }"
    assert (await post(client, document, operationName="B")).json()["data"] == {"b": "Query"}
    error = only_error(await post(client, document, operationName="C"))
    assert error["message"] == "The document has no operation with the name in 'operationName'. It has A, B."


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_hasty_key_is_told_to_wait_by_status(client: httpx.AsyncClient, accept: str) -> None:
    client.headers["Authorization"] = f"Bearer {HASTY_KEY}"
    response = await post(client, CREATE, accept)
    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    assert only_error(response)["extensions"]["retryAfter"] == 2.0


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [(None, 401, "UNAUTHENTICATED"), ("sk_no", 401, "UNAUTHENTICATED"), ("rk_test_forbidden", 403, "FORBIDDEN")],
)
async def test_without_a_good_key_nothing_runs(
    client: httpx.AsyncClient, world: World, key: str | None, status: int, code: str
) -> None:
    del client.headers["Authorization"]
    if key:
        client.headers["Authorization"] = f"Bearer {key}"
    response = await post(client, CREATE, JSON)
    assert response.status_code == status
    assert only_error(response)["extensions"]["code"] == code
    assert ("www-authenticate" in response.headers) == (status == 401)
    assert len(world.customers) == 3


async def test_a_fault_is_told_where_it_happened(client: httpx.AsyncClient) -> None:
    response = await post(client, "{ forbidden refusal ok: __typename }")
    assert response.status_code == 200
    assert response.json()["data"] == {"forbidden": None, "refusal": None, "ok": "Query"}
    request_id = response.headers["request-id"]
    assert response.json()["errors"] == [
        {
            "message": "This key cannot read that. Use a secret key.",
            "locations": [{"line": 1, "column": 3}],
            "path": ["forbidden"],
            "extensions": {"code": "FORBIDDEN", "status": 403, "requestId": request_id},
        },
        {
            "message": "The card was declined.",
            "locations": [{"line": 1, "column": 13}],
            "path": ["refusal"],
            "extensions": {"code": "BAD_REQUEST", "status": 400, "requestId": request_id},
        },
    ]


@pytest.mark.parametrize(("query", "path"), [("{ bug }", ["bug"]), ("{ impossible }", ["impossible"])])
async def test_a_bug_is_logged_and_never_shown(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, query: str, path: list[str]
) -> None:
    response = await post(client, query)
    error = only_error(response)
    assert error == {
        "message": APOLOGY,
        "locations": [{"line": 1, "column": 3}],
        "path": path,
        "extensions": {"code": "INTERNAL_ERROR", "status": 500, "requestId": response.headers["request-id"]},
    }
    (record,) = caplog.records
    assert response.headers["request-id"] in record.getMessage()
    assert record.exc_info is not None


async def test_a_bug_outside_of_any_field_is_never_shown(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.headers["Authorization"] = "Bearer sk_test_bug"
    response = await post(client, "{ __typename }", JSON)
    assert response.status_code == 500
    assert only_error(response)["message"] == APOLOGY
    assert "hunter2" not in response.text
    assert ": password=hunter2" not in caplog.text
    assert "RuntimeError: [message withheld]" in caplog.text


async def test_an_argument_that_is_missing_at_run_time_is_the_callers_mistake(client: httpx.AsyncClient) -> None:
    response = await post(
        client, "query ($n: Int = 1) { customers(first: $n) { nodes { id } } }", variables={"n": None}
    )
    error = only_error(response)
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert error["path"] == ["customers"]


async def test_the_idempotency_key_reaches_a_single_mutation(client: httpx.AsyncClient, world: World) -> None:
    headers = {"Idempotency-Key": "once"}
    await client.post("/graphql", json={"query": CREATE}, headers=headers)
    await client.post("/graphql", json={"query": CREATE})
    assert world.idempotency_keys == ["once", None]
    response = await client.post("/graphql", json=TYPENAME, headers=headers)
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    "query",
    [
        "mutation { a: customerCreate(input: {}) { __typename } b: customerCreate(input: {}) { __typename } }",
        "mutation { ...F ... { b: slow } } fragment F on Mutation { ...G } fragment G on Mutation { a: slow }",
    ],
)
async def test_one_idempotency_key_cannot_hold_for_two_mutations(
    client: httpx.AsyncClient, world: World, query: str
) -> None:
    response = await client.post("/graphql", json={"query": query}, headers={"Idempotency-Key": "once"})
    assert only_error(response)["extensions"]["field"] == "Idempotency-Key"
    assert (len(world.customers), world.begun) == (3, 0)


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_an_idempotency_key_has_a_length(client: httpx.AsyncClient, world: World, key: str) -> None:
    response = await client.post("/graphql", json={"query": CREATE}, headers={"Idempotency-Key": key})
    assert only_error(response)["message"] == "The header Idempotency-Key takes 1 to 255 characters."
    assert len(world.customers) == 3


async def test_queries_resolve_side_by_side(client: httpx.AsyncClient, world: World) -> None:
    answer = asyncio.ensure_future(post(client, "{ a: waits b: waits }"))
    await world.until(begun=2)
    world.gate.set()
    assert (await answer).json()["data"] == {"a": "done", "b": "done"}


async def test_mutations_run_one_after_another(client: httpx.AsyncClient, world: World) -> None:
    answer = asyncio.ensure_future(post(client, "mutation { a: slow b: customerCreate(input: {}) { __typename } }"))
    await world.until(begun=1)
    await post(client, "{ __typename }")
    assert len(world.customers) == 3
    world.gate.set()
    await answer
    assert [customer.id for customer in world.customers[3:]] == ["cus_slow", "cus_5"]


async def test_metrics_count_operations(client: httpx.AsyncClient) -> None:
    await post(client, "{ __typename }")
    await post(client, "{ bug }")
    await post(client, "{ nope }")
    text = (await client.get("/metrics")).text
    assert 'paygraph_operations_total{kind="query",outcome="ok",transport="http"} 1\n' in text
    assert 'paygraph_operations_total{kind="query",outcome="error",transport="http"} 1\n' in text
    assert 'paygraph_operations_total{kind="unknown",outcome="rejected",transport="http"} 1\n' in text
    assert "# TYPE paygraph_connections gauge\n" in text


async def test_other_addresses_and_methods_are_refused_in_our_form(client: httpx.AsyncClient) -> None:
    response = await client.get("/nowhere")
    assert response.status_code == 404
    assert only_error(response)["message"] == "There is nothing at /nowhere. The graph is at /graphql."
    response = await client.post("/healthz")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    assert only_error(response)["extensions"]["code"] == "METHOD_NOT_ALLOWED"


async def test_a_bug_in_a_page_is_never_shown(direct: Direct, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(request: Request) -> Response:
        raise RuntimeError("password=hunter2")

    async with direct(routes=[Route("/broken", broken)]) as client:
        response = await client.get("/broken")
    assert response.status_code == 500
    assert only_error(response)["message"] == APOLOGY
    assert ": password=hunter2" not in caplog.text
    assert "RuntimeError: [message withheld]" in caplog.text


async def test_other_sites_may_call_only_where_they_are_listed(direct: Direct, client: httpx.AsyncClient) -> None:
    wanted = "authorization, idempotency-key"
    origin = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": wanted,
    }
    response = await client.post("/graphql", json=TYPENAME, headers=origin)
    assert "access-control-allow-origin" not in response.headers
    async with direct(cors_origins=["https://shop.example"]) as open_client:
        response = await open_client.options("/graphql", headers=origin)
        assert response.headers["access-control-allow-origin"] == "https://shop.example"
        assert response.headers["access-control-allow-headers"] == wanted
        response = await open_client.post("/graphql", json=TYPENAME, headers=origin)
        assert response.headers["access-control-allow-origin"] == "https://shop.example"
        response = await open_client.options("/graphql", headers=origin | {"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in response.headers
