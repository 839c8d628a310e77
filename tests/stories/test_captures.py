"""Holding money on a card: captured whole, in part or in parts, grown, called off, or let go by time."""

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.shop import MONDAY, Shop, at

HELD = ["payment_intent.created", "charge.succeeded", "payment_intent.amount_capturable_updated"]
CAPTURED = ["charge.captured", "charge.updated", "payment_intent.succeeded"]


async def hold(shop: Shop, **input: Any) -> str:
    """A payment of 2000 that waits to be captured; its id."""
    intent = await shop.pay(captureMethod="MANUAL", **input)
    assert (intent["status"], intent["amountCapturable"], intent["amountReceived"]) == (
        "REQUIRES_CAPTURE",
        {"amount": 2000},
        {"amount": 0},
    )
    assert await shop.told() == HELD
    assert await shop.balance() == {}
    id: str = intent["id"]
    return id


async def test_all_is_captured(shop: Shop) -> None:
    id = await hold(shop)
    charge = await shop.charge_of({"id": id})
    assert (charge["captured"], charge["paid"], charge["balanceTransaction"]) == (False, True, None)
    intent = await shop.do("capture", id)
    assert (intent["status"], intent["amountCapturable"], intent["amountReceived"]) == (
        "SUCCEEDED",
        {"amount": 0},
        {"amount": 2000},
    )
    assert await shop.told() == CAPTURED
    charge = await shop.charge_of(intent)
    assert (charge["captured"], charge["amountCaptured"], charge["amountRefunded"]) == (
        True,
        {"amount": 2000},
        {"amount": 0},
    )
    assert await shop.balance() == {"pending": {"usd": {"card": 1912}}}


async def test_what_is_not_captured_is_let_go(shop: Shop) -> None:
    id = await hold(shop)
    intent = await shop.do("capture", id, amountToCapture=750)
    assert (intent["status"], intent["amount"], intent["amountCapturable"], intent["amountReceived"]) == (
        "SUCCEEDED",
        {"amount": 2000},
        {"amount": 0},
        {"amount": 750},
    )
    assert await shop.told() == CAPTURED
    charge = await shop.charge_of(intent)
    assert (charge["amount"], charge["amountCaptured"], charge["amountRefunded"], charge["refunded"]) == (
        {"amount": 2000},
        {"amount": 750},
        {"amount": 1250},
        False,
    )
    # 2.9 % of 7.50 is 0.2175, so 22 cents; and 30.
    assert charge["balanceTransaction"]["fee"] == {"amount": 52}
    assert await shop.balance() == {"pending": {"usd": {"card": 698}}}


async def test_no_more_than_is_held_is_captured(shop: Shop) -> None:
    id = await hold(shop)
    async with shop.nothing_changes():
        refusal = await shop.refuse("capture", id, amountToCapture=2001)
        assert (refusal["code"], refusal["field"]) == ("AMOUNT_TOO_LARGE", "amountToCapture")
    assert (await shop.intent_now(id))["amountCapturable"] == {"amount": 2000}


