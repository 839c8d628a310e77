"""Multipart: requests with files, by the GraphQL multipart request specification.

The parts come in an order: `operations` (the request as JSON, with null for each file), `map` (which part belongs at
which paths of it), then the files. So what cannot run is refused before any file is received; what can is received into
files, and the operation finds an Upload at each path.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.database import Database
from app.errors import Problem
from app.files import removal
from app.files.storage import Storage
from app.files.upload import Upload, safe_name
from app.server.faults import BodyTooLarge, MalformedRequest, RequestTimeout, UnsupportedMediaType
from app.server.requests import GraphQLRequest, decoded
from app.settings import Limits

WRITTEN = 256 * 1024
"""Bytes of a file that are gathered before they are written."""
LONGEST_PATH = 1_000
"""Characters of a path in `map`."""
MOST_PATHS = 100
"""Paths in `map`: places of the request that take a file."""

Chunks = AsyncIterator[bytes]


class MultipartRequest:
    """One request with files. Call `begin`, `receive` unless it is refused, and `close` in any case."""

    def __init__(
        self, chunks: Chunks, content_type: str, storage: Storage | None, database: Database, limits: Limits
    ) -> None:
        """Raises MalformedRequest for a Content-Type without a boundary, UnsupportedMediaType without a storage."""
        if storage is None:
            raise UnsupportedMediaType(
                "This server takes no files: its operator must set PAYGRAPH_FILES_FOLDER or PAYGRAPH_FILES_BUCKET."
            )
        self._storage = storage
        self._database = database
        self._limits = limits
        self._parts = Parts(chunks, content_type)
        self._uploads: dict[str, Upload] = {}
        self._is_expected = False
        self._deadline = asyncio.get_running_loop().time() + limits.upload_seconds

    async def begin(self) -> GraphQLRequest:
        """What is asked for, with an Upload that has not come yet in the place of each file. Raises Problem."""
        async with self._in_time():
            request = decoded(await self._field("operations"), "'operations'", field="operations")
            places = decoded(await self._field("map"), "'map'", field="map")
        if isinstance(request, dict):
            self._put_in_places(request, places)
        return GraphQLRequest.from_json(request)

    async def receive(self) -> None:
        """Receive the files. Raises Problem."""
        async with self._in_time():
            await self._receive()
        await removal.expect(self._database, self._uploads.values())
        self._is_expected = True

    async def close(self) -> None:
        """Remove what was received and not kept."""
        for upload in self._uploads.values():
            await asyncio.to_thread(upload.discard)
        if self._is_expected:
            with suppress(Problem):  # then what is not there is looked for in an hour
                await removal.forget(self._database, self._uploads.values())

    def _put_in_places(self, request: dict[str, Any], places: Any) -> None:
        """Put an Upload at each path that the map names."""
        if not isinstance(places, dict):
            raise MalformedRequest("'map' must be a JSON object: the paths of each file's part.", field="map")
        if len(places) > self._limits.max_uploads:
            raise BodyTooLarge(f"A request has at most {self._limits.max_uploads} files.", limit="max_uploads")
        count = 0
        for name, paths in places.items():
            if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
                raise MalformedRequest(f"'map' must give a list of paths for '{name[:100]}'.", field="map")
            count += len(paths)
            if count > MOST_PATHS:
                raise MalformedRequest(f"'map' has at most {MOST_PATHS} paths.", field="map")
            upload = self._uploads[name] = Upload(self._storage)
            for path in paths:
                _put(request, path, upload)

    async def _field(self, name: str) -> bytes:
        """The content of the next part, which must be this one."""
        limit = self._limits.max_body_bytes
        part = await self._parts.next()
        if part is None or part.name != name:
            found = f"'{part.name[:100]}'" if part else "the end"
            raise MalformedRequest(
                f"The part '{name}' is missing: {found} came in its place. Send 'operations', 'map', then the files.",
                field=name,
            )
        content = bytearray()
        async for chunk in self._parts.content():
            content += chunk
            if len(content) > limit:
                raise BodyTooLarge(f"'{name}' is larger than {limit} bytes.", limit="max_body_bytes")
        return bytes(content)

    async def _receive(self) -> None:
        left = self._limits.max_upload_bytes
        while (part := await self._parts.next()) is not None:
            upload = self._uploads.get(part.name)
            if upload is None:
                raise MalformedRequest(f"The part '{part.name[:100]}' is not in 'map'.", field="map")
            if upload.received:
                raise MalformedRequest(f"The part '{part.name[:100]}' came twice.", field="map")
            upload.filename = safe_name(part.filename) if part.filename is not None else None
            gathered: list[bytes] = []
            size = 0
            async for chunk in self._parts.content():
                left -= len(chunk)
                if left < 0:
                    limit = self._limits.max_upload_bytes
                    raise BodyTooLarge(f"The files are larger than {limit} bytes.", limit="max_upload_bytes")
                gathered.append(chunk)
                size += len(chunk)
                if size >= WRITTEN:
                    await asyncio.to_thread(upload.receive, gathered)
                    gathered, size = [], 0
            await asyncio.to_thread(upload.receive, gathered)
            await asyncio.to_thread(upload.finish)
        missing = [name for name, upload in self._uploads.items() if not upload.received]
        if missing:
            raise MalformedRequest(f"The part '{missing[0][:100]}' is in 'map', but did not come.", field="map")

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout_at(self._deadline):
                yield
        except TimeoutError:
            raise RequestTimeout("The request's files took too long to arrive. Send fewer, or smaller ones.") from None


class Part:
    """The head of one part."""

    def __init__(self) -> None:
        self.header = b""
        self.value = b""
        self.name = ""
        self.filename: str | None = None
        self.is_named = False

    def end_header(self) -> None:
        """Read a header that is complete. All but `Content-Disposition` say nothing that is believed."""
        if self.header.lower() == b"content-disposition":
            kind, options = parse_options_header(self.value)
            if kind.lower() == b"form-data" and b"name" in options:
                self.is_named = True
                self.name = options[b"name"].decode("utf-8", "replace")
                filename = options.get(b"filename")
                self.filename = None if filename is None else filename.decode("utf-8", "replace")
        self.header = self.value = b""


class Parts:
    """The parts of a body, one after the other: `next`, then all of its `content`."""

    def __init__(self, chunks: Chunks, content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if kind.lower() != b"multipart/form-data" or not boundary:
            raise MalformedRequest("The Content-Type multipart/form-data needs a boundary.")
        self._chunks = chunks
        self._events: deque[tuple[str, Any]] = deque()
        self._part = Part()
        self._ended = False
        try:
            self._parser = MultipartParser(boundary, self._callbacks())
        except FormParserError:
            raise MalformedRequest("The boundary in the Content-Type is too long.") from None

    def _callbacks(self) -> Any:
        def begin() -> None:
            self._part = Part()

        def header(data: bytes, start: int, end: int) -> None:
            self._part.header += data[start:end]

        def value(data: bytes, start: int, end: int) -> None:
            self._part.value += data[start:end]

        def end_header() -> None:
            self._part.end_header()

        def told(kind: str) -> Callable[[], None]:
            return lambda: self._events.append((kind, self._part))

        def content(data: bytes, start: int, end: int) -> None:
            # The parser gives what could be a boundary and was none in pieces.
            if self._events and self._events[-1][0] == "content":
                self._events[-1][1].extend(data[start:end])
            else:
                self._events.append(("content", bytearray(data[start:end])))

        return {
            "on_part_begin": begin,
            "on_header_field": header,
            "on_header_value": value,
            "on_header_end": end_header,
            "on_headers_finished": told("part"),
            "on_part_data": content,
            "on_part_end": told("end of part"),
            "on_end": told("end"),
        }

    async def next(self) -> Part | None:
        """The head of the next part; None after the last. Raises MalformedRequest."""
        kind, part = await self._next()
        if kind == "end":
            return None
        if not part.is_named:
            raise MalformedRequest("A part of the request has no name. Give each a Content-Disposition: form-data.")
        assert isinstance(part, Part)
        return part

    async def content(self) -> Chunks:
        """What the part holds. Raises MalformedRequest."""
        while True:
            kind, data = await self._next()
            if kind == "end of part":
                return
            yield data

    async def _next(self) -> tuple[str, Any]:
        while not self._events:
            if self._ended:
                return "end", None
            await self._read()
        kind, value = self._events.popleft()
        if kind == "end":
            # What comes after the last boundary has no meaning, and is not read.
            self._ended = True
            self._events.clear()
        return kind, value

    async def _read(self) -> None:
        try:
            chunk = await anext(self._chunks)
        except StopAsyncIteration:
            raise MalformedRequest("The body ended before its last boundary.") from None
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise MalformedRequest("The body is not in parts with the boundary that its Content-Type names.") from None


def _put(request: Any, path: str, upload: Upload) -> None:
    """Put an upload at a path of the request, where null must stand. Raises MalformedRequest."""
    shown = path[:100]
    steps = path.split(".") if len(path) <= LONGEST_PATH else []
    if len(steps) < 2 or steps[0] != "variables":
        raise MalformedRequest(f"The path '{shown}' in 'map' must lead to a variable: 'variables.file'.", field="map")
    holder: Any = request
    try:
        for step in steps[:-1]:
            holder = holder[_place(holder, step)]
        last = _place(holder, steps[-1])
        there = holder[last]
    except (IndexError, KeyError, TypeError, ValueError):
        raise MalformedRequest(f"There is nothing at the path '{shown}' of 'operations'.", field="map") from None
    if there is not None:
        raise MalformedRequest(f"At the path '{shown}' of 'operations' must be null, for the file.", field="map")
    holder[last] = upload


def _place(holder: Any, step: str) -> Any:
    """The key of an object, or the place in a list. Raises TypeError for what has neither, ValueError for no place."""
    if isinstance(holder, list):
        if not step.isdecimal():
            raise ValueError(step)
        return int(step)
    if not isinstance(holder, dict):
        raise TypeError(type(holder).__name__)
    return step
