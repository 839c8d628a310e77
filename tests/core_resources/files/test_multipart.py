"""Requests with files as the specification has them, and as it does not: refused early, in order, and left without a
trace."""

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from gql import Client, FileVar, gql
from gql.transport.httpx import HTTPXAsyncTransport

from app.database import Database
from app.server.main import build
from app.settings import Limits, Settings
from app.tables.infrastructure import ContentRemoval
from tests.core_resources.files.uploading import CREATE, PDF, form, operations, png, send
from tests.graph import Graph, new_caller
from tests.records import records
from tests.server.conftest import Live, served

BOUNDARY = "xYzZY"
HEAD = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
INCOMING = Path(os.environ["PAYGRAPH_FILES_FOLDER"]) / "incoming"


@pytest.fixture(autouse=True)
async def nothing_is_left(database: Database) -> AsyncIterator[None]:
    """After every test: nothing that was received in part, and nothing that is yet to be removed."""
    yield
    assert [*INCOMING.iterdir()] == []
    due = await records(database, ContentRemoval, by="key")
    assert [each for each in due if not kept(each.key)] == []


def kept(key: str) -> bool:
    return (INCOMING.parent / key[:2] / key).exists()


def part(name: str, content: bytes | str, filename: str | None = None) -> bytes:
    said = f'; filename="{filename}"' if filename is not None else ""
    data = content.encode() if isinstance(content, str) else content
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{said}\r\n\r\n'.encode() + data + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
OPERATIONS = part("operations", json.dumps(operations()))
MAP = part("map", '{"0": ["variables.input.file"]}')
FILE = part("0", PDF, "a.pdf")


async def ask(graph: Graph, body: bytes, **headers: str) -> httpx.Response:
    authorization = {"Authorization": f"Bearer {graph.secret}"}
    return await graph.client.post("/graphql", content=body, headers=HEAD | authorization | headers)


def error_of(response: httpx.Response) -> tuple[int, str, str]:
    """Status, code and message."""
    (error,) = response.json()["errors"]
    return response.status_code, error["extensions"]["code"], error["message"]


async def test_a_request_by_the_specification(graph: Graph) -> None:
    response = await ask(graph, OPERATIONS + MAP + FILE + END)
    assert response.json()["data"]["fileCreate"]["userErrors"] == []


async def test_what_surrounds_the_parts_has_no_meaning(graph: Graph) -> None:
    response = await ask(graph, b"\r\n" + OPERATIONS + MAP + FILE + END + b"what comes after")
    assert response.json()["data"]["fileCreate"]["userErrors"] == []


async def test_several_files_and_one_file_in_several_places(graph: Graph) -> None:
    document = (
        "mutation ($a: FileCreateInput!, $b: FileCreateInput!) {"
        " a: fileCreate(input: $a) { file { filename size } }"
        " b: fileCreate(input: $b) { file { filename size } userErrors { message } } }"
    )
    given = {"purpose": "PCI_DOCUMENT", "file": None}
    request = {"query": document, "variables": {"a": given, "b": dict(given)}}
    two = form(
        request, ("a.pdf", PDF), ("b.pdf", PDF + b" "), places={"0": ["variables.a.file"], "1": ["variables.b.file"]}
    )
    data = (await send(graph, two)).json()["data"]
    assert data["a"]["file"] == {"filename": "a.pdf", "size": len(PDF)}
    assert data["b"]["file"] == {"filename": "b.pdf", "size": len(PDF) + 1}
    request["variables"] = {"a": dict(given), "b": dict(given)}
    one = form(request, ("a.pdf", PDF), places={"0": ["variables.a.file", "variables.b.file"]})
    data = (await send(graph, one)).json()["data"]
    assert data["a"]["file"] == data["b"]["file"] == {"filename": "a.pdf", "size": len(PDF)}
    assert (await graph("{ files { totalCount } }"))["files"]["totalCount"] == 4


async def test_a_request_without_files_may_come_in_parts(graph: Graph) -> None:
    body = part("operations", '{"query": "{ __typename }"}') + part("map", "{}") + END
    assert (await ask(graph, body)).json()["data"] == {"__typename": "Query"}


async def test_a_document_is_named_by_its_hash(graph: Graph) -> None:
    source = CREATE % "id"
    hash = hashlib.sha256(source.encode()).hexdigest()
    named: dict[str, Any] = operations()
    named["extensions"] = {"persistedQuery": {"version": 1, "sha256Hash": hash}}
    assert "fileCreate" in (await send(graph, form(named, ("a.pdf", PDF)))).json()["data"]
    del named["query"]
    assert "fileCreate" in (await send(graph, form(named, ("a.pdf", PDF)))).json()["data"]


