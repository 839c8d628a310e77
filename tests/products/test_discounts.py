"""Discounts of customers: given, replaced, removed, and over in time, on the customer's own clock."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.clock.worker import run_due
from app.database import Database
from app.domain.products.discounts import months_after
from app.domain.real_time import real_now
from tests.graph import Graph
from tests.stories.shop import Shop

SHOWN = "id discount { id start end deleted coupon { id } promotionCode { id } customer { id } }"
JANUARY = datetime(2025, 1, 31, 9, tzinfo=UTC)


async def coupon(graph: Graph, id: str, **given: Any) -> str:
    await graph.do("couponCreate", "id", input={"id": id, "percentOff": "25", **given})
    return id


async def told(graph: Graph, type: str) -> dict[str, Any]:
    """The data of the only event of a type."""
    found = await graph(
        "query($type: String!) { events(where: { type: { eq: $type } }) { "
        "nodes { data { object previousAttributes } } } }",
        type=type,
    )
    (event,) = found["events"]["nodes"]
    data: dict[str, Any] = event["data"]
    return data


async def test_a_customer_is_made_with_a_discount(graph: Graph) -> None:
    await coupon(graph, "QUARTER")
    customer = await graph.do("customerCreate", SHOWN, input={"coupon": "QUARTER"})
    discount = customer["discount"]
    assert discount == {
        "id": discount["id"],
        "start": discount["start"],
        "end": None,
        "deleted": False,
        "coupon": {"id": "QUARTER"},
        "promotionCode": None,
        "customer": {"id": customer["id"]},
    }
    assert discount["id"].startswith("di_")
    assert await graph.events() == ["coupon.created", "customer.created", "customer.discount.created"]
    body = (await told(graph, "customer.discount.created"))["object"]
    coupon_then = (await told(graph, "coupon.created"))["object"]
    assert body == {
        "id": discount["id"],
        "object": "discount",
        "checkout_session": None,
        "coupon": {**coupon_then, "times_redeemed": 1},
        "customer": customer["id"],
        "end": None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": None,
        "start": body["start"],
        "subscription": None,
        "subscription_item": None,
    }
    assert (await told(graph, "customer.created"))["object"]["discount"] == body


async def test_another_coupon_replaces_the_discount(graph: Graph) -> None:
    for each in ("FIRST", "SECOND"):
        await coupon(graph, each)
    made = await graph.do("customerCreate", SHOWN, input={"coupon": "FIRST"})
    code = (await graph.do("promotionCodeCreate", "id", input={"coupon": "SECOND"}))["id"]
    changed = await graph.do("customerUpdate", SHOWN, id=made["id"], input={"promotionCode": code})
    discount = changed["discount"]
    assert discount["id"] != made["discount"]["id"]
    assert (discount["coupon"], discount["promotionCode"]) == ({"id": "SECOND"}, {"id": code})
    assert (await graph.events())[-3:] == ["promotion_code.updated", "customer.discount.updated", "customer.updated"]
    data = await told(graph, "customer.discount.updated")
    assert (data["object"]["id"], data["object"]["promotion_code"]) == (discount["id"], code)
    previous = data["previousAttributes"]
    assert (previous["id"], previous["promotion_code"]) == (made["discount"]["id"], None)
    assert previous["coupon"]["id"] == "FIRST"
    previous = (await told(graph, "customer.updated"))["previousAttributes"]
    assert previous.keys() == {"discount"}
    assert previous["discount"]["id"] == made["discount"]["id"]
    found = await graph(
        """query($id: ID!, $former: ID!) {
            customer(id: $id) { discounts { nodes { coupon { id } } } }
            coupon(id: "FIRST") { timesRedeemed discounts { totalCount } }
            node(id: $former) { id }
        }""",
        id=made["id"],
        former=made["discount"]["id"],
    )
    assert found == {
        "customer": {"discounts": {"nodes": [{"coupon": {"id": "SECOND"}}]}},
        "coupon": {"timesRedeemed": 1, "discounts": {"totalCount": 0}},
        "node": None,
    }


async def test_a_discount_is_removed(graph: Graph) -> None:
    await coupon(graph, "QUARTER")
    made = await graph.do("customerCreate", SHOWN, input={"coupon": "QUARTER"})
    removed = await graph.do("customerDeleteDiscount", SHOWN, id=made["id"])
    assert removed == {"id": made["id"], "discount": None}
    assert (await graph.events())[-2:] == ["customer.discount.deleted", "customer.updated"]
    data = await told(graph, "customer.discount.deleted")
    assert (data["object"]["id"], data["object"]["coupon"]["id"]) == (made["discount"]["id"], "QUARTER")
    assert (await told(graph, "customer.updated"))["previousAttributes"]["discount"] == data["object"]
    refused = await graph.refuse("customerDeleteDiscount", id=made["id"])
    assert (refused["field"], refused["code"]) == ("id", "RESOURCE_MISSING")
    assert (await graph("{ coupons { nodes { timesRedeemed } } }"))["coupons"]["nodes"] == [{"timesRedeemed": 1}]


@pytest.mark.parametrize("param", ["coupon", "promotionCode"])
async def test_null_in_an_update_removes_the_discount(param: str, graph: Graph) -> None:
    await coupon(graph, "QUARTER")
    made = await graph.do("customerCreate", SHOWN, input={"coupon": "QUARTER"})
    assert (await graph.do("customerUpdate", SHOWN, id=made["id"], input={"name": "Ada"}))["discount"]
    removed = await graph.do("customerUpdate", SHOWN, id=made["id"], input={param: None})
    assert removed == {"id": made["id"], "discount": None}
    assert (await graph.events())[-2:] == ["customer.discount.deleted", "customer.updated"]
    assert (await told(graph, "customer.discount.deleted"))["object"]["id"] == made["discount"]["id"]
    before = await graph.events()
    assert await graph.do("customerUpdate", SHOWN, id=made["id"], input={param: None}) == removed
    assert await graph.events() == before


async def test_null_beside_another_coupon_replaces_the_discount(graph: Graph) -> None:
    for each in ("FIRST", "SECOND"):
        await coupon(graph, each)
    made = await graph.do("customerCreate", SHOWN, input={"coupon": "FIRST"})
    given = {"coupon": "SECOND", "promotionCode": None}
    changed = await graph.do("customerUpdate", SHOWN, id=made["id"], input=given)
    assert changed["discount"]["coupon"] == {"id": "SECOND"}


async def test_a_repeating_discount_ends_in_real_time(graph: Graph, database: Database) -> None:
    await coupon(graph, "MONTHS", duration="REPEATING", durationInMonths=2)
    before = real_now()
    made = await graph.do("customerCreate", SHOWN, input={"coupon": "MONTHS"})
    end = datetime.fromisoformat(made["discount"]["end"])
    assert months_after(before, 2) <= end <= months_after(real_now(), 2)
    await run_due(database, end - timedelta(seconds=1))
    assert (await graph("{ customers { nodes { discount { coupon { id } } } } }"))["customers"]["nodes"] == [
        {"discount": {"coupon": {"id": "MONTHS"}}}
    ]
    await run_due(database, end)
    assert (await graph("{ customers { nodes { discount { id } } } }"))["customers"]["nodes"] == [{"discount": None}]
    assert (await graph.events())[-2:] == ["customer.discount.deleted", "customer.updated"]


async def test_a_discount_ends_on_the_customers_clock(graph: Graph, database: Database) -> None:
    shop = Shop(graph, database)
    clock = await shop.clock(JANUARY)
    await coupon(graph, "MONTH", duration="REPEATING", durationInMonths=1)
    made = await graph.do("customerCreate", SHOWN, input={"coupon": "MONTH", "testClock": clock})
    assert (made["discount"]["start"], made["discount"]["end"]) == ("2025-01-31T09:00:00Z", "2025-02-28T09:00:00Z")
    # Given again, its time begins again.
    await shop.advance(clock, JANUARY + timedelta(days=10))
    again = await graph.do("customerUpdate", SHOWN, id=made["id"], input={"coupon": "MONTH"})
    assert again["discount"]["end"] == "2025-03-10T09:00:00Z"
    moved = await shop.advance(clock, datetime(2025, 3, 1, tzinfo=UTC))
    assert not [type for type, _ in moved if type.startswith("customer.")]
    moved = await shop.advance(clock, datetime(2025, 3, 20, tzinfo=UTC))
    over = "2025-03-10T09:00:00Z"
    assert [each for each in moved if each[0].startswith("customer.")] == [
        ("customer.discount.deleted", over),
        ("customer.updated", over),
    ]
    assert (await graph("{ customers { nodes { discount { id } } } }"))["customers"]["nodes"] == [{"discount": None}]


async def test_a_coupon_is_over_when_the_customers_clock_says_so(graph: Graph, database: Database) -> None:
    shop = Shop(graph, database)
    later = real_now() + timedelta(days=10)
    clock = await shop.clock(later + timedelta(days=1))
    await coupon(graph, "SOON", redeemBy=later.isoformat())
    code = (await graph.do("promotionCodeCreate", "id", input={"coupon": "SOON"}))["id"]
    for given in ({"coupon": "SOON"}, {"promotionCode": code}):
        refused = await graph.refuse("customerCreate", input={**given, "testClock": clock})
        assert (refused["field"], refused["code"]) == (next(iter(given)), "COUPON_EXPIRED")
        await graph.do("customerCreate", "id", input=given)


async def test_codes_of_customers_under_two_clocks_end_with_their_coupon(graph: Graph, database: Database) -> None:
    shop = Shop(graph, database)
    await coupon(graph, "ALL")
    for _ in range(2):
        customer = (await graph.do("customerCreate", "id", input={"testClock": await shop.clock()}))["id"]
        given = {"coupon": "ALL", "customer": customer}
        code = await graph.do("promotionCodeCreate", "id created", input=given)
        assert abs(datetime.fromisoformat(code["created"]) - real_now()) < timedelta(hours=1), "in real time"
        await graph.do("customerUpdate", "id", id=customer, input={"promotionCode": code["id"]})
    await graph.do("couponDelete", "id", id="ALL")
    found = await graph("{ promotionCodes { nodes { active timesRedeemed } } }")
    assert found["promotionCodes"]["nodes"] == [{"active": False, "timesRedeemed": 1}] * 2


async def test_what_belongs_to_all_customers_stays_in_real_time(graph: Graph, database: Database) -> None:
    """A customer is put under a clock with all that is theirs; a discount is, but neither its code nor its coupon."""
    shop = Shop(graph, database)
    await coupon(graph, "MONTH", duration="REPEATING", durationInMonths=1)
    customer = (await graph.do("customerCreate", "id", input={}))["id"]
    given = {"coupon": "MONTH", "customer": customer}
    code = (await graph.do("promotionCodeCreate", "id", input=given))["id"]
    made = await graph.do("customerUpdate", SHOWN, id=customer, input={"promotionCode": code})
    clock = await shop.clock(real_now())
    await graph.do("customerUpdate", "id", id=customer, input={"testClock": clock})
    end = datetime.fromisoformat(made["discount"]["end"])
    moved = await shop.advance(clock, end)
    assert ("customer.discount.deleted", made["discount"]["end"]) in moved
    await graph.do("testClockDelete", "id", id=clock)
    found = await graph("query($id: ID!) { promotionCode(id: $id) { active coupon { valid } } }", id=code)
    assert found == {"promotionCode": {"active": True, "coupon": {"valid": True}}}


async def test_a_deleted_customer_has_no_discount(graph: Graph, database: Database) -> None:
    await coupon(graph, "MONTHS", duration="REPEATING", durationInMonths=2)
    made = await graph.do("customerCreate", SHOWN, input={"coupon": "MONTHS"})
    deleted = await graph.do("customerDelete", "deleted discount { id }", id=made["id"])
    assert deleted == {"deleted": True, "discount": None}
    await run_due(database, real_now() + timedelta(days=70))
    assert await graph.events() == [
        "coupon.created",
        "customer.created",
        "customer.discount.created",
        "customer.deleted",
    ]
    assert (await told(graph, "customer.deleted"))["object"]["discount"]["id"] == made["discount"]["id"]
    assert (await graph("{ coupons { nodes { discounts { totalCount } } } }"))["coupons"]["nodes"] == [
        {"discounts": {"totalCount": 0}}
    ]


async def test_two_at_once_cannot_both_be_the_last(graph: Graph) -> None:
    await coupon(graph, "LAST", maxRedemptions=1)
    ids = [(await graph.do("customerCreate", "id", input={}))["id"] for _ in range(4)]
    payloads = await asyncio.gather(
        *(graph.attempt("customerUpdate", "id", id=id, input={"coupon": "LAST"}) for id in ids)
    )
    assert sorted(len(each["userErrors"]) for each in payloads) == [0, 1, 1, 1]
    assert (await graph("{ coupons { nodes { timesRedeemed valid } } }"))["coupons"]["nodes"] == [
        {"timesRedeemed": 1, "valid": False}
    ]


def test_months_end_on_their_last_day() -> None:
    assert months_after(JANUARY, 1) == datetime(2025, 2, 28, 9, tzinfo=UTC)
    assert months_after(JANUARY, 13) == datetime(2026, 2, 28, 9, tzinfo=UTC)
    assert months_after(datetime(2025, 12, 5, tzinfo=UTC), 1) == datetime(2026, 1, 5, tzinfo=UTC)
