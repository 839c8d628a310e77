"""Meters: how they count is said once; they stop counting and start again; prices are billed by them."""

from typing import Any

import pytest

from tests.billing.metering.conftest import Buyer
from tests.billing.metering.reporting import TOKENS, customer, meter, usage
from tests.graph import Graph

SHOWN = """id object created customerMapping { eventPayloadKey type } defaultAggregation { formula } displayName
  eventName eventTimeWindow livemode status statusTransitions { deactivatedAt } updated
  valueSettings { eventPayloadKey }"""


async def test_a_meter_has_stripes_defaults(graph: Graph) -> None:
    made = await graph.do("billingMeterCreate", SHOWN, input=TOKENS)
    assert made == {
        "id": made["id"],
        "object": "billing.meter",
        "created": made["created"],
        "customerMapping": {"eventPayloadKey": "stripe_customer_id", "type": "BY_ID"},
        "defaultAggregation": {"formula": "SUM"},
        "displayName": "Tokens",
        "eventName": "tokens",
        "eventTimeWindow": None,
        "livemode": False,
        "status": "ACTIVE",
        "statusTransitions": {"deactivatedAt": None},
        "updated": made["created"],
        "valueSettings": {"eventPayloadKey": "value"},
    }
    assert made["id"].startswith("mtr_")
    # Stripe emits no event about meters.
    assert await graph.events() == []


async def test_only_the_display_name_changes(graph: Graph) -> None:
    tokens = await meter(graph)
    changed = await graph.do("billingMeterUpdate", "displayName", id=tokens, input={"displayName": "Words"})
    assert changed == {"displayName": "Words"}
    document = "mutation($input: BillingMeterUpdateInput!) { billingMeterUpdate(id: 1, input: $input) { replayed } }"
    error = await graph.error(document, input={"eventName": "words"})
    assert "eventName" in error["message"]


async def test_a_meter_stops_counting_and_starts_again(graph: Graph, buyer: Buyer) -> None:
    tokens = await meter(graph)
    stopped = await graph.do("billingMeterDeactivate", SHOWN, id=tokens)
    assert stopped["status"] == "INACTIVE"
    assert stopped["statusTransitions"] == {"deactivatedAt": stopped["updated"]}
    refused = await graph.refuse("billingMeterEventCreate", "identifier", input=usage(buyer.id, 1))
    assert (refused["code"], refused["field"]) == ("ARCHIVED_METER", "eventName")
    refused = await graph.refuse("billingMeterDeactivate", id=tokens)
    assert (refused["code"], refused["field"]) == ("METER_UNEXPECTED_STATE", "id")
    started = await graph.do("billingMeterReactivate", SHOWN, id=tokens)
    assert (started["status"], started["statusTransitions"]) == ("ACTIVE", {"deactivatedAt": None})
    await buyer.report(5)
    assert await buyer.total(tokens, "2025-03-10T00:00:00Z", "2025-03-11T00:00:00Z") == "5"


async def test_an_event_name_has_one_active_meter(graph: Graph, stranger: Graph, buyer: Buyer) -> None:
    first = await meter(graph)
    refused = await graph.refuse("billingMeterCreate", input=TOKENS)
    assert (refused["code"], refused["field"]) == ("RESOURCE_ALREADY_EXISTS", "eventName")
    await meter(stranger)
    await graph.do("billingMeterDeactivate", "id", id=first)
    second = await meter(graph, defaultAggregation={"formula": "COUNT"})
    refused = await graph.refuse("billingMeterReactivate", id=first)
    assert (refused["code"], refused["field"]) == ("RESOURCE_ALREADY_EXISTS", "id")
    await buyer.report(5)
    assert await buyer.total(second, "2025-03-10T00:00:00Z", "2025-03-11T00:00:00Z") == "1"


async def test_meters_are_listed_by_their_status(graph: Graph) -> None:
    first, second = await meter(graph), await meter(graph, eventName="calls")
    await graph.do("billingMeterDeactivate", "id", id=first)
    found = await graph("{ billingMeters(where: { status: { eq: ACTIVE } }) { nodes { id } } }")
    assert found["billingMeters"]["nodes"] == [{"id": second}]


def metered(meter: str | None, **given: Any) -> dict[str, Any]:
    recurring = {"interval": "MONTH", "usageType": "METERED", **({"meter": meter} if meter else {}), **given}
    return {"currency": "usd", "unitAmount": 5, "productData": {"name": "Tokens"}, "recurring": recurring}


async def test_a_price_is_billed_by_a_meter(graph: Graph) -> None:
    tokens = await meter(graph)
    shown = "recurring { aggregateUsage usageType meter { id eventName } }"
    made = await graph.do("priceCreate", shown, input=metered(tokens))
    assert made["recurring"] == {
        "aggregateUsage": None,
        "usageType": "METERED",
        "meter": {"id": tokens, "eventName": "tokens"},
    }
    (event,) = (await graph('{ events(where: { type: { eq: "price.created" } }) { nodes { data { object } } } }'))[
        "events"
    ]["nodes"]
    assert event["data"]["object"]["recurring"] == {
        "aggregate_usage": None,
        "interval": "month",
        "interval_count": 1,
        "meter": tokens,
        "trial_period_days": None,
        "usage_type": "metered",
    }
    without = await graph.do("priceCreate", shown, input=metered(None))
    assert without["recurring"] == {"aggregateUsage": "SUM", "usageType": "METERED", "meter": None}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"aggregateUsage": "SUM"}, "PARAMETERS_EXCLUSIVE", "recurring.aggregateUsage"),
        ({"usageType": "LICENSED"}, "PARAMETER_UNKNOWN", "recurring.meter"),
    ],
)
async def test_what_does_not_go_with_a_meter_is_refused(
    graph: Graph, given: dict[str, Any], code: str, field: str
) -> None:
    refused = await graph.refuse("priceCreate", input=metered(await meter(graph), **given))
    assert (refused["code"], refused["field"]) == (code, field)


async def test_a_price_needs_an_active_meter_of_the_account(graph: Graph, stranger: Graph) -> None:
    tokens, theirs = await meter(graph), await meter(stranger)
    await graph.do("billingMeterDeactivate", "id", id=tokens)
    for id, code in ((tokens, "ARCHIVED_METER"), (theirs, "RESOURCE_MISSING"), ("mtr_1", "RESOURCE_MISSING")):
        refused = await graph.refuse("priceCreate", input=metered(id))
        assert (refused["code"], refused["field"]) == (code, "recurring.meter")


async def test_strangers_see_no_usage(graph: Graph, stranger: Graph) -> None:
    tokens = await meter(graph)
    who = await customer(graph)
    document = (
        "query($id: ID!, $who: ID!) { node(id: $id) { ... on BillingMeter { eventSummaries(customer: $who, "
        'startTime: "2025-01-01T00:00:00Z", endTime: "2025-02-01T00:00:00Z") { totalCount } } } }'
    )
    assert await stranger(document, id=tokens, who=who) == {"node": None}
