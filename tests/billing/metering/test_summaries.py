"""Summaries: a customer's usage, in a time as a whole, by days or by hours."""

from typing import Any

import pytest

from tests.billing.metering.conftest import Buyer
from tests.billing.metering.reporting import meter, stream, summaries, usage
from tests.graph import Graph

WEEK = {"startTime": "2025-03-03T00:00:00Z", "endTime": "2025-03-10T00:00:00Z"}
PAGE = """query($id: ID!, $customer: ID!, $first: Int, $after: String, $last: Int) { billingMeter(id: $id) {
  eventSummaries(customer: $customer, startTime: "2025-03-03T00:00:00Z", endTime: "2025-03-10T00:00:00Z",
    valueGroupingWindow: DAY, first: $first, after: $after, last: $last) {
    totalCount edges { cursor node { id aggregatedValue meter { id } livemode object } }
    pageInfo { hasNextPage hasPreviousPage endCursor } } } }"""


def shown(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["startTime"], each["aggregatedValue"]) for each in found]


async def test_usage_is_summarized_by_windows(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    at = {
        "2025-03-03T00:00:00Z": 1,
        "2025-03-03T23:59:59Z": 2,
        "2025-03-05T10:30:00Z": "0.5",
        "2025-03-09T23:00:00Z": 4,
    }
    await stream(graph, [usage(buyer.id, value, moment) for moment, value in at.items()])
    await stream(graph, [usage(buyer.id, 100, "2025-03-10T00:00:00Z"), usage(buyer.id, 7, "2025-03-02T23:59:59Z")])
    whole = await summaries(graph, tokens, customer=buyer.id, **WEEK)
    assert whole == [{**WEEK, "aggregatedValue": "7.5"}]
    days = await summaries(graph, tokens, customer=buyer.id, window="DAY", **WEEK)
    assert shown(days) == [
        ("2025-03-09T00:00:00Z", "4"),
        ("2025-03-05T00:00:00Z", "0.5"),
        ("2025-03-03T00:00:00Z", "3"),
    ]
    assert days[0]["endTime"] == "2025-03-10T00:00:00Z"
    hours = await summaries(graph, tokens, customer=buyer.id, window="HOUR", **WEEK)
    assert shown(hours) == [
        ("2025-03-09T23:00:00Z", "4"),
        ("2025-03-05T10:00:00Z", "0.5"),
        ("2025-03-03T23:00:00Z", "2"),
        ("2025-03-03T00:00:00Z", "1"),
    ]


async def test_a_time_may_begin_and_end_at_any_minute(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    minutes = (("10:16", 1), ("10:17", 2), ("10:59", 4), ("11:00", 8), ("12:40", 16), ("12:41", 32))
    await stream(graph, [usage(buyer.id, value, f"2025-03-09T{minute}:00Z") for minute, value in minutes])
    for start, end, value in (
        ("10:17", "12:41", "30"),
        ("10:16", "10:17", "1"),
        ("10:17", "11:00", "6"),
        ("10:18", "10:30", "0"),
        ("11:00", "12:41", "24"),
        ("11:00", "12:00", "8"),
    ):
        assert await buyer.total(tokens, f"2025-03-09T{start}:00Z", f"2025-03-09T{end}:00Z") == value


@pytest.mark.parametrize(
    ("start", "end", "window", "argument"),
    [
        ("2025-03-03T00:00:30Z", "2025-03-10T00:00:00Z", None, "startTime"),
        ("2025-03-03T00:00:00Z", "2025-03-10T00:30:00Z", "HOUR", "endTime"),
        ("2025-03-03T01:00:00Z", "2025-03-10T00:00:00Z", "DAY", "startTime"),
        ("2025-03-03T00:00:00+01:00", "2025-03-10T00:00:00Z", "DAY", "startTime"),
        ("2025-03-03T00:00:00Z", "2025-03-03T00:00:00Z", None, "startTime"),
    ],
)
async def test_times_must_be_aligned(
    graph: Graph, buyer: Buyer, start: str, end: str, window: Any, argument: str
) -> None:
    tokens = await meter(graph)
    document = """query($id: ID!, $who: ID!, $start: DateTime!, $end: DateTime!,
      $window: BillingMeterEventTimeWindow) { billingMeter(id: $id) {
        eventSummaries(customer: $who, startTime: $start, endTime: $end, valueGroupingWindow: $window) {
          totalCount } } }"""
    error = await graph.error(document, id=tokens, who=buyer.id, start=start, end=end, window=window)
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert f"`{argument}`" in error["message"]


async def test_summaries_have_pages(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await stream(graph, [usage(buyer.id, day, f"2025-03-{day:02}T08:00:00Z") for day in range(3, 10)])

    async def page(**given: Any) -> Any:
        found = await graph(PAGE, id=tokens, customer=buyer.id, **given)
        return found["billingMeter"]["eventSummaries"]

    first = await page(first=2)
    assert first["totalCount"] == 7
    assert [edge["node"]["aggregatedValue"] for edge in first["edges"]] == ["9", "8"]
    node = first["edges"][0]["node"]
    assert node["id"].startswith("mtrusg_")
    assert (node["meter"], node["livemode"], node["object"]) == ({"id": tokens}, False, "billing.meter_event_summary")
    assert first["pageInfo"]["hasNextPage"] is True
    then = await page(first=5, after=first["pageInfo"]["endCursor"])
    assert [edge["node"]["aggregatedValue"] for edge in then["edges"]] == ["7", "6", "5", "4", "3"]
    assert (then["pageInfo"]["hasNextPage"], then["pageInfo"]["hasPreviousPage"]) == (False, True)
    assert [edge["node"]["id"] for edge in (await page(last=7))["edges"]][:1] == [node["id"]]


async def test_usage_of_many_meters_is_read_at_once(graph: Graph, buyer: Buyer) -> None:
    names = ["tokens", "calls", "windows"]
    made = [await meter(graph, eventName=name) for name in names[:2]]
    made.append(await meter(graph, eventName="windows", eventTimeWindow="HOUR"))
    await stream(graph, [usage(buyer.id, place + 1, eventName=name) for place, name in enumerate(names)])
    await stream(graph, [usage(buyer.id, 10, eventName=name) for name in names])
    found = await graph(
        """query($who: ID!) { billingMeters { nodes { id eventSummaries(customer: $who,
          startTime: "2025-03-10T11:30:00Z", endTime: "2025-03-10T12:30:00Z") { nodes { aggregatedValue } } } } }""",
        who=buyer.id,
    )
    values = {
        each["id"]: each["eventSummaries"]["nodes"][0]["aggregatedValue"] for each in found["billingMeters"]["nodes"]
    }
    assert values == dict(zip(made, ["11", "12", "10"], strict=True))
