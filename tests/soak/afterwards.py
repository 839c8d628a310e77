"""What is there once it is quiet: read page by page through the graph, and the ledger's sum from its table."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg

from tests.soak.book import Remains, Told
from tests.soak.client import Client
from tests.soak.hooks import TYPES

TAGGED = {"customer": "customers", "payment": "paymentIntents", "refund": "refunds", "subscription": "subscriptions"}
"""The lists of what carries its key in its metadata."""
PRESENT = {"price": "prices", "clock": "testClocks", "endpoint": "webhookEndpoints"}
"""The lists of what does not carry it."""
FILES = ("files", "id filename")
CHARGES = ("charges", "id status paymentIntent { id }")
INVOICES = ("invoices", "billingReason subscription { id } lines(first: 1) { nodes { period { start } } }")
REQUESTS = ("requestLogs", "id")
EVENTS = ("events", "id cursor type data { object }")
LISTS = (
    *((field, "id metadata") for field in TAGGED.values()),
    *((field, "id") for field in PRESENT.values()),
    *(FILES, CHARGES, INVOICES, REQUESTS, EVENTS),
)
UNSENT = "{ webhookDeliveries(first: 1, where: { attemptCount: { eq: 0 } }) { nodes { id } } }"
"""What no webhook was sent yet."""


async def remains(client: Client, url: str, begin: int) -> Remains:
    """All that can be asked for. `begin` is the cursor of the last event before the soak."""
    there = Remains(expected={name: frozenset(types) for name, types in TYPES.items() if name != "streaming"})
    for kind, field in TAGGED.items():
        there.objects[kind] = [
            (node["id"], node["metadata"].get("soak", "")) async for node in pages(client, field, "id metadata")
        ]
    for kind, field in PRESENT.items():
        there.objects[kind] = [(node["id"], "") async for node in pages(client, field, "id")]
    there.objects["file"] = [
        (node["id"], node["filename"].removesuffix(".pdf")) async for node in pages(client, *FILES)
    ]
    async for node in pages(client, *CHARGES):
        if node["status"] == "SUCCEEDED" and node["paymentIntent"]:
            there.charges.append((node["id"], node["paymentIntent"]["id"]))
    async for node in pages(client, *INVOICES):
        if node["billingReason"] == "SUBSCRIPTION_CYCLE":
            there.periods.append((node["subscription"]["id"], node["lines"]["nodes"][0]["period"]["start"]))
    there.requests = {node["id"] async for node in pages(client, *REQUESTS)}
    async for node in pages(client, *EVENTS):
        if int(node["cursor"]) > begin:
            there.events[int(node["cursor"])] = Told(node["id"], node["type"], node["data"]["object"].get("id", ""))
    connection = await asyncpg.connect(url)
    try:
        sums = await connection.fetch("SELECT currency, sum(amount)::bigint AS amount FROM ledger_entry GROUP BY 1")
    finally:
        await connection.close()
    there.ledger = {row["currency"]: row["amount"] for row in sums}
    return there


def document(field: str, fields: str) -> str:
    """A page of a list."""
    return (
        f"query ($after: String) {{ page: {field}(first: 100, after: $after) "
        f"{{ nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    )


async def pages(client: Client, field: str, fields: str) -> AsyncIterator[dict[str, Any]]:
    """All objects of a list."""
    after: str | None = None
    while True:
        page = (await client.surely(document(field, fields), after=after))["page"]
        for node in page["nodes"]:
            yield node
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


async def last_cursor(client: Client) -> int:
    """The cursor of the newest event; 0 where there is none."""
    nodes = (await client.surely("{ events(first: 1) { nodes { cursor } } }"))["events"]["nodes"]
    return int(nodes[0]["cursor"]) if nodes else 0
