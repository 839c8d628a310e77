"""Customers change their plan in the portal: what is shown before is what is billed, and nothing else is accepted."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.billing.portal.visitor import Portal, Visitor
from tests.billing.subscriptions.subscriber import lines

START = datetime(2025, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
EVERYTHING = ["PRICE", "QUANTITY", "PROMOTION_CODE"]


async def subscribed(shop: Portal, card: str = "pm_card_visa", **feature: Any) -> tuple[Visitor, str, dict[str, Any]]:
    """A visitor in the middle of a period of 31 days, the subscription, and what it can change to."""
    clock, customer = await shop.under_clock(card)
    made = await shop.subscribe(customer, await shop.monthly(1000))
    dear = await shop.plan(3100, "Platinum")
    update = {"defaultAllowedUpdates": EVERYTHING, "products": [dear], "prorationBehavior": "CREATE_PRORATIONS"}
    configuration = await shop.configure(paymentMethodUpdate=True, subscriptionUpdate=update | feature)
    await shop.advance(clock, START + 16 * DAY)
    return await shop.visit(customer, configuration), made["id"], dear


async def review(visitor: Visitor, subscription: str, **chosen: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in chosen.items())
    return await visitor.go(f"/subscriptions/{subscription}/review?{query}")


async def test_a_change_is_shown_before_it_is_made_and_then_billed_so(shop: Portal) -> None:
    visitor, id, dear = await subscribed(shop)
    assert "Gold" in visitor.page
    assert "$10.00 per month" in visitor.page
    assert f"{visitor.home}/subscriptions/{id}/change" in visitor.page
    page = await visitor.go(f"/subscriptions/{id}/change")
    assert "Platinum, $31.00 per month" in page
    page = await review(visitor, id, price=dear["prices"][0], quantity="2")
    assert "Unused time on Gold after 19 Mar 2025" in page
    assert "-$4.84" in page
    assert "$30.00" in page
    assert "Added to your next invoice" in page
    assert "$25.16" in page
    assert await shop.told() == [], "a page that shows changes nothing"
    page = await visitor.submit("change")
    assert "Your plan was changed." in page
    assert "Platinum × 2" in page
    assert await shop.told() == ["invoiceitem.created", "invoiceitem.created", "customer.subscription.updated"]
    changed = await shop.subscription(id)
    (item,) = changed["items"]["nodes"]
    assert (item["price"]["id"], item["quantity"]) == (dear["prices"][0], 2)


async def test_an_upgrade_that_is_invoiced_at_once_is_paid_at_once(shop: Portal) -> None:
    visitor, id, dear = await subscribed(shop, prorationBehavior="ALWAYS_INVOICE")
    page = await review(visitor, id, price=dear["prices"][0])
    assert "Due today" in page
    # 15 of 31 days are left: 1500 for the one, and 484 of the other back.
    assert "$10.16" in page
    assert await shop.told() == []
    await visitor.submit("change")
    latest = (await shop.subscription(id))["latestInvoice"]
    assert (latest["status"], latest["amountPaid"]["amount"]) == ("PAID", 1016)
    assert [amount for _, amount in lines(latest)] == [-484, 1500]


async def test_a_declined_payment_changes_nothing(shop: Portal) -> None:
    visitor, id, dear = await subscribed(shop, prorationBehavior="ALWAYS_INVOICE")
    customer = (await shop.find("subscription", id, "customer { id }"))["customer"]["id"]
    await shop.save(customer, "pm_card_chargeCustomerFail")
    await shop.told()
    before = await shop.subscription(id)
    await review(visitor, id, price=dear["prices"][0])
    page = await visitor.submit("change")
    assert visitor.status == 400
    assert 'role="alert"' in page
    assert await shop.subscription(id) == before
    assert await shop.told() == []


async def test_without_prorations_nothing_is_billed(shop: Portal) -> None:
    visitor, id, dear = await subscribed(shop, prorationBehavior="NONE")
    assert "Nothing is billed for the rest of this period." in await review(visitor, id, price=dear["prices"][0])
    await visitor.submit("change")
    assert await shop.told() == ["customer.subscription.updated"]


async def test_a_promotion_code_is_taken_as_allowed(shop: Portal) -> None:
    visitor, id, dear = await subscribed(shop)
    coupon = await shop.coupon(percentOff="50", duration="FOREVER")
    await shop.graph.do("promotionCodeCreate", "id", input={"coupon": coupon, "code": "HALF"})
    assert "does not exist" in await review(visitor, id, price=dear["prices"][0], code="DOUBLE")
    await review(visitor, id, price=dear["prices"][0], code="half")
    await visitor.submit("change")
    (discount,) = (await shop.subscription(id))["discounts"]
    assert discount["coupon"]["id"] == coupon


async def test_a_downgrade_waits_for_the_end_of_the_period(shop: Portal) -> None:
    conditions = {"conditions": [{"type": "DECREASING_ITEM_AMOUNT"}]}
    cheap = await shop.plan(500, "Silver")
    visitor, id, _ = await subscribed(shop, products=[cheap], scheduleAtPeriodEnd=conditions)
    assert "takes effect on April 3, 2025" in await review(visitor, id, price=cheap["prices"][0])
    assert await shop.told() == []
    assert "A change is planned." in await visitor.submit("change")
    assert "subscription_schedule.created" in await shop.told()
    assert "planned already" in await review(visitor, id, price=cheap["prices"][0])
    now = await shop.find("subscription", id, "items { nodes { price { id } } } testClock { id }")
    assert now["items"]["nodes"][0]["price"]["id"] != cheap["prices"][0]
    await shop.advance(now["testClock"]["id"], START + 32 * DAY)
    then = await shop.subscription(id)
    assert then["items"]["nodes"][0]["price"]["id"] == cheap["prices"][0]
    assert then["latestInvoice"]["amountPaid"]["amount"] == 500


async def test_what_the_configuration_does_not_allow_is_refused(shop: Portal) -> None:
    visitor, id, dear = await subscribed(shop, defaultAllowedUpdates=["PRICE"])
    before = await shop.subscription(id)
    other = await shop.monthly(1)
    await shop.told()
    await visitor.go(f"/subscriptions/{id}/change")
    assert 'name="quantity"' not in visitor.page
    assert 'name="code"' not in visitor.page
    await review(visitor, id, price=dear["prices"][0])
    forged: list[dict[str, str]] = [
        {"price": other},
        {"price": "price_none"},
        {"quantity": "5"},
        {"price": dear["prices"][0], "quantity": "5"},
        {"price": dear["prices"][0], "quantity": "-1"},
        {"price": dear["prices"][0], "code": "HALF"},
        {"price": dear["prices"][0], "moment": "2025-03-04T00:00:00+00:00"},
        {"price": dear["prices"][0], "moment": "2025-03-30T00:00:00+00:00"},
        {"price": dear["prices"][0], "moment": "yesterday"},
        {},
    ]
    key = visitor.form("change")["key"]
    for fields in forged:
        await visitor.send("POST", f"{visitor.home}/change", {"key": key, "subscription": id, **fields})
        assert visitor.status == 400, fields
        assert 'role="alert"' in visitor.page
    assert await shop.subscription(id) == before
    assert await shop.told() == []


async def test_a_customer_cannot_change_anothers_subscription(shop: Portal) -> None:
    visitor, _, dear = await subscribed(shop)
    theirs = (await shop.subscribe(await shop.payer(), await shop.monthly(700)))["id"]
    before = await shop.subscription(theirs)
    for path in ("change", f"review?price={dear['prices'][0]}", "cancel"):
        await visitor.go(f"/subscriptions/{theirs}/{path}")
        assert visitor.status == 400
        assert "This does not exist" in visitor.page
    await visitor.go("/payment-methods/add")
    for action in ("change", "cancel", "keep", "resume"):
        await visitor.go("/payment-methods/add")
        await visitor.forge(action, subscription=theirs, price=dear["prices"][0])
        assert "This does not exist" in visitor.page
    assert await shop.subscription(theirs) == before


async def test_where_changes_are_disabled_there_is_no_way_to_one(shop: Portal) -> None:
    customer = await shop.payer()
    id = (await shop.subscribe(customer, await shop.monthly(1000)))["id"]
    visitor = await shop.visit(customer, await shop.configure(invoiceHistory=True))
    assert "Change plan" not in visitor.page
    assert "<form" not in visitor.raw
    await visitor.go(f"/subscriptions/{id}/change")
    assert "You cannot change subscriptions here." in visitor.page
