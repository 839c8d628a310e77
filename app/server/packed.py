"""Packed: what is served as it is to everyone, such as a file of the page: made once, packed, and known by a tag."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app.server.compression import codings_of

WORTH_PACKING = 1_024
"""Smaller ones, in bytes, are sent as they are."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A content, plain and packed. `packed` is None where packing isn't worth it."""

    media_type: str
    plain: bytes
    packed: bytes | None
    tag: str

    @classmethod
    def of(cls, plain: bytes, media_type: str, *, packs: bool = True) -> "Packed":
        """Pack a content. For the largest that takes a tenth of a second: not on the event loop."""
        worth = packs and len(plain) >= WORTH_PACKING
        packed = gzip.compress(plain, compresslevel=6, mtime=0) if worth else None
        return cls(media_type, plain, packed, hashlib.sha256(plain).hexdigest()[:32])

    def response(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The content; 304 for a client that has it."""
        tag = f'W/"{self.tag}"'
        told = {**headers, "ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=told)
        body = self.plain
        if self.packed is not None and "gzip" in codings_of(request.headers.get("accept-encoding", "")):
            body = self.packed
            told["Content-Encoding"] = "gzip"
        return Response(body, media_type=self.media_type, headers=told)
