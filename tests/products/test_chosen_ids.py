"""Ids that callers choose: of products, coupons and plans."""

from typing import Any

import pytest

from tests.graph import Graph

SEAT = {"name": "Seat"}
TENTH = {"percentOff": "10", "duration": "ONCE"}
MONTHLY = {"amount": 500, "currency": "usd", "interval": "MONTH", "productData": SEAT}
PRICED = {"currency": "usd", "unitAmount": 500}


@pytest.mark.parametrize(
    ("mutation", "input", "field", "prefix", "noun"),
    [
        ("productCreate", {"id": "cus_mine", **SEAT}, "id", "cus_", "customer"),
        ("productCreate", {"id": "price_mine", **SEAT}, "id", "price_", "price"),
        ("couponCreate", {"id": "pi_mine", **TENTH}, "id", "pi_", "payment intent"),
        ("couponCreate", {"id": "prod_mine", **TENTH}, "id", "prod_", "product"),
        ("planCreate", {**MONTHLY, "id": "sub_mine"}, "id", "sub_", "subscription"),
        ("planCreate", {**MONTHLY, "productData": {"id": "cus_a", **SEAT}}, "productData.id", "cus_", "customer"),
        ("priceCreate", {**PRICED, "productData": {"id": "acct_a", **SEAT}}, "productData.id", "acct_", "account"),
    ],
)
async def test_a_chosen_id_does_not_begin_as_those_of_another_type(
    graph: Graph, mutation: str, input: dict[str, Any], field: str, prefix: str, noun: str
) -> None:
    refused = await graph.refuse(mutation, input=input)
    assert (refused["field"], refused["code"], refused["message"]) == (
        field,
        "PARAMETER_INVALID",
        f"`{field}` cannot begin with '{prefix}', as the ids of another type of object do ({noun}). "
        "Choose an id without that beginning, or omit it.",
    )
    assert await graph.events() == []


@pytest.mark.parametrize(
    ("mutation", "input"),
    [
        *(("productCreate", {"id": id, **SEAT}) for id in ("prod_mine", "seat", "customer_seat", "cus")),
        *(("couponCreate", {"id": id, **TENTH}) for id in ("SPRING_SALE", "pi")),
        # A plan is a price, with the same id.
        *(("planCreate", {**MONTHLY, "id": id}) for id in ("plan_mine", "price_mine", "monthly")),
    ],
)
async def test_its_own_beginning_and_any_other_are_free(graph: Graph, mutation: str, input: dict[str, Any]) -> None:
    assert await graph.do(mutation, "id", input=input) == {"id": input["id"]}