async def test_a_query_about_the_schema_may_have_a_file_for_nothing(graph: Graph) -> None:
    request = {"query": "{ __typename }", "variables": {"file": None}}
    response = await send(graph, form(request, ("a.pdf", PDF), places={"0": ["variables.file"]}))
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    "query",
    [
        "query ($x: Int) { customers(first: $x) { nodes { id } } }",
        "query ($x: [ID!]!) { nodes(ids: $x) { id } }",
        "query ($x: ID!) { customer(id: $x) { id } }",
        "query ($x: Boolean!) { customers @include(if: $x) { nodes { id } } }",
        "query ($x: DateTime) { customers(where: {created: {gt: $x}}) { nodes { id } } }",
        "query ($x: CustomerWhere) { customers(where: $x) { nodes { id } } }",
        "mutation ($x: Metadata) { customerCreate(input: {metadata: $x}) { replayed } }",
        "mutation ($x: Currency!) { paymentIntentCreate(input: {amount: 100, currency: $x}) { replayed } }",
        'mutation ($x: Decimal) { priceCreate(input: {currency: "usd", unitAmountDecimal: $x}) { replayed } }',
        "subscription ($x: [String!]) { events(types: $x) { id } }",
    ],
)
async def test_a_file_is_nothing_but_an_upload(graph: Graph, query: str) -> None:
    request = {"query": query, "variables": {"x": None}}
    places = {"0": ["variables.x"]}
    response = await send(graph, form(request, ("a.pdf", PDF), places=places), Accept="*/*")
    assert error_of(response)[1] == "BAD_REQUEST"


async def test_requests_with_files_are_counted(database: Database) -> None:
    limits = Limits(requests_per_second=0.001, burst=1)
    async with served(build(Settings(database_url=database.url, worker=False, limits=limits)), limits) as live:
        caller = await new_caller(live.http, database)
        parts = form(operations(), ("a.pdf", PDF))
        assert "data" in (await send(caller, parts)).json()
        assert error_of(await send(caller, parts))[:2] == (429, "RATE_LIMITED")


