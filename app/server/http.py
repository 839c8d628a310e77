"""GraphQL over HTTP: POST and GET, the media types of the specification, and the statuses that each of them wants."""

import time

from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send

from app.errors import Problem
from app.server.faults import (
    BodyTooLarge,
    MalformedRequest,
    MethodNotAllowed,
    NotAcceptable,
    UnsupportedMediaType,
)
from app.server.journal.entry import Entry
from app.server.middleware import send_json
from app.server.negotiation import GRAPHQL, JSON, STREAM, Accepted, is_utf8_json
from app.server.operations import Prepared
from app.server.ports import Caller
from app.server.requests import GraphQLRequest
from app.server.responses import Rejected, Result, bug_result
from app.server.sse import EventStream
from app.server.transport import Transport, request_id_of, transport_of


class GraphQLOverHTTP:
    """The endpoint /graphql for HTTP."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await Exchange(transport_of(scope), scope, receive, send).answer()


class Exchange:
    """One request and its response."""

    def __init__(self, transport: Transport, scope: Scope, receive: Receive, send: Send) -> None:
        self.transport = transport
        self.scope = scope
        self.receive = receive
        self.send = send
        self.method: str = scope["method"]
        self.headers = Headers(scope=scope)
        self.request_id = request_id_of(scope)
        self.accepted = Accepted((), frozenset((JSON,)))
        self.entry = Entry(self.request_id, "http")

    async def answer(self) -> None:
        """Read, run and respond. Nothing but a lost connection escapes."""
        kind, malformed = "unknown", False
        started = time.perf_counter()
        try:
            caller, request = await self.admit()
            prepared = self.prepare(request, caller)
            kind = prepared.kind
            if kind == "subscription":
                await self.event_stream().subscribe(prepared, caller, self.entry)
                self.count(kind, "ok")
                return
            key = self.headers.get("idempotency-key")
            result = await self.transport.operations.execute(prepared, caller, self.entry, key)
        except Problem as problem:
            malformed = True
            self.entry.caller = self.entry.caller or getattr(problem, "caller", None)
            result = Rejected.by(problem).result(self.request_id)
        except Rejected as rejected:
            malformed = rejected.malformed
            result = rejected.result(self.request_id)
        except Exception as error:
            malformed = True
            result = bug_result(error, self.request_id)
        self.count(kind, "rejected" if not result.executed else "error" if result.errors else "ok")
        self.transport.metrics.add("paygraph_operation_seconds_total", time.perf_counter() - started, kind=kind)
        await self.transport.services.journal.write(self.entry, result)
        if self.accepted.prefers_stream and not malformed:
            await self.event_stream().tell(result)
        else:
            await self.respond(result, malformed)

    def count(self, kind: str, outcome: str) -> None:
        self.transport.metrics.add("paygraph_operations_total", kind=kind, transport="http", outcome=outcome)

    async def admit(self) -> tuple[Caller, GraphQLRequest]:
        """Who asks, and for what. Raises Problem."""
        if self.method not in ("GET", "POST"):
            raise MethodNotAllowed("Send GraphQL with POST, or queries with GET.", allow="GET, POST")
        self.accepted = Accepted.parse(self.headers.get("accept"))
        if self.accepted.prefers_stream:
            self.entry.transport = "sse"
        caller = self.entry.caller = await self.transport.services.authenticate(self.headers.get("authorization"))
        request = self.entry.request = await self.read()
        return caller, request

    async def read(self) -> GraphQLRequest:
        """What is asked for. Raises Problem."""
        if self.method == "GET":
            return GraphQLRequest.from_parameters(QueryParams(self.scope["query_string"]))
        if not is_utf8_json(self.headers.get("content-type")):
            raise UnsupportedMediaType(f"Send the request with Content-Type: {JSON}, in UTF-8.")
        if self.headers.get("content-encoding", "identity") != "identity":
            raise UnsupportedMediaType("Send the request's body without a Content-Encoding.")
        return GraphQLRequest.from_body(await self.body())

    async def body(self) -> bytes:
        """The body, refused as soon as it is known to be too large. Raises BodyTooLarge, MalformedRequest."""
        limit = self.transport.limits.max_body_bytes
        declared = self.headers.get("content-length", "0")
        size, chunks, more = 0, [], True
        while more:
            if size > limit or (declared.isdecimal() and int(declared) > limit):
                raise BodyTooLarge(f"The body is larger than {limit} bytes.", limit="max_body_bytes")
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise MalformedRequest("The body ended before its time.")
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            more = message.get("more_body", False)
        if size > limit:
            raise BodyTooLarge(f"The body is larger than {limit} bytes.", limit="max_body_bytes")
        if not size:
            raise MalformedRequest("The body is empty. Send a JSON object with a 'query'.")
        return b"".join(chunks)

    def prepare(self, request: GraphQLRequest, caller: Caller) -> Prepared:
        """What may run, by this method and in an accepted form. Raises Problem, Rejected."""
        prepared = self.transport.operations.prepare(request, caller, self.entry)
        if prepared.kind == "mutation" and self.method == "GET":
            raise MethodNotAllowed("A mutation must be sent with POST.", allow="POST")
        if prepared.kind == "subscription" and not self.accepted.takes_stream:
            raise NotAcceptable(f"A subscription over HTTP is a stream. Accept {STREAM}, or use a WebSocket.")
        return prepared

    def event_stream(self) -> EventStream:
        return EventStream(self.transport, self.receive, self.send, self.request_id)

    async def respond(self, result: Result, malformed: bool) -> None:
        """Send one result. By the specification `application/json` tells with its status only whether the request was
        well-formed, `application/graphql-response+json` also whether the operation ran."""
        media_type = self.accepted.json
        status = result.status if malformed or media_type == GRAPHQL else 200
        body = result.encode()
        self.transport.metrics.add("paygraph_result_bytes_total", len(body))
        self.transport.metrics.highest("paygraph_result_bytes_largest", len(body))
        await send_json(self.send, body, status=status, media_type=media_type, headers=dict(result.headers))
