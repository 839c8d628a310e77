"""The receivers of webhooks: one that answers at once, one that is slow, one that fails, and one that only ever says
that it goes on."""

import asyncio
from contextlib import suppress

from tests.soak.book import Book, Told
from tests.soak.client import Client
from tests.webhooks.receiver import Received, Receiver, status

QUICK = ("customer.created", "payment_intent.succeeded", "charge.succeeded", "invoice.paid", "refund.created")
FEW = ("file.created", "test_helpers.test_clock.ready")
TYPES: dict[str, tuple[str, ...]] = {"quick": QUICK, "failing": QUICK, "slow": FEW, "streaming": FEW}
"""What each is sent."""
SLOW_SECONDS = 2.0
STREAMING_SECONDS = 5.0
MOST_SECONDS = 30.0
"""How long a request takes at most, whoever ends it."""


def answering(receiver: Receiver, book: Book) -> None:
    """Have a receiver note what comes, and answer by the path."""

    async def answer(request: Received, writer: asyncio.StreamWriter) -> None:
        event, name = request.json, request.path.strip("/")
        book.hooks[name].append(Told(event["id"], event["type"], event["data"]["object"].get("id", "")))
        match name:
            case "failing":
                await status(500)(request, writer)
            case "streaming":
                with suppress(ConnectionError):
                    for _ in range(int(MOST_SECONDS / 0.01)):
                        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                        await writer.drain()
                        await asyncio.sleep(0.01)
                writer.close()
            case _:
                await asyncio.sleep(SLOW_SECONDS if name == "slow" else 0)
                await status(200)(request, writer)
        receiver.received.clear()

    receiver.answer = answer


async def announce(client: Client, receiver: Receiver) -> None:
    """Make the endpoints."""
    for name, types in TYPES.items():
        given = {"input": {"url": receiver.url(f"/{name}"), "enabledEvents": [*types]}}
        await client.write("endpoint", "webhookEndpointCreate", "id", given)
