"""Shipping rates: what a delivery costs in each currency, and how long it takes."""

from typing import Any

import pytest

from app.database import Database
from app.domain.snapshot import snapshot
from app.tables.products.shipping_rate import ShippingRate
from tests.graph import Graph
from tests.records import record

POST: dict[str, Any] = {"displayName": "Post", "fixedAmount": {"amount": 500, "currency": "usd"}}
SHOWN = """
    id active displayName type taxBehavior taxCode { id name }
    deliveryEstimate { minimum { unit value } maximum { unit value } }
    fixedAmount { amount { amount formatted } currency currencyOptions { currency amount { amount } taxBehavior } }
"""


async def test_all_of_it_is_shown_and_its_json_is_stripes(graph: Graph, database: Database) -> None:
    estimate = {"minimum": {"unit": "BUSINESS_DAY", "value": 2}, "maximum": {"unit": "WEEK", "value": 1}}
    cost = {**POST["fixedAmount"], "currencyOptions": [{"currency": "eur", "amount": 450, "taxBehavior": "INCLUSIVE"}]}
    given = {**POST, "fixedAmount": cost, "deliveryEstimate": estimate, "taxCode": "txcd_92010001"}
    rate = await graph.do("shippingRateCreate", SHOWN, input={**given, "taxBehavior": "EXCLUSIVE"})
    assert rate == {
        "id": rate["id"],
        "active": True,
        "displayName": "Post",
        "type": "FIXED_AMOUNT",
        "taxBehavior": "EXCLUSIVE",
        "taxCode": {"id": "txcd_92010001", "name": "Shipping"},
        "deliveryEstimate": estimate,
        "fixedAmount": {
            "amount": {"amount": 500, "formatted": "$5.00"},
            "currency": "usd",
            "currencyOptions": [
                {"currency": "usd", "amount": {"amount": 500}, "taxBehavior": "EXCLUSIVE"},
                {"currency": "eur", "amount": {"amount": 450}, "taxBehavior": "INCLUSIVE"},
            ],
        },
    }
    body = snapshot(await record(database, ShippingRate))
    assert body == {
        "id": rate["id"],
        "object": "shipping_rate",
        "active": True,
        "created": body["created"],
        "delivery_estimate": {
            "maximum": {"unit": "week", "value": 1},
            "minimum": {"unit": "business_day", "value": 2},
        },
        "display_name": "Post",
        "fixed_amount": {
            "amount": 500,
            "currency": "usd",
            "currency_options": {
                "usd": {"amount": 500, "tax_behavior": "exclusive"},
                "eur": {"amount": 450, "tax_behavior": "inclusive"},
            },
        },
        "livemode": False,
        "metadata": {},
        "tax_behavior": "exclusive",
        "tax_code": "txcd_92010001",
        "type": "fixed_amount",
    }
    assert await graph.events() == [], "Stripe has no events about shipping rates"


async def test_currencies_are_added_and_changed_one_by_one(graph: Graph) -> None:
    rate = await graph.do("shippingRateCreate", "id", input=POST)

    async def update(**given: Any) -> list[tuple[str, int, str]]:
        changed = await graph.do("shippingRateUpdate", SHOWN, id=rate["id"], input=given)
        options = changed["fixedAmount"]["currencyOptions"]
        return [(each["currency"], each["amount"]["amount"], each["taxBehavior"]) for each in options]

    options = [{"currency": "gbp", "amount": 400}, {"currency": "eur", "amount": 450}]
    own = ("usd", 500, "UNSPECIFIED")
    eur, gbp = ("eur", 450, "UNSPECIFIED"), ("gbp", 400, "UNSPECIFIED")
    assert await update(fixedAmount={"currencyOptions": options}) == [own, eur, gbp]
    inclusive = [{"currency": "eur", "taxBehavior": "INCLUSIVE"}]
    eur = ("eur", 450, "INCLUSIVE")
    assert await update(fixedAmount={"currencyOptions": inclusive}) == [own, eur, gbp]
    own = ("usd", 500, "EXCLUSIVE")
    assert await update(active=False, taxBehavior="EXCLUSIVE") == [own, eur, gbp]
    refused = await graph.refuse(
        "shippingRateUpdate", id=rate["id"], input={"fixedAmount": {"currencyOptions": [{"currency": "chf"}]}}
    )
    assert (refused["field"], refused["code"]) == ("fixedAmount.currencyOptions.0.amount", "PARAMETER_MISSING")


async def test_every_mistake_is_told_at_once(graph: Graph) -> None:
    cost = {"amount": 500, "currency": "usd"}
    again = [{"currency": "usd", "amount": 1}, {"currency": "eur", "amount": 1}, {"currency": "eur", "amount": 2}]
    crossed = {"minimum": {"unit": "DAY", "value": 3}, "maximum": {"unit": "DAY", "value": 2}}
    given = {
        **POST,
        "fixedAmount": {**cost, "currencyOptions": again},
        "deliveryEstimate": crossed,
        "taxCode": "txcd_1",
    }
    refused = await graph.refusals("shippingRateCreate", input=given)
    assert sorted((each["field"], each["code"]) for each in refused) == [
        ("deliveryEstimate.maximum.value", "PARAMETER_INVALID_INTEGER"),
        ("fixedAmount.currencyOptions.0.currency", "PARAMETERS_EXCLUSIVE"),
        ("fixedAmount.currencyOptions.2.currency", "PARAMETERS_EXCLUSIVE"),
        ("taxCode", "RESOURCE_MISSING"),
    ]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"fixedAmount": None}, "fixedAmount", "PARAMETER_MISSING"),
        ({"displayName": "x" * 101}, "displayName", "PARAMETER_TOO_LONG"),
        ({"fixedAmount": {"amount": -1, "currency": "usd"}}, "fixedAmount.amount", "PARAMETER_INVALID_INTEGER"),
        ({"deliveryEstimate": {"minimum": {"unit": "DAY", "value": 0}}}, "deliveryEstimate.minimum.value", None),
    ],
)
async def test_what_a_shipping_rate_cannot_be(
    graph: Graph, given: dict[str, Any], field: str, code: str | None
) -> None:
    refused = await graph.refuse("shippingRateCreate", input={**POST, **given})
    assert (refused["field"], refused["code"]) == (field, code or "PARAMETER_INVALID_INTEGER")
