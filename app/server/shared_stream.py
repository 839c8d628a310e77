"""Event streams that several operations share, as graphql-sse's single connection mode has them.

They are for browsers, which open few connections to one server over HTTP/1.1. A client reserves a stream and gets its
token, opens it, and sends operations, whose results the stream tells. A token is of the key that reserved it, and works
with that key alone.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from starlette.types import Receive, Send

from app.errors import NotFound, RateLimited, Unauthenticated
from app.server import response_stream
from app.server.dialects import SHARED_EVENTS
from app.server.faults import Conflict, MethodNotAllowed
from app.server.framings import ServerSentEvents
from app.server.negotiation import Form
from app.server.outbox import Frame, Outbox
from app.server.ports import Caller
from app.server.requests import GraphQLRequest
from app.server.response_stream import head_of, watch_departure
from app.server.session import LAST_WORDS_SECONDS
from app.server.socket_operation import SocketOperation, SocketSession
from app.server.transport import Transport
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams

NONE = "There is no event stream with this token and key, or it has ended. Reserve another one with PUT."

SEVERAL = (
    "This server runs as several processes, and a shared event stream is in one of them. Use graphql-sse's distinct "
    "connections mode, or a WebSocket."
)


class SharedStream:
    """One of them, from when it is reserved. It counts among the connections of its key."""

    def __init__(self, transport: Transport, caller: Caller, patience: float, ended: Callable[[], object]) -> None:
        """Raises RateLimited when the key has too many connections."""
        self.transport = transport
        self.grant = caller.grant
        self.ended = ended
        limits = transport.limits
        self.outbox = Outbox(self.write, capacity=limits.socket_buffer_events, size_limit=limits.socket_buffer_bytes)
        self.session = SocketSession(transport, SHARED_EVENTS, self.outbox, patience, form=Form.PATHS)
        loop = asyncio.get_running_loop()
        self.begun = False
        self.opened: asyncio.Future[Send] = loop.create_future()
        transport.connections.add(caller.key_id, self)
        self.timer = loop.call_later(limits.connection_init_seconds, self.end)

    def end(self) -> None:
        """Forget the stream, and stop its operations."""
        self.timer.cancel()
        self.transport.connections.discard(self)
        self.ended()
        self.session.stop()
        self.outbox.give_up()

    def close(self, code: int, reason: str) -> None:
        """The server stops. The client sees that operations are not complete, and comes back."""
        if self.opened.done():
            self.outbox.finish(code, reason)
            asyncio.get_running_loop().call_later(LAST_WORDS_SECONDS, self.outbox.give_up)
        else:
            self.end()

    def revoke(self, reason: Unauthenticated) -> None:
        """The key works no more."""
        self.close(0, reason.message)

    async def write(self, message: Any) -> None:
        """Send what the outbox has, once the stream is open."""
        send = await asyncio.shield(self.opened)
        if message["type"] == "websocket.send":
            await send({"type": "http.response.body", "body": message["text"].encode(), "more_body": True})

    async def open(self, caller: Caller, form: Form, request_id: str, receive: Receive, send: Send) -> None:
        """Tell results until the client disconnects. Raises Conflict where the stream is open."""
        if self.begun:
            raise Conflict("This event stream is open already. Reserve another one with PUT.")
        self.begun = True
        self.timer.cancel()
        self.session.form = form
        metrics = self.transport.metrics
        try:
            unwatch = await self.transport.services.watch(caller, self.revoke)
            metrics.add("paygraph_connections", transport="sse")
            try:
                await send(head_of(ServerSentEvents(), request_id))
                await send({"type": "http.response.body", "body": ServerSentEvents.opening, "more_body": True})
                self.opened.set_result(send)
                await self.live(receive)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                metrics.add("paygraph_connections", -1, transport="sse")
                unwatch()
        finally:
            self.end()

    async def live(self, receive: Receive) -> None:
        tasks = [asyncio.ensure_future(self.beat()), asyncio.ensure_future(watch_departure(receive))]
        try:
            await asyncio.wait([self.outbox.closed, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            tasks += self.session.stop()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(response_stream.HEARTBEAT_SECONDS)
            if not self.outbox.frames:
                self.outbox.put(Frame(ServerSentEvents.heartbeat.decode()))

    async def start(
        self,
        caller: Caller,
        id: str,
        request: GraphQLRequest,
        size: int,
        *,
        request_id: str,
        idempotency_key: str | None,
        browser: Callable[[], ConfirmMandateOnlineParams],
    ) -> None:
        """Begin an operation. Raises Conflict where one has its id, and RateLimited where the client does not read."""
        if not await self.outbox.room_for_answers(self.session.patience):
            raise RateLimited("This event stream has too many unread results. Read them before you send more.")
        if id in self.session.running:
            raise Conflict("An operation of this event stream has that 'operationId'. Give each one of its own.")
        self.session.browser = browser
        SocketOperation(self.session, id, request, caller, size, request_id=request_id, idempotency_key=idempotency_key)

    def stop(self, id: str) -> None:
        """End an operation, if it has not ended."""
        if operation := self.session.running.get(id):
            operation.stop()


class SharedStreams:
    """Those of a process, by the hash of their token: how long it takes to look for one says nothing of any other."""

    def __init__(self, *, patience: float, one_process: bool = True) -> None:
        self.patience = patience
        self.one_process = one_process
        self.reserved: dict[bytes, SharedStream] = {}

    def reserve(self, transport: Transport, caller: Caller) -> str:
        """The token of a new stream. It expires unless the stream is opened soon. Raises RateLimited; and
        MethodNotAllowed where other requests of the client may come to another process."""
        if not self.one_process:
            raise MethodNotAllowed(SEVERAL, allow="GET, POST")
        token = secrets.token_urlsafe(32)
        key = hash_of(token)
        self.reserved[key] = SharedStream(transport, caller, self.patience, lambda: self.reserved.pop(key, None))
        return token

    def find(self, token: str, caller: Caller) -> SharedStream:
        """The stream of a token, for the key that reserved it, at work on the same account. Raises NotFound."""
        stream = self.reserved.get(hash_of(token))
        if stream is None or not secrets.compare_digest(stream.grant.encode(), caller.grant.encode()):
            raise NotFound(NONE)
        return stream


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
