"""File links: a file for anyone who has the address, until the link expires; and the file itself for a key."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.clock.worker import run_due
from app.database import Database
from app.tables.access import KeyKind
from tests.core_resources.files.uploading import CONTENT, PDF, SVG, png, upload
from tests.graph import Graph, new_caller

FIELDS = "id expired expiresAt url metadata file { id }"


def path_of(url: str) -> str:
    assert url.startswith("http://127.0.0.1:8000/")
    return url.removeprefix("http://127.0.0.1:8000")


async def link(graph: Graph, **input: Any) -> dict[str, Any]:
    file = await upload(graph, PDF, filename="Quittung für Jenny.pdf")
    return await graph.do("fileLinkCreate", FIELDS, input={"file": file["id"], **input})


async def test_anyone_downloads_a_linked_file_safely(graph: Graph, client: httpx.AsyncClient) -> None:
    made = await link(graph, metadata={"order": "6735"})
    assert (made["expired"], made["expiresAt"], made["metadata"]) == (False, None, {"order": "6735"})
    response = await client.get(path_of(made["url"]))
    assert (response.status_code, response.content) == (200, PDF)
    headers = response.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-length"] == str(len(PDF))
    assert headers["content-disposition"] == (
        "attachment; filename=\"Quittung f_r Jenny.pdf\"; filename*=UTF-8''Quittung%20f%C3%BCr%20Jenny.pdf"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert headers["etag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in headers
    assert "request-id" in headers
    head = await client.head(path_of(made["url"]))
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(PDF)))


async def test_a_script_in_an_image_does_not_run(graph: Graph, client: httpx.AsyncClient) -> None:
    file = await upload(graph, SVG, purpose="CUSTOMER_SIGNATURE")
    made = await graph.do("fileLinkCreate", "url", input={"file": file["id"]})
    response = await client.get(path_of(made["url"]))
    assert response.headers["content-type"] == "image/svg+xml"
    assert response.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "status", "range", "content"),
    [
        ("bytes=0-3", 206, f"bytes 0-3/{len(PDF)}", PDF[:4]),
        ("bytes=5-", 206, f"bytes 5-{len(PDF) - 1}/{len(PDF)}", PDF[5:]),
        ("bytes=-6", 206, f"bytes {len(PDF) - 6}-{len(PDF) - 1}/{len(PDF)}", PDF[-6:]),
        ("bytes=0-", 206, f"bytes 0-{len(PDF) - 1}/{len(PDF)}", PDF),
        ("bytes=2-99999", 206, f"bytes 2-{len(PDF) - 1}/{len(PDF)}", PDF[2:]),
        ("bytes=-99999", 206, f"bytes 0-{len(PDF) - 1}/{len(PDF)}", PDF),
        (f"bytes={len(PDF)}-", 416, f"bytes */{len(PDF)}", b""),
        ("bytes=7-6", 416, f"bytes */{len(PDF)}", b""),
        ("bytes=-0", 416, f"bytes */{len(PDF)}", b""),
        ("bytes=-", 416, f"bytes */{len(PDF)}", b""),
        ("bytes=0-1,4-5", 200, None, PDF),
        ("lines=0-1", 200, None, PDF),
        ("bytes=x-1", 200, None, PDF),
    ],
)
async def test_a_part_of_a_file_can_be_asked_for(
    graph: Graph, client: httpx.AsyncClient, asked: str, status: int, range: str | None, content: bytes
) -> None:
    url = path_of((await link(graph))["url"])
    response = await client.get(url, headers={"Range": asked})
    assert (response.status_code, response.headers.get("content-range"), response.content) == (status, range, content)


async def test_an_unchanged_file_is_not_sent_again(graph: Graph, client: httpx.AsyncClient) -> None:
    url = path_of((await link(graph))["url"])
    etag = (await client.get(url)).headers["etag"]
    again = await client.get(url, headers={"If-None-Match": f'W/"x", {etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    part = {"Range": "bytes=0-3"}
    assert (await client.get(url, headers=part | {"If-Range": etag})).status_code == 206
    assert (await client.get(url, headers=part | {"If-Range": '"other"'})).status_code == 200


async def test_a_link_expires_at_its_moment(graph: Graph, client: httpx.AsyncClient, database: Database) -> None:
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    made = await link(graph, expiresAt=moment.isoformat())
    url = path_of(made["url"])
    await run_due(database, now=moment - timedelta(seconds=1))
    assert (await client.get(url)).status_code == 200
    await run_due(database, now=moment)
    found = await graph("query ($id: ID!) { fileLink(id: $id) { expired url expiresAt } }", id=made["id"])
    assert found["fileLink"]["expired"] is True
    assert found["fileLink"]["url"] is None
    assert datetime.fromisoformat(found["fileLink"]["expiresAt"]) == moment
    gone = await client.get(url)
    assert (gone.status_code, gone.json()["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")
    never = await client.get("/links/guessed")
    assert never.json()["errors"][0]["message"] == gone.json()["errors"][0]["message"]


async def test_a_link_is_expired_now_and_stays_so(graph: Graph, client: httpx.AsyncClient) -> None:
    made = await link(graph)
    changed = await graph.do("fileLinkUpdate", FIELDS, id=made["id"], input={"expiresAt": {"keyword": "NOW"}})
    assert (changed["expired"], changed["url"]) == (True, None)
    assert changed["expiresAt"] is not None
    assert (await client.get(path_of(made["url"]))).status_code == 404
    for again in ({"keyword": "NOW"}, {"value": "2999-01-01T00:00:00Z"}, None):
        refused = await graph.refuse("fileLinkUpdate", id=made["id"], input={"expiresAt": again})
        assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "expiresAt")
    changed = await graph.do("fileLinkUpdate", "metadata", id=made["id"], input={"metadata": {"a": "b"}})
    assert changed["metadata"] == {"a": "b"}
    listed = "query ($e: Boolean!) { fileLinks(where: {expired: {eq: $e}}) { nodes { id } } }"
    assert (await graph(listed, e=True))["fileLinks"]["nodes"] == [{"id": made["id"]}]
    assert (await graph(listed, e=False))["fileLinks"]["nodes"] == []


async def test_the_moment_moves_and_is_removed(graph: Graph, client: httpx.AsyncClient, database: Database) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    made = await link(graph, expiresAt=soon.isoformat())
    url = path_of(made["url"])
    later = soon + timedelta(hours=1)
    await graph.do("fileLinkUpdate", "id", id=made["id"], input={"expiresAt": {"value": later.isoformat()}})
    await run_due(database, now=soon)
    assert (await client.get(url)).status_code == 200
    changed = await graph.do("fileLinkUpdate", FIELDS, id=made["id"], input={"expiresAt": None})
    assert changed["expiresAt"] is None
    await run_due(database, now=later)
    assert (await client.get(url)).status_code == 200


async def test_what_no_link_can_be(graph: Graph, stranger: Graph) -> None:
    file = await upload(graph, PDF)
    past = await graph.refuse("fileLinkCreate", input={"file": file["id"], "expiresAt": "2020-01-01T00:00:00Z"})
    assert (past["code"], past["field"]) == ("PARAMETER_INVALID", "expiresAt")
    missing = await stranger.refuse("fileLinkCreate", input={"file": file["id"]})
    assert (missing["code"], missing["field"]) == ("RESOURCE_MISSING", "file")
    passport = await upload(graph, png(), purpose="IDENTITY_DOCUMENT")
    refused = await graph.refuse("fileLinkCreate", input={"file": passport["id"]})
    assert "cannot be downloaded" in refused["message"]
    made = await link(graph)
    refused = await graph.refuse(
        "fileLinkUpdate", id=made["id"], input={"expiresAt": {"value": "2020-01-01T00:00:00Z"}}
    )
    assert refused["field"] == "expiresAt"
    assert (await stranger.refuse("fileLinkUpdate", id=made["id"], input={}))["code"] == "RESOURCE_MISSING"


async def test_a_link_made_with_its_file(graph: Graph) -> None:
    moment = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
    data = {"create": True, "expiresAt": moment.isoformat(), "metadata": {"order": "6735"}}
    file = await upload(graph, PDF, f"id links {{ nodes {{ {FIELDS} }} }}", fileLinkData=data)
    (made,) = file["links"]["nodes"]
    assert (made["file"], made["metadata"]) == ({"id": file["id"]}, {"order": "6735"})
    assert datetime.fromisoformat(made["expiresAt"]) == moment
    none = await upload(graph, PDF, "links { totalCount }", fileLinkData={"create": False})
    assert none["links"]["totalCount"] == 0


async def test_a_files_own_address_needs_a_key(
    graph: Graph, stranger: Graph, live: Graph, client: httpx.AsyncClient, database: Database
) -> None:
    file = await upload(graph, CONTENT["csv"], "url", purpose="TAX_DOCUMENT_USER_UPLOAD")
    url = path_of(file["url"])

    async def ask(caller: Graph) -> httpx.Response:
        return await client.get(url, headers={"Authorization": f"Bearer {caller.secret}"})

    response = await ask(graph)
    assert (response.status_code, response.content) == (200, CONTENT["csv"])
    assert response.headers["content-type"].startswith("text/csv")
    assert (await client.get(url, auth=(graph.secret, ""))).status_code == 200
    assert (await client.get(url)).status_code == 401
    for other in (stranger, live):
        assert (await ask(other)).status_code == 404
    account = graph.tenant.account
    browser = await new_caller(client, database, account_id=account, kind=KeyKind.PUBLISHABLE)
    assert (await ask(browser)).status_code == 403
    for family, status in (("core_resources", 200), ("products", 403)):
        restricted = await new_caller(
            client, database, account_id=account, kind=KeyKind.RESTRICTED, permissions={family: "read"}
        )
        assert (await ask(restricted)).status_code == status


async def test_a_file_that_cannot_be_downloaded_has_no_content_to_show(graph: Graph, client: httpx.AsyncClient) -> None:
    file = await upload(graph, png(), "id url", purpose="IDENTITY_DOCUMENT")
    assert file["url"] is None
    response = await client.get(f"/v1/files/{file['id']}/contents", auth=(graph.secret, ""))
    assert response.status_code == 404
