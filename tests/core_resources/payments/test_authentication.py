"""3-D Secure: asked for, passed, failed, left out; and cards set up for payments in the customer's absence."""

import pytest

from app.domain.core_resources.intents.next_actions import authentication_url
from app.domain.core_resources.payments import intents
from app.domain.core_resources.payments.authentication import complete_authentication, fail_authentication
from app.domain.core_resources.payments.confirmation import confirm
from app.errors import CardError, WrongState
from app.tables.core_resources.charge import ChargeStatus
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentCaptureMethod,
    PaymentIntentConfirmationMethod,
    PaymentIntentStatus,
)
from app.tables.payment_methods.options import SetupFutureUsage
from tests.core_resources.payments.conftest import Shop

REQUIRED = "pm_card_authenticationRequired"
OFF_SESSION = SetupFutureUsage.OFF_SESSION


async def test_the_customer_is_sent_to_a_page_and_pays_once_there(shop: Shop) -> None:
    intent = await shop.pay(REQUIRED, return_url="https://shop.example/done")
    assert await shop.events() == ["payment_intent.created", "payment_intent.requires_action"]
    assert intent.latest_charge_id is None
    assert intent.next_action is not None
    assert intent.next_action.type == "redirect_to_url"
    redirect = intent.next_action.redirect_to_url
    assert redirect is not None
    assert (redirect.url, redirect.return_url) == (authentication_url(intent), "https://shop.example/done")

    intent = await shop.do(complete_authentication, intent)
    assert await shop.events() == ["charge.succeeded", "payment_intent.succeeded"]
    assert (intent.status, intent.next_action) == (PaymentIntentStatus.SUCCEEDED, None)
    details = (await shop.latest_charge(intent)).payment_method_details
    assert details is not None
    assert details.card is not None
    assert details.card.three_d_secure is not None
    assert (details.card.three_d_secure.result, details.card.three_d_secure.authentication_flow) == (
        "authenticated",
        "challenge",
    )
    with pytest.raises(WrongState):
        await shop.do(complete_authentication, intent)


async def test_a_customer_who_fails_is_not_charged(shop: Shop) -> None:
    intent = await shop.pay(REQUIRED)
    await shop.events()
    intent = await shop.do(fail_authentication, intent)
    assert await shop.events() == ["payment_intent.payment_failed"]
    assert (intent.status, intent.payment_method_id) == (PaymentIntentStatus.REQUIRES_PAYMENT_METHOD, None)
    assert intent.latest_charge_id is None
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == "payment_intent_authentication_failure"
    assert await shop.books() == {}


async def test_an_authenticated_card_can_still_be_declined(shop: Shop) -> None:
    intent = await shop.pay("pm_card_threeDSecureRequiredChargeDeclined")
    await shop.events()
    with pytest.raises(CardError) as refused:
        await shop.do(complete_authentication, intent)
    assert refused.value.code == "card_declined"
    assert await shop.events() == ["charge.failed", "payment_intent.payment_failed"]
    assert (await shop.latest_charge(intent)).status is ChargeStatus.FAILED


async def test_a_client_library_can_do_it_in_the_merchants_page(shop: Shop) -> None:
    intent = await shop.pay(REQUIRED, use_stripe_sdk=True)
    assert intent.next_action is not None
    assert intent.next_action.type == "use_stripe_sdk"
    assert intent.next_action.use_stripe_sdk is not None
    assert intent.next_action.use_stripe_sdk["stripe_js"] == authentication_url(intent)


async def test_manual_confirmation_waits_for_the_server(shop: Shop) -> None:
    intent = await shop.pay(REQUIRED, confirmation_method=PaymentIntentConfirmationMethod.MANUAL)
    await shop.events()
    intent = await shop.do(complete_authentication, intent)
    assert intent.status is PaymentIntentStatus.REQUIRES_CONFIRMATION
    assert await shop.events() == []
    intent = await shop.do(confirm, intent)
    assert await shop.events() == ["charge.succeeded", "payment_intent.succeeded"]


async def test_authenticated_and_then_held(shop: Shop) -> None:
    intent = await shop.pay(REQUIRED, capture_method=PaymentIntentCaptureMethod.MANUAL)
    await shop.events()
    intent = await shop.do(complete_authentication, intent)
    assert await shop.events() == ["charge.succeeded", "payment_intent.amount_capturable_updated"]


async def test_a_changed_amount_asks_anew(shop: Shop) -> None:
    intent = await shop.pay(REQUIRED)
    intent = await shop.do(intents.update, intent, amount=3000)
    assert (intent.status, intent.next_action) == (PaymentIntentStatus.REQUIRES_CONFIRMATION, None)
    intent = await shop.do(confirm, intent)
    assert intent.status is PaymentIntentStatus.REQUIRES_ACTION


async def test_where_no_action_is_wanted_the_payment_fails(shop: Shop) -> None:
    with pytest.raises(CardError) as refused:
        await shop.pay(REQUIRED, error_on_requires_action=True)
    assert refused.value.code == "authentication_required"
    assert await shop.events() == ["payment_intent.created", "payment_intent.payment_failed"]


async def test_off_session_a_bank_that_wants_authentication_declines(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.method_of(customer, REQUIRED)
    await shop.events()
    with pytest.raises(CardError) as refused:
        await shop.pay(method.id, customer_id=customer.id, off_session=True)
    assert refused.value.code == "authentication_required"
    assert await shop.events() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


async def test_a_card_that_was_set_up_pays_off_session(shop: Shop) -> None:
    customer = await shop.customer()
    first = await shop.pay(
        "pm_card_authenticationRequiredOnSetup", customer_id=customer.id, setup_future_usage=OFF_SESSION
    )
    await shop.events()
    first = await shop.do(complete_authentication, first)
    assert await shop.events() == ["charge.succeeded", "payment_intent.succeeded", "payment_method.attached"]
    assert first.payment_method_id is not None
    again = await shop.pay(first.payment_method_id, customer_id=customer.id, off_session=True)
    assert again.status is PaymentIntentStatus.SUCCEEDED


async def test_a_card_that_was_not_set_up_does_not(shop: Shop) -> None:
    customer = await shop.customer()
    method = await shop.method_of(customer, "pm_card_authenticationRequiredOnSetup")
    with pytest.raises(CardError) as refused:
        await shop.pay(method.id, customer_id=customer.id, off_session=True)
    assert refused.value.code == "authentication_required"
