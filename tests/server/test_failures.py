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
from app.errors import DiskFull
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
