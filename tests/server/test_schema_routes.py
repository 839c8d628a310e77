"""The schema at its addresses, for tools that read it; and /graphql itself, opened in a browser."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import zstandard
from graphql import build_client_schema

from app.server.app import create_app
from app.server.metrics import Metrics
from app.server.ports import Services
from app.server.schema_routes import schema_routes
from app.server.trusted import TrustedDocuments
from app.settings import Limits
from schema.derive.sdl import sdl
from tests.server import toy
from tests.server.conftest import Direct
from tests.server.test_http import only_error
from tests.server.toy import World

SCHEMA = toy.services(toy.seeded()).schema


async def test_the_schema_in_its_language_and_as_introspection(direct: Direct) -> None:
    async with direct(routes=schema_routes(SCHEMA)) as client:
        del client.headers["Authorization"]
        language, answer = await client.get("/schema.graphql"), await client.get("/schema.json")
    assert language.headers["content-type"] == "text/plain; charset=utf-8"
    assert language.text == f"{sdl(SCHEMA)}\n"
    assert answer.headers["content-type"] == "application/json"
    assert sdl(build_client_schema(answer.json()["data"])) == sdl(SCHEMA)


async def test_it_is_sent_packed_and_once(direct: Direct) -> None:
    path = "/schema.json"
    packed = {}
    async with direct(routes=schema_routes(SCHEMA)) as client:
        plain = await client.get(path, headers={"Accept-Encoding": "identity"})
        for accepted in ("gzip", "gzip, deflate, br, zstd"):
            async with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
                body = b"".join([chunk async for chunk in answer.aiter_raw()])
            assert answer.headers["vary"] == "Accept-Encoding"
            packed[answer.headers["content-encoding"]] = body
        again = await client.get(path, headers={"If-None-Match": plain.headers["etag"]})
    assert "content-encoding" not in plain.headers
    assert [*packed] == ["gzip", "zstd"]
    assert gzip.decompress(packed["gzip"]) == plain.content
    assert zstandard.ZstdDecompressor().decompress(packed["zstd"]) == plain.content
    assert len(packed["zstd"]) < len(packed["gzip"]) < len(plain.content) / 3
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", plain.headers["etag"])


async def test_where_registered_documents_alone_run_the_schema_is_not_shown(world: World) -> None:
    @asynccontextmanager
    async def open_services(metrics: Metrics) -> AsyncIterator[Services]:
        yield replace(toy.services(world), trusted=TrustedDocuments(only=True))

    app = create_app(open_services, Limits(), routes=schema_routes(SCHEMA))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://toy") as client,
    ):
        for path in ("/schema.graphql", "/schema.json"):
            response = await client.get(path)
            assert (response.status_code, only_error(response)["extensions"]["code"]) == (404, "NOT_FOUND")


async def test_graphql_in_a_browser_leads_to_the_page(client: httpx.AsyncClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    response = await client.get("/graphql", headers=browser)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    asked = await client.get("/graphql", params={"query": "{ __typename }"}, headers=browser)
    assert (asked.status_code, asked.json()["data"]) == (200, {"__typename": "Query"})
    tool = await client.get("/graphql", headers={"Accept": "application/json"})
    assert tool.status_code == 400
