"""GraphQL over HTTP: POST and GET, the media types of the specification, and the statuses that each of them wants."""

import time
from collections.abc import AsyncIterator
from functools import partial

from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from app.errors import Problem
from app.loopback import is_loopback
from app.server.client import Client, Response
from app.server.compression import pack, pays
from app.server.documents import Document
from app.server.faults import (
    BodyTooLarge,
    MalformedRequest,
    MethodNotAllowed,
    NotAcceptable,
    UnsupportedMediaType,
)
from app.server.framings import Framing, of_events, of_parts
from app.server.multipart import MultipartRequest
from app.server.negotiation import GRAPHQL, JSON, MIXED, PARTS, STREAM, Accepted, Form
from app.server.operations import Later, Prepared
from app.server.ports import Caller
from app.server.request_head import Origin, RequestHead
from app.server.request_log.entry import Entry
from app.server.requests import GraphQLRequest
from app.server.response_stream import ResponseStream
from app.server.responses import Rejected, Result, bug_result
from app.server.single_connection import SingleConnection, concerns
from app.server.striking import CUT, Cut, Cutting
from app.server.transport import Transport, request_id_of, transport_of
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams

METHODS = ("GET", "POST", "PUT", "DELETE")
JSON_ALONE = Accepted((), frozenset((JSON,)))


def is_visit(scope: Scope) -> bool:
    """Whether someone opened the address in a browser, and asks nothing: the page is where they wanted to be."""
    if scope["method"] != "GET" or scope["query_string"]:
        return False
    return any(name == b"accept" and value.startswith(b"text/html") for name, value in scope["headers"])


