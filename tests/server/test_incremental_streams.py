"""How an answer in parts ends: failures, clients that leave, a server that stops. The toy's gate holds parts back."""

import asyncio

import pytest

from app.server import response_stream
from app.server.responses import APOLOGY
from tests.server.conftest import Live
from tests.server.in_parts import parts
from tests.server.toy import World

ACCEPT = "multipart/mixed;incrementalSpec=v0.2"
SLOW = {"query": "{ customers(first: 1) { nodes { id } } ... @defer { waits } }"}
FIRST = {"customers": {"nodes": [{"id": "cus_1"}]}}


async def test_the_first_part_does_not_wait_for_the_others(live: Live, world: World) -> None:
    async with parts(live.http, SLOW, ACCEPT) as received:
        assert (await received.next())["data"] == FIRST
        await world.until(begun=1)
        world.gate.set()
        assert await received.all() == [
            {"incremental": [{"id": "0", "data": {"waits": "done"}}], "completed": [{"id": "0"}], "hasNext": False}
        ]
    assert world.given_up == 0


async def test_what_is_ready_does_not_wait_for_what_is_not(live: Live, world: World) -> None:
    query = "{ ... @defer { waits } ... @defer { subscription(id: 1) { id } } }"
    async with parts(live.http, {"query": query}, ACCEPT) as received:
        first, second = await received.next(), await received.next()
        assert [each["id"] for each in first["pending"]] == ["0", "1"]
        assert second == {
            "incremental": [{"id": "1", "data": {"subscription": {"id": "1"}}}],
            "completed": [{"id": "1"}],
            "hasNext": True,
        }
        world.gate.set()
        (third,) = await received.all()
        assert third["incremental"] == [{"id": "0", "data": {"waits": "done"}}]


async def test_a_client_that_leaves_has_no_more_made(live: Live, world: World) -> None:
    async with parts(live.http, SLOW, ACCEPT) as received:
        await received.next()
        await world.until(begun=1)
        assert world.given_up == 0
    await world.until(given_up=1)


async def test_silence_is_filled(live: Live, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_stream, "HEARTBEAT_SECONDS", 0.001)
    async with parts(live.http, SLOW, ACCEPT) as received:
        await received.next()
        assert await received.next() == {}
        world.gate.set()
        # One more may fall between what is told and the end.
        told = [each for each in await received.all() if each != {}]
        assert [each["hasNext"] for each in told] == [*[True] * (len(told) - 1), False]


async def test_a_server_that_stops_lets_it_end(live: Live, world: World) -> None:
    async with parts(live.http, SLOW, ACCEPT) as received:
        await received.next()
        await world.until(begun=1)
        stopping = asyncio.ensure_future(live.stop())
        await asyncio.sleep(0)
        world.gate.set()
        (last,) = await received.all()
        assert last["completed"] == [{"id": "0"}]
        await stopping


@pytest.mark.parametrize("accept", [ACCEPT, "multipart/mixed"])
async def test_an_error_in_a_part_is_told_with_it(live: Live, accept: str, caplog: pytest.LogCaptureFixture) -> None:
    query = "{ customers(first: 1) { nodes { id } } ... @defer { bug forbidden } }"
    async with parts(live.http, {"query": query}, accept) as received:
        first, second = await received.all()
    assert "errors" not in first
    (told,) = second["incremental"]
    assert told["data"] == {"bug": None, "forbidden": None}
    assert [(error["path"], error["message"]) for error in told["errors"]] == [
        (["bug"], APOLOGY),
        (["forbidden"], "This key cannot read that. Use a secret key."),
    ]
    assert told["errors"][0]["extensions"]["requestId"] == received.response.headers["request-id"]
    assert ": password=hunter2" not in caplog.text


async def test_null_rises_no_further_than_the_fragment(live: Live) -> None:
    query = '{ customers(first: 1) { nodes { id } } ... @defer(label: "never") { impossible forbidden } }'
    async with parts(live.http, {"query": query}, ACCEPT) as received:
        first, second = await received.all()
    assert first["data"] == FIRST
    ((done,), has_next) = second["completed"], second["hasNext"]
    assert (done["id"], [error["path"] for error in done["errors"]], has_next) == ("0", [["impossible"]], False)
    assert "incremental" not in second
    async with parts(live.http, {"query": query}, "multipart/mixed") as received:
        _, second = await received.all()
    (told,) = second["incremental"]
    assert (told["path"], told["label"], told["data"]) == ([], "never", None)
    assert [error["path"] for error in told["errors"]] == [["impossible"]]


async def test_a_bad_key_is_refused_before_any_part(live: Live) -> None:
    headers = {"Accept": ACCEPT, "Authorization": "Bearer sk_no"}
    response = await live.http.post("/graphql", json=SLOW, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (401, "application/json; charset=utf-8")
