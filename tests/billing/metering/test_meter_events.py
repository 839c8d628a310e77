"""Meter events, one by one: what is counted, and what is refused at once."""

from typing import Any

import pytest

from tests.billing.metering.conftest import NOON, Buyer
from tests.billing.metering.reporting import customer, meter, report, usage
from tests.graph import Graph

DAY = ("2025-03-10T00:00:00Z", "2025-03-11T00:00:00Z")


async def test_an_event_is_shown_as_it_was_counted(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    shown = "object created eventName identifier livemode payload timestamp"
    given = usage(buyer.id, 25, "2025-03-10T11:30:00Z", identifier="evt-1")
    assert await graph.do("billingMeterEventCreate", shown, input=given) == {
        "object": "v2.billing.meter_event",
        "created": NOON,
        "eventName": "tokens",
        "identifier": "evt-1",
        "livemode": False,
        "payload": {"stripe_customer_id": buyer.id, "value": "25"},
        "timestamp": "2025-03-10T11:30:00Z",
    }
    assert await buyer.total(tokens, *DAY) == "25"
    assert await graph.events() == ["test_helpers.test_clock.created", "customer.created"]


async def test_values_are_summed_up_exactly(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    for value in ("0.1", "0.2", "999999999999999", "-0.000000000001"):
        await buyer.report(value)
    assert await buyer.total(tokens, *DAY) == "999999999999999.299999999999"


async def test_a_meter_counts_events_whatever_their_value(graph: Graph, buyer: Buyer) -> None:
    calls = await meter(graph, defaultAggregation={"formula": "COUNT"})
    await buyer.report(7)
    named = {"eventName": "tokens", "payload": {"stripe_customer_id": buyer.id}}
    await graph.do("billingMeterEventCreate", "identifier", input=named)
    assert await buyer.total(calls, *DAY) == "2"


async def test_the_payload_has_the_keys_that_the_meter_names(graph: Graph, buyer: Buyer) -> None:
    mapping = {"type": "BY_ID", "eventPayloadKey": "who"}
    tokens = await meter(graph, customerMapping=mapping, valueSettings={"eventPayloadKey": "many"})
    await graph.do(
        "billingMeterEventCreate",
        "identifier",
        input={"eventName": "tokens", "payload": {"who": buyer.id, "many": "3"}},
    )
    assert await buyer.total(tokens, *DAY) == "3"


async def test_late_events_count_for_the_time_that_they_tell(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await buyer.report(5, "2025-02-03T12:00:00Z")
    await buyer.report(7, "2025-03-10T12:05:00Z")
    assert await buyer.total(tokens, "2025-02-03T00:00:00Z", "2025-02-04T00:00:00Z") == "5"
    assert await buyer.total(tokens, "2025-02-04T00:00:00Z", "2025-03-11T00:00:00Z") == "7"


@pytest.mark.parametrize(
    ("at", "code"),
    [("2025-02-03T11:59:59Z", "TIMESTAMP_TOO_FAR_IN_PAST"), ("2025-03-10T12:05:01Z", "TIMESTAMP_IN_FUTURE")],
)
async def test_timestamps_are_judged_by_the_customers_clock(graph: Graph, buyer: Buyer, at: str, code: str) -> None:
    await meter(graph)
    refused = await graph.refuse("billingMeterEventCreate", "identifier", input=usage(buyer.id, 1, at))
    assert (refused["code"], refused["field"], refused["docUrl"]) == (code, "timestamp", None)
    other = await customer(graph)
    refused = await graph.refuse("billingMeterEventCreate", "identifier", input=usage(other, 1, "2025-03-10T12:00:00Z"))
    assert refused["code"] == "TIMESTAMP_TOO_FAR_IN_PAST"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"eventName": "others"}, "NO_METER", "eventName"),
    ({"payload": {"value": "1"}}, "METER_EVENT_NO_CUSTOMER_DEFINED", "payload"),
    ({"payload": {"stripe_customer_id": "cus_1", "value": "1"}}, "METER_EVENT_CUSTOMER_NOT_FOUND", "payload"),
    ({"payload": {"stripe_customer_id": "$", "worth": "1"}}, "METER_EVENT_VALUE_NOT_FOUND", "payload"),
    ({"payload": {"stripe_customer_id": "$", "value": "many"}}, "METER_EVENT_INVALID_VALUE", "payload"),
    ({"payload": {"stripe_customer_id": "$", "value": "1e3"}}, "METER_EVENT_INVALID_VALUE", "payload"),
    ({"payload": {"stripe_customer_id": "$", "value": 3}}, "PARAMETER_INVALID", "payload.value"),
    ({"identifier": ""}, "PARAMETER_INVALID_EMPTY", "identifier"),
    ({"identifier": "x" * 101}, "PARAMETER_TOO_LONG", "identifier"),
]


