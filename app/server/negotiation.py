"""Which media type answers a request: the Accept header read as GraphQL clients mean it."""

from dataclasses import dataclass
from functools import cached_property

from app.server.faults import NotAcceptable

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
STREAM = "text/event-stream"
PARTS = "multipart/form-data"
"""Taken of requests, for files; never answered."""
OFFERED = (JSON, GRAPHQL, STREAM)


@dataclass(frozen=True)
class Accepted:
    """Which of our media types the client takes: those it named, its favourites first, and those under a wildcard."""

    named: tuple[str, ...]
    by_wildcard: frozenset[str]

    @classmethod
    def parse(cls, header: str | None) -> "Accepted":
        """A missing or empty header accepts everything. Raises NotAcceptable when nothing of ours would do."""
        if header is None or not header.strip():
            return cls((), frozenset(OFFERED))
        named: list[tuple[float, str]] = []
        refused: set[str] = set()
        wildcards: set[str] = set()
        for part in header.split(","):
            media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
            quality = quality_of(parameters)
            if media_type in OFFERED:
                if quality > 0:
                    named.append((quality, media_type))
                else:
                    refused.add(media_type)
            elif media_type.endswith("/*") and quality > 0:
                family = "" if media_type == "*/*" else media_type.removesuffix("*")
                wildcards.update(offer for offer in OFFERED if offer.startswith(family))
        named.sort(key=lambda choice: -choice[0])
        accepted = cls(tuple(media_type for _, media_type in named), frozenset(wildcards - refused))
        if not accepted.named and not accepted.by_wildcard:
            raise NotAcceptable(f"None of the types in Accept can be served. Accept {GRAPHQL}, {JSON} or {STREAM}.")
        return accepted

    @cached_property
    def json(self) -> str:
        """The media type for a single result. Errors of clients that take a stream alone are JSON too."""
        for media_type in self.named:
            if media_type != STREAM:
                return media_type
        return GRAPHQL if GRAPHQL in self.by_wildcard and JSON not in self.by_wildcard else JSON

    @cached_property
    def prefers_stream(self) -> bool:
        """A client that names the stream first wants even a single result as a stream; one that merely mentions it
        among others does not."""
        return bool(self.named) and self.named[0] == STREAM

    @cached_property
    def takes_stream(self) -> bool:
        return STREAM in self.named or STREAM in self.by_wildcard


def quality_of(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def is_utf8_json(content_type: str | None) -> bool:
    """Whether a body is declared as JSON in UTF-8. No form can declare that, so no other site's form can post here."""
    media_type, *parameters = (piece.strip().lower() for piece in (content_type or "").split(";"))
    charsets = [
        value.strip('"') for name, _, value in (p.partition("=") for p in parameters) if name.strip() == "charset"
    ]
    return media_type == JSON and all(charset in ("utf-8", "utf8") for charset in charsets)