async def test_a_client_of_pythons_uploads(small: Live, merchant: Graph, tmp_path: Path) -> None:
    (tmp_path / "receipt.pdf").write_bytes(PDF)
    headers = {"Authorization": f"Bearer {merchant.secret}"}
    transport = HTTPXAsyncTransport(url=f"http://127.0.0.1:{small.port}/graphql", headers=headers)
    async with Client(transport=transport) as session:
        request = gql(CREATE % "filename size")
        request.variable_values = {"input": {"purpose": "PCI_DOCUMENT", "file": FileVar(str(tmp_path / "receipt.pdf"))}}
        payload = (await session.execute(request, upload_files=True))["fileCreate"]
    assert payload["file"] == {"filename": "receipt.pdf", "size": len(PDF)}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "The body ended before its last boundary."),
        (b"no parts", "The body is not in parts"),
        (b"--other\r\n\r\n", "The body is not in parts"),
        (END, "The part 'operations' is missing: the end came in its place."),
        (MAP + OPERATIONS + FILE + END, "The part 'operations' is missing: 'map' came in its place."),
        (OPERATIONS + END, "The part 'map' is missing: the end came in its place."),
        (OPERATIONS + FILE + MAP + END, "The part 'map' is missing: '0' came in its place."),
        (OPERATIONS + MAP + END, "The part '0' is in 'map', but did not come."),
        (OPERATIONS + MAP + FILE + part("1", PDF, "b.pdf") + END, "The part '1' is not in 'map'."),
        (OPERATIONS + MAP + FILE + FILE + END, "The part '0' came twice."),
        (OPERATIONS + MAP + FILE, "The body ended before its last boundary."),
        ((OPERATIONS + MAP + FILE)[:-20], "The body ended before its last boundary."),
        (part("operations", "{") + MAP + FILE + END, "'operations' is not valid JSON"),
        (part("operations", b"\xff") + MAP + FILE + END, "'operations' is not valid JSON"),
        (part("operations", f"[{json.dumps(operations())}]") + MAP + FILE + END, "Batches are not taken."),
        (part("operations", "7") + MAP + FILE + END, "A request is a JSON object"),
        (OPERATIONS + part("map", "[]") + FILE + END, "'map' must be a JSON object"),
        (OPERATIONS + part("map", '{"0": "variables.input.file"}') + FILE + END, "'map' must give a list of paths"),
        (OPERATIONS + part("map", '{"0": []}') + FILE + END, "'map' must give a list of paths"),
        (OPERATIONS + part("map", '{"0": [7]}') + FILE + END, "'map' must give a list of paths"),
        (OPERATIONS + part("map", '{"0": ["variables.none.file"]}') + FILE + END, "There is nothing at the path"),
        (OPERATIONS + part("map", '{"0": ["variables.input.purpose.0"]}') + FILE + END, "There is nothing at the path"),
        (OPERATIONS + part("map", '{"0": ["variables.input.purpose"]}') + FILE + END, "must be null, for the file"),
        (OPERATIONS + part("map", '{"0": ["query"]}') + FILE + END, "must lead to a variable"),
        (OPERATIONS + part("map", '{"0": ["0.variables.input.file"]}') + FILE + END, "must lead to a variable"),
        (
            OPERATIONS + part("map", json.dumps({"0": ["variables" + ".a" * 600]})) + FILE + END,
            "must lead to a variable",
        ),
        (OPERATIONS + part("map", json.dumps({"0": ["variables.input.file"] * 101})) + END, "has at most 100 paths"),
        (b"--xYzZY\r\nContent-Type: text/plain\r\n\r\nx\r\n" + END, "A part of the request has no name."),
        (b"--xYzZY\r\nContent-Disposition: attachment; name=operations\r\n\r\nx\r\n" + END, "has no name."),
        (b"--xYzZY\r\n" + b"A: b\r\n" * 20 + b"\r\n" + END, "The body is not in parts"),
        (b"--xYzZY\r\nA: " + b"b" * 10_000 + b"\r\n\r\n" + END, "The body is not in parts"),
        (b"--xYzZY\r\nA\0: b\r\n\r\n" + END, "The body is not in parts"),
    ],
)
async def test_what_is_no_request_is_refused(graph: Graph, body: bytes, said: str) -> None:
    status, code, message = error_of(await ask(graph, body))
    assert (status, code) == (400, "BAD_REQUEST")
    assert said in message
    assert (await graph("{ files { totalCount } }"))["files"]["totalCount"] == 0


async def test_a_boundary_must_be_named(graph: Graph) -> None:
    body = OPERATIONS + MAP + FILE + END
    for type in ("multipart/form-data", "multipart/form-data; boundary=", f"multipart/form-data; boundary={'x' * 300}"):
        assert error_of(await ask(graph, body, **{"Content-Type": type}))[:2] == (400, "BAD_REQUEST")
    wrong = await ask(graph, body, **{"Content-Type": "multipart/form-data; boundary=wrong"})
    assert "The body is not in parts" in error_of(wrong)[2]
    other = await ask(graph, body, **{"Content-Type": f"multipart/mixed; boundary={BOUNDARY}"})
    assert error_of(other)[:2] == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_zero_bytes_in_a_name_do_no_harm(graph: Graph) -> None:
    request = part("operations", json.dumps(operations("filename")))
    for written, shown in (("a\0b.pdf", "ab.pdf"), ("..\\..\\a.pdf", "a.pdf"), ("%00", "%00")):
        response = await ask(graph, request + MAP + part("0", PDF, written) + END)
        assert response.json()["data"]["fileCreate"]["file"]["filename"] == shown
    response = await ask(graph, request + MAP + part("0", PDF) + END)
    assert response.json()["data"]["fileCreate"]["file"]["filename"] is None


