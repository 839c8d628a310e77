"""The content of files: for a key at the file's own address, and for anyone at that of a link."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import asyncpg
from sqlalchemy import and_, select
from sqlmodel import col
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.access.caller import Caller
from app.errors import NotFound
from app.files.storage import NoSuchContent
from app.files.types import MEDIA_TYPES
from app.server.pages import database_of
from app.server.transport import transport_of
from app.tables.core_resources.file import File
from app.tables.core_resources.file_link import FileLink
from app.tables.tenancy import belongs, same_tenant

SAFETY = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # It may be kept, and is asked for again: a link expires.
    "Cache-Control": "private, no-cache",
    "Vary": "Authorization",
}
"""Whatever a file is, it is saved, not shown; and if it were shown, nothing in it would run."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
"""One range. A request for several is answered with the whole."""
_SHOWN = (
    col(File.content_key),
    col(File.expires_at),
    col(File.filename),
    col(File.id),
    col(File.sha256),
    col(File.size),
    col(File.type),
)
_BY_TOKEN: Any = select(*_SHOWN, col(FileLink.expires_at).label("until"), col(FileLink.expired)).join_from(
    FileLink.__table__,
    File.__table__,
    and_(col(FileLink.file_id) == col(File.id), *same_tenant(File.__table__.c, FileLink.__table__.c)),
)
_THERE = (col(File.url).is_not(None), col(File.deleted_at).is_(None))


def file_routes() -> list[Route]:
    """GET and HEAD alone: a download changes nothing."""
    return [
        Route("/v1/files/{id}/contents", contents, methods=["GET"]),
        Route("/links/{token}", linked, methods=["GET"]),
    ]


async def contents(request: Request) -> Response:
    """The content of a file, for a key that may read it."""
    caller = await transport_of(request.scope).services.authenticate(
        request.headers.get("authorization"), request.headers.get("stripe-account")
    )
    assert isinstance(caller, Caller)
    caller.must(File.family, "read")
    columns = File.__table__.c
    statement = select(*_SHOWN).where(
        columns.id == request.path_params["id"], *belongs(columns, caller.tenant, by_id=True), *_THERE
    )
    return await _served(request, await database_of(request).fetch(statement, asyncpg.Record))


async def linked(request: Request) -> Response:
    """The content of the file that a link leads to, for anyone."""
    statement = _BY_TOKEN.where(
        col(FileLink.token) == request.path_params["token"], col(FileLink.deleted_at).is_(None), *_THERE
    )
    now = datetime.now(UTC)
    found = await database_of(request).fetch(statement, asyncpg.Record)
    return await _served(request, [row for row in found if not row["expired"] and _is_ahead(row["until"], now)])


def _is_ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is None or moment > now


async def _served(request: Request, found: list[asyncpg.Record]) -> Response:
    """The file, or the part of it that is asked for. Raises NotFound and Unavailable."""
    storage = transport_of(request.scope).services.storage
    row = next((row for row in found if _is_ahead(row["expires_at"], datetime.now(UTC))), None)
    if row is None or storage is None:
        raise NotFound("There is no such file, or it has expired.")
    size, etag = row["size"], f'"{row["sha256"]}"'
    headers = SAFETY | {
        "Accept-Ranges": "bytes",
        "Content-Disposition": _disposition(row),
        "Content-Type": MEDIA_TYPES.get(row["type"], "application/octet-stream"),
        "ETag": etag,
    }
    if etag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    part = _part(request, size, etag)
    if part is None:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    start, end = part
    headers["Content-Length"] = str(end - start)
    status = 200
    if (start, end) != (0, size) or _has_range(request, etag):
        status, headers["Content-Range"] = 206, f"bytes {start}-{end - 1}/{size}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    chunks = storage.read(row["content_key"], start, end)
    try:
        first = await anext(chunks, b"")
    except NoSuchContent:
        raise NotFound("There is no such file, or it has expired.") from None
    return StreamingResponse(_all(first, chunks), status_code=status, headers=headers)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _has_range(request: Request, etag: str) -> bool:
    """Whether one range of this very content is asked for."""
    unchanged = request.headers.get("if-range", etag) == etag
    return unchanged and _RANGE.fullmatch(request.headers.get("range", "").replace(" ", "")) is not None


def _part(request: Request, size: int, etag: str) -> tuple[int, int] | None:
    """From where up to where is asked for; None for a range that the content has nothing of."""
    if not _has_range(request, etag):
        return 0, size
    found = _RANGE.fullmatch(request.headers["range"].replace(" ", ""))
    assert found is not None
    first, last = found.groups()
    if not first:
        count = int(last) if last else 0
        return (max(size - count, 0), size) if count else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _disposition(row: Any) -> str:
    """Saved under the file's name, or its id."""
    name = row["filename"] or row["id"]
    plain = re.sub(r"[^ !#-\[\]-~]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
