"""Meters, customers and usage, in short words."""

from datetime import datetime
from typing import Any

from tests.graph import Graph

TOKENS = {"displayName": "Tokens", "eventName": "tokens", "defaultAggregation": {"formula": "SUM"}}


async def meter(graph: Graph, **given: Any) -> str:
    """A meter that sums up tokens, unless something else is given; its id."""
    made = await graph.do("billingMeterCreate", "id", input=TOKENS | given)
    return str(made["id"])


async def customer(graph: Graph, **given: Any) -> str:
    made = await graph.do("customerCreate", "id", input=given or {"name": "Jenny Rosen"})
    return str(made["id"])


def usage(customer: str, value: object, at: datetime | str | None = None, **given: Any) -> dict[str, Any]:
    """An event's input."""
    moment = {} if at is None else {"timestamp": at if isinstance(at, str) else at.isoformat()}
    return {"eventName": "tokens", "payload": {"stripe_customer_id": customer, "value": str(value)}, **moment, **given}


async def report(graph: Graph, customer: str, value: object, at: datetime | str | None = None, **given: Any) -> str:
    """Report usage; the event's identifier."""
    made = await graph.do("billingMeterEventCreate", "identifier", input=usage(customer, value, at, **given))
    return str(made["identifier"])


async def stream(graph: Graph, events: list[dict[str, Any]]) -> None:
    payload = await graph.attempt("billingMeterEventSessionCreateEvents", "id", input={"events": events})
    assert (payload["userErrors"], payload["object"]) == ([], None)


async def summaries(graph: Graph, meter: str, **given: Any) -> list[dict[str, Any]]:
    """The summaries of a customer's usage, as (start, value)."""
    document = """query($id: ID!, $customer: ID!, $startTime: DateTime!, $endTime: DateTime!,
      $window: BillingMeterEventTimeWindow) {
      billingMeter(id: $id) { eventSummaries(customer: $customer, startTime: $startTime, endTime: $endTime,
        valueGroupingWindow: $window, first: 100) { nodes { startTime endTime aggregatedValue } } } }"""
    found = await graph(document, id=meter, **given)
    nodes: list[dict[str, Any]] = found["billingMeter"]["eventSummaries"]["nodes"]
    return nodes


async def total(graph: Graph, meter: str, customer: str, start: str, end: str) -> str:
    """A customer's usage in a time."""
    (found,) = await summaries(graph, meter, customer=customer, startTime=start, endTime=end)
    return str(found["aggregatedValue"])
