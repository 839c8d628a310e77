"""Request heads: what GraphQL over HTTP reads of them, and a cache of those of plain requests."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property
from ipaddress import ip_address
from typing import Any, NamedTuple

import httptools

from app.loopback import is_loopback
from app.server.compression import coding_of
from app.server.faults import NotAcceptable
from app.server.negotiation import PARTS, Accepted, is_utf8_json
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams

REQUEST_LINE = b"POST /graphql HTTP/1.1\r\n"
"""How a plain request begins."""
END = b"\r\n\r\n"
ABSOLUTE_FORM = "paygraph.absolute_form"
"""Under which an ASGI scope says that the request named a whole URL, as requests to proxies do."""
LONGEST = 4_096
"""Bytes of a head that is kept once it is read."""
LONGEST_AGENT = 5_000
"""Characters of a User-Agent that are told, as Stripe limits them."""
LONGEST_LENGTH = 18
"""Digits of a Content-Length that is believed; whatever comes is counted in any case."""
CAPACITY = 1_000
"""How many are kept; the least recently used are evicted first."""
NOT_PLAIN = frozenset((b"transfer-encoding", b"expect", b"upgrade"))
"""Headers that change how a request must be read or answered."""


class RequestHead:
    """Of headers given several times the first counts. What follows from them alone is worked out once."""

    def __init__(self, method: str, headers: Iterable[tuple[bytes, bytes]], query_string: bytes = b"") -> None:
        named: dict[bytes, str] = {}
        for name, value in headers:
            named.setdefault(name, value.decode("latin-1"))
        self.method = method
        self.query_string = query_string
        self.authorization = named.get(b"authorization")
        self.accept = named.get(b"accept")
        self.accept_encoding = named.get(b"accept-encoding")
        self.content_type = named.get(b"content-type")
        self.content_encoding = named.get(b"content-encoding", "identity")
        self.idempotency_key = named.get(b"idempotency-key")
        self.account = named.get(b"stripe-account")
        self.origin = named.get(b"origin")
        self.user_agent = named.get(b"user-agent")
        self.forwarded_for = named.get(b"x-forwarded-for")
        self.stream_token = named.get(b"x-graphql-event-stream-token")
        declared = named.get(b"content-length", "0")
        self.content_length = int(declared) if declared.isdecimal() and len(declared) <= LONGEST_LENGTH else 0

    @cached_property
    def accepted(self) -> Accepted:
        """The media types that would do. Raises NotAcceptable."""
        return Accepted.parse(self.accept)

    @cached_property
    def is_ordinary(self) -> bool:
        """Whether it announces JSON and nothing else, to be answered with JSON."""
        try:
            streams = self.accepted.prefers_stream
        except NotAcceptable:
            return False
        plain = self.declares_json and self.content_encoding == "identity" and self.idempotency_key is None
        return self.method == "POST" and plain and not streams and self.stream_token is None

    @cached_property
    def coding(self) -> str | None:
        """The content coding that the client takes, of ours the best."""
        return coding_of(self.accept_encoding) if self.accept_encoding else None

    @cached_property
    def declares_json(self) -> bool:
        """Whether the body is said to be JSON in UTF-8."""
        return is_utf8_json(self.content_type)

    @cached_property
    def declares_parts(self) -> bool:
        """Whether the body is said to be a form in parts, as requests with files are."""
        return (self.content_type or "").partition(";")[0].strip().lower() == PARTS


class Origin(NamedTuple):
    """Where a request came from."""

    peer: Sequence[Any] | None
    """The other end of the connection; its first part is an IP address."""
    forwarded_for: str | None
    """The header X-Forwarded-For."""
    user_agent: str | None
    """The header User-Agent."""

    def browser(self) -> ConfirmMandateOnlineParams:
        """What a customer's browser shows of itself."""
        agent = self.user_agent
        return ConfirmMandateOnlineParams(ip_address=self.address, user_agent=agent and agent[:LONGEST_AGENT])

    @property
    def address(self) -> str | None:
        """The client's IP address: the connection's, or the one that a proxy on this machine forwards for. None if it
        is unknown, as through a Unix socket without a proxy."""
        found = str(self.peer[0]) if self.peer else ""
        try:
            if self.forwarded_for is not None and (not found or is_loopback(found)):
                found = self.forwarded_for.rpartition(",")[2].strip()
            return str(ip_address(found))
        except ValueError:
            return None


class HeadCache:
    """HeadCache by their bytes: clients send the same over and over, as long as a body's length and a key stay.

    They hold keys, which are neither logged nor believed: each request shows its key to the keyring again.
    """

    def __init__(self, longest_body: int) -> None:
        """Plain are requests with a body, of at most `longest_body` bytes."""
        self.longest_body = longest_body
        self.kept: OrderedDict[bytes, RequestHead | None] = OrderedDict()

    def plain(self, raw: bytes) -> RequestHead | None:
        """The head of a plain request, from REQUEST_LINE to END; None for any other."""
        try:
            head = self.kept[raw]
        except KeyError:
            head = self.read(raw)
            # One that names a single request does not come again.
            if len(raw) <= LONGEST and (head is None or head.idempotency_key is None):
                self.kept[raw] = head
                if len(self.kept) > CAPACITY:
                    self.kept.popitem(last=False)
        else:
            self.kept.move_to_end(raw)
        return head

    def read(self, raw: bytes) -> RequestHead | None:
        """The same, by the parser of all other requests."""
        reading = _Reading()
        parser = httptools.HttpRequestParser(reading)
        try:
            parser.feed_data(raw)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return None
        if not reading.is_head or not parser.should_keep_alive() or parser.should_upgrade():
            return None
        names = [name for name, _ in reading.headers]
        if names.count(b"host") != 1 or not NOT_PLAIN.isdisjoint(names):
            return None
        head = RequestHead("POST", reading.headers)
        return head if 0 < head.content_length <= self.longest_body else None


class _Reading:
    """What the parser reports. `is_head` says that the head ended, and that nothing came after it."""

    def __init__(self) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.is_head = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self.is_head = True

    def on_body(self, body: bytes) -> None:
        self.is_head = False

    def on_message_complete(self) -> None:
        self.is_head = False
