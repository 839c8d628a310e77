"""One operation of several that share a WebSocket or an event stream: it answers for itself, and its mistakes never
close the connection."""

import asyncio
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from app.errors import LimitExceeded
from app.ids import new_id
from app.server.dialects import Speech
from app.server.faults import SlowConsumer
from app.server.negotiation import Form
from app.server.operations import Later, Prepared
from app.server.outbox import Frame, Outbox, Track
from app.server.parts import PartWriter, part_writer
from app.server.payloads import Payload
from app.server.ports import Caller
from app.server.request_log.entry import Entry
from app.server.requests import GraphQLRequest
from app.server.responses import Rejected, Result, bug_result
from app.server.striking import Cut, Cutting
from app.server.subscriptions import Subscription
from app.server.telling import Telling
from app.server.transport import Transport
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams


@dataclass(slots=True)
class SocketSession:
    """What the operations of one connection share. `patience` is in seconds."""

    transport: Transport
    dialect: Speech
    outbox: Outbox
    patience: float
    browser: Callable[[], ConfirmMandateOnlineParams] | None = None
    """What the client shows of itself."""
    running: dict[str, "SocketOperation"] = field(default_factory=dict)
    size: int = 0
    """Characters of the messages that started those that run."""
    form: Form | None = None
    """How the parts of an answer are told that come later; None where all of it is told at once."""

    cut: Cutting | None = None
    """Closes the connection at once, where that is more than to write nothing more."""

    def end(self) -> None:
        """Close the connection, without a word."""
        if self.cut is not None:
            self.cut()
        self.outbox.give_up()

    def stop(self) -> "list[asyncio.Task[None]]":
        """Stop all operations; the tasks that end for it."""
        operations = list(self.running.values())
        for operation in operations:
            operation.stop()
        return [operation.task for operation in operations if operation.kind != "mutation"]


