"""Every response carries a request id, and every failure is answered."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import NotFound
from app.ids import new_id
from app.server.failure_page import failure_page
from app.server.negotiation import JSON
from app.server.responses import failed
from app.server.transport import request_id_of
from app.tables.texts import storable

KEPT_BY_NONE = {"cache-control": "no-store", "vary": "Accept, Accept-Encoding, Authorization"}
"""Answers depend on the key and on Accept, so nothing between us and the client keeps them."""


class RequestIds:
    """Gives each request its id, in the scope's state and the header `Request-Id`; the outermost layer of ours. A
    WebSocket that fails is closed with it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        request_id = new_id("req_")
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept", "websocket.http.response.start"):
                MutableHeaders(scope=message)["request-id"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except Exception as error:
            if scope["type"] == "http":
                raise
            failed(error, request_id)
            await send({"type": "websocket.close", "code": 1011, "reason": f"Internal error, {request_id}"})


class Failures:
    """Answers requests that fail: browsers with a page, all others with the JSON of all errors. The innermost layer, so
    that pages of other sites may read why.

    NUL in a path is answered with 404: no text in PostgreSQL holds it, so nothing looks for it there.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            if not storable(scope["path"]):
                raise NotFound("There is nothing at a path with the character NUL.")
            await self.app(scope, receive, noting)
        except Exception as error:
            result = failed(error, request_id := request_id_of(scope))
            if begun:
                # uvicorn cuts the answer off.
                return
            if page := failure_page(scope, result, request_id):
                await page(scope, receive, send)
            else:
                await send_json(send, result.encode(), status=result.status, headers=result.headers)


async def send_json(
    send: Callable[[Any], Awaitable[None]],
    body: bytes,
    *,
    status: int,
    media_type: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> None:
    """One whole response."""
    lines = {
        "content-type": f"{media_type}; charset=utf-8",
        "content-length": str(len(body)),
        **KEPT_BY_NONE,
        **(headers or {}),
    }
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in lines.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
