"""Documents named by the SHA-256 of their source instead of being sent: registered by the operator, or learned.

A request names one by `documentId` ("sha256:…"), or as Apollo's automatic persisted queries do, whose clients send the
source along when the server does not know the hash yet. In locked mode only registered documents run, however sent.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

import orjson

from app.errors import BadRequest, Forbidden, Misconfigured
from app.server.requests import GraphQLRequest

LEARNED = 1_000_000
"""How much source is learned from clients, in characters; the least recently used is evicted first."""

PREFIX = "sha256:"


class UnknownDocument(BadRequest):
    """No document of that hash. Apollo's clients send the source when they see this code, or this very message."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound", field="documentId")


class NotTrusted(Forbidden):
    """The server runs registered documents alone."""

    code = "DOCUMENT_NOT_TRUSTED"


class TrustedDocuments:
    """What may be asked for by hash. `registered` maps hashes, in hexadecimal, to sources."""

    def __init__(
        self, registered: Mapping[str, str] | None = None, *, only: bool = False, learned: int = LEARNED
    ) -> None:
        self.registered = dict(registered or {})
        self.only = only
        self.capacity = learned
        self.learned: OrderedDict[str, str] = OrderedDict()
        self.size = 0

    @classmethod
    def load(cls, place: Path | None, *, only: bool = False) -> "TrustedDocuments":
        """The documents of a folder of `.graphql` files, or of a JSON file that maps each hash (or any name) to its
        source, as relay-compiler and graphql-codegen write it. Raises Misconfigured."""
        if place is None:
            if only:
                raise Misconfigured("Only trusted documents are to run, but none are named: set PAYGRAPH_DOCUMENTS.")
            return cls()
        try:
            if place.is_dir():
                sources = [path.read_text("utf-8") for path in sorted(place.rglob("*.graphql"))]
            else:
                found = orjson.loads(place.read_bytes())
                sources = list(found.values()) if isinstance(found, dict) else []
        except (OSError, ValueError) as error:
            raise Misconfigured(f"The trusted documents at {place} cannot be read: {error}.") from None
        if not sources or not all(isinstance(source, str) for source in sources):
            raise Misconfigured(f"There are no documents at {place}: name a folder of .graphql files, or a JSON file.")
        return cls({hash_of(source): source for source in sources}, only=only)

    def source(self, request: GraphQLRequest) -> str:
        """The document that a request asks for. Raises UnknownDocument, NotTrusted, and BadRequest for a hash that is
        not that of the source beside it."""
        named = request.document_hash
        if request.query is None:
            return self._known(named or "")
        if named is not None and hash_of(request.query) != named:
            raise BadRequest("The hash is not the SHA-256 of the query that came with it.", field="query")
        if self.only:
            if hash_of(request.query) not in self.registered:
                raise NotTrusted("This server runs registered documents alone. Ask its operator to register this one.")
        elif named is not None:
            self._learn(named, request.query)
        return request.query

    def _known(self, named: str) -> str:
        if source := self.registered.get(named):
            return source
        if self.only or named not in self.learned:
            raise UnknownDocument
        self.learned.move_to_end(named)
        return self.learned[named]

    def _learn(self, named: str, source: str) -> None:
        if named in self.learned or named in self.registered or len(source) > self.capacity // 10:
            return
        self.learned[named] = source
        self.size += len(source)
        while self.size > self.capacity:
            _, oldest = self.learned.popitem(last=False)
            self.size -= len(oldest)


def hash_of(source: str) -> str:
    """The SHA-256 of a source, in hexadecimal."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