class SocketOperation:
    """A query, mutation or subscription under the id that the client gave it."""

    def __init__(
        self,
        session: SocketSession,
        id: str,
        request: GraphQLRequest,
        caller: Caller,
        size: int,
        *,
        request_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """`size` is that of the message, in characters."""
        self.session = session
        self.id = id
        self.request: GraphQLRequest | None = request
        """Until it is prepared."""
        self.caller = caller
        self.request_id = request_id or new_id("req_")
        self.idempotency_key = idempotency_key
        self.name = session.dialect.transport
        self.entry = Entry(self.request_id, self.name, caller, browser=session.browser)
        self.metrics = session.transport.metrics
        self.told = self.metrics.number("paygraph_events_total", transport=self.name)
        self.kind = "unknown"
        self.stopped = False
        limits = session.transport.limits
        self.is_one_too_many = len(session.running) >= limits.subscriptions_per_socket
        self.size = size
        self.is_too_large = session.size + size > limits.max_body_bytes
        session.size += size
        self.track = Track()
        self.before = session.dialect.before_result(id).encode()
        self.task = asyncio.ensure_future(self.run())
        session.running[id] = self

    def stop(self) -> None:
        """The client wants no more of it, and may use its id again. A mutation that has begun is never torn in the
        middle: only its answer is dropped."""
        self.stopped = True
        self.leave()
        self.session.outbox.drop(self.track)
        if self.kind == "mutation":
            mutations = self.session.transport.mutations
            mutations.add(self.task)
            self.task.add_done_callback(mutations.discard)
        else:
            self.task.cancel()

    def leave(self) -> None:
        if self.session.running.get(self.id) is self:
            del self.session.running[self.id]
            self.session.size -= self.size

    async def run(self) -> None:
        """Run and answer. The id is free again before the client can read that the operation is complete."""
        outcome = "ok"
        try:
            try:
                await self.operate()
            except Cut as cut:
                if cut.result is not None:
                    await self.session.transport.services.request_log.write(self.entry, cut.result)
                self.session.end()
            except Rejected as rejected:
                outcome = "rejected"
                await self.fail(rejected.result(self.request_id))
            except Exception as error:
                outcome = "error"
                await self.fail(bug_result(error, self.request_id))
        finally:
            self.leave()
            self.metrics.add("paygraph_operations_total", kind=self.kind, transport=self.name, outcome=outcome)

    async def operate(self) -> None:
        session = self.session
        limits = session.transport.limits
        if self.is_one_too_many:
            most = limits.subscriptions_per_socket
            message = f"This connection already runs {most} operations, as many as it may. Complete one first."
            raise Rejected.by(LimitExceeded(message, limit="subscriptions_per_socket"))
        if self.is_too_large:
            message = (
                f"The messages that started this connection's operations are larger than {limits.max_body_bytes} bytes "
                "together. Complete one first, or open another connection."
            )
            raise Rejected.by(LimitExceeded(message, limit="max_body_bytes"))
        assert self.request is not None
        prepared = session.transport.operations.prepare(self.request, self.caller, self.entry)
        self.request = None
        self.kind = prepared.kind
        if prepared.kind == "subscription":
            self.metrics.add("paygraph_subscriptions", transport=self.name)
            try:
                await self.subscribe(prepared)
            finally:
                self.metrics.add("paygraph_subscriptions", -1, transport=self.name)
        else:
            await self.execute(prepared)
        self.put(session.dialect.say_complete(self.id))

    async def execute(self, prepared: Prepared) -> None:
        started = time.perf_counter()
        transport, form = self.session.transport, self.session.form
        operations, log = transport.operations, transport.services.request_log
        later = None
        with transport.under_way(self.caller):
            if form is None:
                result = await operations.execute(prepared, self.caller, self.entry, self.idempotency_key)
            else:
                result, later = await operations.begin(
                    prepared, self.caller, self.entry, self.idempotency_key, honored=form.honored
                )
                if later is not None:
                    await self.deliver(result, later, part_writer(form, self.request_id))
        if later is None:
            await log.write(self.entry, result)
            result.extensions = {**result.extensions, "requestId": self.request_id}
            result, body = transport.encoded(result, self.request_id)
            self.put(self.session.dialect.say_result(self.id, body))
        self.metrics.add("paygraph_operation_seconds_total", time.perf_counter() - started, kind=self.kind)

    async def deliver(self, result: Result, later: Later, writer: PartWriter) -> None:
        """Tell an answer whose other parts come later, as fast as the client reads them. Raises Rejected for one that
        has read nothing for long."""
        session, log = self.session, self.session.transport.services.request_log
        await log.write(self.entry, result)
        result.extensions = {**result.extensions, "requestId": self.request_id}
        self.put(session.dialect.say_result(self.id, writer.first(result, later.deliveries.pending)))
        async with aclosing(later.told()) as all_told:
            async for told in all_told:
                if not await session.outbox.room_for_answers(session.patience):
                    raise Rejected.by(SlowConsumer(None))
                self.put(session.dialect.say_result(self.id, writer.later(told)))
        if writer.errors:
            result.errors += writer.errors
            await log.write(self.entry, result)

    async def subscribe(self, prepared: Prepared) -> None:
        """Queue events as fast as the client reads."""
        subscription = Subscription(prepared, self.caller, self.request_id)
        await self.session.transport.subscriptions.follow(subscription, self)

    def offer_all(self, telling: Telling) -> bool:
        """Write events at once. False, with none of them written, when they have to be taken one by one."""
        wire = self.session.outbox.open_wire
        frames = None if wire is None else telling.framed(self.before)
        if wire is None or frames is None:
            return False
        if not self.stopped:
            wire.write(frames)
            self.track.cursor = telling.cursor
            self.told.value += len(telling.events)
        return True

    def offer(self, payload: Payload, cursor: str | None) -> bool:
        """Queue an event if there is room, and if it is still wanted."""
        outbox = self.session.outbox
        if outbox.is_full:
            return False
        if not self.stopped:
            text = f"{self.before.decode()}{payload.text}{self.session.dialect.after_result}"
            outbox.put(Frame(text, self.track, cursor))
            self.told.value += 1
        return True

    async def room(self) -> None:
        """Wait for room. A client that reads nothing for long is sent the cursor to resume from. Raises Rejected."""
        if not await self.session.outbox.room_for_events(self.session.patience):
            self.session.outbox.drop(self.track)
            raise Rejected.by(SlowConsumer(self.track.cursor))

    async def fail(self, result: Result) -> None:
        await self.session.transport.services.request_log.write(self.entry, result)
        self.put(self.session.dialect.say_errors(self.id, result.errors))

    def put(self, text: str) -> None:
        if not self.stopped:
            self.session.outbox.put(Frame(text))
