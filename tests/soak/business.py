"""What a merchant's own servers do: they write, read what they wrote, upload, and move a test clock."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any

from tests.soak.client import Client

PAUSE = 0.25
"""Seconds between two requests of a writer or a reader, more or less."""
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
READS = (
    "{ customers(first: 20) { nodes { id name paymentIntents(first: 3) { nodes { id amount { formatted } } } } } }",
    "{ charges(first: 20, where: { status: { eq: SUCCEEDED } }) { nodes { balanceTransaction { net { amount } } } } }",
    "{ invoices(first: 10) { nodes { id status total { amount } lines(first: 3) { nodes { description } } } } }",
    "{ balance { available { amount { amount currency } } pending { amount { amount } } } }",
)
TAGGED = {"soak": "{key}"}
"""Metadata by which an object's write is known again."""
MONTHS = 11
"""Which a clock is moved on, one at a time."""


def until(ended: asyncio.Event) -> bool:
    """Whether there is more to do."""
    return not ended.is_set()


async def pause(chance: random.Random) -> None:
    """Between two requests."""
    await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))


async def write(client: Client, chance: random.Random, ended: asyncio.Event) -> None:
    """Make customers and payments, and give back a part of some."""
    while until(ended):
        made = await client.write(
            "customer",
            "customerCreate",
            "id",
            {"input": {"name": f"Customer {chance.random()}", "email": "soak@example.com", "metadata": TAGGED}},
        )
        if made is None:
            continue
        found = await client.read("read of a write", "query ($id: ID!) { customer(id: $id) { id } }", id=made["id"])
        if found is not None and found["customer"] is None:
            client.book.missed.append(f"customer {made['id']} was answered, and not found right after that")
        paid = await client.write("payment", "paymentIntentCreate", "id status", {"input": payment(made["id"])})
        if paid is not None and chance.random() < 0.3:
            refund = {"paymentIntent": paid["id"], "amount": 100, "metadata": TAGGED}
            await client.write("refund", "refundCreate", "id", {"input": refund})
        await pause(chance)


def payment(customer: str) -> dict[str, Any]:
    return {
        "amount": 2_000,
        "currency": "usd",
        "customer": customer,
        "paymentMethod": "pm_card_visa",
        "confirm": True,
        "automaticPaymentMethods": {"enabled": True, "allowRedirects": "NEVER"},
        "metadata": TAGGED,
    }


async def read(client: Client, chance: random.Random, ended: asyncio.Event) -> None:
    """Look at pages of objects."""
    while until(ended):
        await client.read("read", chance.choice(READS))
        await pause(chance)


async def upload(client: Client, chance: random.Random, ended: asyncio.Event) -> None:
    """Send files, of a few hundred kilobytes."""
    while until(ended):
        content = PDF + chance.randbytes(chance.randrange(300_000))
        await client.write(
            "file", "fileCreate", "id", {"input": {"purpose": "DISPUTE_EVIDENCE", "file": None}}, file=content
        )
        await asyncio.sleep(1)


async def move_clocks(client: Client, chance: random.Random, ended: asyncio.Event) -> None:
    """Subscribe a customer under a test clock, and let months pass; and again with another clock."""
    price = {"input": {"currency": "usd", "unitAmount": 1_500, "recurring": {"interval": "MONTH"}}}
    price["input"]["productData"] = {"name": "Soap"}
    made = await client.write("price", "priceCreate", "id", price)
    while until(ended) and made is not None:
        start = datetime(2025, 1, 31, tzinfo=UTC)
        clock = await client.write("clock", "testClockCreate", "id", {"input": {"frozenTime": start.isoformat()}})
        if clock is None:
            continue
        customer = {
            "testClock": clock["id"],
            "paymentMethod": "pm_card_visa",
            "invoiceSettings": {"defaultPaymentMethod": "pm_card_visa"},
            "metadata": TAGGED,
        }
        owner = await client.write("customer", "customerCreate", "id", {"input": customer})
        if owner is None:
            continue
        order = {"customer": owner["id"], "items": [{"price": made["id"]}], "metadata": TAGGED}
        await client.write("subscription", "subscriptionCreate", "id", {"input": order})
        for month in range(2, 2 + MONTHS):
            if not until(ended):
                break
            await advance(client, clock["id"], datetime(2025, month, 15, tzinfo=UTC))
            await asyncio.sleep(chance.uniform(1, 3))


async def advance(client: Client, clock: str, to: datetime) -> None:
    """Move a clock, and wait until it has arrived."""
    arguments = {"id": clock, "input": {"frozenTime": to.isoformat()}}
    if await client.write("advance", "testClockAdvance", "id status", arguments) is None:
        return
    while True:
        data = await client.surely("query ($id: ID!) { testClock(id: $id) { status } }", id=clock)
        if data["testClock"]["status"] == "INTERNAL_FAILURE":
            client.book.missed.append(f"clock {clock} failed on its way to {to:%d %B %Y}")
        if data["testClock"]["status"] != "ADVANCING":
            return
        await asyncio.sleep(0.3)
