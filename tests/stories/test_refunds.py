"""Refunds: whole, in part, many, too much; on their way, waiting for money, and come back."""

from datetime import timedelta

from tests.stories.shop import MONDAY, Shop, at

REFUNDED = ["refund.created", "charge.refunded"]
CHANGED = ["refund.updated", "charge.refund.updated"]


async def test_all_goes_back_and_the_fee_stays(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.told()
    refund = await shop.refund(intent, reason="REQUESTED_BY_CUSTOMER")
    assert (refund["status"], refund["amount"], refund["reason"]) == (
        "succeeded",
        {"amount": 2000},
        "REQUESTED_BY_CUSTOMER",
    )
    assert (refund["charge"], refund["paymentIntent"]) == (
        {"id": intent["latestCharge"]["id"]},
        {"id": intent["id"]},
    )
    assert refund["balanceTransaction"] == {
        "amount": {"amount": -2000},
        "net": {"amount": -2000},
        "status": "pending",
        "type": "REFUND",
    }
    assert await shop.told() == REFUNDED
    charge = await shop.charge_of(intent)
    assert (charge["refunded"], charge["amountRefunded"], charge["status"]) == (True, {"amount": 2000}, "SUCCEEDED")
    assert (await shop.intent_now(intent["id"]))["status"] == "SUCCEEDED"
    assert await shop.balance() == {"pending": {"usd": {"card": -88}}}
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]})
        assert refusal["code"] == "CHARGE_ALREADY_REFUNDED"


async def test_parts_go_back_until_nothing_is_left(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.told()
    for amount, total, whole in ((500, 500, False), (700, 1200, False), (800, 2000, True)):
        await shop.refund(intent, amount=amount)
        assert await shop.told() == REFUNDED
        charge = await shop.charge_of(intent)
        assert (charge["amountRefunded"], charge["refunded"]) == ({"amount": total}, whole)
    data = await shop.graph(
        "query ($id: ID!) { paymentIntent(id: $id) { refunds { totalCount nodes { amount { amount } } } } }",
        id=intent["id"],
    )
    assert data["paymentIntent"]["refunds"]["totalCount"] == 3
    assert await shop.balance() == {"pending": {"usd": {"card": -88}}}


async def test_no_more_goes_back_than_came(shop: Shop) -> None:
    intent = await shop.pay()
    await shop.refund(intent, amount=1500)
    before = await shop.charge_of(intent)
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"], "amount": 501})
        assert (refusal["type"], refusal["field"]) == ("INVALID_REQUEST_ERROR", "amount")
        assert "500" in refusal["message"]
    assert await shop.charge_of(intent) == before
    assert (await shop.graph("{ refunds { totalCount } }"))["refunds"]["totalCount"] == 1
    assert (await shop.refund(intent))["amount"] == {"amount": 500}


async def test_what_took_no_money_cannot_be_refunded(shop: Shop) -> None:
    held = await shop.pay(captureMethod="MANUAL")
    waiting = await shop.intent()
    declined = (await shop.try_to_pay("pm_card_chargeDeclined"))["object"]
    debit = await shop.pay("pm_usBankAccount_success")
    async with shop.nothing_changes():
        for intent, code in (
            (held, "CHARGE_NOT_REFUNDABLE"),
            (waiting, "PAYMENT_INTENT_UNEXPECTED_STATE"),
            (declined, "CHARGE_NOT_REFUNDABLE"),
            (debit, "CHARGE_NOT_REFUNDABLE"),
        ):
            assert (await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]}))["code"] == code
        assert (await shop.graph.refuse("refundCreate", input={}))["code"] == "PARAMETER_MISSING"


async def test_only_what_was_captured_goes_back(shop: Shop) -> None:
    intent = await shop.pay(captureMethod="MANUAL")
    await shop.do("capture", intent["id"], amountToCapture=1200)
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"], "amount": 1201})
        assert refusal["field"] == "amount"
    assert (await shop.refund(intent))["amount"] == {"amount": 1200}
    assert (await shop.charge_of(intent))["refunded"] is True


async def test_a_refund_is_found_from_its_charge(shop: Shop) -> None:
    intent = await shop.pay()
    refund = await shop.graph.do("refundCreate", "id", input={"charge": intent["latestCharge"]["id"], "amount": 1})
    data = await shop.graph(
        "query ($id: ID!) { refund(id: $id) { charge { paymentIntent { id refunds { nodes { id } } } } } }",
        id=refund["id"],
    )
    assert data["refund"]["charge"]["paymentIntent"] == {"id": intent["id"], "refunds": {"nodes": [refund]}}


