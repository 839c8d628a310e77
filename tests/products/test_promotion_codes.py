"""Promotion codes: unique while active, restricted, redeemed, and inactive once they cannot be redeemed any more."""

from datetime import timedelta
from typing import Any

import pytest

from app.clock.worker import run_due
from app.database import Database
from app.domain.real_time import real_now
from tests.graph import Graph

QUARTER = {"id": "QUARTER", "percentOff": "25"}


@pytest.fixture
async def shop(graph: Graph) -> Graph:
    """A merchant with a coupon."""
    await graph.do("couponCreate", "id", input=QUARTER)
    return graph


async def make(shop: Graph, **given: Any) -> str:
    """A promotion code's id."""
    code = await shop.do("promotionCodeCreate", "id", input={"coupon": "QUARTER", **given})
    return str(code["id"])


async def refused(shop: Graph, **given: Any) -> list[tuple[str, str]]:
    found = await shop.refusals("promotionCodeCreate", input={"coupon": "QUARTER", **given})
    return [(each["field"], each["code"]) for each in found]


async def test_the_event_has_stripes_shape(shop: Graph) -> None:
    least = {"minimumAmount": 5000, "minimumAmountCurrency": "usd", "firstTimeTransaction": True}
    options = [{"currency": "jpy", "minimumAmount": 7000}]
    given = {"code": "WELCOME", "restrictions": {**least, "currencyOptions": options}, "maxRedemptions": 9}
    id = await make(shop, **given)
    (event, coupon) = (await shop("{ events { nodes { type data { object } } } }"))["events"]["nodes"]
    body = event["data"]["object"]
    assert event["type"] == "promotion_code.created"
    assert body == {
        "id": id,
        "object": "promotion_code",
        "active": True,
        "code": "WELCOME",
        "coupon": coupon["data"]["object"],
        "created": body["created"],
        "customer": None,
        "expires_at": None,
        "livemode": False,
        "max_redemptions": 9,
        "metadata": {},
        "restrictions": {
            "currency_options": {"usd": {"minimum_amount": 5000}, "jpy": {"minimum_amount": 7000}},
            "first_time_transaction": True,
            "minimum_amount": 5000,
            "minimum_amount_currency": "usd",
        },
        "times_redeemed": 0,
    }
    shown = await shop(
        """{ coupons { nodes { promotionCodes { nodes { restrictions {
            minimumAmount { formatted } minimumAmountCurrency firstTimeTransaction
            currencyOptions { currency minimumAmount { formatted } }
        } } } } } }"""
    )
    (found,) = shown["coupons"]["nodes"][0]["promotionCodes"]["nodes"]
    assert found["restrictions"] == {
        "minimumAmount": {"formatted": "$50.00"},
        "minimumAmountCurrency": "usd",
        "firstTimeTransaction": True,
        "currencyOptions": [
            {"currency": "usd", "minimumAmount": {"formatted": "$50.00"}},
            {"currency": "jpy", "minimumAmount": {"formatted": "¥7,000"}},
        ],
    }


async def test_a_code_is_generated(shop: Graph) -> None:
    code = await shop.do(
        "promotionCodeCreate", "code restrictions { currencyOptions { currency } }", input={"coupon": "QUARTER"}
    )
    assert len(code["code"]) == 8
    assert code["code"].isalnum()
    assert code["code"].isupper()
    assert code["restrictions"] == {"currencyOptions": None}
    body = (await shop("{ events(first: 1) { nodes { data { object } } } }"))["events"]["nodes"][0]["data"]["object"]
    # Stripe's libraries cannot read a null in place of the map.
    assert "currency_options" not in body["restrictions"]


