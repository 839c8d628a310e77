"""What an event says that there was before: the object as it stood before the change that the event tells of."""

from typing import Any

from app.database import Database
from app.tables.products.product import Product
from tests.factory import insert, row_of
from tests.stories.shop import MONDAY, Shop

Event = dict[str, Any]


def by_type(events: list[Event]) -> dict[str, Event]:
    assert len({event["type"] for event in events}) == len(events)
    return {event["type"]: event["data"] for event in events}


async def test_a_capture_of_a_part_is_told_once_it_is_complete(shop: Shop) -> None:
    intent = await shop.pay(amount=10_000, captureMethod="MANUAL")
    await shop.told()
    await shop.do("capture", intent["id"], amountToCapture=4000)
    told = by_type(await shop.told_whole())
    assert list(told) == ["charge.captured", "charge.updated", "payment_intent.succeeded"]
    charge = told["charge.captured"]["object"]
    assert (charge["captured"], charge["amount"], charge["amount_captured"], charge["amount_refunded"]) == (
        True,
        10_000,
        4000,
        6000,
    )
    assert charge["balance_transaction"].startswith("txn_")
    assert told["charge.updated"] == {
        "object": charge,
        "previousAttributes": {
            "captured": False,
            "amount_captured": 0,
            "amount_refunded": 0,
            "balance_transaction": None,
        },
    }
    assert told["payment_intent.succeeded"]["object"]["amount_received"] == 4000


async def test_both_events_of_a_refund_that_fails_say_that_it_had_succeeded(shop: Shop) -> None:
    clock = await shop.clock()
    intent = await shop.pay("pm_card_refundFail", customer=await shop.customer(testClock=clock))
    refund = await shop.refund(intent)
    await shop.told()
    await shop.advance(clock, MONDAY.replace(day=4))
    await shop.told()
    await shop.advance(clock, MONDAY.replace(day=20))
    found = [event for event in await shop.told_whole() if event["type"].endswith(("refund.failed", "refund.updated"))]
    told = by_type(found)
    assert list(told) == ["refund.failed", "refund.updated", "charge.refund.updated"]
    for type in ("refund.updated", "charge.refund.updated"):
        body = told[type]["object"]
        assert (body["id"], body["status"]) == (refund["id"], "failed")
        assert told[type]["previousAttributes"] == {
            "status": "succeeded",
            "failure_reason": None,
            "failure_balance_transaction": None,
        }


async def test_objects_of_two_kinds_may_have_the_same_id(shop: Shop, database: Database) -> None:
    customer = await shop.customer(name="Ada", email="ada@example.com")
    rocket = row_of(Product, shop.graph.tenant, 1, id=customer, name="Rocket")
    await insert(database, [rocket])
    await shop.told()
    await shop.graph.do("customerUpdate", "id", id=customer, input={"name": "Grace"})
    await shop.graph.do("productUpdate", "id", id=customer, input={"name": "Scooter"})
    told = by_type(await shop.told_whole())
    assert told["customer.updated"]["previousAttributes"] == {"name": "Ada"}
    assert told["product.updated"]["object"]["object"] == "product"
    before = {"name": "Rocket", "updated": int(rocket.updated.timestamp())}
    assert told["product.updated"]["previousAttributes"] == before


async def test_what_two_changes_tell_is_each_compared_with_what_was_before_it(shop: Shop) -> None:
    customer = await shop.customer(name="Ada")
    await shop.told()
    for name, before in (("Grace", "Ada"), ("Joan", "Grace")):
        await shop.graph.do("customerUpdate", "id", id=customer, input={"name": name})
        (event,) = await shop.told_whole()
        assert event["data"]["previousAttributes"] == {"name": before}
    await shop.graph.do("customerUpdate", "id", id=customer, input={"name": "Joan"})
    assert await shop.told() == []
