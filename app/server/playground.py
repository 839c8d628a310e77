"""The playground: one page, its files, and the settings it starts from.

The page's files are a build that is committed beside its source, so that serving it needs no Node. Their names
carry a hash of their content: they are kept for ever by browsers, and only the page itself is asked for again. The
build has packed them with Brotli, which is too slow for a server, and a sixth smaller than gzip.
"""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app import about, tables
from app.domain.events.catalogue import catalogue
from app.loopback import is_loopback
from app.server.packed import Packed
from app.server.request_head import ABSOLUTE_FORM
from app.server.sites import is_own
from app.tables.families import Family
from app.tables.resource import Resource
from app.tables.transient import Transient

DIST = Path(__file__).resolve().parents[2] / "playground" / "dist"

PAGE = "index.html"
BROTLI = ".br"
"""Ends the name of a file's packed copy, which is sent in its place and has no address of its own."""
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # the editor places its lines with inline styles
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}

SAFETY = {
    "Content-Security-Policy": "; ".join(f"{kind} {allowed}" for kind, allowed in SOURCES.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

BROWSERS_HEADERS = frozenset(
    (
        *("accept", "accept-charset", "accept-encoding", "accept-language", "authorization", "cache-control"),
        *("connection", "cookie", "dnt", "host", "if-modified-since", "if-none-match", "origin", "pragma", "priority"),
        *("referer", "te", "upgrade-insecure-requests", "user-agent"),
    )
)
"""What browsers send with a request for the page's settings, beside names that begin with `sec-`. Any other header
may be a proxy's: each vendor has names of its own."""


@dataclass(frozen=True, slots=True)
class PlaygroundConfig:
    """What the page starts from.

    `demo_key` is a test key to be filled in, or None. `bound_to_loopback` says that the server listens on a
    loopback address alone, and was given no other URL; without it the key is never given away.
    """

    demo_key: str | None = None
    bound_to_loopback: bool = False
    endpoint: str = "/graphql"


def playground_routes(config: Callable[[], PlaygroundConfig]) -> list[Route]:
    """The page at `/`, its files and its settings. `config` is asked at every load, for keys may be rolled."""
    return [
        Route("/", _page, methods=["GET"]),
        Route("/favicon.ico", _icon, methods=["GET"]),
        Route("/playground/config.json", partial(_config, config), methods=["GET"]),
        Route("/playground/events.json", _events, methods=["GET"]),
        Route("/playground/families.json", _families, methods=["GET"]),
        Route("/playground/{path:path}", _file, methods=["GET"]),
    ]


async def _page(request: Request) -> Response:
    return await _answer(request, PAGE, ASK_AGAIN)


async def _icon(request: Request) -> Response:
    return await _answer(request, "favicon.svg", ASK_AGAIN)


async def _file(request: Request) -> Response:
    path: str = request.path_params["path"]
    return await _answer(request, path, FOREVER if path.startswith("assets/") else ASK_AGAIN)


async def _config(config: Callable[[], PlaygroundConfig], request: Request) -> Response:
    now = config()
    key = now.demo_key if now.bound_to_loopback and is_local(request) else None
    return JSONResponse(
        {"endpoint": now.endpoint, "demoKey": key, **about()},
        headers={**SAFETY, "Cache-Control": "no-store"},
    )


async def _events(_request: Request) -> Response:
    """Every type of event with its sentence, which the editor offers while one is typed."""
    types = [{"type": each.name, "sentence": each.description, "emitted": each.emitted} for each in catalogue.values()]
    return JSONResponse(types, headers={**SAFETY, "Cache-Control": ASK_AGAIN})


async def _families(_request: Request) -> Response:
    """The families of resources, each with the types of its objects in alphabetical order, by which the page shows its
    docs."""
    resources: list[type[Resource] | type[Transient]] = [*tables.every(), *tables.transients.values()]
    found = [
        {
            "name": family,
            "title": family.replace("_", " ").capitalize(),
            "types": sorted(each.__name__ for each in resources if each.family == family),
        }
        for family in Family
    ]
    shown = [family for family in found if family["types"]]
    return JSONResponse(shown, headers={**SAFETY, "Cache-Control": ASK_AGAIN})


def is_local(request: Request) -> bool:
    """Whether a page of this server's own, opened on this machine, asks.

    A stranger's site can let its own name point to 127.0.0.1 (DNS rebinding), so the name asked for must be a
    loopback name; and a proxy on this machine may speak for the whole world, so none may have passed it on.
    """
    names = (name for name in request.headers if not name.startswith("sec-"))
    if not BROWSERS_HEADERS.issuperset(names):
        return False
    if request.scope["http_version"] == "1.0" or ABSOLUTE_FORM in request.scope.get("extensions", {}):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is not None and not is_own(origin, request.headers.get("host")):
        return False
    if request.client is None or not is_loopback(request.client.host):
        return False
    return is_loopback(_host_name(request.headers.get("host", "")))


def _host_name(host: str) -> str:
    """The name in a Host header, without the port and without the brackets of IPv6."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


@cache
def _paths() -> dict[str, Path]:
    """Every file of the build, by its path below it. Nothing else is ever opened."""
    return {path.relative_to(DIST).as_posix(): path for path in DIST.rglob("*") if path.is_file()}


@cache
def _built(name: str) -> Packed:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    media_type = TYPES.get(Path(name).suffix, guessed)
    brotli = _paths().get(f"{name}{BROTLI}")
    return Packed.of(
        _paths()[name].read_bytes(),
        media_type,
        packs=not name.endswith(".woff2"),
        brotli=brotli.read_bytes() if brotli else None,
    )


# Some systems' tables of types are wrong or lack these, and a script of a wrong type is not run.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".md": "text/plain",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}


async def _answer(request: Request, name: str, cache_control: str) -> Response:
    if name not in _paths() or name.endswith(BROTLI):
        raise HTTPException(404)
    # Each is packed once a process.
    built = await run_in_threadpool(_built, name)
    return built.response(request, {**SAFETY, "Cache-Control": cache_control})
