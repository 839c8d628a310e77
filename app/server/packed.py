"""Packed: what is served as it is to everyone, such as a file of the page: made once, packed, and known by a tag."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import zstandard
from starlette.requests import Request
from starlette.responses import Response

from app.server.compression import codings_of

WORTH_PACKING = 1_024
"""Smaller ones, in bytes, are sent as they are."""
_ZSTD_LEVEL = 12
"""The highest that takes no longer than gzip: the schema becomes two fifths smaller than by gzip."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A content, plain and packed.

    `packed` has it by content coding, the best first; empty where packing isn't worth it.
    """

    media_type: str
    plain: bytes
    packed: Mapping[str, bytes]
    tag: str

    @classmethod
    def of(cls, plain: bytes, media_type: str, *, packs: bool = True, brotli: bytes | None = None) -> "Packed":
        """Pack a content, which may come packed with Brotli. For the largest that takes a tenth of a second: not on the
        event loop."""
        packed = {} if brotli is None else {"br": brotli}
        if packs and len(plain) >= WORTH_PACKING:
            if brotli is None:
                packed["zstd"] = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(plain)
            packed["gzip"] = gzip.compress(plain, compresslevel=6, mtime=0)
        return cls(media_type, plain, packed, hashlib.sha256(plain).hexdigest()[:32])

    def response(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The content; 304 for a client that has it."""
        tag = f'W/"{self.tag}"'
        told = {**headers, "ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=told)
        taken = codings_of(request.headers.get("accept-encoding", ""), tuple(self.packed))
        if not taken:
            return Response(self.plain, media_type=self.media_type, headers=told)
        told["Content-Encoding"] = taken[0]
        return Response(self.packed[taken[0]], media_type=self.media_type, headers=told)
