"""Tax rates: created by the merchant, changed in all but what they are measured by."""

from typing import Any

import pytest

from tests.graph import Graph

VAT = {"displayName": "VAT", "inclusive": True, "percentage": "19.5"}


async def test_the_event_has_stripes_shape(graph: Graph) -> None:
    given = {**VAT, "country": "DE", "jurisdiction": "Germany", "taxType": "VAT", "metadata": {"book": "1"}}
    rate = await graph.do("taxRateCreate", "id percentage rateType flatAmount { amount { amount } }", input=given)
    assert rate == {"id": rate["id"], "percentage": "19.5", "rateType": "PERCENTAGE", "flatAmount": None}
    (event,) = (await graph("{ events { nodes { type data { object } } } }"))["events"]["nodes"]
    body = event["data"]["object"]
    assert event["type"] == "tax_rate.created"
    assert body == {
        "id": rate["id"],
        "object": "tax_rate",
        "active": True,
        "country": "DE",
        "created": body["created"],
        "description": None,
        "display_name": "VAT",
        "effective_percentage": None,
        "flat_amount": None,
        "inclusive": True,
        "jurisdiction": "Germany",
        "jurisdiction_level": None,
        "livemode": False,
        "metadata": {"book": "1"},
        "percentage": 19.5,
        "rate_type": "percentage",
        "state": None,
        "tax_type": "vat",
    }


async def test_all_but_percentage_and_inclusion_can_change(graph: Graph) -> None:
    rate = await graph.do("taxRateCreate", "id", input=VAT)
    given = {"active": False, "displayName": "MwSt", "state": "BE", "taxType": "GST", "description": "Old"}
    shown = "active displayName state taxType description percentage inclusive"
    changed = await graph.do("taxRateUpdate", shown, id=rate["id"], input=given)
    assert changed == {**given, "percentage": "19.5", "inclusive": True}
    assert await graph.events() == ["tax_rate.created", "tax_rate.updated"]
    for name in ("percentage", "inclusive"):
        error = await graph.error(
            f'mutation {{ taxRateUpdate(id: "{rate["id"]}", input: {{ {name}: 1 }}) {{ taxRate {{ id }} }} }}'
        )
        assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"percentage": "101"}, "PARAMETER_INVALID_INTEGER"),
        ({"percentage": "-1"}, "PARAMETER_INVALID_INTEGER"),
        ({"percentage": "7.12345"}, "PARAMETER_INVALID"),
        ({"displayName": "x" * 51}, "PARAMETER_TOO_LONG"),
        ({"country": "DEU"}, "COUNTRY_CODE_INVALID"),
        ({"country": "UK"}, "COUNTRY_CODE_INVALID"),
    ],
)
async def test_what_a_tax_rate_cannot_be(graph: Graph, given: dict[str, Any], code: str) -> None:
    refused = await graph.refuse("taxRateCreate", input={**VAT, **given})
    assert (refused["field"], refused["code"]) == (next(iter(given)), code)


async def test_they_are_filtered_and_searched(graph: Graph) -> None:
    vat = await graph.do("taxRateCreate", "id", input=VAT)
    sales = await graph.do(
        "taxRateCreate",
        "id",
        input={"displayName": "Sales tax", "inclusive": False, "percentage": "8", "active": False},
    )
    found = await graph(
        """{
            active: taxRates(where: { active: { eq: true }, inclusive: { eq: true } }) { nodes { id } }
            low: taxRates(where: { percentage: { lt: 10 } }) { nodes { id } }
            searched: taxRates(query: "display_name~'sales' AND active:'false'") { nodes { id } }
        }"""
    )
    assert found == {
        "active": {"nodes": [{"id": vat["id"]}]},
        "low": {"nodes": [{"id": sales["id"]}]},
        "searched": {"nodes": [{"id": sales["id"]}]},
    }