class Slowly:
    """A body in pieces, which notes how many were asked for."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.given += 1
            yield piece


async def test_what_cannot_run_is_refused_before_its_files_come(graph: Graph, client: httpx.AsyncClient) -> None:
    files = [FILE[:60], *[b"x" * 1000] * 50]
    for query, code in (
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("mutation ($input: ProductCreateInput!) { productCreate(input: $input) { replayed } }", "BAD_REQUEST"),
    ):
        request = part("operations", json.dumps({"query": query, "variables": {"input": {"file": None}}}))
        body = Slowly(request + MAP, *files)
        authorization = {"Authorization": f"Bearer {graph.secret}"}
        response = await client.post("/graphql", content=body, headers=HEAD | authorization)
        assert response.json()["errors"][0]["extensions"]["code"] == code
        assert body.given <= 2
    body = Slowly(OPERATIONS + MAP, *files)
    response = await client.post("/graphql", content=body, headers=HEAD)
    assert error_of(response)[:2] == (401, "UNAUTHENTICATED")
    assert body.given <= 1


async def test_a_form_of_another_site_is_refused_without_a_key(client: httpx.AsyncClient) -> None:
    """A browser sends forms to other sites without asking, but never with an Authorization of its own."""
    others = {"Origin": "https://evil.example", "Cookie": "a=b"}
    response = await client.post("/graphql", content=OPERATIONS + MAP + FILE + END, headers=HEAD | others)
    assert error_of(response)[:2] == (401, "UNAUTHENTICATED")


@pytest.fixture
async def small(database: Database) -> AsyncIterator[Live]:
    limits = Limits(max_uploads=2, max_upload_bytes=1_000_000, upload_seconds=0.5, max_body_bytes=20_000)
    async with served(build(Settings(database_url=database.url, worker=False, limits=limits)), limits) as live:
        yield live


@pytest.fixture
async def merchant(small: Live, database: Database) -> Graph:
    caller = await new_caller(small.http, database)
    small.http.headers["Authorization"] = f"Bearer {caller.secret}"
    return caller


async def test_files_are_limited_in_number_and_size(merchant: Graph) -> None:
    request: dict[str, Any] = {"query": "{ __typename }", "variables": dict.fromkeys("abc")}
    places = {name: [f"variables.{name}"] for name in "abc"}
    three = form(request, places=places)
    assert error_of(await send(merchant, three)) == (413, "LIMIT_EXCEEDED", "A request has at most 2 files.")
    whole = png().ljust(1_000_000, b"\0")
    taken = await send(merchant, form(operations(), ("a.png", whole)))
    assert taken.json()["data"]["fileCreate"]["userErrors"] == []
    beyond = await send(merchant, form(operations(), ("a.png", whole + b"\0")))
    assert error_of(beyond) == (413, "LIMIT_EXCEEDED", "The files are larger than 1000000 bytes.")
    both = {"0": ["variables.input.file"], "1": ["variables.other"]}
    request = operations()
    request["variables"]["other"] = None
    together = await send(merchant, form(request, ("a", whole[:500_001]), ("b", whole[:500_000]), places=both))
    assert error_of(together)[0] == 413
    long = part("operations", json.dumps({"query": "{ __typename }" + " " * 20_000}))
    assert error_of(await ask(merchant, long + part("map", "{}") + END))[0] == 413


async def test_files_must_come_in_time(small: Live, merchant: Graph) -> None:
    reader, writer = await begun(small, merchant, OPERATIONS + MAP + FILE[:70])
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"code":"REQUEST_TIMEOUT"' in answer


async def begun(live: Live, graph: Graph, body: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A request whose body is longer than what is sent of it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", live.port)
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {graph.secret}\r\n"
        f"Content-Type: {HEAD['Content-Type']}\r\nContent-Length: {len(body) + 1000}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    return reader, writer


async def test_a_client_that_leaves_leaves_nothing(small: Live, merchant: Graph) -> None:
    _, writer = await begun(small, merchant, OPERATIONS + MAP + part("0", PDF.ljust(600_000), "a.pdf"))
    await until(lambda: any(INCOMING.iterdir()))
    writer.close()
    await until(lambda: not any(INCOMING.iterdir()))


async def until(fulfilled: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fulfilled():  # noqa: ASYNC110 - what is looked at is a folder
            await asyncio.sleep(0.01)


async def test_files_too_large_to_be_held_come_through(small: Live, merchant: Graph) -> None:
    """Beside the fast path, which holds the body: in many pieces, cut anywhere."""
    body = OPERATIONS + MAP + part("0", png().ljust(90_000, b"\r"), "a.png") + END

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 777):
            yield body[start : start + 777]

    response = await small.http.post("/graphql", content=pieces(), headers=HEAD)
    assert response.json()["data"]["fileCreate"]["userErrors"] == []
    assert (await merchant("{ files { nodes { size type } } }"))["files"]["nodes"] == [{"size": 90_000, "type": "png"}]


async def test_a_server_without_storage_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAYGRAPH_FILES_FOLDER")
    async with served(build(Settings(database_url=database.url, worker=False)), Limits()) as live:
        caller = await new_caller(live.http, database)
        status, code, message = error_of(await send(caller, form(operations(), ("a.pdf", PDF))))
    assert (status, code) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert "PAYGRAPH_FILES_FOLDER" in message
