"""Receivers on real ports, and a courier whose time tests move."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.database import Database
from app.events.webhooks.addresses import LOOPBACK, Reach
from app.events.webhooks.courier import Courier
from app.settings import Webhooks
from tests.graph import Graph
from tests.webhooks.receiver import Receiver, receiving

OPTIONS = Webhooks(timeout_seconds=10)


@dataclass
class Time:
    """What time it is, as the test says: the present, and whatever was added."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def courier(database: Database, time: Time) -> AsyncIterator[Courier]:
    courier = Courier(database, OPTIONS, within=Reach(LOOPBACK), now=time)
    yield courier
    await courier.aclose()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def other() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def endpoint(graph: Graph, receiver: Receiver, *types: str, **given: Any) -> dict[str, Any]:
    """An endpoint that is told of these types, or of all."""
    input = {"url": receiver.url(), "enabledEvents": list(types or ("*",)), **given}
    return await graph.do("webhookEndpointCreate", "id secret", input=input)


async def customer(graph: Graph, **given: Any) -> str:
    """A customer, whose creation is told."""
    made = await graph.do("customerCreate", "id", input={"name": "Ada", **given})
    return str(made["id"])


async def deliveries(graph: Graph, fields: str = "status attemptCount type", **where: Any) -> list[dict[str, Any]]:
    """The account's deliveries, oldest first."""
    found = await graph(
        f"""query($where: WebhookDeliveryWhere) {{
            webhookDeliveries(first: 100, where: $where, orderBy: [{{field: CREATED, direction: ASC}}]) {{
                nodes {{ {fields} }} }} }}""",
        where=where or None,
    )
    nodes: list[dict[str, Any]] = found["webhookDeliveries"]["nodes"]
    return nodes
