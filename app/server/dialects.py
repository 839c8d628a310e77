"""The two languages spoken over a WebSocket: graphql-transport-ws, and graphql-ws, which Apollo's old library spoke.
They differ in words more than in sense; the sense is in `session`."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from app.server.responses import Error


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words of one subprotocol."""

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

    def say_result(self, id: str, body: bytes) -> str:
        return self.before_result(id) + body.decode() + "}"

    def before_result(self, id: str) -> str:
        """What stands before the payload of a result; a brace stands after it."""
        return self.say(self.result, id)[:-1] + ',"payload":'

    def say_errors(self, id: str, errors: list[Error]) -> str:
        """The old protocol has room for one error, the new one for all."""
        return self.say("error", id, orjson.dumps(errors[0] if self.legacy else errors))

    def say_complete(self, id: str) -> str:
        return self.say("complete", id)


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