async def test_active_codes_differ_in_more_than_case(shop: Graph) -> None:
    first = await make(shop, code="Summer")
    taken = [("code", "RESOURCE_ALREADY_EXISTS")]
    assert await refused(shop, code="SUMMER") == taken
    ada, bob = [(await shop.do("customerCreate", "id", input={}))["id"] for _ in range(2)]
    assert await refused(shop, code="summer", customer=ada) == taken
    await shop.do("promotionCodeUpdate", "id", id=first, input={"active": False})
    adas = await make(shop, code="summer", customer=ada)
    await make(shop, code="SUMMER", customer=bob)
    assert await refused(shop, code="sumMER", customer=ada) == taken
    assert await refused(shop, code="sumMER") == taken
    await make(shop, code="summer", active=False)
    again = await shop.refuse("promotionCodeUpdate", id=first, input={"active": True})
    assert (again["field"], again["code"]) == ("active", "RESOURCE_ALREADY_EXISTS")
    found = await shop("query($id: ID!) { customer(id: $id) { promotionCodes { nodes { id } } } }", id=ada)
    assert found["customer"]["promotionCodes"]["nodes"] == [{"id": adas}]


async def test_another_account_and_mode_has_codes_of_its_own(shop: Graph, stranger: Graph, live: Graph) -> None:
    await make(shop, code="SUMMER")
    for other in (stranger, live):
        await other.do("couponCreate", "id", input=QUARTER)
        await make(other, code="SUMMER")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code": "with space"}, [("code", "PARAMETER_INVALID")]),
        ({"code": "x" * 501}, [("code", "PARAMETER_TOO_LONG")]),
        ({"coupon": "NONE"}, [("coupon", "RESOURCE_MISSING")]),
        ({"customer": "cus_none"}, [("customer", "RESOURCE_MISSING")]),
        ({"expiresAt": "2024-01-01T00:00:00Z"}, [("expiresAt", "PARAMETER_INVALID")]),
        ({"restrictions": {"minimumAmount": 5}}, [("restrictions.minimumAmountCurrency", "PARAMETER_MISSING")]),
        ({"restrictions": {"minimumAmountCurrency": "usd"}}, [("restrictions.minimumAmount", "PARAMETER_MISSING")]),
        (
            {"restrictions": {"currencyOptions": [{"currency": "usd", "minimumAmount": 5}]}},
            [("restrictions.currencyOptions", "PARAMETER_UNKNOWN")],
        ),
    ],
)
async def test_what_a_promotion_code_cannot_be(
    shop: Graph, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert await refused(shop, **given) == expected


async def test_limits_stay_within_the_coupons(graph: Graph) -> None:
    end = real_now() + timedelta(days=1)
    coupon = {"id": "QUARTER", "percentOff": "25", "maxRedemptions": 2, "redeemBy": end.isoformat()}
    await graph.do("couponCreate", "id", input=coupon)
    later = (end + timedelta(seconds=1)).isoformat()
    assert await refused(graph, maxRedemptions=3, expiresAt=later) == [
        ("expiresAt", "PARAMETER_INVALID"),
        ("maxRedemptions", "PARAMETER_INVALID_INTEGER"),
    ]
    await make(graph, maxRedemptions=2, expiresAt=end.isoformat())


async def test_the_minimum_in_other_currencies_changes_one_by_one(shop: Graph) -> None:
    id = await make(shop, restrictions={"minimumAmount": 500, "minimumAmountCurrency": "usd"})
    shown = "restrictions { currencyOptions { currency minimumAmount { amount } } }"
    for currency, amount in (("gbp", 400), ("eur", 300), ("gbp", 450)):
        options = {"currencyOptions": [{"currency": currency, "minimumAmount": amount}]}
        changed = await shop.do("promotionCodeUpdate", shown, id=id, input={"restrictions": options})
    found = [(each["currency"], each["minimumAmount"]["amount"]) for each in changed["restrictions"]["currencyOptions"]]
    assert found == [("usd", 500), ("eur", 300), ("gbp", 450)]
    assert await shop.events() == ["coupon.created", "promotion_code.created", *["promotion_code.updated"] * 3]


async def test_its_time_ends(shop: Graph, database: Database) -> None:
    end = real_now() + timedelta(hours=1)
    id = await make(shop, expiresAt=end.isoformat())
    await run_due(database, end)
    found = await shop("query($id: ID!) { promotionCode(id: $id) { active coupon { valid } } }", id=id)
    assert found == {"promotionCode": {"active": False, "coupon": {"valid": True}}}
    assert await shop.events() == ["coupon.created", "promotion_code.created", "promotion_code.updated"]


async def test_the_last_redemption_ends_it(shop: Graph) -> None:
    id = await make(shop, maxRedemptions=2)
    for active in (True, False):
        shown = "discount { promotionCode { active timesRedeemed } coupon { timesRedeemed valid } }"
        customer = await shop.do("customerCreate", shown, input={"promotionCode": id})
        times = 1 if active else 2
        assert customer["discount"] == {
            "promotionCode": {"active": active, "timesRedeemed": times},
            "coupon": {"timesRedeemed": times, "valid": True},
        }
    over = await shop.refuse("customerCreate", input={"promotionCode": id})
    assert (over["field"], over["code"]) == ("promotionCode", "COUPON_EXPIRED")
    again = await shop.refuse("promotionCodeUpdate", id=id, input={"active": True})
    assert (again["field"], again["code"]) == ("active", "COUPON_EXPIRED")


async def test_the_last_redemption_of_the_coupon_ends_all_of_its_codes(graph: Graph) -> None:
    await graph.do("couponCreate", "id", input={**QUARTER, "maxRedemptions": 1})
    await make(graph, code="one")
    await make(graph, code="two")
    await graph.do("customerCreate", "id", input={"coupon": "QUARTER"})
    found = await graph('{ coupon(id: "QUARTER") { valid } promotionCodes { nodes { active } } }')
    assert found == {"coupon": {"valid": False}, "promotionCodes": {"nodes": [{"active": False}] * 2}}
    over = await graph.refuse("customerCreate", input={"coupon": "QUARTER"})
    assert (over["field"], over["code"]) == ("coupon", "COUPON_EXPIRED")
    assert await refused(graph) == [("coupon", "COUPON_EXPIRED")]


async def test_who_cannot_redeem_it(shop: Graph) -> None:
    ada, bob = [(await shop.do("customerCreate", "id", input={}))["id"] for _ in range(2)]
    await shop.do(
        "paymentIntentCreate",
        "id",
        input={
            "amount": 500,
            "currency": "usd",
            "customer": bob,
            "confirm": True,
            "paymentMethod": "pm_card_visa",
            "automaticPaymentMethods": {"enabled": True, "allowRedirects": "NEVER"},
        },
    )
    adas = await make(shop, customer=ada)
    first = await make(shop, restrictions={"firstTimeTransaction": True})
    large = await make(shop, restrictions={"minimumAmount": 500, "minimumAmountCurrency": "usd"})
    off = await make(shop, active=False)

    async def told(customer: str, code: str) -> tuple[str, str, str]:
        found = await shop.refuse("customerUpdate", id=customer, input={"promotionCode": code})
        return found["field"], found["code"], found["message"].partition(": ")[2]

    where = ("promotionCode", "PARAMETER_INVALID")
    assert await told(bob, adas) == (*where, "it is for another customer. Use another one.")
    prior = "it is for a customer's first transaction, and this customer has paid before. Use another one."
    assert await told(bob, first) == (*where, prior)
    assert (await told(ada, large))[:2] == where
    assert await told(ada, off) == (*where, "it is not active. Use another one.")
    new = await shop.refuse("customerCreate", input={"promotionCode": adas})
    assert (new["field"], new["code"]) == where
    for code in (adas, first):
        await shop.do("customerUpdate", "id", id=ada, input={"promotionCode": code})
    both = await shop.refuse("customerUpdate", id=ada, input={"promotionCode": first, "coupon": "QUARTER"})
    assert (both["field"], both["code"]) == ("promotionCode", "PARAMETERS_EXCLUSIVE")


async def test_they_are_filtered_and_searched(shop: Graph) -> None:
    id = await make(shop, code="Summer")
    await make(shop, code="Winter", active=False)
    found = await shop(
        """{
            code: promotionCodes(where: { code: { eq: "Summer" } }) { nodes { id } }
            active: promotionCodes(where: { active: { eq: true }, coupon: { eq: "QUARTER" } }) { nodes { id } }
            searched: promotionCodes(query: "code:'SUMMER'") { nodes { id } }
        }"""
    )
    assert found == {
        "code": {"nodes": [{"id": id}]},
        "active": {"nodes": [{"id": id}]},
        "searched": {"nodes": [{"id": id}]},
    }
