"""Streamed responses: the events of a subscription, or an answer whose parts come one after another."""

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Any

from starlette.types import Message, Receive, Send

from app.errors import Unauthenticated
from app.server.framings import Framing
from app.server.negotiation import Form
from app.server.operations import Later, Prepared
from app.server.parts import part_writer
from app.server.ports import Caller
from app.server.request_log.entry import Entry
from app.server.responses import Rejected, Result, bug_result, describe
from app.server.subscriptions import Subscription
from app.server.transport import Transport

HEARTBEAT_SECONDS = 12.0
"""Silence after which a heartbeat is sent, below the 30 seconds or so after which proxies give a connection up."""


class ResponseStream:
    """The response of one request as a stream."""

    def __init__(self, transport: Transport, receive: Receive, send: Send, request_id: str, framing: Framing) -> None:
        self.transport = transport
        self.receive = receive
        self.send = send
        self.request_id = request_id
        self.framing = framing
        self.last_words: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def close(self, code: int, reason: str) -> None:
        """The server stops. Without the closing the client knows that there is more, and comes back."""
        self.finish(b"")

    def revoke(self, reason: Unauthenticated) -> None:
        """The key works no more."""
        self.finish(self.told(Rejected.by(reason).result(self.request_id)))

    def finish(self, last_words: bytes) -> None:
        if not self.last_words.done():
            self.last_words.set_result(last_words)

    async def tell(self, result: Result) -> None:
        """A stream of a single result: a refusal, or the outcome of a query or mutation."""
        await self.begin()
        _, body = self.transport.encoded(result, self.request_id)
        await self.end(self.framing.message(body) + self.framing.closing)

    async def deliver(self, result: Result, later: Later, form: Form, entry: Entry) -> None:
        """Tell an answer whose other parts come later, as fast as the client reads them. One that disconnects has no
        more of them made."""
        await self.begin()
        await self.live(self.parts(result, later, form, entry))

    async def subscribe(self, prepared: Prepared, caller: Caller, entry: Entry) -> None:
        """Stream a subscription until it ends, the client disconnects, the key is revoked or the server stops. Raises
        RateLimited when the key has too many connections."""
        connections, metrics, name = self.transport.connections, self.transport.metrics, self.framing.name
        connections.add(caller.key_id, self)
        try:
            unwatch = await self.transport.services.watch(caller, self.revoke)
            metrics.add("paygraph_connections", transport=name)
            metrics.add("paygraph_subscriptions", transport=name)
            try:
                await self.begin()
                await self.live(self.events(prepared, caller, entry))
            finally:
                metrics.add("paygraph_subscriptions", -1, transport=name)
                metrics.add("paygraph_connections", -1, transport=name)
                unwatch()
        finally:
            connections.discard(self)

    async def live(self, pump: Coroutine[Any, Any, None]) -> None:
        """Until the pump has nothing more to send."""
        tasks: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(pump),
            asyncio.ensure_future(self.beat()),
            asyncio.ensure_future(watch_departure(self.receive)),
        ]
        try:
            await asyncio.wait([self.last_words, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self.finish(b"")
        await self.end(self.last_words.result())

    async def events(self, prepared: Prepared, caller: Caller, entry: Entry) -> None:
        """Send events as fast as the client reads them: a client that does not read holds up its own source alone."""
        metrics, framing = self.transport.metrics, self.framing
        try:
            subscription = Subscription(prepared, caller, self.request_id)
            async with aclosing(self.transport.subscriptions.deliveries(subscription)) as deliveries:
                async for delivery in deliveries:
                    await self.write(framing.message(delivery.payload.body))
                    metrics.add("paygraph_events_total", transport=framing.name)
            self.finish(framing.closing)
            return
        except Rejected as rejected:
            result = rejected.result(self.request_id)
        except Exception as error:
            result = bug_result(error, self.request_id)
        await self.transport.services.request_log.write(entry, result)
        self.finish(self.told(result))

    async def parts(self, result: Result, later: Later, form: Form, entry: Entry) -> None:
        """Send the parts of an answer. Errors in later ones are recorded once all has been told."""
        writer = part_writer(form, self.request_id)
        try:
            await self.write(self.framing.message(writer.first(result, later.deliveries.pending)))
            async with aclosing(later.told()) as all_told:
                async for told in all_told:
                    await self.write(self.framing.message(writer.later(told)))
            closing = self.framing.closing
        except Exception as error:
            writer.errors.append(describe(error, self.request_id))
            closing = b""
        if writer.errors:
            result.errors += writer.errors
            await self.transport.services.request_log.write(entry, result)
        self.finish(closing)

    def told(self, result: Result) -> bytes:
        return self.framing.failure(result.encode()) + self.framing.closing

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self.write(self.framing.heartbeat)

    async def begin(self) -> None:
        await self.send(head_of(self.framing, self.request_id))
        await self.write(self.framing.opening)

    async def write(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def end(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": False})


def head_of(framing: Framing, request_id: str) -> Message:
    """How a streamed response starts."""
    headers = [
        (b"content-type", framing.content_type.encode()),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"request-id", request_id.encode()),
    ]
    return {"type": "http.response.start", "status": 200, "headers": headers}


async def watch_departure(receive: Receive) -> None:
    """Return once the client has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        continue
