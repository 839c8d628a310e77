"""What nobody foresaw: one line in the log for each, with the request's id, and one traceback for all of a kind."""

import json
import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app import failures
from app.errors import DiskFull, Unavailable
from tests.server.conftest import AUTHORIZATION, Live, Serve

BUG = {"query": "query Broken { bug }"}


async def broken(request: Request) -> Response:
    raise RuntimeError("password=hunter2")


async def cut_off(request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"so far"
        raise RuntimeError("password=hunter2")

    return StreamingResponse(chunks())


async def on_socket(live: Live) -> str:
    """Ask on a WebSocket, and give the id of the request."""
    async with live.socket() as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": AUTHORIZATION}))
        await socket.recv()
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": BUG}))
        return str(json.loads(await socket.recv())["payload"]["errors"][0]["extensions"]["requestId"])


async def test_a_bug_is_one_line_on_every_way_and_its_traceback_comes_once(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(routes=[Route("/broken", broken), Route("/cut-off", cut_off)]) as live:
        # uvicorn keeps its records from handlers above its own.
        logging.getLogger("uvicorn").addHandler(caplog.handler)
        plain = await live.http.post("/graphql", json=BUG)
        stream = await live.http.post("/graphql", json=BUG, headers={"Accept": "text/event-stream"})
        got = await live.http.get("/graphql", params=BUG)
        ids = [each.headers["request-id"] for each in (plain, stream, got)]
        ids.append(await on_socket(live))
        page = (await live.http.get("/broken")).headers["request-id"]
        with pytest.raises(httpx.RemoteProtocolError):
            await live.http.get("/cut-off")
    lines = [(record.name, record.getMessage()) for record in caplog.records]
    first, *others = [f"{id} failed in Broken at bug: RuntimeError" for id in ids]
    *ours, cut, uvicorns = lines
    assert ours == [
        ("paygraph.server", first),
        *(("paygraph.server", f"{other}, as before ({ids[0]})") for other in others),
        ("paygraph.server", f"{page} failed: RuntimeError"),
    ]
    assert (cut[0], cut[1].partition(" ")[2]) == ("paygraph.server", "failed: RuntimeError")
    assert uvicorns == ("uvicorn.error", "ASGI callable returned without completing response.")
    told = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert len(told) == len({failures.kind_of(error) for error in told if error}) == 3


def test_what_failed_before_is_told_again_after_an_hour(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("app.test")
    for _ in range(2):
        for error in (ValueError("4242424242424242"), DiskFull("database")):
            failures.log_failure(logger, "It failed", error)
    monkeypatch.setattr(failures, "AGAIN_SECONDS", 0.0)
    failures.log_failure(logger, "It failed", ValueError("4242424242424242"))
    full = "It failed: The disk of the database is full. Nothing was changed. Try again when there is room."
    assert [(record.getMessage(), record.exc_info is not None) for record in caplog.records] == [
        ("It failed: ValueError", True),
        (full, False),
        ("It failed: ValueError, as before", False),
        (full, False),
        ("It failed: ValueError", True),
    ]


def test_few_kinds_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "MOST_KINDS", 2)
    for error in (ValueError(), KeyError(), TypeError()):
        failures.log_failure(logging.getLogger("app.test"), "It failed", error)
    assert [kind for kind, *_ in failures._shown] == [KeyError, TypeError]


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def away(request: Request) -> Response:
    raise Unavailable


async def full(request: Request) -> Response:
    raise DiskFull("database")


@pytest.mark.parametrize(
    ("path", "status", "wait", "title", "code"),
    [
        ("/away", 503, "1", "This page cannot be shown at the moment", "SERVICE_UNAVAILABLE"),
        ("/full", 503, "5", "This page cannot be shown at the moment", "SERVICE_UNAVAILABLE"),
        ("/broken", 500, None, "Something went wrong", "INTERNAL_ERROR"),
        ("/nowhere", 404, None, "There is nothing at this address", "NOT_FOUND"),
        ("/away%00", 404, None, "There is nothing at this address", "NOT_FOUND"),
    ],
)
async def test_browsers_are_told_of_a_failure_by_a_page(
    serve: Serve, path: str, status: int, wait: str | None, title: str, code: str
) -> None:
    routes = [Route("/away", away), Route("/full", full), Route("/broken", broken)]
    async with serve(routes=routes, cors_origins=["https://shop.example"]) as live:
        origin = {"Origin": "https://shop.example"}
        page = await live.http.get(path, headers={**BROWSER, **origin})
        german = await live.http.get(path, headers={**BROWSER, "Accept-Language": "de-CH,en;q=0.5"})
        others = await live.http.get(path, headers=origin)
    assert [each.status_code for each in (page, german, others)] == [status] * 3
    assert [each.headers.get("retry-after") for each in (page, german, others)] == [wait] * 3
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert f"<h1>{title}</h1>" in page.text
    assert (page.headers["request-id"] in page.text) == (status == 500)
    assert '<html lang="de-CH">' in german.text
    assert title not in german.text
    assert "hunter2" not in page.text + others.text
    assert others.json()["errors"][0]["extensions"]["code"] == code
    allowed = [each.headers["access-control-allow-origin"] for each in (page, others)]
    assert allowed == ["https://shop.example"] * 2
