"""Server-Sent Events as graphql-sse's distinct connections: one request, one stream of `next` and a last `complete`."""

import asyncio
from contextlib import aclosing
from typing import Any

from starlette.types import Receive, Send

from app.errors import Unauthenticated
from app.server.negotiation import STREAM
from app.server.operations import Prepared
from app.server.ports import Caller
from app.server.request_log.entry import Entry
from app.server.responses import Rejected, Result, bug_result
from app.server.subscriptions import Subscription
from app.server.transport import Transport

HEARTBEAT_SECONDS = 12.0
"""Silence after which a comment is sent, below the 30 seconds or so after which proxies give a connection up."""

COMPLETE = b"event: complete\ndata:\n\n"


def frame(body: bytes) -> bytes:
    """JSON from orjson has no line breaks, so one `data` line holds it."""
    return b"event: next\ndata: " + body + b"\n\n"


class EventStream:
    """The response of one request as a stream."""

    def __init__(self, transport: Transport, receive: Receive, send: Send, request_id: str) -> None:
        self.transport = transport
        self.receive = receive
        self.send = send
        self.request_id = request_id
        self.last_words: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def close(self, code: int, reason: str) -> None:
        """The server stops. Without a `complete` the client knows that there is more, and comes back."""
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
        await self.end(frame(body) + COMPLETE)

    async def subscribe(self, prepared: Prepared, caller: Caller, entry: Entry) -> None:
        """Stream a subscription until it ends, the client disconnects, the key is revoked or the server stops. Raises
        RateLimited when the key has too many connections."""
        connections, metrics = self.transport.connections, self.transport.metrics
        connections.add(caller.key_id, self)
        try:
            unwatch = await self.transport.services.watch(caller, self.revoke)
            metrics.add("paygraph_connections", transport="sse")
            metrics.add("paygraph_subscriptions", transport="sse")
            try:
                await self.begin()
                await self.live(prepared, caller, entry)
            finally:
                metrics.add("paygraph_subscriptions", -1, transport="sse")
                metrics.add("paygraph_connections", -1, transport="sse")
                unwatch()
        finally:
            connections.discard(self)

    async def live(self, prepared: Prepared, caller: Caller, entry: Entry) -> None:
        tasks: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(self.pump(prepared, caller, entry)),
            asyncio.ensure_future(self.beat()),
            asyncio.ensure_future(self.departure()),
        ]
        try:
            await asyncio.wait([self.last_words, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self.finish(b"")
        await self.end(self.last_words.result())

    async def pump(self, prepared: Prepared, caller: Caller, entry: Entry) -> None:
        """Send events as fast as the client reads them: a client that does not read holds up its own source alone."""
        metrics = self.transport.metrics
        try:
            subscription = Subscription(prepared, caller, self.request_id)
            async with aclosing(self.transport.subscriptions.deliveries(subscription)) as deliveries:
                async for delivery in deliveries:
                    await self.write(frame(delivery.payload.body))
                    metrics.add("paygraph_events_total", transport="sse")
            self.finish(COMPLETE)
            return
        except Rejected as rejected:
            result = rejected.result(self.request_id)
        except Exception as error:
            result = bug_result(error, self.request_id)
        await self.transport.services.request_log.write(entry, result)
        self.finish(self.told(result))

    def told(self, result: Result) -> bytes:
        return frame(result.encode()) + COMPLETE

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self.write(b":\n\n")

    async def departure(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            continue

    async def begin(self) -> None:
        headers = [
            (b"content-type", f"{STREAM}; charset=utf-8".encode()),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"request-id", self.request_id.encode()),
        ]
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
        await self.write(b":\n\n")

    async def write(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def end(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": False})