class GraphQLOverHTTP:
    """The endpoint /graphql for HTTP."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_visit(scope):
            await RedirectResponse(f"{scope.get('root_path', '')}/", 303)(scope, receive, send)
            return
        await Exchange(transport_of(scope), ASGIClient(scope, receive, send)).answer()


class ASGIClient:
    """A client who comes through ASGI."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.head = RequestHead(scope["method"], scope["headers"], scope["query_string"])
        self.request_id = request_id_of(scope)
        self.peer = scope.get("client")
        self.receive = receive
        self.send = send
        self.close: Cutting | None = (scope.get("extensions") or {}).get(CUT)

    async def read(self, limit: int) -> bytes:
        """Refused as soon as it is known to be too large."""
        too_large = BodyTooLarge(f"The body is larger than {limit} bytes.", limit="max_body_bytes")
        if self.head.content_length > limit:
            raise too_large
        size, chunks = 0, []
        async for chunk in self.chunks():
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                raise too_large
        if not size:
            raise MalformedRequest("The body is empty. Send a JSON object with a 'query'.")
        return b"".join(chunks)

    async def chunks(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise MalformedRequest("The body ended before its time.")
            if body := message.get("body", b""):
                yield body
            more = message.get("more_body", False)

    async def reply(self, response: Response) -> None:
        await response.send(self.send)

    def cut(self) -> None:
        if self.close is not None:
            self.close()


def browser_of(client: Client) -> ConfirmMandateOnlineParams:
    """What a client shows of itself."""
    return Origin(client.peer, client.head.forwarded_for, client.head.user_agent).browser()


class Exchange:
    """One request and its response."""

    def __init__(self, transport: Transport, client: Client) -> None:
        self.transport = transport
        self.client = client
        self.head = client.head
        self.request_id = client.request_id
        self.accepted = JSON_ALONE
        self.kind = "unknown"
        """Of its operation, once that is known."""
        self.malformed = False
        """Whether it is no GraphQL request, so that its status is sent whatever the media type."""
        # Of the client, not of this exchange: its entry knew it otherwise, and only the collector could part them.
        self.entry = Entry(self.request_id, "http", browser=partial(browser_of, client))
        self.multipart: MultipartRequest | None = None

    async def answer(self) -> None:
        """Read, run and respond. Nothing but a lost connection escapes."""
        try:
            await self._answer()
        finally:
            if self.multipart is not None:
                await self.multipart.close()

    async def _answer(self) -> None:
        try:
            caller = await self.admit()
            if concerns(self.head):
                await SingleConnection(self.transport, self.client, caller).answer()
                return
            with self.transport.under_way(caller):
                prepared = self.prepare(await self.read(), caller)
                if self.multipart is not None:
                    await self.multipart.receive()
                if self.kind != "subscription":
                    key, operations = self.head.idempotency_key, self.transport.operations
                    if self.accepted.incremental is None:
                        result = await operations.execute(prepared, caller, self.entry, key)
                    else:
                        media_type, form = self.accepted.incremental
                        result, later = await operations.begin(prepared, caller, self.entry, key, honored=form.honored)
                        if later is not None:
                            await self.deliver(result, later, media_type, form)
                            return
            if self.kind == "subscription":
                events = of_events(self.accepted.of_subscriptions or STREAM)
                await self.stream(events).subscribe(prepared, caller, self.entry)
                self.transport.answers.count_outcome(self.kind, "ok")
                return
        except Cut as cut:
            await self.cut(cut.result)
            return
        except Exception as error:
            result = self.refused(error)
        await self.conclude(result)

    def refused(self, error: Exception) -> Result:
        """What an error says to the client."""
        if isinstance(error, Problem):
            self.malformed = True
            self.entry.caller = self.entry.caller or getattr(error, "caller", None)
            return Rejected.by(error).result(self.request_id)
        if isinstance(error, Rejected):
            self.malformed = error.malformed
            return error.result(self.request_id)
        self.malformed = True
        return bug_result(error, self.request_id)

    async def conclude(self, result: Result) -> None:
        """Count, record and send what came of it."""
        self.count(result)
        if self.is_recorded(result):
            await self.transport.services.request_log.write(self.entry, result)
        if self.accepted.prefers_stream and not self.malformed:
            await self.stream(of_events(STREAM)).tell(result)
        else:
            await self.client.reply(self.response(result))

    async def cut(self, result: Result | None) -> None:
        """Close the connection in place of a response, with what was done recorded."""
        if result is not None:
            self.count(result)
            await self.transport.services.request_log.write(self.entry, result)
        self.client.cut()

    def is_recorded(self, result: Result) -> bool:
        """Whether the request log keeps it."""
        return self.transport.services.request_log.keeps(self.entry, result)

    def count(self, result: Result) -> None:
        """Count what came of it."""
        answers = self.transport.answers
        answers.count_outcome(self.kind, "rejected" if not result.executed else "error" if result.errors else "ok")
        answers.observe_seconds(self.kind, time.perf_counter() - self.entry.started)

    async def admit(self) -> Caller:
        """Who asks. Raises Problem."""
        if self.head.method not in METHODS:
            raise MethodNotAllowed("Send GraphQL with POST, or queries with GET.", allow=", ".join(METHODS))
        if self.head.method not in ("PUT", "DELETE"):
            self.accepted = self.head.accepted
        if self.accepted.prefers_stream:
            self.entry.transport = "sse"
        caller = self.entry.caller = await self.transport.services.authenticate(
            self.head.authorization, self.head.account
        )
        return caller

    async def read(self) -> GraphQLRequest:
        """What is asked for. Raises Problem."""
        if self.head.method == "GET":
            return GraphQLRequest.from_parameters(QueryParams(self.head.query_string))
        if not (self.head.declares_json or self.head.declares_parts):
            raise UnsupportedMediaType(
                f"Send the request with Content-Type: {JSON}, in UTF-8; or, with files, as {PARTS}."
            )
        if self.head.content_encoding != "identity":
            raise UnsupportedMediaType("Send the request's body without a Content-Encoding.")
        if self.head.declares_parts:
            services = self.transport.services
            self.multipart = MultipartRequest(
                self.client.chunks(),
                self.head.content_type or "",
                services.storage,
                services.database,
                self.transport.limits,
            )
            return await self.multipart.begin()
        return GraphQLRequest.from_body(await self.client.read(self.transport.limits.max_body_bytes))

    def prepare(self, request: GraphQLRequest, caller: Caller, document: Document | None = None) -> Prepared:
        """What may run, by this method and in an accepted form. The document need not be given, where it is not known.
        Raises Problem, Rejected."""
        prepared = self.transport.operations.prepare(request, caller, self.entry, document)
        if prepared.kind == "mutation" and self.head.method == "GET":
            raise MethodNotAllowed("A mutation must be sent with POST.", allow="POST")
        if prepared.kind == "subscription" and self.accepted.of_subscriptions is None:
            raise NotAcceptable(
                f"A subscription over HTTP is a stream. Accept {STREAM} or {MIXED}, or use a WebSocket."
            )
        self.kind = prepared.kind
        return prepared

    def stream(self, framing: Framing) -> ResponseStream:
        return ResponseStream(self.transport, self.client.receive, self.client.send, self.request_id, framing)

    async def deliver(self, result: Result, later: Later, media_type: str, form: Form) -> None:
        """Send an answer of which parts come later."""
        self.transport.answers.count_outcome(self.kind, "error" if result.errors else "ok")
        if media_type == STREAM:
            self.entry.transport = "sse"
        await self.transport.services.request_log.write(self.entry, result)
        await self.stream(of_parts(media_type, form)).deliver(result, later, form, self.entry)
        self.transport.answers.observe_seconds(self.kind, time.perf_counter() - self.entry.started)

    def response(self, result: Result) -> Response:
        """One result as it is sent. By the specification `application/json` shows by its status only whether the
        request was well-formed, `application/graphql-response+json` also whether the operation ran."""
        media_type = self.accepted.json
        result, body = self.transport.encoded(result, self.request_id)
        status = result.status if self.malformed or media_type == GRAPHQL else 200
        self.transport.answers.observe_bytes(len(body))
        coding = self.head.coding
        if coding is not None and (not pays(len(body), coding) or self.is_near):
            coding = None
        if coding is not None:
            body = pack(body, coding)
        return Response(body, status, media_type, result.headers, coding)

    @property
    def is_near(self) -> bool:
        """Whether the client is on this machine, and asks for itself."""
        peer = self.client.peer
        return self.head.forwarded_for is None and (not peer or is_loopback(peer[0]))
