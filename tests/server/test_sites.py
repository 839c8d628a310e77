"""Which sites' pages may call: none, those that are listed, and on a server of this machine its own pages."""

import json

import httpx
import pytest
from starlette.middleware.cors import CORSMiddleware

from app.server.main import build
from app.settings import Settings
from tests.server.conftest import AUTHORIZATION, Direct, Serve

LOCAL = [
    "http://localhost:5173",
    "http://127.0.0.1:3000",
    "https://localhost",
    "http://[::1]:8080",
    "http://shop.localhost:4",
]
STRANGE = [
    "https://evil.example",
    "http://localhost.evil.example",
    "http://evil-localhost",
    "http://127.0.0.1.evil.example:3000",
    "http://localhost:3000.evil.example",
    "file://localhost",
    "null",
    "http://[oops",
]
TYPENAME = {"query": "{ __typename }"}


def preflight(origin: str) -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-anything",
    }


async def allowed(client: httpx.AsyncClient, origin: str) -> bool:
    """Whether a browser would let a page of the origin call, and read the answer."""
    asked = await client.options("/graphql", headers=preflight(origin))
    answer = await client.post("/graphql", json=TYPENAME, headers={"Origin": origin})
    assert answer.status_code == 200
    told = [each.headers.get("access-control-allow-origin") for each in (asked, answer)]
    assert told in ([origin] * 2, [None] * 2)
    if told[0] is not None:
        assert asked.headers["access-control-allow-headers"] == "authorization,content-type,x-anything"
        assert "access-control-allow-credentials" not in asked.headers
    return told[0] is not None


async def test_pages_of_this_machine_may_call_a_server_of_this_machine(direct: Direct) -> None:
    async with direct(local_pages=True) as client:
        assert [await allowed(client, origin) for origin in LOCAL] == [True] * len(LOCAL)
        assert [await allowed(client, origin) for origin in STRANGE] == [False] * len(STRANGE)
    async with direct(local_pages=True, cors_origins=["https://shop.example"]) as client:
        assert [await allowed(client, each) for each in (LOCAL[0], "https://shop.example", STRANGE[0])] == [
            True,
            True,
            False,
        ]
    async with direct() as client:
        assert [await allowed(client, origin) for origin in LOCAL] == [False] * len(LOCAL)


@pytest.mark.parametrize(
    ("settings", "may"),
    [({}, True), ({"host": "0.0.0.0"}, False), ({"public_url": "https://pay.example"}, False)],
    ids=["local", "open", "behind a proxy"],
)
def test_a_server_that_others_reach_lets_listed_sites_alone_call(settings: dict[str, str], may: bool) -> None:
    middleware: list[object] = [each.cls for each in build(Settings(**settings)).user_middleware]  # type: ignore[arg-type]
    assert (CORSMiddleware in middleware) is may


@pytest.mark.parametrize(
    ("origin", "payload", "answer"),
    [
        (None, None, "connection_ack"),
        ("http://localhost:5173", None, "connection_ack"),
        ("https://shop.example", None, "connection_ack"),
        ("own", None, "connection_ack"),
        ("https://evil.example", None, None),
        ("null", None, None),
        ("https://evil.example", AUTHORIZATION, "connection_ack"),
    ],
)
async def test_a_strange_page_must_bring_its_key(
    serve: Serve, origin: str | None, payload: dict[str, str] | None, answer: str | None
) -> None:
    async with serve(local_pages=True, cors_origins=["https://shop.example"]) as live:
        sent = f"http://127.0.0.1:{live.port}" if origin == "own" else origin
        headers = AUTHORIZATION if sent is None else {**AUTHORIZATION, "Origin": sent}
        async with live.socket(headers=headers) as socket:
            await socket.send(json.dumps({"type": "connection_init", **({"payload": payload} if payload else {})}))
            if answer is None:
                await socket.wait_closed()
                assert socket.close_code == 4401
            else:
                assert json.loads(await socket.recv())["type"] == answer
