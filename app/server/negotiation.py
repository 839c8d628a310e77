"""Which media type answers a request: the Accept header read as GraphQL clients mean it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from app.server.faults import NotAcceptable
from schema.execute.deferrals import WISHES

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
STREAM = "text/event-stream"
MIXED = "multipart/mixed"
PARTS = "multipart/form-data"
"""Taken of requests, for files; never answered."""
BY_WILDCARD = (JSON, GRAPHQL, STREAM)
OFFERED = (*BY_WILDCARD, MIXED)


class Form(Enum):
    """How parts of an answer that come later are told. The value is the parameter by which clients ask for it; the
    form that most of them understand is that of those that ask for none."""

    PATHS_OF_DEFER = "deferspec=20220824"
    """By paths, as the draft of 2022-08-24 has it. It is Apollo Client 3's, which knows `@defer` and no `@stream`."""
    IDS = "incrementalspec=v0.2"
    """By ids that are announced, as the present draft and graphql-js 17 have it."""
    PATHS = ""
    """By paths, with `@stream`."""

    @property
    def honored(self) -> frozenset[str]:
        """The directives that its clients know."""
        return WISHES - {"stream"} if self is Form.PATHS_OF_DEFER else WISHES


FORMS = {form.value: form for form in Form}
SUBSCRIPTIONS = "subscriptionspec=1.0"
"""What clients of Apollo's protocol for subscriptions ask for."""


@dataclass(frozen=True)
class Accepted:
    """Which of our media types the client takes: those it named, its favourites first, and those under a wildcard."""

    named: tuple[str, ...]
    by_wildcard: frozenset[str]
    specs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By a media type that is a stream: the forms of it that the client named, an empty one for whichever."""

    @classmethod
    def parse(cls, header: str | None) -> "Accepted":
        """A missing or empty header accepts everything. Raises NotAcceptable when nothing of ours would do."""
        if header is None or not header.strip():
            return cls((), frozenset(BY_WILDCARD))
        named: list[tuple[float, str]] = []
        refused: set[str] = set()
        wildcards: set[str] = set()
        specs: dict[str, tuple[str, ...]] = {}
        for part in header.split(","):
            media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
            quality = quality_of(parameters)
            if media_type in OFFERED:
                if media_type in (STREAM, MIXED) and quality > 0:
                    spec = spec_of(parameters)
                    if spec != SUBSCRIPTIONS and spec not in FORMS:
                        continue
                    specs[media_type] = (*specs.get(media_type, ()), spec)
                if quality > 0:
                    named.append((quality, media_type))
                else:
                    refused.add(media_type)
            elif media_type.endswith("/*") and quality > 0:
                family = "" if media_type == "*/*" else media_type.removesuffix("*")
                wildcards.update(offer for offer in BY_WILDCARD if offer.startswith(family))
        named.sort(key=lambda choice: -choice[0])
        accepted = cls(tuple(media_type for _, media_type in named), frozenset(wildcards - refused), specs)
        if not accepted.named and not accepted.by_wildcard:
            raise NotAcceptable(f"None of the types in Accept can be served. Accept {GRAPHQL}, {JSON} or {STREAM}.")
        return accepted

    @cached_property
    def json(self) -> str:
        """The media type for a single result. Errors of clients that take a stream alone are JSON too."""
        for media_type in self.named:
            if media_type not in (STREAM, MIXED):
                return media_type
        return GRAPHQL if GRAPHQL in self.by_wildcard and JSON not in self.by_wildcard else JSON

    @cached_property
    def prefers_stream(self) -> bool:
        """A client that names the stream first wants even a single result as a stream; one that merely mentions it
        among others does not."""
        return bool(self.named) and self.named[0] == STREAM

    @cached_property
    def of_subscriptions(self) -> str | None:
        """The media type in which a subscription can be streamed."""
        for media_type in self.named:
            if not {"", SUBSCRIPTIONS}.isdisjoint(self.specs.get(media_type, ())) or media_type == STREAM:
                return media_type
        return STREAM if STREAM in self.by_wildcard else None

    @cached_property
    def incremental(self) -> tuple[str, Form] | None:
        """The media type and the form in which an answer can be told in parts. It has to be named."""
        for media_type in self.named:
            for spec in self.specs.get(media_type, ()):
                if spec in FORMS:
                    return media_type, FORMS[spec]
        return None


def spec_of(parameters: list[str]) -> str:
    """The parameter that names a protocol, if there is one; all in lower case."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().endswith("spec"):
            named, version = name.strip(), value.strip().strip('"')
            return f"{named}={version}"
    return ""


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
