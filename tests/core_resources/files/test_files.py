"""Files: uploaded for a purpose, checked by their content, and shown with what they are."""

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import stripe

from app.database import Database
from app.domain.core_resources.files.purposes import RULES
from app.tables.access import KeyKind
from app.tables.core_resources.file import FilePurpose
from tests.core_resources.files.uploading import CONTENT, PDF, attempt, form, jpeg, operations, png, send, upload
from tests.graph import Graph, new_caller

EVERYTHING = (
    "id object created expiresAt filename livemode purpose size title type url links { nodes { id } totalCount }"
)


async def test_an_uploaded_file_is_shown_with_what_it_is(graph: Graph) -> None:
    file = await upload(graph, PDF, EVERYTHING, filename="receipt.pdf")
    created = datetime.fromisoformat(file.pop("created"))
    assert datetime.fromisoformat(file.pop("expiresAt")) - created == timedelta(days=270)
    assert abs(datetime.now(UTC) - created) < timedelta(minutes=5)
    assert file.pop("id").startswith("file_")
    assert file.pop("url").startswith("http://127.0.0.1:8000/v1/files/file_")
    assert file == {
        "object": "file",
        "filename": "receipt.pdf",
        "livemode": False,
        "purpose": "DISPUTE_EVIDENCE",
        "size": len(PDF),
        "title": None,
        "type": "pdf",
        "links": {"nodes": [], "totalCount": 0},
    }


async def test_an_upload_is_told_as_an_event_in_stripes_json(graph: Graph) -> None:
    file = await upload(graph, PDF, "id url", filename="receipt.pdf", fileLinkData={"create": True})
    data = await graph("{ events(first: 5) { nodes { type data { object } } } }")
    (event,) = data["events"]["nodes"]
    assert event["type"] == "file.created"
    body = event["data"]["object"]
    (link,) = body["links"]["data"]
    assert (link["object"], link["file"], link["expired"]) == ("file_link", file["id"], False)
    assert body["links"]["url"] == f"/v1/file_links?file={file['id']}"
    assert {key: body[key] for key in ("object", "filename", "purpose", "size", "title", "type", "url")} == {
        "object": "file",
        "filename": "receipt.pdf",
        "purpose": "dispute_evidence",
        "size": len(PDF),
        "title": None,
        "type": "pdf",
        "url": file["url"],
    }
    assert "livemode" not in body
    parsed = stripe.File.construct_from(body, "key")
    assert parsed.links is not None
    assert (parsed.purpose, parsed.links.data[0].file, parsed.links.data[0].url) == (
        "dispute_evidence",
        file["id"],
        link["url"],
    )


@pytest.mark.parametrize(
    ("purpose", "type"), [(purpose, type) for purpose, rule in RULES.items() for type in rule.types]
)
async def test_each_purpose_takes_its_types_whatever_the_name_says(
    graph: Graph, purpose: FilePurpose, type: str
) -> None:
    file = await upload(graph, CONTENT[type], "type url expiresAt", purpose=purpose.upper(), filename="something.exe")
    assert file["type"] == type
    assert (file["url"] is not None) == RULES[purpose].downloadable
    assert (file["expiresAt"] is not None) == (RULES[purpose].kept is not None)


@pytest.mark.parametrize("purpose", RULES)
async def test_no_purpose_takes_other_types(graph: Graph, purpose: FilePurpose) -> None:
    for type in CONTENT.keys() - set(RULES[purpose].types):
        payload = await attempt(graph, CONTENT[type], purpose=purpose.upper(), filename="fine.png")
        (refused,) = payload["userErrors"]
        assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "file")
        assert f"it is a {type}." in refused["message"]
        assert payload["file"] is None


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\x00",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"<html><svg></svg></html>",
        b"a,b\n\x00\x01",
        b"\xff\xfea,b",
        b"no separator",
        b"PK\x03\x04 no archive",
    ],
)
async def test_what_is_of_no_known_type_is_refused(graph: Graph, content: bytes) -> None:
    for purpose in ("TAX_DOCUMENT_USER_UPLOAD", "CUSTOMER_SIGNATURE"):
        (refused,) = (await attempt(graph, content, purpose=purpose, filename="a.csv"))["userErrors"]
        assert "is of no known type" in refused["message"]


async def test_sizes_are_limited_by_purpose(graph: Graph) -> None:
    most = 512 * 1024
    whole = png().ljust(most, b"\0")
    assert (await upload(graph, whole, "size", purpose="BUSINESS_ICON"))["size"] == most
    (refused,) = (await attempt(graph, whole + b"\0", purpose="BUSINESS_ICON"))["userErrors"]
    assert refused["message"] == "`file` has at most 512 KB for BUSINESS_ICON; it has 524289 bytes."
    (refused,) = (await attempt(graph, PDF.ljust(5 * 1024 * 1024 + 1)))["userErrors"]
    assert "at most 5 MB" in refused["message"]
    (refused,) = (await attempt(graph, b""))["userErrors"]
    assert refused["message"] == "`file` is empty."


async def test_images_of_identity_documents_have_limited_dimensions(graph: Graph) -> None:
    for image in (png(7_999, 7_999), jpeg(7_999, 7_999)):
        await upload(graph, image, purpose="IDENTITY_DOCUMENT")
    for image in (png(8_000, 10), jpeg(10, 8_000)):
        (refused,) = (await attempt(graph, image, purpose="IDENTITY_DOCUMENT"))["userErrors"]
        assert "less than 8000 pixels" in refused["message"]


