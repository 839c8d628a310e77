"""Adjustments: an event that is canceled is as if it had never been reported."""

from typing import Any

from tests.billing.metering.conftest import Buyer
from tests.billing.metering.reporting import meter
from tests.graph import Graph

DAY = ("2025-03-10T00:00:00Z", "2025-03-11T00:00:00Z")
YESTERDAY = ("2025-03-09T00:00:00Z", "2025-03-10T00:00:00Z")


def cancel(identifier: str, name: str = "tokens") -> dict[str, Any]:
    return {"type": "CANCEL", "eventName": name, "cancel": {"identifier": identifier}}


async def test_a_canceled_event_no_longer_counts(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await buyer.report("1.5")
    identifier = await buyer.report("2.25", "2025-03-09T11:15:00Z")
    shown = "id object created cancel { identifier } eventName livemode status type"
    made = await graph.do("billingMeterEventAdjustmentCreate", shown, input=cancel(identifier))
    assert made == {
        "id": made["id"],
        "object": "v2.billing.meter_event_adjustment",
        "created": "2025-03-10T12:00:00Z",
        "cancel": {"identifier": identifier},
        "eventName": "tokens",
        "livemode": False,
        "status": "COMPLETE",
        "type": "CANCEL",
    }
    assert await buyer.total(tokens, *YESTERDAY) == "0"
    assert await buyer.total(tokens, "2025-03-09T11:00:00Z", "2025-03-09T11:30:00Z") == "0"
    assert await buyer.total(tokens, *DAY) == "1.5"


async def test_an_event_is_canceled_once_and_its_identifier_stays_taken(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await buyer.report(5, identifier="e")
    await graph.do("billingMeterEventAdjustmentCreate", "id", input=cancel("e"))
    refused = await graph.refuse("billingMeterEventAdjustmentCreate", "id", input=cancel("e"))
    assert (refused["code"], refused["field"]) == ("STATUS_TRANSITION_INVALID", "cancel.identifier")
    again = {"eventName": "tokens", "payload": {"stripe_customer_id": buyer.id, "value": "5"}, "identifier": "e"}
    refused = await graph.refuse("billingMeterEventCreate", "identifier", input=again)
    assert refused["code"] == "DUPLICATE_METER_EVENT"
    assert await buyer.total(tokens, *DAY) == "0"


async def test_only_known_events_of_the_name_are_canceled(graph: Graph, buyer: Buyer, stranger: Graph) -> None:
    await meter(graph)
    await meter(graph, eventName="calls")
    await buyer.report(5, identifier="e")
    for caller, given in ((graph, cancel("f")), (graph, cancel("e", "calls")), (stranger, cancel("e"))):
        refused = await caller.refuse("billingMeterEventAdjustmentCreate", "id", input=given)
        assert (refused["code"], refused["field"]) == ("RESOURCE_MISSING", "cancel.identifier")


async def test_events_can_be_canceled_for_24_hours(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await buyer.report(5, identifier="a")
    await buyer.report(7, identifier="b")
    await buyer.advance("2025-03-11T12:00:00Z")
    await graph.do("billingMeterEventAdjustmentCreate", "id", input=cancel("a"))
    await buyer.advance("2025-03-11T12:00:01Z")
    refused = await graph.refuse("billingMeterEventAdjustmentCreate", "id", input=cancel("b"))
    assert (refused["code"], refused["field"]) == ("TIMESTAMP_TOO_FAR_IN_PAST", "cancel.identifier")
    assert await buyer.total(tokens, *DAY) == "7"


async def test_in_a_window_the_event_before_counts_again(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph, eventTimeWindow="DAY")
    await buyer.report(10, "2025-03-09T08:00:00Z", identifier="a")
    await buyer.report(20, "2025-03-09T12:00:00Z", identifier="b")
    await buyer.report(30, "2025-03-09T20:00:00Z", identifier="c")
    for identifier, left in (("b", "30"), ("c", "10"), ("a", "0")):
        await graph.do("billingMeterEventAdjustmentCreate", "id", input=cancel(identifier))
        assert await buyer.total(tokens, *YESTERDAY) == left
    await buyer.report(3, "2025-03-09T01:00:00Z")
    assert await buyer.total(tokens, *YESTERDAY) == "3"
