"""How the messages of a streamed response are framed: as Server-Sent Events, or as the parts of a multipart body.

The first is what graphql-sse reads in its distinct connections mode: `next` events and a last `complete`. The second is
what Apollo's HttpLink reads: each part ends with the boundary of the one after it, so that it is read at once.
"""

from abc import ABC, abstractmethod

from app.server.negotiation import MIXED, STREAM, Form

BOUNDARY = b"--graphql"


class Framing(ABC):
    """Frames the messages of one response. A message is JSON, and without line breaks, as orjson writes it."""

    name: str
    """What metrics call it."""
    content_type: str
    """The header of the response."""
    opening: bytes
    heartbeat: bytes
    """What says nothing, and keeps the connection."""
    closing: bytes
    """Says that all has been told. Without it the client knows that there is more, and may come back."""

    @abstractmethod
    def message(self, body: bytes) -> bytes:
        """A part of an answer, or an event of a subscription."""

    def failure(self, body: bytes) -> bytes:
        """The result with errors for which a subscription ends."""
        return self.message(body)


class ServerSentEvents(Framing):
    name = "sse"
    content_type = f"{STREAM}; charset=utf-8"
    opening = heartbeat = b":\n\n"
    closing = b"event: complete\ndata:\n\n"

    def message(self, body: bytes) -> bytes:
        return b"event: next\ndata: " + body + b"\n\n"


class Parts(Framing):
    """A multipart body whose parts are the parts of an answer. Its protocol is named by the header's parameter."""

    name = "multipart"

    def __init__(self, spec: str) -> None:
        self.content_type = f"{MIXED}; boundary=graphql" + (f"; {spec}" if spec else "")
        self.opening = b"\r\n" + BOUNDARY
        self.heartbeat = part(b"{}")
        self.closing = b"--\r\n"

    def message(self, body: bytes) -> bytes:
        return part(body)


def part(body: bytes) -> bytes:
    """A part, after whose headers the next boundary stands."""
    return b"\r\ncontent-type: application/json; charset=utf-8\r\n\r\n" + body + b"\r\n" + BOUNDARY


class SubscriptionParts(Parts):
    """The same for events, of which each is the `payload` of a part. Errors that end a subscription are beside it."""

    def __init__(self) -> None:
        super().__init__("subscriptionSpec=1.0")

    def message(self, body: bytes) -> bytes:
        return part(b'{"payload":' + body + b"}")

    def failure(self, body: bytes) -> bytes:
        return part(b'{"payload":null,' + body.removeprefix(b"{"))


SPECS = {Form.PATHS_OF_DEFER: "deferSpec=20220824", Form.IDS: "incrementalSpec=v0.2", Form.PATHS: ""}
"""What the header of a multipart response says of its form."""


def of_parts(media_type: str, form: Form) -> Framing:
    """How an answer is framed whose parts come one after another."""
    return ServerSentEvents() if media_type == STREAM else Parts(SPECS[form])


def of_events(media_type: str) -> Framing:
    """How the events of a subscription are framed."""
    return ServerSentEvents() if media_type == STREAM else SubscriptionParts()
