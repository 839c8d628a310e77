"""Server-Sent Events as graphql-sse's distinct connections: one request, one stream of `next` and a last `complete`."""

import asyncio
from contextlib import aclosing
from typing import Any

from starlette.types import Receive, Send

from app.server.connections import SERVICE_RESTART
from app.server.faults import Revoked
from app.server.negotiation import STREAM
from app.server.operations import Prepared
from app.server.ports import Caller
from app.server.responses import Rejected, Result, bug_result
from app.server.transport import Transport

HEARTBEAT_SECONDS = 12.0
"""Silence after which a comment is sent, below the 30 seconds or so after which proxies give a connection up."""

COMPLETE = b"event: complete\ndata:\n\n"


def frame(body: bytes) -> bytes:
    """JSON from orjson has no line breaks, so one `data` line holds it."""
    return b"event: next\ndata: " + body + b"\n\n"


class EventStream:
    """The response of one request as a stream."""

    def __init__(
        self,
        transport: Transport,
        receive: Receive,
        send: Send,
        request_id: str,
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
    ) -> None:
        self.transport = transport
        self.receive = receive
        self.send = send
        self.request_id = request_id
        self.heartbeat_seconds = heartbeat_seconds
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def close(self, code: int, reason: str) -> None:
        """Begin to end, as WebSockets do with the same code."""
        if not self.closed.done():
            self.closed.set_result(code)

    async def refuse(self, result: Result) -> None:
        """A stream of a single result: a refusal, or the outcome of a query or mutation."""
        await self.begin()
        await self.write(frame(result.encode()))
        await self.end(COMPLETE)

    async def subscribe(self, prepared: Prepared, caller: Caller) -> None:
        """Stream a subscription until it ends, the client leaves, the key is revoked or the server stops. A server
        that stops sends no `complete`, so that clients come back. Raises TooManyConnections."""
        self.transport.connections.add(caller.key_id, self)
        metrics = self.transport.metrics
        metrics.add("paygraph_connections", transport="sse")
        metrics.add("paygraph_subscriptions", transport="sse")
        try:
            await self.begin()
            await self.end(await self.last_words(prepared, caller))
        finally:
            metrics.add("paygraph_subscriptions", -1, transport="sse")
            metrics.add("paygraph_connections", -1, transport="sse")
            self.transport.connections.discard(caller.key_id, self)

    async def last_words(self, prepared: Prepared, caller: Caller) -> bytes:
        pump = asyncio.ensure_future(self.pump(prepared, caller))
        others: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(self.beat()),
            asyncio.ensure_future(self.departure()),
            self.closed,
        ]
        try:
            await asyncio.wait([pump, *others], return_when=asyncio.FIRST_COMPLETED)
            if pump.done():
                return pump.result()
            if self.closed.done() and self.closed.result() != SERVICE_RESTART:
                revoked = Rejected.by(Revoked("The API key was revoked. Use another one."))
                return frame(revoked.result(self.request_id).encode()) + COMPLETE
            return b""
        finally:
            for task in (pump, *others):
                task.cancel()
            await asyncio.gather(pump, *others, return_exceptions=True)

    async def pump(self, prepared: Prepared, caller: Caller) -> bytes:
        """Send events as fast as the client reads them: a client that does not read holds up its own source alone."""
        metrics = self.transport.metrics
        try:
            async with aclosing(self.transport.operations.subscribe(prepared, caller, self.request_id)) as deliveries:
                async for delivery in deliveries:
                    await self.write(frame(delivery.body))
                    metrics.add("paygraph_events_total", transport="sse")
        except Rejected as rejected:
            return frame(rejected.result(self.request_id).encode()) + COMPLETE
        except Exception as error:
            return frame(bug_result(error, self.request_id).encode()) + COMPLETE
        return COMPLETE

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(self.heartbeat_seconds)
            await self.write(b":\n\n")

    async def departure(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            continue

    async def begin(self) -> None:
        headers = [
            (b"content-type", f"{STREAM}; charset=utf-8".encode()),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
        await self.write(b":\n\n")

    async def write(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def end(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk, "more_body": False})
