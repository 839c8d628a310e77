"""Asynchronous capture: the balance is credited a moment after the answer, and an event says so."""

from datetime import timedelta

from tests.stories.shop import MONDAY, Shop, at

ASYNC = {"captureMethod": "AUTOMATIC_ASYNC"}
PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


async def test_the_balance_transaction_comes_after_the_answer(shop: Shop) -> None:
    payment = await shop.graph.do(
        "paymentIntentCreate",
        "id status captureMethod latestCharge { captured amountCaptured { amount } balanceTransaction { id } }",
        input={"amount": 2000, "currency": "usd", "paymentMethod": "pm_card_visa", "confirm": True},
    )
    assert (payment["status"], payment["captureMethod"]) == ("SUCCEEDED", "AUTOMATIC_ASYNC")
    assert payment["latestCharge"] == {"captured": True, "amountCaptured": {"amount": 2000}, "balanceTransaction": None}
    told = await shop.told_whole()
    assert [event["type"] for event in told] == PAID
    assert told[1]["data"]["object"]["balance_transaction"] is None
    assert await shop.balance() == {}

    await shop.run_due()
    (event,) = await shop.told_whole()
    assert (event["type"], event["request"]) == ("charge.updated", None)
    assert event["data"]["previousAttributes"] == {"balance_transaction": None}
    charge = await shop.charge_of(payment)
    assert event["data"]["object"]["balance_transaction"] == charge["balanceTransaction"]["id"]
    assert (charge["balanceTransaction"]["amount"], charge["balanceTransaction"]["net"]) == (
        {"amount": 2000},
        {"amount": 1912},
    )
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}
    async with shop.nothing_changes():
        await shop.run_due()


async def test_under_a_clock_the_balance_is_credited_at_the_same_moment(shop: Shop) -> None:
    clock = await shop.clock()
    payment = await shop.pay(customer=await shop.customer(testClock=clock), **ASYNC)
    await shop.told()
    assert await shop.advance(clock, MONDAY + timedelta(days=2)) == [
        ("test_helpers.test_clock.advancing", at(MONDAY)),
        ("charge.updated", at(MONDAY)),
        ("balance.available", "2025-03-05T00:00:00Z"),
        ("test_helpers.test_clock.ready", at(MONDAY + timedelta(days=2))),
    ]
    assert (await shop.charge_of(payment))["balanceTransaction"]["availableOn"] == "2025-03-05T00:00:00Z"


async def test_a_worker_finds_it_under_a_clock_that_stands_still(shop: Shop) -> None:
    await shop.pay(customer=await shop.customer(testClock=await shop.clock()), **ASYNC)
    await shop.told()
    await shop.run_due()
    (event,) = await shop.told_whole()
    assert (event["type"], event["created"]) == ("charge.updated", at(MONDAY))


async def test_a_synchronous_capture_credits_the_balance_at_once(shop: Shop) -> None:
    payment = await shop.pay(captureMethod="AUTOMATIC")
    assert (await shop.charge_of(payment))["balanceTransaction"] is not None
    assert await shop.told() == PAID
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}
    async with shop.nothing_changes():
        await shop.run_due()


async def test_a_refund_does_not_overtake_the_charge(shop: Shop) -> None:
    payment = await shop.pay(**ASYNC)
    await shop.told()
    refund = await shop.refund(payment)
    assert refund["status"] == "succeeded"
    assert await shop.told() == ["charge.updated", "refund.created", "charge.refunded"]
    assert await shop.balance() == {"pending": {"usd": {"card": -88}}}
    async with shop.nothing_changes():
        await shop.run_due()
