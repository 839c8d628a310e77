"""Where events go is remembered by each process, and never out of date when an event is told."""

import pytest

from app.database import Database
from app.domain.transaction import transaction
from app.domain.webhooks import endpoints
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint
from tests.graph import Graph

PENDING = "{ events(first: 1) { nodes { type pendingWebhooks } } }"


async def pending(graph: Graph) -> int:
    """How many deliveries the newest event has yet to make."""
    (event,) = (await graph(PENDING))["events"]["nodes"]
    return int(event["pendingWebhooks"])


@pytest.mark.parametrize("locks", [False, True])
async def test_an_endpoint_made_by_another_process_is_sent_the_very_next_event(
    graph: Graph, database: Database, locks: bool
) -> None:
    """The server has a Database of its own, as another process has."""
    customer = await graph.do("customerCreate", "id", input={"name": "0"})

    async def tell(name: str) -> None:
        if locks:
            await graph.do("customerUpdate", "id", id=customer["id"], input={"name": name})
        else:
            await graph.do("customerCreate", "id", input={"name": name})

    await tell("1")
    assert await pending(graph) == 0
    async with transaction(database, graph.tenant) as tx:
        made = await endpoints.create(tx, url="https://hooks.example.com/endpoint", enabled_events=["*"])
    await tell("2")
    assert await pending(graph) == 1
    async with transaction(database, graph.tenant) as tx:
        await endpoints.delete(tx, await tx.get(WebhookEndpoint, made.id))
    await tell("3")
    assert await pending(graph) == 0
    events = (await graph("{ events(first: 10) { nodes { cursor } } }"))["events"]["nodes"]
    assert [event["cursor"] for event in events] == ["4", "3", "2", "1"]
