"""One WebSocket from its first message to its close: who speaks, which operations run, and why it ends."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson
from starlette.types import Receive, Send

from app.access.admission import admit
from app.errors import BadRequest, Fault, Unauthenticated
from app.server.connections import UNAUTHORIZED
from app.server.dialects import Dialect
from app.server.faults import MalformedRequest
from app.server.frames import Wire
from app.server.outbox import Frame, Outbox
from app.server.ports import Caller
from app.server.request_log.entry import Entry
from app.server.requests import GraphQLRequest
from app.server.responses import Rejected, describe_bug, describe_problem
from app.server.socket_operation import SocketOperation, SocketSession
from app.server.striking import Cutting
from app.server.transport import Transport
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams
from app.tables.texts import storable
from app.whole_numbers import dumps, loads

NORMAL = 1000
INVALID_MESSAGE = 4400
FORBIDDEN = 4403
INIT_TIMEOUT = 4408
ALREADY_EXISTS = 4409
TOO_MANY = 4429
INTERNAL = 4500
TRY_AGAIN_LATER = 1013

CLOSE_CODES = {401: UNAUTHORIZED, 403: FORBIDDEN, 429: TOO_MANY, 503: TRY_AGAIN_LATER}

KEEP_ALIVE_SECONDS = 12.0
"""The old protocol's clients, once sent `ka`, expect it at least every 30 seconds. In the new one the WebSocket's own
pings do this."""

LAST_WORDS_SECONDS = 1.0
"""How long a client that does not read may hold up the closing of its socket."""


class Ended(Exception):
    """The session ends with this close code and reason."""

    def __init__(self, code: int, reason: str, cause: Fault | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.cause = cause or BadRequest(reason)


class Session:
    """A WebSocket that has been accepted. `introduce` is called once the client has shown a key."""

    def __init__(
        self,
        transport: Transport,
        dialect: Dialect,
        receive: Receive,
        send: Send,
        *,
        authorization: str | None,
        account: str | None = None,
        browser: Callable[[], ConfirmMandateOnlineParams] | None = None,
        request_id: str,
        patience: float,
        wire: Wire | None = None,
        introduce: Callable[[Outbox], None] = lambda _: None,
        cut: Cutting | None = None,
    ) -> None:
        self.transport = transport
        self.dialect = dialect
        self.receive = receive
        self.authorization = authorization
        self.account = account
        self.request_id = request_id
        self.patience = patience
        self.introduce = introduce
        limits = transport.limits
        # Of a client who has shown no key as little is kept as is read.
        self.outbox = Outbox(
            send, capacity=limits.socket_buffer_events, size_limit=limits.introduction_bytes, wire=wire
        )
        self.session = SocketSession(transport, dialect, self.outbox, patience, browser, cut=cut)
        self.caller: Caller | None = None
        self.unwatch: Callable[[], None] | None = None
        self.initialised = False
        self.keep_alive: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Live until the client disconnects or the session is closed."""
        loop = asyncio.get_running_loop()
        timer = loop.call_later(
            self.transport.limits.connection_init_seconds, self.close, INIT_TIMEOUT, "Connection initialisation timeout"
        )
        reader = asyncio.ensure_future(self.read(timer))
        reader.add_done_callback(lambda _: self.outbox.give_up())
        try:
            await self.outbox.closed
        finally:
            timer.cancel()
            await self.leave(reader)

    async def leave(self, reader: asyncio.Task[None]) -> None:
        self.transport.connections.discard(self)
        if self.unwatch is not None:
            self.unwatch()
        tasks: list[asyncio.Task[Any]] = [reader]
        if self.outbox.writer is not None:
            tasks.append(self.outbox.writer)
        if self.keep_alive is not None:
            tasks.append(self.keep_alive)
        for task in tasks:
            task.cancel()
        tasks += self.session.stop()
        await asyncio.gather(*tasks, return_exceptions=True)

    def close(self, code: int, reason: str) -> None:
        """Begin to close; a client that does not read is given a second for it."""
        self.outbox.finish(code, reason)
        asyncio.get_running_loop().call_later(LAST_WORDS_SECONDS, self.outbox.give_up)

    def revoke(self, reason: Unauthenticated) -> None:
        """The key works no more."""
        self.close(UNAUTHORIZED, reason.message)

    async def read(self, timer: asyncio.TimerHandle) -> None:
        """Take messages one after another. While answers wait to be read, no further question is taken."""
        try:
            while await self.outbox.room_for_answers(self.patience):
                message = await self.receive()
                if message["type"] == "websocket.disconnect":
                    return
                await self.take(message.get("text"), timer)
            raise Ended(TOO_MANY, "Too many unread messages")
        except Ended as end:
            await self.leave_word(end)
            self.close(end.code, end.reason)
        except Exception as error:
            describe_bug(error, self.request_id)
            self.close(INTERNAL, f"Something went wrong on our side. Quote {self.request_id} when you report it.")
        await asyncio.wait([self.outbox.closed])

    async def take(self, text: str | None, timer: asyncio.TimerHandle) -> None:
        message = decode(text)
        match self.dialect.verbs.get(message["type"]):
            case "init":
                timer.cancel()
                await self.initialise(admitted(message.get("payload")))
            case "ping":
                payload = admitted(message.get("payload"))
                self.say("pong", None if payload is None else dumps(payload))
            case "pong":
                pass
            case "start":
                self.start(message, len(text or ""))
            case "stop":
                if operation := self.session.running.get(str(message.get("id"))):
                    operation.stop()
            case "terminate":
                raise Ended(NORMAL, "Terminated")
            case _:
                raise Ended(INVALID_MESSAGE, f"Unknown message type '{message['type']}'")

    async def initialise(self, payload: object) -> None:
        """Learn who speaks, from the payload or the upgrade request's header. Raises Ended."""
        if self.initialised:
            raise Ended(TOO_MANY, "Too many initialisation requests")
        if payload is not None and not isinstance(payload, dict):
            raise Ended(INVALID_MESSAGE, "The payload of connection_init must be an object")
        self.initialised = True
        try:
            services = self.transport.services
            given = payload or {}
            caller = await services.authenticate(
                authorization_of(given) or self.authorization, account_of(given) or self.account
            )
            self.transport.connections.add(caller.key_id, self)
            self.unwatch = await services.watch(caller, self.revoke)
        except Fault as fault:
            if self.dialect.legacy:
                error = describe_problem(fault, self.request_id, located=None)
                self.say("connection_error", orjson.dumps(error))
            code = UNAUTHORIZED if isinstance(fault, Unauthenticated) else CLOSE_CODES.get(fault.status, INTERNAL)
            raise Ended(code, fault.message, fault) from None
        self.caller = caller
        self.outbox.size_limit = self.transport.limits.socket_buffer_bytes
        self.introduce(self.outbox)
        self.say("connection_ack", None if self.dialect.legacy else orjson.dumps({"requestId": self.request_id}))
        if self.dialect.legacy:
            self.keep_alive = asyncio.ensure_future(self.keep_saying_alive())

    def start(self, message: Mapping[str, Any], size: int) -> None:
        """Begin an operation. Raises Ended for what is no operation; an operation that fails answers for itself."""
        if self.caller is None:
            raise Ended(UNAUTHORIZED, "Unauthorized")
        id = message.get("id")
        if not isinstance(id, str) or not id or not storable(id):
            raise Ended(INVALID_MESSAGE, "An operation needs an 'id', a string that is not empty")
        if id in self.session.running:
            raise Ended(ALREADY_EXISTS, f"Subscriber for {id} already exists")
        try:
            request = GraphQLRequest.from_json(message.get("payload"))
        except MalformedRequest as malformed:
            raise Ended(INVALID_MESSAGE, malformed.message, malformed) from None
        SocketOperation(self.session, id, request, self.caller, size)

    async def leave_word(self, end: Ended) -> None:
        """A session that ends for a mistake of an account's is that account's to know of."""
        if end.code != NORMAL:
            caller = self.caller or getattr(end.cause, "caller", None)
            entry = Entry(self.request_id, "websocket", caller, close_code=end.code)
            await self.transport.services.request_log.write(entry, Rejected.by(end.cause).result(self.request_id))

    def say(self, type: str, payload: bytes | None = None) -> None:
        self.outbox.put(Frame(self.dialect.say(type, payload=payload)))

    async def keep_saying_alive(self) -> None:
        while True:
            self.say("ka")
            await asyncio.sleep(KEEP_ALIVE_SECONDS)