async def test_nothing_is_captured_twice(shop: Shop) -> None:
    id = await hold(shop)
    await shop.do("capture", id)
    async with shop.nothing_changes():
        refusal = await shop.refuse("capture", id)
        assert refusal["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


async def test_what_was_paid_at_once_cannot_be_captured(shop: Shop) -> None:
    intent = await shop.pay()
    async with shop.nothing_changes():
        assert (await shop.refuse("capture", intent["id"]))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


async def test_a_declined_hold_holds_nothing(shop: Shop) -> None:
    payload = await shop.try_to_pay("pm_card_chargeDeclined", captureMethod="MANUAL")
    assert payload["object"]["status"] == "REQUIRES_PAYMENT_METHOD"
    assert payload["object"]["amountCapturable"] == {"amount": 0}
    assert await shop.told() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


async def test_parts_are_captured_one_after_the_other(shop: Shop) -> None:
    id = await hold(shop, paymentMethodOptions={"card": {"requestMulticapture": "IF_AVAILABLE"}})
    intent = await shop.do("capture", id, amountToCapture=500, finalCapture=False)
    assert (intent["status"], intent["amountCapturable"], intent["amountReceived"]) == (
        "REQUIRES_CAPTURE",
        {"amount": 1500},
        {"amount": 500},
    )
    assert await shop.told() == ["charge.updated", "payment_intent.amount_capturable_updated"]
    assert not (await shop.charge_of(intent))["captured"]
    async with shop.nothing_changes():
        assert (await shop.refuse("capture", id, amountToCapture=1501))["code"] == "AMOUNT_TOO_LARGE"
        assert (await shop.refuse("cancel", id))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"
    intent = await shop.do("capture", id, amountToCapture=1000)
    assert (intent["status"], intent["amountCapturable"], intent["amountReceived"]) == (
        "SUCCEEDED",
        {"amount": 0},
        {"amount": 1500},
    )
    *first, last = CAPTURED
    assert await shop.told() == [*first, "payment_intent.amount_capturable_updated", last]
    charge = await shop.charge_of(intent)
    assert (charge["amountCaptured"], charge["amountRefunded"]) == ({"amount": 1500}, {"amount": 500})
    moves = await shop.graph(
        "query ($id: ID!) { charge(id: $id) { balanceTransactions { nodes { amount { amount } fee { amount } } } } }",
        id=charge["id"],
    )
    # The fee of 15.00 is 74 cents: 45 for the first part, as if it were all, and the rest for the second.
    assert sorted(
        (move["amount"]["amount"], move["fee"]["amount"]) for move in moves["charge"]["balanceTransactions"]["nodes"]
    ) == [(500, 45), (1000, 29)]
    assert await shop.balance() == {"pending": {"usd": {"card": 1426}}}


async def test_parts_must_have_been_asked_for(shop: Shop) -> None:
    id = await hold(shop)
    async with shop.nothing_changes():
        refusal = await shop.refuse("capture", id, amountToCapture=500, finalCapture=False)
        assert (refusal["code"], refusal["field"]) == ("PAYMENT_INTENT_INVALID_PARAMETER", "finalCapture")


async def test_a_hold_grows(shop: Shop) -> None:
    id = await hold(shop, paymentMethodOptions={"card": {"requestIncrementalAuthorization": "IF_AVAILABLE"}})
    intent = await shop.do("incrementAuthorization", id, amount=3000)
    assert (intent["status"], intent["amount"], intent["amountCapturable"]) == (
        "REQUIRES_CAPTURE",
        {"amount": 3000},
        {"amount": 3000},
    )
    assert await shop.told() == ["payment_intent.amount_capturable_updated", "charge.updated"]
    assert (await shop.charge_of(intent))["amount"] == {"amount": 3000}
    for less in (3000, 2999):
        async with shop.nothing_changes():
            refusal = await shop.refuse("incrementAuthorization", id, amount=less)
            assert refusal["field"] == "amount"
    await shop.do("capture", id)
    # 2.9 % of 30.00 is 87 cents, and 30.
    assert await shop.balance() == {"pending": {"usd": {"card": 2883}}}


async def test_growing_must_have_been_asked_for(shop: Shop) -> None:
    id = await hold(shop)
    async with shop.nothing_changes():
        refusal = await shop.refuse("incrementAuthorization", id, amount=3000)
        assert refusal["code"] == "PAYMENT_INTENT_INVALID_PARAMETER"


@pytest.mark.parametrize("reason", ["ABANDONED", "DUPLICATE", "FRAUDULENT", "REQUESTED_BY_CUSTOMER"])
@pytest.mark.parametrize("state", ["REQUIRES_PAYMENT_METHOD", "REQUIRES_CONFIRMATION", "REQUIRES_ACTION"])
async def test_what_is_not_paid_can_be_called_off_for_any_reason(shop: Shop, state: str, reason: str) -> None:
    intent = await in_state(shop, state)
    await shop.told()
    canceled = await shop.do("cancel", intent, cancellationReason=reason)
    assert (canceled["status"], canceled["cancellationReason"], canceled["nextAction"]) == ("CANCELED", reason, None)
    assert canceled["canceledAt"] is not None
    assert await shop.told() == ["payment_intent.canceled"]
    async with shop.nothing_changes():
        for verb in ("cancel", "confirm", "capture"):
            assert (await shop.refuse(verb, intent))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


async def test_calling_a_hold_off_lets_it_go(shop: Shop) -> None:
    id = await hold(shop)
    canceled = await shop.do("cancel", id)
    assert (canceled["status"], canceled["cancellationReason"], canceled["amountCapturable"]) == (
        "CANCELED",
        None,
        {"amount": 0},
    )
    assert await shop.told() == ["charge.refunded", "payment_intent.canceled"]
    charge = await shop.charge_of(canceled)
    assert (charge["captured"], charge["refunded"], charge["amountRefunded"]) == (False, True, {"amount": 2000})
    assert await shop.balance() == {}


@pytest.mark.parametrize("reason", ["AUTOMATIC", "FAILED_INVOICE", "VOID_INVOICE"])
async def test_a_reason_that_only_the_server_sets_is_refused(shop: Shop, reason: str) -> None:
    id = await hold(shop)
    async with shop.nothing_changes():
        refusal = await shop.refuse("cancel", id, cancellationReason=reason)
    assert refusal["field"] == "cancellationReason"
    assert refusal["message"] == (
        f"The `cancellationReason` {reason} can only be set by the server. Use ABANDONED, DUPLICATE, FRAUDULENT or "
        "REQUESTED_BY_CUSTOMER."
    )


async def test_calling_a_debit_off_withdraws_it(shop: Shop) -> None:
    intent = await shop.pay("pm_usBankAccount_success")
    await shop.told()
    canceled = await shop.do("cancel", intent["id"], cancellationReason="DUPLICATE")
    assert canceled["status"] == "CANCELED"
    assert await shop.told() == ["charge.failed", "payment_intent.canceled"]
    await shop.run_due(days=30)
    assert await shop.told() == []
    assert await shop.balance() == {}


async def test_what_is_paid_cannot_be_called_off(shop: Shop) -> None:
    intent = await shop.pay()
    async with shop.nothing_changes():
        assert (await shop.refuse("cancel", intent["id"]))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"


async def test_a_hold_lapses_after_seven_days(shop: Shop) -> None:
    clock = await shop.clock()
    customer = await shop.customer(testClock=clock)
    await shop.told()
    id = await hold(shop, customer=customer)
    almost, over = MONDAY + timedelta(days=7, seconds=-1), MONDAY + timedelta(days=7)
    assert await shop.advance(clock, almost) == [
        ("test_helpers.test_clock.advancing", at(MONDAY)),
        ("test_helpers.test_clock.ready", at(almost)),
    ]
    assert (await shop.intent_now(id))["status"] == "REQUIRES_CAPTURE"
    assert await shop.advance(clock, over + timedelta(hours=1)) == [
        ("test_helpers.test_clock.advancing", at(almost)),
        ("charge.expired", at(over)),
        ("payment_intent.canceled", at(over)),
        ("test_helpers.test_clock.ready", at(over + timedelta(hours=1))),
    ]
    intent = await shop.intent_now(id)
    assert (intent["status"], intent["cancellationReason"], intent["canceledAt"], intent["amountCapturable"]) == (
        "CANCELED",
        "AUTOMATIC",
        at(over),
        {"amount": 0},
    )
    charge = await shop.charge_of(intent)
    assert (charge["captured"], charge["refunded"], charge["amountRefunded"]) == (False, True, {"amount": 2000})
    assert (await shop.refuse("capture", id))["code"] == "PAYMENT_INTENT_UNEXPECTED_STATE"
    assert await shop.balance() == {}


async def test_a_hold_lapses_in_real_time_just_so(shop: Shop) -> None:
    id = await hold(shop)
    await shop.run_due(days=6, hours=23)
    assert await shop.told() == []
    await shop.run_due(days=7, minutes=1)
    assert await shop.told() == ["charge.expired", "payment_intent.canceled"]
    assert (await shop.intent_now(id))["cancellationReason"] == "AUTOMATIC"


async def test_what_was_captured_does_not_lapse(shop: Shop) -> None:
    id = await hold(shop)
    await shop.do("capture", id)
    await shop.told()
    await shop.run_due(days=8)
    assert await shop.told() == ["balance.available"]
    assert (await shop.intent_now(id))["status"] == "SUCCEEDED"


async def test_the_rest_of_a_hold_lapses_and_what_was_captured_stays(shop: Shop) -> None:
    id = await hold(shop, paymentMethodOptions={"card": {"requestMulticapture": "IF_AVAILABLE"}})
    await shop.do("capture", id, amountToCapture=500, finalCapture=False)
    await shop.told()
    await shop.run_due(days=8)
    assert sorted(await shop.told()) == [
        "balance.available",
        "charge.captured",
        "charge.updated",
        "payment_intent.succeeded",
    ]
    intent = await shop.intent_now(id)
    assert (intent["status"], intent["amountReceived"], intent["amountCapturable"]) == (
        "SUCCEEDED",
        {"amount": 500},
        {"amount": 0},
    )


async def in_state(shop: Shop, state: str) -> str:
    """A payment that has come so far; its id."""
    given: dict[str, dict[str, Any]] = {
        "REQUIRES_PAYMENT_METHOD": {},
        "REQUIRES_CONFIRMATION": {"paymentMethod": "pm_card_visa"},
        "REQUIRES_ACTION": {"paymentMethod": "pm_card_authenticationRequired", "confirm": True},
    }
    intent = await shop.intent(**given[state])
    assert intent["status"] == state
    id: str = intent["id"]
    return id
