"""What is served of the playground: its policy, its caches, and to whom the demo key is shown."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from graphql import build_schema, is_object_type, parse, validate
from starlette.applications import Starlette

from app import about
from app.domain.events.catalogue import catalogue
from app.server.playground import DIST, PlaygroundConfig, playground_routes
from app.tables.families import Family
from tests.server.raw_server import raw_server

EXAMPLES = DIST.parent / "examples"
SDL = Path(__file__).parents[1] / "shape" / "schema.graphql"
KEY = "sk_test_demo"
HERE = "http://127.0.0.1:8000"


async def ask(
    path: str,
    *,
    base: str = HERE,
    headers: Mapping[str, str] | None = None,
    client: tuple[str, int] | None = ("127.0.0.1", 50_000),
    loopback: bool = True,
    key: str | None = KEY,
    method: str = "GET",
) -> httpx.Response:
    """One request to the page's routes alone, from `client`, to the host that `base` names."""
    app = Starlette(routes=[*playground_routes(lambda: PlaygroundConfig(key, bound_to_loopback=loopback))])
    transport = httpx.ASGITransport(app, client=client)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=base) as browser:
        return await browser.request(method, path, headers={"Accept-Encoding": "identity", **(headers or {})})


async def shown_key(**question: object) -> object:
    answer = await ask("/playground/config.json", **question)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"endpoint": "/graphql", "demoKey": answer.json()["demoKey"], **about()}
    return answer.json()["demoKey"]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "pay.localhost:80", "[::1]:8000"])
async def test_the_demo_key_is_shown_on_this_machine(host: str) -> None:
    assert await shown_key(headers={"Host": host}) == KEY
    assert await shown_key(headers={"Host": host, "Origin": f"http://{host}"}) == KEY


@pytest.mark.parametrize(
    "host",
    [
        "paygraph.example",
        "paygraph.example:8000",
        "127.0.0.1.nip.io",
        "localhost.example",
        "192.168.1.7:8000",
        "[fe80::1]",
    ],
)
async def test_a_name_that_is_not_loopback_gets_no_key(host: str) -> None:
    assert await shown_key(headers={"Host": host}) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"X-Real-IP": "203.0.113.9"},
        {"Via": "1.1 proxy"},
        {"CF-Connecting-IP": "203.0.113.9"},
        {"X-Amzn-Trace-Id": "Root=1"},
        {"X-Some-New-Proxy": "1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:5173"},
        {"Origin": "null"},
    ],
)
async def test_what_comes_by_a_proxy_or_from_another_site_gets_no_key(headers: dict[str, str]) -> None:
    assert await shown_key(headers=headers) is None


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (b"GET /playground/config.json HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n", KEY),
        (b"GET /playground/config.json HTTP/1.0\r\nHost: localhost\r\n\r\n", None),
        (b"GET http://localhost/playground/config.json HTTP/1.1\r\nHost: localhost\r\n\r\n", None),
    ],
    ids=["plain", "HTTP/1.0", "absolute form"],
)
async def test_requests_of_the_kind_that_proxies_send_get_no_key(request_: bytes, expected: str | None) -> None:
    config = PlaygroundConfig(KEY, bound_to_loopback=True)
    async with raw_server(routes=playground_routes(lambda: config)) as server:
        answer = await server.ask(request_)
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["demoKey"] == expected


async def test_through_a_file_there_is_no_key() -> None:
    assert await shown_key(client=None) is None


async def test_another_machine_gets_no_key() -> None:
    assert await shown_key(client=("203.0.113.9", 50_000)) is None


async def test_a_server_that_others_reach_shows_no_key() -> None:
    assert await shown_key(loopback=False) is None


async def test_without_a_demo_key_there_is_none_to_show() -> None:
    assert await shown_key(key=None) is None


