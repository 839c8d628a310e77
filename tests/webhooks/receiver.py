"""A merchant's server, on a real port: it keeps what it receives, and answers as it is told, however badly."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import stripe

Answer = Callable[["Received", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = orjson.loads(self.body)
        return parsed

    @property
    def signature(self) -> str:
        return self.headers["stripe-signature"]


def verified(request: Received, secret: str) -> stripe.Event:
    """The event as Stripe's own library takes it, its signature checked. Raises SignatureVerificationError."""
    construct: Any = stripe.Webhook.construct_event
    event: stripe.Event = construct(request.body, request.signature, secret)
    return event


@dataclass
class Receiver:
    """Answers 200 unless told otherwise."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    answer: Answer | None = None
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    open: set["asyncio.Task[None]"] = field(default_factory=set)

    def url(self, path: str = "/hooks") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def types(self) -> list[str]:
        return [each.json["type"] for each in self.received]

    @property
    def ids(self) -> list[str]:
        return [each.json["id"] for each in self.received]

    async def reach(self, count: int) -> None:
        """Wait until so many requests came."""
        async with asyncio.timeout(30), self.came:
            await self.came.wait_for(lambda: len(self.received) >= count)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A connection that was made."""
        serving = asyncio.create_task(self.serve(reader, writer))
        self.open.add(serving)
        serving.add_done_callback(self.open.discard)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, with any number of requests."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *lines = head.decode().split("\r\n")
                headers = {key.lower(): value for key, _, value in (each.partition(": ") for each in lines if each)}
                body = await reader.readexactly(int(headers["content-length"]))
                request = Received(line.split()[1], headers, body)
                async with self.came:
                    self.received.append(request)
                    self.came.notify_all()
                if self.answer is None:
                    await status(200)(request, writer)
                else:
                    await self.answer(request, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def status(code: int, body: bytes = b"ok", *headers: str) -> Answer:
    """An answer with a status and a body."""

    async def answer(_: Received, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {code} It", f"Content-Length: {len(body)}", *headers]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()

    return answer


def bytes_then_close(answered: bytes) -> Answer:
    """These very bytes, and then the connection is closed."""

    async def answer(_: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(answered)
        await writer.drain()
        writer.close()

    return answer


async def never(_: Received, __: asyncio.StreamWriter) -> None:
    """No answer, ever."""
    await asyncio.Event().wait()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on a free port."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.accept, "127.0.0.1", 0, limit=1_000_000)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for serving in (still := list(receiver.open)):
            serving.cancel()
        await asyncio.gather(*still, return_exceptions=True)
