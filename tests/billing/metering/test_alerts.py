"""Alerts: once for each customer, when the usage that was reported since reaches the threshold."""

import asyncio
from typing import Any

from tests.billing.metering.conftest import NOON, Buyer
from tests.billing.metering.reporting import customer, meter, report, stream, usage
from tests.graph import Graph

SHOWN = """id object alertType livemode status title
  usageThreshold { gte meter { id } recurrence filters { type customer { id } } }"""
TRIGGERED = """query($id: ID!) { billingAlert(id: $id) { triggered {
  totalCount nodes { alert { id } created customer { id } value object } } } }"""


def threshold(meter: str, gte: int = 100, customer: str | None = None) -> dict[str, Any]:
    filters = {} if customer is None else {"filters": [{"type": "CUSTOMER", "customer": customer}]}
    return {"gte": gte, "meter": meter, "recurrence": "ONE_TIME", **filters}


async def alert(graph: Graph, meter: str, gte: int = 100, customer: str | None = None) -> str:
    given = {"title": "Much", "alertType": "USAGE_THRESHOLD", "usageThreshold": threshold(meter, gte, customer)}
    return str((await graph.do("billingAlertCreate", "id", input=given))["id"])


async def triggered(graph: Graph) -> list[tuple[str, str, int]]:
    """The alerts that triggered, each with the customer and the usage, in their order."""
    document = '{ events(where: { type: { eq: "billing.alert.triggered" } }, first: 50) { nodes { data { object } } } }'
    bodies = [node["data"]["object"] for node in (await graph(document))["events"]["nodes"]]
    return [(body["alert"]["id"], body["customer"], body["value"]) for body in reversed(bodies)]


