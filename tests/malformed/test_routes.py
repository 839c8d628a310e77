"""Every route: what its path, its query string, its headers, its cookies and its form may hold."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import httpx
import pytest
from starlette.routing import Route

from app.server.main import build
from app.settings import Settings
from tests.graph import Graph
from tests.malformed.values import BYTES, TEXTS

EVIL = {name: text.encode() for name, text in TEXTS.items()} | BYTES
ROUTES = [
    route for route in build(Settings(database_url="postgresql://x/y", worker=False)).routes if isinstance(route, Route)
]
PATHS = sorted({(route.path, method) for route in ROUTES for method in {*(route.methods or ("GET",))} - {"HEAD"}})
NAMES = (
    *("query", "variables", "extensions", "operationName", "documentId"),
    *("done", "redirect_status", "prefilled_email", "moment", "payment_intent", "setup_intent", "price", "quantity"),
)
FIELDS = (
    *("outcome", "descriptor_code", "kind", "number", "expiry", "cvc", "holder", "email", "iban", "accept", "renew"),
    *("routing_number", "account_number", "account_type", "holder_type", "key", "name"),
)
HEADERS = (
    *("Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Content-Encoding", "Content-Type", "Cookie"),
    *("Host", "Idempotency-Key", "If-None-Match", "If-Range", "Origin", "Range", "User-Agent", "X-Forwarded-For"),
    *(
        "Stripe-Version",
        "Stripe-Account",
        "Referer",
        "Sec-Fetch-Site",
        "Access-Control-Request-Method",
        "Content-Length",
    ),
)
HEADER_VALUES = {
    name: text.replace(b"\0", b"").replace(b"\r", b"").replace(b"\n", b"").strip() for name, text in EVIL.items()
} | {
    "a quoted NUL": b'paygraph_portal="\\000\\777"',
    "endless": b"bytes=%b-%b" % (b"9" * 5_000, b"9" * 5_000),
    "a quality that is none": b"text/html;q=NaN, */*;q=1e999, a/b;q=",
}
"""No header comes with NUL, or with a line that ends: these end the connection."""


def filled(path: str, value: bytes) -> str:
    return re.sub(r"\{[^}]*\}", lambda _: quote(value, safe=""), path)


def attempts(path: str, method: str) -> Iterator[tuple[str, str, dict[str, object]]]:
    """What is wrong, the address, and what is sent besides."""
    plain = re.sub(r"\{[^}]*\}", "x", path)
    for name, value in EVIL.items():
        if path != plain:
            yield f"{name} in the path", filled(path, value), {}
        at_once = len(NAMES) if len(value) < 1_000 else 5
        for start in range(0, len(NAMES), at_once):
            names = NAMES[start : start + at_once]
            yield f"{name} in the query", f"{plain}?{urlencode(dict.fromkeys(names, value))}&&=&{quote(value)}", {}
        if method == "POST":
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            for content in (
                urlencode(dict.fromkeys(FIELDS, value)).encode(),
                urlencode({value: value}).encode(),
                value,
            ):
                yield f"{name} in the form", plain, {"content": content, "headers": form}


@pytest.mark.parametrize(("path", "method"), PATHS)
async def test_whatever_comes_a_route_does_not_fail(client: httpx.AsyncClient, path: str, method: str) -> None:
    failed = []
    for wrong, address, besides in attempts(path, method):
        answer = await client.request(method, address, **besides)  # type: ignore[arg-type]
        if answer.status_code >= 500:
            failed.append((wrong, answer.status_code))
    assert failed == []


@pytest.mark.parametrize("header", HEADERS)
async def test_whatever_comes_in_a_header(client: httpx.AsyncClient, graph: Graph, header: str) -> None:
    key = {"Authorization": f"Bearer {graph.secret}"}
    asked = {"content": b'{"query": "mutation { customerCreate { replayed } }"}'}
    failed = []
    for name, value in HEADER_VALUES.items():
        given = [(header.encode(), value)]
        for method, path, own, besides in (
            ("POST", "/graphql", {**key, "Content-Type": "application/json"}, asked),
            ("GET", "/graphql?query={__typename}", key, {}),
            ("GET", "/v1/files/file_1/contents", key, {}),
            ("GET", "/", {}, {}),
            ("GET", "/playground/config.json", {}, {}),
            ("GET", "/nowhere", {}, {}),
            ("DELETE", "/", {}, {}),
            ("GET", "/i/in_1/x", {}, {}),
            ("GET", "/p/portal/bps_1", {}, {}),
            ("POST", "/p/portal/bps_1/add-card", {}, {}),
            ("GET", "/links/x", {}, {}),
        ):
            headers = [(k.encode(), v.encode()) for k, v in own.items() if k.lower() != header.lower()] + given
            answer = await client.request(method, path, headers=headers, **besides)  # type: ignore[arg-type]
            if answer.status_code >= 500:
                failed.append((name, method, path, answer.status_code))
    assert failed == []