def decode(text: str | None) -> dict[str, Any]:
    """A message of either protocol. Raises Ended."""
    if text is None:
        raise Ended(INVALID_MESSAGE, "Send text frames, not binary ones")
    try:
        message = loads(text)
    except orjson.JSONDecodeError:
        raise Ended(INVALID_MESSAGE, "The message is not valid JSON") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise Ended(INVALID_MESSAGE, "A message is an object with a 'type'")
    return message


def admitted(payload: Any) -> Any:
    """What a client put in a message that is no operation. Raises Ended."""
    try:
        admit(payload, "payload")
    except BadRequest as refused:
        raise Ended(INVALID_MESSAGE, refused.message, refused) from None
    return payload


def authorization_of(payload: Mapping[str, Any]) -> str | None:
    """The Authorization value that a client put in its payload: at its top, among `headers`, or a bare `apiKey`."""
    for name, value in _texts(payload):
        if name == "authorization":
            return value
        if name == "apikey":
            return f"Bearer {value}"
    return None


def account_of(payload: Mapping[str, Any]) -> str | None:
    """The connected account to act on, which a client put there as `Stripe-Account` or `stripeAccount`."""
    return next((value for name, value in _texts(payload) if name in ("stripe-account", "stripeaccount")), None)


def _texts(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands in a payload as headers do: at its top, or among `headers`."""
    headers = payload.get("headers")
    for place in (payload, headers if isinstance(headers, dict) else {}):
        for name, value in place.items():
            if isinstance(value, str):
                yield name.lower(), value
