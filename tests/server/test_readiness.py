"""/readyz follows the database, /healthz the process, and pages say when to come again."""

import asyncio

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import DATE, VERSION
from app.errors import DiskFull
from app.server import readiness
from tests.server.conftest import Direct
from tests.server.test_http import REQUEST_ID, only_error
from tests.server.toy import World


async def test_readiness_follows_the_database_and_health_does_not(
    client: httpx.AsyncClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 0.0)
    del client.headers["Authorization"]
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})
    world.healthy = False
    response = await client.get("/readyz")
    told = {"status": "unavailable", "reason": "The database cannot be used."}
    assert (response.status_code, response.json(), response.headers["retry-after"]) == (503, told, "1")
    assert REQUEST_ID.fullmatch(response.headers["request-id"])
    response = await client.get("/healthz")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "version": VERSION, "date": DATE, "apiVersion": "2024-12-18.acacia"},
    )


async def test_readiness_is_found_out_once_a_second_for_all_who_ask() -> None:
    asked: list[Exception | None] = [DiskFull("database"), None]
    count = 0

    async def check() -> None:
        nonlocal count
        count += 1
        if found := asked.pop(0):
            raise found

    ready = readiness.Readiness(check)
    full = "The disk of the database is full."
    assert [each.reason for each in await asyncio.gather(*(ready.look() for _ in range(100)))] == [full] * 100
    assert ((await ready.look()).reason, count) == (full, 1)
    ready._looked -= readiness.FRESH_SECONDS
    assert ((await ready.look()).reason, count) == (None, 2)


async def test_files_that_cannot_be_kept_impair_a_server_that_is_ready(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 0.0)
    found: list[Exception | None] = [DiskFull("files"), DiskFull("files"), None]

    async def check() -> None:
        pass

    async def check_files() -> None:
        if error := found.pop(0):
            raise error

    ready = readiness.Readiness(check, check_files)
    told = [((await ready.look()).reason, ready.impaired) for _ in range(3)]
    assert told == [(None, "The disk of the files is full.")] * 2 + [(None, None)]
    assert [record.getMessage() for record in caplog.records] == [
        "Files cannot be kept: The disk of the files is full.",
        "Files can be kept again.",
    ]


async def test_a_disk_that_does_not_answer_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 0.01)
    answers = asyncio.Event()
    count = 0

    async def check() -> None:
        pass

    async def check_files() -> None:
        nonlocal count
        count += 1
        await answers.wait()

    ready = readiness.Readiness(check, check_files)
    silent = "The disk of the files does not answer."
    assert [(await ready.look()).impaired for _ in range(3)] == [silent] * 3
    assert count == 1
    answers.set()
    assert (await ready.look()).impaired is None


async def test_a_page_without_a_database_says_when_to_come_again(
    direct: Direct, caplog: pytest.LogCaptureFixture
) -> None:
    async def full(request: Request) -> Response:
        raise DiskFull("database")

    async with direct(routes=[Route("/full", full)]) as client:
        response = await client.get("/full")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert only_error(response)["extensions"]["code"] == "SERVICE_UNAVAILABLE"
    assert caplog.records == []
