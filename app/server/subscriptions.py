"""Subscriptions: from the source that a field opens to what each of its events shows, made once for all who look on.

A source that is a Stream is followed together: see `broadcast`. Any other is its follower's own.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Hashable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from inspect import isawaitable
from typing import Any, Protocol

from graphql import ExecutionResult, Executor, GraphQLError, create_source_event_stream

from app.errors import Problem
from app.server import broadcast
from app.server.broadcast import Broadcast
from app.server.operations import Operations, Prepared
from app.server.payloads import Payload, Payloads, Shown, shaping_variables
from app.server.ports import Caller, Stream, is_deferred, is_stream
from app.server.responses import Rejected, at
from app.whole_numbers import dumps


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event of a subscription. `cursor` is where to resume after it, when the source says so."""

    payload: Payload
    cursor: str | None


class Member(broadcast.Member, Protocol):
    """One who follows, and keeps what there is room for."""

    async def room(self) -> None:
        """Wait until there is room for one more event. Raises Rejected for a client that has read nothing for long."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription of one caller. `request_id` is quoted in its errors."""

    prepared: Prepared
    caller: Caller
    request_id: str
    shared: Hashable = field(init=False)
    """Equal for those that show the same of the same event: the selection, its variables, who may see what."""

    def __post_init__(self) -> None:
        prepared = self.prepared
        names = shaping_variables(prepared.document, prepared.operation)
        given = {name: prepared.variables[name] for name in names if name in prepared.variables}
        # As text, because bytes keep the room that they were written in: kilobytes for each that follows.
        values = dumps(given, sort_keys=True).decode()
        object.__setattr__(self, "shared", (self.caller.view, prepared.document.key, prepared.operation.name, values))


class Subscriptions:
    """All that are followed in this process."""

    def __init__(self, operations: Operations) -> None:
        self.operations = operations
        self.payloads = Payloads()
        self.broadcasts: dict[Hashable, Broadcast] = {}

    async def deliveries(self, subscription: Subscription) -> AsyncGenerator[Delivery, None]:
        """Each event as it is asked for. Raises Rejected when the source cannot begin, or ends with a problem."""
        show = self._shows(subscription)
        async with self.open(subscription) as source:
            async for event in source:
                shown = await show(event)
                yield Delivery(shown.to(subscription.request_id), getattr(event, "cursor", None))

    async def follow(self, subscription: Subscription, member: Member) -> None:
        """Hand events to the member until the source ends. Raises as `deliveries` and `member.room` do."""
        show = self._shows(subscription)
        async with self.open(subscription) as source:
            if is_stream(source):
                await self._follow_together(source, show, member, subscription.shared)
                return
            async for event in source:
                await self._hand(event, show, member)

    async def _follow_together(
        self, stream: Stream, show: Callable[[Any], Awaitable[Shown]], member: Member, shared: Hashable
    ) -> None:
        """Catch up alone with those who ask the same, then receive events with them; repeatedly for a slow one."""
        key = (stream.key, shared)
        while True:
            async with aclosing(stream):
                found = self.broadcasts.get(key)
                while found is not None and stream.position < found.position:
                    try:
                        event = await anext(stream)
                    except StopAsyncIteration:
                        return
                    await self._hand(event, show, member)
                    found = self.broadcasts.get(key)
                position = stream.position
                if found is None:
                    found = Broadcast(stream.resume(position), show, partial(self._forget, key))
                    self.broadcasts[key] = found
                left = found.join(member, position)
            try:
                left_at = await left
            finally:
                await found.leave(member)
            if left_at is None:
                return
            await member.room()
            stream = stream.resume(left_at)

    def _forget(self, key: Hashable) -> None:
        self.broadcasts.pop(key, None)

    async def _hand(self, event: Any, show: Callable[[Any], Awaitable[Shown]], member: Member) -> None:
        shown = await show(event)
        await member.room()
        member.offer(shown.to(member.request_id), getattr(event, "cursor", None))

    def _shows(self, subscription: Subscription) -> Callable[[Any], Awaitable[Shown]]:
        """What makes an event's payload. One that has a cursor is made once for all."""
        shared = subscription.shared

        async def show(event: Any) -> Shown:
            cursor = getattr(event, "cursor", None)
            make = partial(self._make, subscription, event)
            return await make() if cursor is None else await self.payloads.of((shared, cursor), make)

        return show

    async def _make(self, subscription: Subscription, event: Any) -> Shown:
        """Under a context of its own, so that no loader serves what was true at an earlier event."""
        context = self._context(subscription)
        root = await event.read(context) if is_deferred(event) else event
        return Shown.of(await self.operations.run(subscription.prepared, context, root))

    @asynccontextmanager
    async def open(self, subscription: Subscription) -> AsyncIterator[Any]:
        """The events of the subscription's field, closed in the end however the subscription ends."""
        events = await self._source(subscription)
        try:
            yield events
        except Problem as problem:
            raise Rejected.by(problem, located=at(subscription.prepared.operation.node)) from problem
        finally:
            close = getattr(events, "aclose", None)
            if close is not None:
                await close()

    async def _source(self, subscription: Subscription) -> Any:
        """What the field opens. Apart, so that nothing of how it was opened stays in memory as long as it is open."""
        prepared = subscription.prepared
        executor = Executor.build(
            self.operations.schema,
            prepared.document.ast,
            context_value=self._context(subscription),
            raw_variable_values=dict(prepared.variables),
            operation_name=prepared.operation.name,
        )
        if isinstance(executor, list):
            raise Rejected(executor)
        opened = create_source_event_stream(executor)
        events = await opened if isawaitable(opened) else opened
        if isinstance(events, ExecutionResult):
            raise failed_source(events.errors or [])
        return events

    def _context(self, subscription: Subscription) -> Any:
        make_context = self.operations.services.make_context
        return make_context(subscription.caller, request_id=subscription.request_id, idempotency_key=None, browser=None)


def failed_source(errors: list[GraphQLError]) -> Exception:
    """Why a source did not begin: a problem that may be shown, the caller's argument, or a bug."""
    for error in errors:
        cause: Exception | None = error
        while isinstance(cause, GraphQLError):
            cause = cause.original_error
        if isinstance(cause, Problem):
            return Rejected.by(cause, located=error)
        if cause is not None:
            return cause
    return Rejected(errors)