async def test_a_refund_that_does_not_arrive_comes_back(shop: Shop) -> None:
    intent = await shop.pay("pm_card_refundFail")
    refund = await shop.refund(intent)
    assert refund["status"] == "succeeded"
    await shop.told()
    await shop.run_due(minutes=2)
    assert await shop.told() == ["refund.failed", *CHANGED, "charge.updated"]
    refund = await shop.refund_now(refund["id"])
    assert (refund["status"], refund["failureReason"]) == ("failed", "expired_or_canceled_card")
    assert refund["failureBalanceTransaction"] == {
        "amount": {"amount": 2000},
        "net": {"amount": 2000},
        "status": "pending",
        "type": "REFUND_FAILURE",
    }
    charge = await shop.charge_of(intent)
    assert (charge["refunded"], charge["amountRefunded"]) == (False, {"amount": 0})
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}


async def test_a_refund_on_its_way_arrives_after_five_working_days(shop: Shop) -> None:
    clock = await shop.clock()
    intent = await shop.pay("pm_card_pendingRefund", customer=await shop.customer(testClock=clock))
    refund = await shop.refund(intent)
    assert refund["status"] == "pending"
    assert (await shop.told())[-2:] == REFUNDED
    midnight, arrival = MONDAY.replace(day=5, hour=0), MONDAY + timedelta(days=7)
    assert await shop.advance(clock, arrival) == [
        ("test_helpers.test_clock.advancing", at(MONDAY)),
        ("balance.available", at(midnight)),
        ("refund.updated", at(arrival)),
        ("charge.refund.updated", at(arrival)),
        ("test_helpers.test_clock.ready", at(arrival)),
    ]
    assert (await shop.refund_now(refund["id"]))["status"] == "succeeded"
    assert await shop.balance() == {"available": {"usd": {"card": -88}}}


async def test_a_debits_refund_is_on_its_way_first(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success", amount=100_00)
    await shop.run_due(days=14)
    assert await shop.balance() == {"available": {"usd": {"bankAccount": 9920}}}
    await shop.told()
    refund = await shop.refund(intent, amount=5000)
    assert refund["status"] == "pending"
    assert (refund["balanceTransaction"]["type"], refund["balanceTransaction"]["status"]) == (
        "PAYMENT_REFUND",
        "available",
    )
    assert await shop.told() == REFUNDED
    await shop.run_due(days=14)
    assert await shop.told() == CHANGED
    assert (await shop.refund_now(refund["id"]))["status"] == "succeeded"
    assert await shop.balance() == {"available": {"usd": {"bankAccount": 4920}}}


async def test_a_debits_refund_needs_its_money_at_once(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success")
    await shop.run_due(days=14)
    async with shop.nothing_changes():
        refusal = await shop.graph.refuse("refundCreate", input={"paymentIntent": intent["id"]})
        assert (refusal["code"], refusal["field"]) == ("BALANCE_INSUFFICIENT", "amount")


async def test_a_cards_refund_waits_for_money(shop: Shop) -> None:
    intent = await shop.pay("pm_card_bypassPending")
    await shop.run_due(minutes=2)
    assert await shop.balance() == {"available": {"usd": {"card": 1912}}}
    await shop.told()
    refund = await shop.refund(intent)
    assert (refund["status"], refund["balanceTransaction"]) == ("pending", None)
    assert await shop.told() == REFUNDED
    assert await shop.balance() == {"available": {"usd": {"card": 1912}}}
    await shop.run_due(days=14)
    assert await shop.told() == []
    assert (await shop.charge_of(intent))["refunded"] is True

    await shop.pay("pm_card_bypassPending", amount=1000)
    await shop.told()
    await shop.run_due(minutes=2)
    assert await shop.told() == ["balance.available", *CHANGED]
    refund = await shop.refund_now(refund["id"])
    assert (refund["status"], refund["balanceTransaction"]["amount"]) == ("succeeded", {"amount": -2000})
    # 1912 and 941 came, 2000 went.
    assert await shop.balance() == {"available": {"usd": {"card": 853}}}


async def test_only_a_refund_that_waits_for_its_customer_is_called_off(shop: Shop) -> None:
    intent = await shop.pay("pm_card_pendingRefund")
    pending, done = await shop.refund(intent, amount=100), await shop.refund(await shop.pay())
    async with shop.nothing_changes():
        for refund in (pending, done):
            for mutation in ("refundCancel", "refundExpire"):
                assert (await shop.graph.refuse(mutation, id=refund["id"]))["type"] == "INVALID_REQUEST_ERROR"


async def test_what_is_noted_on_a_refund(shop: Shop) -> None:
    refund = await shop.refund(await shop.pay(), metadata={"order": "7", "gift": "yes"})
    await shop.told()
    changed = await shop.graph.do(
        "refundUpdate", "metadata", id=refund["id"], input={"metadata": {"gift": None, "why": "torn"}}
    )
    assert changed["metadata"] == {"order": "7", "why": "torn"}
    events = await shop.told_whole()
    assert [event["type"] for event in events] == CHANGED
    assert events[0]["data"]["previousAttributes"] == {"metadata": {"gift": "yes", "why": None}}
    async with shop.nothing_changes():
        await shop.graph.do("refundUpdate", "id", id=refund["id"], input={"metadata": {"why": "torn"}})
