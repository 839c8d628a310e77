"""Documents that owners upload on the page that asks for what is required."""

from typing import Any

import pytest

from app.access.limits import RequestLimit
from app.database import Database
from app.server.onboarding import giving
from tests.connect.owner import Owner, created, require
from tests.connect.test_onboarding_page import onboard
from tests.graph import Graph

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
DUE = ["company.name", "documents.company_license.files"]


async def upload(owner: Owner, name: str, content: bytes, filename: str = "license.png", **fields: str) -> str:
    """Send the page's form with a document."""
    data = {**owner._read().found, **{key.replace("__", "."): value for key, value in fields.items()}, "save": "1"}
    files = {f"{name}:file": (filename, content, "image/png")}
    return await owner.send("POST", f"{owner.home}/details", data=data, files=files)


async def files(graph: Graph, account: str) -> list[dict[str, Any]]:
    data = await graph.on(account)("{ files { nodes { purpose filename size } } }")
    found: list[dict[str, Any]] = data["files"]["nodes"]
    return found


async def test_a_document_is_uploaded(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account)
    assert 'enctype="multipart/form-data"' in owner.page
    await upload(owner, "documents.company_license.files", PNG, company__name="Rockets")
    assert owner.status == 200
    assert await files(graph, account) == [
        {"purpose": "ACCOUNT_REQUIREMENT", "filename": "license.png", "size": len(PNG)}
    ]


@pytest.mark.parametrize("content", [b"", b"MZ\x00 no document", b"<html><script>"])
async def test_what_is_no_document_is_refused(graph: Graph, database: Database, content: bytes) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account)
    await upload(owner, "documents.company_license.files", content)
    assert owner.status == 400
    assert "documents.company_license.files" in owner.wrong
    assert await files(graph, account) == []


async def test_a_document_that_nobody_asked_for(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account)
    await upload(owner, "company.verification.document", PNG)
    assert await files(graph, account) == []


async def test_a_mistake_elsewhere_keeps_no_document(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, [*DUE, "business_profile.url"])
    owner = await onboard(graph, account)
    await upload(owner, "documents.company_license.files", PNG, business_profile__url="nonsense")
    assert (owner.status, owner.wrong) == (400, ["business_profile.url"])
    assert await files(graph, account) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nnonsense"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 60_000),
        ("multipart/form-data; boundary=" + "b" * 500, b""),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n' * 501 + b"--b--",
        ),
    ],
)
async def test_hostile_bodies(graph: Graph, database: Database, kind: str, body: bytes) -> None:
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner = await onboard(graph, account)
    await owner.send("POST", f"{owner.home}/details", content=body, headers={"Content-Type": kind})
    assert owner.status == 400
    assert "cannot be" in owner.page.lower() or "refused" in owner.page.lower()


async def test_a_visit_sends_so_many_forms(graph: Graph, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "_FORMS", RequestLimit(0.5, 30, clock=lambda: 0.0))
    account = await created(graph, type="EXPRESS")
    await require(database, account, DUE)
    owner, other = await onboard(graph, account), await onboard(graph, account)
    answers = []
    for _ in range(31):
        await owner.post({"key": "wrong"})
        answers.append(owner.status)
    assert answers == [403] * 30 + [429]
    await other.post({"key": "wrong"})
    assert other.status == 403
