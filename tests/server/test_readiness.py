"""/readyz follows the database, /healthz the process, and pages say when to come again."""

import asyncio

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

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
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


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
    assert await asyncio.gather(*(ready.why_not() for _ in range(100))) == [full] * 100
    assert (await ready.why_not(), count) == (full, 1)
    ready._looked -= readiness.FRESH_SECONDS
    assert (await ready.why_not(), count) == (None, 2)


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
