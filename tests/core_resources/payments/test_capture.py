"""Money that is held on a card: captured in whole, in part, in several parts, let go, or lost to time."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.core_resources.payments import charges
from app.domain.core_resources.payments.cancellation import cancel
from app.domain.core_resources.payments.capture import capture, increment_authorization
from app.errors import CardError, InvalidRequest, WrongState
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsParams
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentCancellationReason,
    PaymentIntentCaptureMethod,
    PaymentIntentStatus,
)
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCardParams
from app.tables.payment_methods.types.card.payment import CardRequestFeature
from tests.core_resources.payments.conftest import MONDAY, Shop

MANUAL = PaymentIntentCaptureMethod.MANUAL


async def held(shop: Shop, method: str = "pm_card_visa", **card: Any) -> PaymentIntent:
    """A payment whose money is held, with what was asked of the card."""
    asked: dict[str, Any] = {name: CardRequestFeature.IF_AVAILABLE for name in card if card[name]}
    options = PaymentIntentPaymentMethodOptionsParams.of("card", PaymentIntentPaymentMethodOptionsCardParams(**asked))
    intent = await shop.pay(method, capture_method=MANUAL, payment_method_options=options)
    assert intent.status is PaymentIntentStatus.REQUIRES_CAPTURE
    return intent


async def test_a_manual_payment_is_held_and_moves_no_money(shop: Shop) -> None:
    intent = await held(shop)
    assert await shop.events() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
    ]
    charge = await shop.latest_charge(intent)
    assert (intent.amount_capturable, intent.amount_received) == (2000, 0)
    assert (charge.paid, charge.captured, charge.amount_captured) == (True, False, 0)
    assert charge.balance_transaction_id is None
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.capture_before == MONDAY + timedelta(days=7)
    assert await shop.books() == {}


async def test_capture_takes_all_that_is_held(shop: Shop) -> None:
    intent = await held(shop)
    await shop.events()
    intent = await shop.do(capture, intent)
    assert await shop.events() == ["charge.captured", "charge.updated", "payment_intent.succeeded"]
    assert (intent.status, intent.amount_received, intent.amount_capturable) == ("succeeded", 2000, 0)
    assert await shop.books() == {"pending:card": 1912, "fees": 88, "world": -2000}
    with pytest.raises(WrongState):
        await shop.do(capture, intent)


async def test_a_part_is_captured_and_the_rest_let_go(shop: Shop) -> None:
    intent = await held(shop)
    intent = await shop.do(capture, intent, amount_to_capture=1500, metadata={"order": "7"})
    charge = await shop.latest_charge(intent)
    assert (intent.amount, intent.amount_received, intent.meta) == (2000, 1500, {"order": "7"})
    assert (charge.amount_captured, charge.amount_refunded, charge.refunded) == (1500, 500, False)
    assert await shop.books() == {"pending:card": 1426, "fees": 74, "world": -1500}
    refund = await shop.refund(intent)
    assert refund.amount == 1500
    assert (await shop.again(charge)).refunded


async def test_no_more_is_captured_than_is_held(shop: Shop) -> None:
    intent = await held(shop)
    await shop.events()
    for amount in (2001, 0):
        with pytest.raises(InvalidRequest) as refused:
            await shop.do(capture, intent, amount_to_capture=amount)
        assert refused.value.field == "amount_to_capture"
    with pytest.raises(InvalidRequest):
        await shop.do(capture, intent, amount_to_capture=500, final_capture=False)
    assert await shop.events() == []
    assert await shop.books() == {}


async def test_several_captures_cost_the_fee_of_one(shop: Shop) -> None:
    intent = await held(shop, request_multicapture=True)
    await shop.events()
    intent = await shop.do(capture, intent, amount_to_capture=500, final_capture=False)
    assert await shop.events() == ["charge.updated", "payment_intent.amount_capturable_updated"]
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("requires_capture", 1500, 500)
    assert not (await shop.latest_charge(intent)).captured
    with pytest.raises(InvalidRequest):
        await shop.do(cancel, intent)
    intent = await shop.do(capture, intent, amount_to_capture=1000)
    assert await shop.events() == [
        "charge.captured",
        "charge.updated",
        "payment_intent.amount_capturable_updated",
        "payment_intent.succeeded",
    ]
    charge = await shop.latest_charge(intent)
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("succeeded", 0, 1500)
    assert (charge.amount_captured, charge.amount_refunded) == (1500, 500)
    assert await shop.books() == {"pending:card": 1426, "fees": 74, "world": -1500}


async def test_more_can_be_captured_where_that_was_asked_for(shop: Shop) -> None:
    intent = await held(shop, request_overcapture=True)
    with pytest.raises(InvalidRequest):
        await shop.do(capture, intent, amount_to_capture=2301)
    intent = await shop.do(capture, intent, amount_to_capture=2300)
    charge = await shop.latest_charge(intent)
    assert (intent.amount_received, charge.amount_captured, charge.amount_refunded) == (2300, 2300, 0)
    assert (intent.amount, charge.amount) == (2300, 2300)
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card.amount_authorized == 2000
    refund = await shop.refund(intent)
    assert refund.amount == 2300


async def test_an_authorization_grows_where_that_was_asked_for(shop: Shop) -> None:
    intent = await held(shop, request_incremental_authorization=True)
    await shop.events()
    intent = await shop.do(increment_authorization, intent, amount=2500)
    assert await shop.events() == ["payment_intent.amount_capturable_updated", "charge.updated"]
    charge = await shop.latest_charge(intent)
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.amount_authorized == charge.amount == intent.amount_capturable == 2500
    with pytest.raises(InvalidRequest):
        await shop.do(increment_authorization, intent, amount=2500)
    plain = await held(shop)
    with pytest.raises(InvalidRequest):
        await shop.do(increment_authorization, plain, amount=2500)


async def test_cancel_lets_go_what_is_held(shop: Shop) -> None:
    intent = await held(shop)
    await shop.events()
    intent = await shop.do(cancel, intent, cancellation_reason=PaymentIntentCancellationReason.DUPLICATE)
    assert await shop.events() == ["charge.refunded", "payment_intent.canceled"]
    charge = await shop.latest_charge(intent)
    assert (intent.status, intent.cancellation_reason, intent.canceled_at) == ("canceled", "duplicate", MONDAY)
    assert (intent.amount_capturable, charge.refunded, charge.amount_refunded) == (0, True, 2000)
    assert await shop.books() == {}
    await shop.wait(days=10)
    assert await shop.events() == []
    with pytest.raises(WrongState):
        await shop.do(cancel, intent)


async def test_what_is_not_captured_in_time_is_lost(shop: Shop) -> None:
    intent = await held(shop)
    await shop.events()
    await shop.wait(days=6, hours=23)
    assert (await shop.again(intent)).status is PaymentIntentStatus.REQUIRES_CAPTURE
    await shop.wait(hours=1)
    assert await shop.events() == ["charge.expired", "payment_intent.canceled"]
    intent = await shop.again(intent)
    assert (intent.status, intent.cancellation_reason) == ("canceled", "automatic")
    assert (await shop.latest_charge(intent)).refunded
    assert await shop.books() == {}


async def test_captured_in_time_it_is_not_lost(shop: Shop) -> None:
    intent = await held(shop)
    await shop.do(capture, intent)
    await shop.events()
    await shop.wait(days=8)
    assert await shop.events() == ["balance.available"]
    assert (await shop.again(intent)).status is PaymentIntentStatus.SUCCEEDED


async def test_an_extended_hold_lasts_thirty_days(shop: Shop) -> None:
    intent = await held(shop, request_extended_authorization=True)
    await shop.wait(days=29)
    assert (await shop.again(intent)).status is PaymentIntentStatus.REQUIRES_CAPTURE
    await shop.wait(days=1)
    assert (await shop.again(intent)).status is PaymentIntentStatus.CANCELED


async def test_charges_without_an_intent(shop: Shop) -> None:
    charge = await shop.charge(description="Old ways")
    assert await shop.events() == ["charge.succeeded"]
    assert (charge.captured, charge.payment_intent_id) == (True, None)
    with pytest.raises(CardError):
        await shop.charge("tok_chargeDeclined")
    assert await shop.events() == ["charge.failed"]
    with pytest.raises(CardError) as refused:
        await shop.charge("tok_threeDSecure2Required")
    assert refused.value.code == "authentication_required"
    with pytest.raises(InvalidRequest) as unknown:
        await shop.charge("tok_nothing")
    assert (unknown.value.code, unknown.value.field) == ("resource_missing", "source")


async def test_a_charge_is_captured_later_or_let_go(shop: Shop) -> None:
    kept = await shop.charge(capture=False)
    await shop.events()
    kept = await shop.do(charges.capture, kept, amount=1500)
    assert await shop.events() == ["charge.captured", "charge.updated"]
    assert (kept.amount_captured, kept.amount_refunded) == (1500, 500)
    with pytest.raises(InvalidRequest) as refused:
        await shop.do(charges.capture, kept)
    assert refused.value.code == "charge_already_captured"

    lapsed = await shop.charge(capture=False)
    await shop.events()
    await shop.wait(days=7)
    assert [type_ for type_ in await shop.events() if type_ != "balance.available"] == [
        "charge.expired",
        "charge.refunded",
    ]
    with pytest.raises(InvalidRequest) as refused:
        await shop.do(charges.capture, lapsed)
    assert refused.value.code == "charge_expired_for_capture"

    released = await shop.charge(capture=False)
    await shop.events()
    refund = await shop.refund(released)
    assert await shop.events() == ["refund.created", "charge.refunded"]
    assert (refund.status, refund.amount, refund.balance_transaction_id) == ("succeeded", 2000, None)
