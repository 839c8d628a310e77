"""Uploads as clients send them, and the least content of each type."""

import io
import json
import struct
import zipfile
import zlib
from typing import Any

import httpx

from tests.graph import Graph

CREATE = (
    "mutation ($input: FileCreateInput!) { fileCreate(input: $input) { file { %s } "
    "userErrors { code field message } replayed } }"
)


def png(width: int = 1, height: int = 1) -> bytes:
    """An image of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\0" * ((width + 7) // 8) for _ in range(min(height, 8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """The head of an image of that size, after a comment."""
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\x01\x11\x00" * 3
    return b"\xff\xd8\xff\xfe\x00\x06abcd" + frame + b"\xff\xd9"


def office(part: str) -> bytes:
    """An archive with one part of a document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
    return made.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
CONTENT = {
    "csv": "name,amount\nJenny Rosén,2000\n".encode(),
    "docx": office("word/document.xml"),
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "jpg": jpeg(),
    "json": b'{"transactions": []}',
    "pdf": PDF,
    "png": png(),
    "svg": SVG,
    "xlsx": office("xl/workbook.xml"),
}


def operations(fields: str = "id", /, *, purpose: str = "DISPUTE_EVIDENCE", **input: Any) -> dict[str, Any]:
    """The request as JSON, with null for the file."""
    return {"query": CREATE % fields, "variables": {"input": {"purpose": purpose, **input, "file": None}}}


def form(request: Any, *files: tuple[str, bytes], places: Any = None) -> list[tuple[str, Any]]:
    """The parts of a request: each file is a name and its content."""
    where = {str(place): ["variables.input.file"] for place in range(len(files))} if places is None else places
    named = [(str(place), (name, content)) for place, (name, content) in enumerate(files)]
    return [("operations", (None, json.dumps(request))), ("map", (None, json.dumps(where))), *named]


async def send(graph: Graph, parts: list[tuple[str, Any]], **headers: str) -> httpx.Response:
    """A request with files, as it is answered."""
    authorization = {"Authorization": f"Bearer {graph.secret}"}
    return await graph.client.post("/graphql", files=parts, headers=authorization | headers)


async def attempt(
    graph: Graph, content: bytes, fields: str = "id", /, *, filename: str = "evidence", **input: Any
) -> dict[str, Any]:
    """An upload's payload."""
    response = await send(graph, form(operations(fields, **input), (filename, content)))
    body = response.json()
    assert "errors" not in body, body
    payload: dict[str, Any] = body["data"]["fileCreate"]
    return payload


async def upload(graph: Graph, content: bytes = PDF, fields: str = "id", /, **input: Any) -> dict[str, Any]:
    """An uploaded file's fields."""
    payload = await attempt(graph, content, fields, **input)
    assert payload["userErrors"] == []
    found: dict[str, Any] = payload["file"]
    return found
