"""A customer under a test clock, for whom it is noon on 10 March 2025."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.billing.metering import reporting
from tests.graph import Graph

NOON = "2025-03-10T12:00:00Z"


@dataclass
class Buyer:
    """The customer, and the clock."""

    graph: Graph
    clock: str
    id: str

    async def report(self, value: object, at: str | None = None, **given: Any) -> str:
        return await reporting.report(self.graph, self.id, value, at, **given)

    async def total(self, meter: str, start: str, end: str) -> str:
        return await reporting.total(self.graph, meter, self.id, start, end)

    async def advance(self, to: str) -> None:
        await self.graph.do("testClockAdvance", "id", id=self.clock, input={"frozenTime": to, "wait": True})


@pytest.fixture
async def buyer(graph: Graph) -> Buyer:
    clock = (await graph.do("testClockCreate", "id", input={"frozenTime": NOON}))["id"]
    return Buyer(graph, clock, await reporting.customer(graph, testClock=clock))
