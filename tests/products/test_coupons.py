"""Coupons: what they take off, until when they can be redeemed, and what is left of one that is deleted."""

from datetime import timedelta
from typing import Any

import pytest

from app.clock.worker import run_due
from app.database import Database
from app.domain.real_time import real_now
from app.domain.snapshot import snapshot
from app.tables.products.coupon import Coupon
from tests.graph import Graph
from tests.products.test_discounts import told
from tests.records import record

QUARTER = {"percentOff": "25"}
FIVE = {"amountOff": 500, "currency": "usd"}


async def test_the_event_has_stripes_shape(graph: Graph) -> None:
    given = {"id": "SUMMER", "percentOff": "12.5", "duration": "REPEATING", "durationInMonths": 3, "name": "Summer"}
    coupon = await graph.do("couponCreate", "id object valid", input={**given, "metadata": {"by": "Ada"}})
    assert coupon == {"id": "SUMMER", "object": "coupon", "valid": True}
    (event,) = (await graph("{ events { nodes { type data { object } } } }"))["events"]["nodes"]
    body = event["data"]["object"]
    assert event["type"] == "coupon.created"
    assert body == {
        "id": "SUMMER",
        "object": "coupon",
        "amount_off": None,
        "created": body["created"],
        "currency": None,
        "duration": "repeating",
        "duration_in_months": 3,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {"by": "Ada"},
        "name": "Summer",
        "percent_off": 12.5,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
    }


async def test_an_id_is_generated_or_chosen_once(graph: Graph) -> None:
    made = await graph.do("couponCreate", "id duration", input=QUARTER)
    assert (len(made["id"]), made["duration"]) == (8, "ONCE")
    found = await graph("query($id: ID!) { coupon(id: $id) { id } node(id: $id) { __typename } }", id=made["id"])
    assert found == {"coupon": {"id": made["id"]}, "node": {"__typename": "Coupon"}}
    await graph.do("couponCreate", "id", input={"id": "ONCE", **QUARTER})
    again = await graph.refuse("couponCreate", input={"id": "ONCE", **QUARTER})
    assert (again["field"], again["code"]) == ("id", "RESOURCE_ALREADY_EXISTS")
    bad = await graph.refuse("couponCreate", input={"id": "not one", **QUARTER})
    assert (bad["field"], bad["code"]) == ("id", "PARAMETER_INVALID")


async def test_the_id_of_a_deleted_coupon_is_free(graph: Graph) -> None:
    first = {"id": "AGAIN", **FIVE, "name": "Five", "maxRedemptions": 2, "metadata": {"by": "Ada"}}
    await graph.do("couponCreate", "id", input=first)
    await graph.do("couponDelete", "id", id="AGAIN")
    shown = "id deleted valid name percentOff amountOff { amount } currency maxRedemptions timesRedeemed metadata"
    made = await graph.do("couponCreate", shown, input={"id": "AGAIN", **QUARTER})
    assert made == {
        "id": "AGAIN",
        "deleted": False,
        "valid": True,
        "name": None,
        "percentOff": "25",
        "amountOff": None,
        "currency": None,
        "maxRedemptions": None,
        "timesRedeemed": 0,
        "metadata": {},
    }
    found = await graph(f'{{ coupon(id: "AGAIN") {{ {shown} }} coupons {{ nodes {{ id }} }} }}')
    assert found == {"coupon": made, "coupons": {"nodes": [{"id": "AGAIN"}]}}
    assert await graph.events() == ["coupon.created", "coupon.deleted", "coupon.created"]
    customer = await graph.do("customerCreate", "discount { coupon { percentOff } }", input={"coupon": "AGAIN"})
    assert customer == {"discount": {"coupon": {"percentOff": "25"}}}