async def test_the_page_comes_with_its_policy_and_is_asked_for_again() -> None:
    answer = await ask("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = await ask("/", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_examples_are_valid_and_in_the_folders_of_families() -> None:
    listed = [each for section in json.loads((EXAMPLES / "contents.json").read_text()) for each in section["examples"]]
    files = {path.relative_to(EXAMPLES).with_suffix("").as_posix(): path for path in EXAMPLES.rglob("*.graphql")}
    assert sorted(listed) == sorted(files)
    assert {id.split("/")[0] for id in listed} <= {*Family}
    schema = build_schema(SDL.read_text())
    assert {id: validate(schema, parse(path.read_text())) for id, path in files.items()} == {id: [] for id in files}


async def test_every_file_of_the_build_is_served_as_what_it_is() -> None:
    types = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
    files = [path for path in DIST.rglob("*") if path.suffix in types]
    assert {path.suffix for path in files} == set(types)
    for path in files:
        answer = await ask(f"/playground/{path.relative_to(DIST).as_posix()}")
        assert answer.content == path.read_bytes()
        assert answer.headers["content-type"] == types[path.suffix]
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("*", "br"),
        ("gzip, br;q=0.5", "gzip"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("zstd", None),
        ("gzip;q=0", None),
        ("", None),
    ],
)
async def test_a_large_file_is_packed_as_the_client_likes_it_best(accepted: str, coding: str | None) -> None:
    largest = max(DIST.rglob("*.js"), key=lambda path: path.stat().st_size)
    plain, brotli = largest.read_bytes(), largest.with_name(f"{largest.name}.br").read_bytes()
    app = Starlette(routes=[*playground_routes(PlaygroundConfig)])
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as browser,
        browser.stream(
            "GET", f"/playground/{largest.relative_to(DIST).as_posix()}", headers={"Accept-Encoding": accepted}
        ) as answer,
    ):
        body = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert (answer.headers.get("content-encoding"), answer.headers["vary"]) == (coding, "Accept-Encoding")
    if coding == "gzip":
        assert len(body) < len(plain) / 3
        assert gzip.decompress(body) == plain
    else:
        assert body == (brotli if coding == "br" else plain)


def test_what_is_packed_beforehand_is_smaller_than_by_gzip() -> None:
    files = [path for path in (DIST / "assets").iterdir() if path.suffix in {".js", ".css", ".ttf"}]
    packed = {path: path.with_name(f"{path.name}.br") for path in files if path.stat().st_size >= 1_024}
    assert len(packed) > 20
    assert {path: brotli.exists() for path, brotli in packed.items()} == dict.fromkeys(packed, True)
    brotli, gzipped = (
        sum(path.stat().st_size for path in packed.values()),
        sum(len(gzip.compress(path.read_bytes(), 6)) for path in packed),
    )
    assert brotli < 0.9 * gzipped


@pytest.mark.parametrize(
    "path",
    [
        "/playground/",
        "/playground/nothing.js",
        "/playground/../examples/contents.json",
        f"/playground/assets/{max(path.name for path in DIST.rglob('*.br'))}",
        "/playground/%2e%2e/package.json",
    ],
)
async def test_nothing_but_the_build_is_served(path: str) -> None:
    assert (await ask(path)).status_code == 404


async def test_the_page_is_only_read() -> None:
    assert (await ask("/", method="HEAD")).status_code == 200
    assert (await ask("/", method="POST")).status_code == 405


async def test_the_types_of_events_are_told_to_the_editor() -> None:
    answer = await ask("/playground/events.json")
    types = {each["type"]: each for each in answer.json()}
    assert len(types) == len(catalogue) == len(answer.json())
    assert types["payment_intent.succeeded"] == {
        "type": "payment_intent.succeeded",
        "sentence": "A payment completed and was successful.",
        "emitted": True,
    }
    assert all(each["sentence"] for each in types.values())
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_types_of_objects_are_told_by_family_for_the_docs() -> None:
    answer = await ask("/playground/families.json")
    families = {family["name"]: family for family in answer.json()}
    assert families["products"] == {
        "name": "products",
        "title": "Products",
        "types": [
            *("Coupon", "Discount", "Price", "Product", "PromotionCode", "ShippingRate", "TaxCode", "TaxRate"),
        ],
    }
    schema = build_schema(SDL.read_text())
    named = [name for family in families.values() for name in family["types"]]
    assert all(is_object_type(schema.type_map.get(name)) for name in named)
    node = schema.get_type("Node")
    assert {each.name for each in schema.get_possible_types(node)} <= set(named)  # type: ignore[arg-type]
    assert answer.headers["cache-control"] == "no-cache"