async def test_purposes_of_the_servers_own_are_refused(graph: Graph) -> None:
    (refused,) = (await attempt(graph, PDF, purpose="SELFIE"))["userErrors"]
    assert (refused["code"], refused["field"]) == ("PARAMETER_INVALID", "purpose")
    assert await graph.events() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jenny\\receipt.pdf", "receipt.pdf"),
        ("/", None),
        ("..", None),
        (".bashrc", "bashrc"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("Quittung für Jenny, 日本.pdf", "Quittung für Jenny, 日本.pdf"),
        (f"{'x' * 300}.pdf", f"{'x' * 251}.pdf"),
    ],
)
async def test_names_are_made_safe(graph: Graph, given: str, kept: str | None) -> None:
    assert (await upload(graph, PDF, "filename", filename=given))["filename"] == kept


async def test_several_mistakes_are_told_at_once(graph: Graph) -> None:
    link = {"create": True, "expiresAt": "2020-01-01T00:00:00Z"}
    errors = (await attempt(graph, b"?", purpose="IDENTITY_DOCUMENT", fileLinkData=link))["userErrors"]
    assert [error["field"] for error in errors] == ["file", "fileLinkData.create", "fileLinkData.expiresAt"]


async def test_files_are_found_by_purpose_and_belong_to_one_account_and_mode(
    graph: Graph, stranger: Graph, live: Graph
) -> None:
    icon = await upload(graph, png(), purpose="BUSINESS_ICON")
    evidence = await upload(graph, PDF)
    found = "query ($w: FileWhere) { files(where: $w) { nodes { id } totalCount } }"
    assert (await graph(found))["files"]["nodes"] == [evidence, icon]
    assert (await graph(found, w={"purpose": {"eq": "BUSINESS_ICON"}}))["files"]["nodes"] == [icon]
    for other in (stranger, live):
        assert (await other(found))["files"]["totalCount"] == 0
        assert (await other("query ($id: ID!) { file(id: $id) { id } }", id=icon["id"]))["file"] is None


async def test_a_key_makes_an_upload_safe_to_repeat(graph: Graph) -> None:
    parts = form(operations("id"), ("a.pdf", PDF))
    first = (await send(graph, parts, **{"Idempotency-Key": "once"})).json()["data"]["fileCreate"]
    again = (await send(graph, parts, **{"Idempotency-Key": "once"})).json()["data"]["fileCreate"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["file"] == first["file"]
    other = form(operations("id"), ("a.pdf", PDF + b" "))
    (refused,) = (await send(graph, other, **{"Idempotency-Key": "once"})).json()["data"]["fileCreate"]["userErrors"]
    assert refused["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert (await graph("{ files { totalCount } }"))["files"]["totalCount"] == 1


async def test_a_publishable_key_neither_uploads_nor_reads(
    graph: Graph, client: httpx.AsyncClient, database: Database
) -> None:
    browser = await new_caller(client, database, account_id=graph.tenant.account, kind=KeyKind.PUBLISHABLE)
    (error,) = (await send(browser, form(operations("id"), ("a.pdf", PDF)))).json()["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert (await graph("{ files { totalCount } }"))["files"]["totalCount"] == 0
    file = await upload(graph, PDF, "id purpose")
    error = await browser.error("query ($id: ID!) { file(id: $id) { id } }", id=file["id"])
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_restricted_keys_need_the_permission(graph: Graph, client: httpx.AsyncClient, database: Database) -> None:
    for permissions, allowed in (({"core_resources": "write"}, True), ({"core_resources": "read"}, False)):
        caller = await new_caller(
            client, database, account_id=graph.tenant.account, kind=KeyKind.RESTRICTED, permissions=permissions
        )
        body = (await send(caller, form(operations("id"), ("a.pdf", PDF)))).json()
        assert ("errors" not in body) is allowed


async def test_the_request_log_has_nothing_of_a_file(graph: Graph) -> None:
    secret = b"%PDF-1.7 what no one may read %%EOF"
    await upload(graph, secret, filename="jenny-rosen-passport.pdf")
    await attempt(graph, secret, purpose="BUSINESS_ICON", filename="jenny-rosen-passport.pdf")
    logs = await graph(
        "{ requestLogs { nodes { operationKind mutations document variables outcome userErrors { message } } } }"
    )
    assert [log["mutations"] for log in logs["requestLogs"]["nodes"]] == [["fileCreate"], ["fileCreate"]]
    assert logs["requestLogs"]["nodes"][0]["variables"]["input"]["file"] == "[redacted]"
    kept = json.dumps(logs)
    assert "no one may read" not in kept
    assert "passport" not in kept


async def test_json_alone_cannot_bring_a_file(graph: Graph) -> None:
    for value in ("content", {"filename": "a"}, 1):
        request = operations("id")
        request["variables"]["input"]["file"] = value
        body = (await graph.post(request)).json()
        assert "Upload takes a file of a multipart request" in body["errors"][0]["message"]
    body = await graph.result('mutation { fileCreate(input: {file: "x", purpose: PCI_DOCUMENT}) { file { id } } }')
    assert "Upload takes a file" in body["errors"][0]["message"]
