"""Posted: the form of a page, with the documents that the owner uploads."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from starlette.requests import Request

from app.database import Database
from app.errors import Problem
from app.files import removal
from app.files.upload import Upload, safe_name
from app.server.faults import BodyTooLarge, RequestTimeout
from app.server.forms import Form, form_of
from app.server.multipart import WRITTEN, Parts
from app.server.pages import database_of
from app.server.transport import transport_of
from app.tables.texts import storable

LONGEST = 50_000
"""Bytes of what the forms send beside files."""
MOST_FIELDS = 500
"""Parts of a form."""
FILE = ":file"
"""What follows the name of a field in that of the input for its file."""


@dataclass
class Posted:
    """What a form has."""

    form: Form
    files: Mapping[str, Upload] = field(default_factory=dict)
    """What was uploaded, by the names of the fields."""


@asynccontextmanager
async def posted(request: Request) -> AsyncIterator[Posted]:
    """What a form sends; what was uploaded and not kept is removed in the end. A form that is too large, or that holds
    what no text may, is empty. Raises Problem for a body that is no form, or comes too slowly."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        yield Posted(await form_of(request, longest=LONGEST))
        return
    uploads: dict[str, Upload] = {}
    database, found = database_of(request), Posted({}, uploads)
    expected = False
    try:
        try:
            async with asyncio.timeout(transport_of(request.scope).limits.upload_seconds):
                await _receive(request, found.form, uploads)
        except TimeoutError:
            raise RequestTimeout("The form's documents took too long to arrive.") from None
        await removal.expect(database, uploads.values())
        expected = True
        yield found
    finally:
        await _discard(database, uploads.values(), expected=expected)


async def _discard(database: Database, uploads: Collection[Upload], *, expected: bool) -> None:
    for upload in uploads:
        await asyncio.to_thread(upload.discard)
    if expected:
        with suppress(Problem):  # then what is not there is looked for in an hour
            await removal.forget(database, uploads)


async def _receive(request: Request, form: Form, uploads: dict[str, Upload]) -> None:
    parts = Parts(aiter(request.stream()), request.headers["content-type"])
    transport = transport_of(request.scope)
    storage, limits = transport.services.storage, transport.limits
    texts, files, count = LONGEST, limits.max_upload_bytes, 0
    while (part := await parts.next()) is not None:
        count += 1
        if count > MOST_FIELDS:
            raise BodyTooLarge(f"A form has at most {MOST_FIELDS} fields.", limit="max_fields")
        if part.filename is None:
            text = bytearray()
            async for chunk in parts.content():
                texts -= len(chunk)
                if texts < 0:
                    raise BodyTooLarge(f"The form is larger than {LONGEST} bytes.", limit="max_body_bytes")
                text += chunk
            form[part.name] = text.decode("utf-8", "replace")
            continue
        upload = None
        if storage is not None and part.filename and len(uploads) < limits.max_uploads:
            upload = uploads[part.name.removesuffix(FILE)] = Upload(storage)
            upload.filename = safe_name(part.filename)
        files = await _file(parts, upload, files)
    if not all(storable(text) for each in form.items() for text in each):
        form.clear()


async def _file(parts: Parts, upload: Upload | None, left: int) -> int:
    """Receive a file, or pass over what is none; how many bytes others may have."""
    gathered: list[bytes] = []
    size = 0
    async for chunk in parts.content():
        left -= len(chunk)
        if left < 0:
            raise BodyTooLarge("The documents are too large together.", limit="max_upload_bytes")
        gathered.append(chunk)
        size += len(chunk)
        if size >= WRITTEN:
            if upload is not None:
                await asyncio.to_thread(upload.receive, gathered)
            gathered, size = [], 0
    if upload is not None:
        await asyncio.to_thread(upload.receive, gathered)
        await asyncio.to_thread(upload.finish)
    return left
