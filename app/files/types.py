"""The type of a file, found in its content: neither the name that a client gives, nor its Content-Type, is believed."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from struct import unpack
from typing import BinaryIO
from xml.parsers import expat

import orjson

MEDIA_TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the type, as Stripe names it."""

_MAGIC = {
    b"%PDF-": "pdf",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
"""By the part that a document of the type cannot be without."""
LONGEST_JSON = 256 * 1024
"""Bytes of the longest file that is looked at as JSON: no purpose takes a longer one."""
CHUNK = 64 * 1024


def detect(path: Path) -> str | None:
    """The type of the file's content, such as `png`; None for one that no purpose takes."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
        for magic, type in _MAGIC.items():
            if head.startswith(magic):
                return type
        if head.startswith(b"PK\x03\x04"):
            return _office(file)
        return next((type for type, fits in _TEXTS.items() if fits(head, file)), None)


def dimensions(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG in pixels; None where they cannot be found."""
    with path.open("rb") as file:
        head = file.read(24)
        if head.startswith(b"\x89PNG") and len(head) == 24:
            width, height = unpack(">II", head[16:24])
            return width, height
        if head.startswith(b"GIF8") and len(head) >= 10:
            width, height = unpack("<HH", head[6:10])
            return width, height
        return _jpeg(file) if head.startswith(b"\xff\xd8") else None


def _jpeg(file: BinaryIO) -> tuple[int, int] | None:
    """The size that a JPEG's frame header has, after any number of other segments."""
    file.seek(2)
    while True:
        marker = file.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:
            return None
        kind, length = marker[1], unpack(">H", marker[2:])[0]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            frame = file.read(5)
            if len(frame) < 5:
                return None
            height, width = unpack(">HH", frame[1:])
            return width, height
        file.seek(length - 2, 1)


def _office(file: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return next((type for part, type in _OFFICE.items() if part in names), None)


def _is_json(_: bytes, file: BinaryIO) -> bool:
    file.seek(0)
    content = file.read(LONGEST_JSON + 1)
    try:
        return len(content) <= LONGEST_JSON and isinstance(orjson.loads(content), dict | list)
    except orjson.JSONDecodeError:
        return False


def _is_svg(head: bytes, file: BinaryIO) -> bool:
    """Whether the root element of a whole XML document is `svg`. A document that declares entities is none."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    roots: list[str] = []

    def begin(name: str, _: dict[str, str]) -> None:
        if not roots:
            roots.append(name.rpartition(" ")[2])

    def refuse(*_: object) -> None:
        raise ValueError("entities are not taken")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.EntityDeclHandler = refuse
    file.seek(0)
    try:
        parser.ParseFile(file)
    except (expat.ExpatError, ValueError):
        return False
    return roots == ["svg"]


def _is_csv(_: bytes, file: BinaryIO) -> bool:
    """Whether it is text in UTF-8 without control characters, whose first line has a separator."""
    file.seek(0)
    first, rest = True, b""
    while chunk := file.read(CHUNK):
        try:
            text = (rest + chunk).decode()
            rest = b""
        except UnicodeDecodeError as error:
            # A character may be cut by the end of a chunk, which has at most three of its bytes.
            whole = rest + chunk
            if error.start < len(whole) - 3:
                return False
            text, rest = whole[: error.start].decode(), whole[error.start :]
        if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
            return False
        if first and not set(text.lstrip("\ufeff").partition("\n")[0]) & set(",;\t"):
            return False
        if first and text.lstrip("\ufeff \t\r\n").startswith("<"):
            return False
        first = False
    return not first and not rest


_TEXTS: dict[str, Callable[[bytes, BinaryIO], bool]] = {"json": _is_json, "svg": _is_svg, "csv": _is_csv}