async def test_an_alert_triggers_once_for_a_customer(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await buyer.report(500)
    much = await alert(graph, tokens)
    await buyer.report(60)
    assert await triggered(graph) == []
    await buyer.report("40.5")
    await buyer.report(1000)
    assert await triggered(graph) == [(much, buyer.id, 100)]
    found = (await graph(TRIGGERED, id=much))["billingAlert"]["triggered"]
    assert found == {
        "totalCount": 1,
        "nodes": [
            {
                "object": "billing.alert_triggered",
                "alert": {"id": much},
                "created": NOON,
                "customer": {"id": buyer.id},
                "value": 100,
            }
        ],
    }


async def test_the_event_has_stripes_shape(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    much = await alert(graph, tokens, customer=buyer.id)
    await buyer.report(120)
    document = '{ events(where: { type: { eq: "billing.alert.triggered" } }) { nodes { created data { object } } } }'
    (event,) = (await graph(document))["events"]["nodes"]
    assert event["created"] == NOON
    assert event["data"]["object"] == {
        "object": "billing.alert_triggered",
        "alert": {
            "id": much,
            "object": "billing.alert",
            "alert_type": "usage_threshold",
            "livemode": False,
            "status": "active",
            "title": "Much",
            "usage_threshold": {
                "filters": [{"customer": buyer.id, "type": "customer"}],
                "gte": 100,
                "meter": tokens,
                "recurrence": "one_time",
            },
        },
        "created": 1741608000,
        "customer": buyer.id,
        "livemode": False,
        "value": 120,
    }


async def test_customers_are_counted_apart_and_filtered(graph: Graph, buyer: Buyer) -> None:
    tokens, calls = await meter(graph), await meter(graph, eventName="calls")
    other = await customer(graph)
    all_of_them, one = await alert(graph, tokens, 100), await alert(graph, tokens, 50, buyer.id)
    await alert(graph, calls, 1)
    await stream(graph, [usage(buyer.id, 99), usage(other, 99)])
    assert await triggered(graph) == [(one, buyer.id, 99)]
    await stream(graph, [usage(other, 1)])
    assert await triggered(graph) == [(one, buyer.id, 99), (all_of_them, other, 100)]


async def test_what_is_canceled_does_not_count(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await buyer.report(30, identifier="before")
    much = await alert(graph, tokens)
    await buyer.report(90, identifier="since")
    for identifier in ("before", "since"):
        given = {"type": "CANCEL", "eventName": "tokens", "cancel": {"identifier": identifier}}
        await graph.do("billingMeterEventAdjustmentCreate", "id", input=given)
    await buyer.report(99)
    assert await triggered(graph) == []
    await buyer.report(1)
    assert await triggered(graph) == [(much, buyer.id, 100)]


async def test_of_a_window_the_last_event_counts(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph, eventTimeWindow="DAY")
    much = await alert(graph, tokens)
    await buyer.report(80, "2025-03-09T08:00:00Z")
    await buyer.report(90, "2025-03-09T09:00:00Z")
    await buyer.report(95, "2025-03-09T07:00:00Z")
    assert await triggered(graph) == []
    await buyer.report(10, "2025-03-10T09:00:00Z")
    assert await triggered(graph) == [(much, buyer.id, 100)]


async def test_an_inactive_alert_waits_and_an_archived_one_is_gone(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    much, other = await alert(graph, tokens), await alert(graph, tokens)
    assert (await graph.do("billingAlertDeactivate", SHOWN, id=much))["status"] == "INACTIVE"
    refused = await graph.refuse("billingAlertDeactivate", id=much)
    assert (refused["code"], refused["field"]) == ("ALERT_UNEXPECTED_STATE", "id")
    assert (await graph.do("billingAlertArchive", "status", id=other))["status"] == "ARCHIVED"
    await buyer.report(150)
    assert await triggered(graph) == []
    assert (await graph.do("billingAlertActivate", "status", id=much))["status"] == "ACTIVE"
    assert await triggered(graph) == []
    await buyer.report(1)
    assert await triggered(graph) == [(much, buyer.id, 151)]
    listed = await graph("{ billingAlerts { nodes { id } } }")
    assert listed["billingAlerts"]["nodes"] == [{"id": much}]
    assert await graph("query($id: ID!) { billingAlert(id: $id) { id } }", id=other) == {"billingAlert": None}
    refused = await graph.refuse("billingAlertActivate", id=other)
    assert refused["code"] == "RESOURCE_MISSING"


async def test_an_alert_triggers_once_for_many_at_the_same_time(graph: Graph) -> None:
    tokens = await meter(graph)
    much = await alert(graph, tokens, 50)
    who = await customer(graph)
    await asyncio.gather(*(stream(graph, [usage(who, 1)] * 10) for _ in range(10)))
    assert [each[:2] for each in await triggered(graph)] == [(much, who)]


async def test_what_is_wrong_with_an_alert_is_refused(graph: Graph, stranger: Graph) -> None:
    tokens, theirs = await meter(graph), await meter(stranger)
    who = await customer(stranger)
    given = {"title": "Much", "alertType": "USAGE_THRESHOLD"}
    wrong: list[tuple[Any, str, str]] = [
        (None, "PARAMETER_MISSING", "usageThreshold"),
        (threshold(theirs), "RESOURCE_MISSING", "usageThreshold.meter"),
        (threshold(tokens, 0), "PARAMETER_INVALID_INTEGER", "usageThreshold.gte"),
        (threshold(tokens, customer=who), "RESOURCE_MISSING", "usageThreshold.filters.0.customer"),
        (
            threshold(tokens) | {"filters": [{"type": "CUSTOMER"}]},
            "PARAMETER_MISSING",
            "usageThreshold.filters.0.customer",
        ),
        (threshold(tokens) | {"filters": [{"type": "CUSTOMER"}] * 2}, "PARAMETER_TOO_LONG", "usageThreshold.filters"),
    ]
    for each, code, field in wrong:
        refused = await graph.refuse("billingAlertCreate", input=given | {"usageThreshold": each})
        assert (refused["code"], refused["field"]) == (code, field)


async def test_a_meter_has_at_most_25_alerts_of_a_kind(graph: Graph) -> None:
    tokens, who = await meter(graph), await customer(graph)
    made = [await alert(graph, tokens, gte + 1) for gte in range(25)]
    given = {"title": "Much", "alertType": "USAGE_THRESHOLD", "usageThreshold": threshold(tokens)}
    refused = await graph.refuse("billingAlertCreate", input=given)
    assert (refused["code"], refused["field"]) == ("RESOURCE_LIMIT_EXCEEDED", "usageThreshold")
    await alert(graph, tokens, customer=who)
    await graph.do("billingAlertArchive", "id", id=made[0])
    await alert(graph, tokens)


async def test_alerts_are_found_by_their_meter(graph: Graph) -> None:
    tokens, calls = await meter(graph), await meter(graph, eventName="calls")
    much, _ = await alert(graph, tokens), await alert(graph, calls)
    document = (
        "query($meter: ID!) { billingAlerts(where: { usageThreshold: { meter: { eq: $meter } } }) { nodes { id } } }"
    )
    assert (await graph(document, meter=tokens))["billingAlerts"]["nodes"] == [{"id": much}]


async def test_another_merchants_usage_triggers_nothing(graph: Graph, stranger: Graph) -> None:
    await alert(graph, await meter(graph), 1)
    await meter(stranger)
    await report(stranger, await customer(stranger), 5)
    assert await triggered(graph) == []