async def test_discounts_keep_a_deleted_coupon_whose_id_is_taken(graph: Graph, database: Database) -> None:
    soon = real_now() + timedelta(days=3)
    await graph.do("couponCreate", "id", input={"id": "AGAIN", **FIVE, "name": "Five", "redeemBy": soon.isoformat()})
    ada, bob = [
        (await graph.do("customerCreate", "id", input={"coupon": "AGAIN", "name": name}))["id"]
        for name in ("Ada", "Bob")
    ]
    code = (await graph.do("promotionCodeCreate", "id", input={"coupon": "AGAIN", "code": "HELLO"}))["id"]
    await graph.do("couponDelete", "id", id="AGAIN")
    await graph.do("couponCreate", "id", input={"id": "AGAIN", **QUARTER})
    await graph.do("customerUpdate", "id", id=bob, input={"coupon": "AGAIN"})
    shown = "coupon { id deleted name percentOff amountOff { amount } timesRedeemed }"
    customers = "customers(orderBy: [{ field: CREATED, direction: ASC }]) { nodes { name discount {" + shown + "} } }"
    found = await graph(
        f"""{{ {customers} promotionCode(id: "{code}") {{ active {shown} }} coupons {{ totalCount }}
        coupon(id: "AGAIN") {{ discounts {{ totalCount }} promotionCodes {{ totalCount }} }} }}"""
    )
    old = {"id": "AGAIN", "deleted": True, "name": "Five", "percentOff": None, "amountOff": {"amount": 500}}
    new = {"id": "AGAIN", "deleted": False, "name": None, "percentOff": "25", "amountOff": None}
    assert found == {
        "customers": {
            "nodes": [
                {"name": "Ada", "discount": {"coupon": {**old, "timesRedeemed": 2}}},
                {"name": "Bob", "discount": {"coupon": {**new, "timesRedeemed": 1}}},
            ]
        },
        "promotionCode": {"active": False, "coupon": {**old, "timesRedeemed": 2}},
        "coupons": {"totalCount": 1},
        "coupon": {"discounts": {"totalCount": 1}, "promotionCodes": {"totalCount": 0}},
    }
    # Events show the former coupon under the id that it had, and its time does not end the new one.
    await graph.do("customerDeleteDiscount", "id", id=ada)
    coupon = (await told(graph, "customer.discount.deleted"))["object"]["coupon"]
    assert (coupon["id"], coupon["name"]) == ("AGAIN", "Five")
    await run_due(database, soon + timedelta(days=1))
    assert (await graph('{ coupon(id: "AGAIN") { valid } }'))["coupon"] == {"valid": True}
    # A third takes the id again, from the second.
    await graph.do("couponDelete", "id", id="AGAIN")
    await graph.do("couponCreate", "id", input={"id": "AGAIN", **FIVE, "name": "Third"})
    data = await graph(
        "query ($id: ID!) { customer(id: $id) { discount { coupon { id deleted percentOff } } } }", id=bob
    )
    assert data["customer"]["discount"]["coupon"] == {"id": "AGAIN", "deleted": True, "percentOff": "25"}


async def test_an_amount_stands_in_several_currencies(graph: Graph, database: Database) -> None:
    shown = "id amountOff { formatted } currencyOptions { currency amountOff { amount formatted } }"
    options = [{"currency": "jpy", "amountOff": 700}, {"currency": "eur", "amountOff": 450}]
    coupon = await graph.do("couponCreate", shown, input={**FIVE, "currencyOptions": options})
    dollars = {"currency": "usd", "amountOff": {"amount": 500, "formatted": "$5.00"}}
    yen = {"currency": "jpy", "amountOff": {"amount": 700, "formatted": "¥700"}}
    assert coupon["amountOff"] == {"formatted": "$5.00"}
    euros = {"currency": "eur", "amountOff": {"amount": 450, "formatted": "€4.50"}}
    assert coupon["currencyOptions"] == [dollars, euros, yen]
    euros = {"currency": "eur", "amountOff": {"amount": 400, "formatted": "€4.00"}}
    given = {"currencyOptions": [{"currency": "eur", "amountOff": 400}], "name": "Five"}
    changed = await graph.do("couponUpdate", f"{shown} name", id=coupon["id"], input=given)
    assert (changed["name"], changed["currencyOptions"]) == ("Five", [dollars, euros, yen])
    assert await graph.events() == ["coupon.created", "coupon.updated"]
    own = {"currencyOptions": [{"currency": "usd", "amountOff": 400}]}
    refused = await graph.refuse("couponUpdate", id=coupon["id"], input=own)
    assert (refused["field"], refused["code"]) == ("currencyOptions.0.currency", "PARAMETERS_EXCLUSIVE")
    assert "currency_options" not in snapshot(await record(database, Coupon)), "Stripe shows them when asked alone"


