"""Values that fit their type and are of no use: each is refused with its field, or taken."""

from typing import Any

import pytest

from tests.factory import make
from tests.graph import Graph

OPTIONS = "paymentSettings.paymentMethodOptions"


def within(path: str, value: Any) -> dict[str, Any]:
    for step in reversed(path.split(".")):
        value = {step: value}
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("creation", ["invoiceCreate", "subscriptionCreate"])
@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (f"{OPTIONS}.customerBalance.fundingType", "xn--", "must be a way to add funds, such as bank_transfer"),
        (f"{OPTIONS}.customerBalance.bankTransfer.type", "xn--", "must be a type of bank transfer"),
        ("daysUntilDue", 2**31 - 1, "must be 3650 or less."),
    ],
)
async def test_what_bills_are_sent_with(graph: Graph, creation: str, path: str, value: Any, says: str) -> None:
    customer = await make(graph, "customerCreate")
    items = {"items": [{"price": "price_none"}]} if creation == "subscriptionCreate" else {}
    refused = await graph.refusals(creation, input={"customer": customer, **items, **within(path, value)})
    assert [(each["field"], says in each["message"]) for each in refused] == [(path, True)]


async def test_the_days_of_schedules_and_quotes(graph: Graph) -> None:
    phases = {"phases": [{"items": [{"price": "price_none"}]}]}
    settings = within("defaultSettings.invoiceSettings.daysUntilDue", 2**31 - 1)
    refused = await graph.refuse("subscriptionScheduleCreate", input={**phases, **settings})
    assert refused["field"] == "defaultSettings.invoiceSettings.daysUntilDue"
    refused = await graph.refuse("quoteCreate", input=within("invoiceSettings.daysUntilDue", 2**31 - 1))
    assert refused["field"] == "invoiceSettings.daysUntilDue"


@pytest.mark.parametrize("number", [10**300, 2**63, -(2**63) - 1])
async def test_json_of_numbers_that_are_too_large(graph: Graph, number: int) -> None:
    document = 'mutation($v: JSON!) { billingMeterEventCreate(input: {eventName: "e", payload: $v}) { replayed } }'
    error = await graph.error(document, v={"value": [number]})
    assert (error["extensions"]["code"], error["extensions"]["status"]) == ("BAD_REQUEST", 400)
    assert "JSON takes whole numbers of at most 64 bits" in error["message"]


async def test_dimensions_that_are_too_large_for_whole_numbers(graph: Graph) -> None:
    sides = dict.fromkeys(("height", "length", "width"), "1e60") | {"weight": "1" * 28}
    made = await graph.do(
        "productCreate", "packageDimensions { weight }", input={"name": "a", "packageDimensions": sides}
    )
    assert made == {"packageDimensions": {"weight": "1" * 28}}
    (event,) = (await graph("{ events { nodes { data { object } } } }"))["events"]["nodes"]
    assert event["data"]["object"]["package_dimensions"] == {
        "height": 1e60,
        "length": 1e60,
        "weight": 1.111111111111111e27,
        "width": 1e60,
    }
