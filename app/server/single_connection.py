"""What requests ask of event streams that several operations share: PUT reserves one, GET opens it, POST begins an
operation on it, and DELETE ends one."""

from starlette.datastructures import QueryParams

from app.server.client import Client, Response
from app.server.faults import MalformedRequest, NotAcceptable, UnsupportedMediaType
from app.server.negotiation import JSON, STREAM, Form
from app.server.ports import Caller
from app.server.request_head import Origin, RequestHead
from app.server.requests import GraphQLRequest
from app.server.transport import Transport
from app.tables.texts import storable

PLAIN = "text/plain"
LONGEST_ID = 255
"""Characters of an operation's id, which is told with each of its results."""


def token_of(head: RequestHead) -> str | None:
    """The token of a shared event stream: from its header, or from the address, as browsers' EventSource has no
    headers."""
    return head.stream_token or QueryParams(head.query_string).get("token")


def concerns(head: RequestHead) -> bool:
    """Whether a request is about a shared event stream."""
    if head.method in ("PUT", "DELETE") or head.stream_token is not None:
        return True
    return b"token=" in head.query_string and token_of(head) is not None


class SingleConnection:
    """One such request."""

    def __init__(self, transport: Transport, client: Client, caller: Caller) -> None:
        self.transport = transport
        self.streams = transport.shared_streams
        self.client = client
        self.head = client.head
        self.caller = caller

    async def answer(self) -> None:
        """Do what is asked, and respond. Raises Problem."""
        if self.head.method != "POST":
            self.transport.services.check_rate(self.caller.key_id)
        if self.head.method == "PUT":
            token = self.streams.reserve(self.transport, self.caller)
            await self.client.reply(Response(token.encode(), 201, PLAIN, {}))
            return
        token = token_of(self.head) or ""
        if not token:
            raise MalformedRequest("Give the event stream's token in the header X-GraphQL-Event-Stream-Token.")
        stream = self.streams.find(token, self.caller)
        match self.head.method:
            case "GET":
                accepted = self.head.accepted
                if accepted.of_subscriptions != STREAM:
                    raise NotAcceptable(f"An event stream is opened with Accept: {STREAM}.")
                form = Form.IDS if Form.IDS.value in accepted.specs.get(STREAM, ()) else Form.PATHS
                client = self.client
                await stream.open(self.caller, form, client.request_id, client.receive, client.send)
            case "DELETE":
                stream.stop(checked_id(QueryParams(self.head.query_string).get("operationId")))
                await self.client.reply(Response(b"", 200, PLAIN, {}))
            case _:
                if not self.head.declares_json or self.head.content_encoding != "identity":
                    raise UnsupportedMediaType(f"Send an operation for an event stream as {JSON}, in UTF-8.")
                with self.transport.under_way(self.caller):
                    body = await self.client.read(self.transport.limits.max_body_bytes)
                    request = GraphQLRequest.from_body(body)
                    await stream.start(
                        self.caller,
                        checked_id(request.extensions.get("operationId")),
                        request,
                        len(body),
                        request_id=self.client.request_id,
                        idempotency_key=self.head.idempotency_key,
                        # Of the request, nothing else is kept.
                        browser=Origin(self.client.peer, self.head.forwarded_for, self.head.user_agent).browser,
                    )
                await self.client.reply(Response(b"", 202, PLAIN, {}))


def checked_id(id: object) -> str:
    """The id of an operation. Raises MalformedRequest."""
    if not isinstance(id, str) or not 0 < len(id) <= LONGEST_ID or not storable(id):
        raise MalformedRequest(
            f"Give the operation an id: 'operationId', a string of at most {LONGEST_ID} characters, in its extensions, "
            "or in the address of the DELETE that ends it.",
            field="operationId",
        )
    return id