async def test_it_can_be_limited_to_products(graph: Graph) -> None:
    chair = (await graph.do("productCreate", "id", input={"name": "Chair"}))["id"]
    shown = "appliesTo { products }"
    coupon = await graph.do("couponCreate", shown, input={**QUARTER, "appliesTo": {"products": [chair]}})
    assert coupon == {"appliesTo": {"products": [chair]}}
    given = {**QUARTER, "appliesTo": {"products": [chair, "prod_none"]}}
    refused = await graph.refuse("couponCreate", input=given)
    assert (refused["field"], refused["code"]) == ("appliesTo.products.1", "RESOURCE_MISSING")


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, [("percentOff", "PARAMETER_MISSING")]),
        ({**QUARTER, **FIVE}, [("percentOff", "PARAMETERS_EXCLUSIVE")]),
        ({"amountOff": 500}, [("currency", "PARAMETER_MISSING")]),
        ({**QUARTER, "currency": "usd"}, [("currency", "PARAMETER_UNKNOWN")]),
        ({"percentOff": "0"}, [("percentOff", "PARAMETER_INVALID_INTEGER")]),
        ({"percentOff": "100.5"}, [("percentOff", "PARAMETER_INVALID_INTEGER")]),
        ({**FIVE, "amountOff": 0}, [("amountOff", "PARAMETER_INVALID_INTEGER")]),
        ({**QUARTER, "maxRedemptions": 0}, [("maxRedemptions", "PARAMETER_INVALID_INTEGER")]),
        ({**QUARTER, "name": "x" * 41}, [("name", "PARAMETER_TOO_LONG")]),
        (
            {
                "duration": "REPEATING",
                "redeemBy": "2024-01-01T00:00:00Z",
                "currencyOptions": [{"currency": "eur", "amountOff": 1}],
            },
            [
                ("percentOff", "PARAMETER_MISSING"),
                ("durationInMonths", "PARAMETER_MISSING"),
                ("redeemBy", "PARAMETER_INVALID"),
                ("currencyOptions", "PARAMETER_UNKNOWN"),
            ],
        ),
        ({**QUARTER, "durationInMonths": 3}, [("durationInMonths", "PARAMETER_UNKNOWN")]),
    ],
)
async def test_what_a_coupon_cannot_be(graph: Graph, given: dict[str, Any], refused: list[tuple[str, str]]) -> None:
    found = await graph.refusals("couponCreate", input=given)
    assert sorted((each["field"], each["code"]) for each in found) == sorted(refused)


async def test_its_time_ends(graph: Graph, database: Database) -> None:
    end = real_now() + timedelta(hours=1)
    given = {"id": "SOON", **QUARTER, "redeemBy": end.isoformat()}
    await graph.do("couponCreate", "id", input=given)
    code = await graph.do("promotionCodeCreate", "id", input={"coupon": "SOON"})
    document = 'query($id: ID!) { coupon(id: "SOON") { valid } promotionCode(id: $id) { active coupon { valid } } }'
    await run_due(database, end - timedelta(seconds=1))
    found = await graph(document, id=code["id"])
    assert found == {"coupon": {"valid": True}, "promotionCode": {"active": True, "coupon": {"valid": True}}}
    await run_due(database, end)
    found = await graph(document, id=code["id"])
    assert found == {"coupon": {"valid": False}, "promotionCode": {"active": False, "coupon": {"valid": False}}}
    assert await graph.events() == ["coupon.created", "promotion_code.created", "promotion_code.updated"]
    refused = await graph.refuse("customerCreate", input={"coupon": "SOON"})
    assert (refused["field"], refused["code"]) == ("coupon", "COUPON_EXPIRED")


async def test_a_deleted_coupon_keeps_its_terms_for_the_discounts_that_came_of_it(graph: Graph) -> None:
    await graph.do("couponCreate", "id", input={"id": "GONE", **FIVE, "name": "Five"})
    code = await graph.do("promotionCodeCreate", "id", input={"coupon": "GONE", "code": "five"})
    customer = await graph.do("customerCreate", "id", input={"promotionCode": code["id"]})
    deleted = await graph.do("couponDelete", "id deleted valid name amountOff { amount }", id="GONE")
    terms = {"deleted": True, "valid": False, "name": "Five", "amountOff": {"amount": 500}}
    assert deleted == {"id": "GONE", **terms}
    found = await graph(
        """query($id: ID!) {
            coupon(id: "GONE") { id }
            coupons { totalCount }
            customer(id: $id) { discount { coupon { deleted valid name amountOff { amount } } } }
            customers { nodes { discount { promotionCode { active coupon { name } } } } }
        }""",
        id=customer["id"],
    )
    assert found == {
        "coupon": None,
        "coupons": {"totalCount": 0},
        "customer": {"discount": {"coupon": terms}},
        "customers": {"nodes": [{"discount": {"promotionCode": {"active": False, "coupon": {"name": "Five"}}}}]},
    }
    assert (await graph.events())[-2:] == ["coupon.deleted", "promotion_code.updated"]
    refused = await graph.refuse("customerCreate", input={"coupon": "GONE"})
    assert (refused["field"], refused["code"]) == ("coupon", "RESOURCE_MISSING")
    refused = await graph.refuse("promotionCodeUpdate", id=code["id"], input={"active": True})
    assert (refused["field"], refused["code"]) == ("active", "COUPON_EXPIRED")
