"""How results are told where several operations share a connection.

Two languages are spoken over a WebSocket: graphql-transport-ws, and graphql-ws, which Apollo's old library spoke. They
differ in words more than in sense; the sense is in `session`. The third is graphql-sse's for a shared event stream.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import orjson

from app.server.responses import Error


class Speech(ABC):
    """Tells the results of operations, each by the id that the client gave it."""

    transport: ClassVar[str]
    """What the request log and metrics call the connection."""
    after_result: ClassVar[str]

    @abstractmethod
    def before_result(self, id: str) -> str:
        """What stands before the payload of a result; `after_result` stands after it."""

    def say_result(self, id: str, body: bytes) -> str:
        return self.before_result(id) + body.decode() + self.after_result

    @abstractmethod
    def say_errors(self, id: str, errors: list[Error]) -> str:
        """Why an operation does not run, or has ended."""

    @abstractmethod
    def say_complete(self, id: str) -> str:
        """That nothing more is told of it."""


@dataclass(frozen=True, slots=True)
class Dialect(Speech):
    """The words of one subprotocol."""

    transport = "websocket"
    after_result = "}"

    subprotocol: str
    verbs: Mapping[str, str]
    """From the client's message types to what they ask of the session."""
    result: str
    legacy: bool

    def say(self, type: str, id: str | None = None, payload: bytes | None = None) -> str:
        """One message. `payload` is JSON already."""
        head = {"type": type} if id is None else {"id": id, "type": type}
        text = orjson.dumps(head)
        if payload is not None:
            text = text[:-1] + b',"payload":' + payload + b"}"
        return text.decode()

    def before_result(self, id: str) -> str:
        return self.say(self.result, id)[:-1] + ',"payload":'

    def say_errors(self, id: str, errors: list[Error]) -> str:
        """The old protocol has room for one error, the new one for all."""
        return self.say("error", id, orjson.dumps(errors[0] if self.legacy else errors))

    def say_complete(self, id: str) -> str:
        return self.say("complete", id)


class SharedEvents(Speech):
    """The words of graphql-sse's single connection mode."""

    transport = "sse"
    after_result = "}\n\n"

    def before_result(self, id: str) -> str:
        return f'event: next\ndata: {{"id":{orjson.dumps(id).decode()},"payload":'

    def say_errors(self, id: str, errors: list[Error]) -> str:
        return self.say_result(id, orjson.dumps({"errors": errors})) + self.say_complete(id)

    def say_complete(self, id: str) -> str:
        return f'event: complete\ndata: {{"id":{orjson.dumps(id).decode()}}}\n\n'


SHARED_EVENTS = SharedEvents()

TRANSPORT_WS = Dialect(
    subprotocol="graphql-transport-ws",
    verbs={
        "connection_init": "init",
        "ping": "ping",
        "pong": "pong",
        "subscribe": "start",
        "complete": "stop",
    },
    result="next",
    legacy=False,
)

GRAPHQL_WS = Dialect(
    subprotocol="graphql-ws",
    verbs={
        "connection_init": "init",
        "connection_terminate": "terminate",
        "start": "start",
        "stop": "stop",
    },
    result="data",
    legacy=True,
)

DIALECTS = (TRANSPORT_WS, GRAPHQL_WS)