@pytest.mark.parametrize(("given", "code", "field"), WRONG)
async def test_what_is_wrong_is_refused_at_once(
    graph: Graph, buyer: Buyer, given: dict[str, Any], code: str, field: str
) -> None:
    tokens = await meter(graph)
    input = usage(buyer.id, 1) | given
    input["payload"] = {key: buyer.id if value == "$" else value for key, value in input["payload"].items()}
    refused = await graph.refuse("billingMeterEventCreate", "identifier", input=input)
    assert (refused["type"], refused["code"], refused["field"]) == ("INVALID_REQUEST_ERROR", code, field)
    assert await buyer.total(tokens, *DAY) == "0"


async def test_others_customers_and_deleted_ones_are_not_there(graph: Graph, stranger: Graph) -> None:
    await meter(graph)
    theirs, gone = await customer(stranger), await customer(graph)
    await graph.do("customerDelete", "id", id=gone)
    for id in (theirs, gone):
        refused = await graph.refuse("billingMeterEventCreate", "identifier", input=usage(id, 1))
        assert refused["code"] == "METER_EVENT_CUSTOMER_NOT_FOUND"
    refused = await stranger.refuse("billingMeterEventCreate", "identifier", input=usage(theirs, 1))
    assert refused["code"] == "NO_METER"


async def test_an_identifier_is_counted_once(graph: Graph, stranger: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    await buyer.report(5, identifier="once")
    refused = await graph.refuse("billingMeterEventCreate", "identifier", input=usage(buyer.id, 9, identifier="once"))
    assert (refused["code"], refused["field"]) == ("DUPLICATE_METER_EVENT", "identifier")
    assert await buyer.total(tokens, *DAY) == "5"
    # It is the account's own.
    theirs, who = await meter(stranger), await customer(stranger)
    await report(stranger, who, 9, identifier="once")
    assert theirs != tokens


async def test_a_retry_by_idempotency_key_gives_the_first_answer(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    for replayed in (False, True):
        payload = await graph.attempt(
            "billingMeterEventCreate", "identifier", input=usage(buyer.id, 5, identifier="a"), idempotencyKey="key"
        )
        assert (payload["object"], payload["userErrors"], payload["replayed"]) == ({"identifier": "a"}, [], replayed)
    assert await buyer.total(tokens, *DAY) == "5"


async def test_of_a_window_only_the_last_event_counts(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph, eventTimeWindow="DAY")
    await buyer.report(10, "2025-03-09T08:00:00Z")
    await buyer.report(30, "2025-03-09T20:00:00Z")
    await buyer.report(20, "2025-03-09T12:00:00Z")
    await buyer.report(4, "2025-03-10T00:00:00Z")
    assert await buyer.total(tokens, "2025-03-09T00:00:00Z", "2025-03-10T00:00:00Z") == "30"
    assert await buyer.total(tokens, "2025-03-09T00:00:00Z", "2025-03-11T00:00:00Z") == "34"
    # The window counts as a whole, at the last event.
    assert await buyer.total(tokens, "2025-03-09T00:00:00Z", "2025-03-09T20:00:00Z") == "0"
    # Of two at the same moment, the one that came later.
    await buyer.report(31, "2025-03-09T20:00:00Z")
    assert await buyer.total(tokens, "2025-03-09T20:00:00Z", "2025-03-09T20:01:00Z") == "31"


async def test_of_an_hour_a_counting_meter_counts_one(graph: Graph, buyer: Buyer) -> None:
    calls = await meter(graph, defaultAggregation={"formula": "COUNT"}, eventTimeWindow="HOUR")
    for minute in (0, 30, 59):
        await buyer.report(1, f"2025-03-09T08:{minute:02}:00Z")
    await buyer.report(1, "2025-03-09T09:00:00Z")
    assert await buyer.total(calls, "2025-03-09T00:00:00Z", "2025-03-10T00:00:00Z") == "2"
