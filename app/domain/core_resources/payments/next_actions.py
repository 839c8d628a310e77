"""The customer's next action, `next_action`, and the page that it leads to."""

import secrets
from datetime import datetime

from app.domain.tx import Tx
from app.network.behaviours import Challenge
from app.network.mandates import charged_at, must_approve
from app.settings import public_url
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentMicrodepositType,
    PaymentIntentNextAction,
    PaymentIntentNextActionCardAwaitNotification,
    PaymentIntentNextActionRedirectToUrl,
    PaymentIntentNextActionVerifyWithMicrodeposits,
    PaymentIntentProcessing,
    PaymentIntentProcessingCard,
    PaymentIntentProcessingCardCustomerNotification,
    PaymentIntentProcessingType,
    PaymentIntentStatus,
)

AWAIT_NOTIFICATION = "card_await_notification"
REDIRECT = "redirect_to_url"
USE_SDK = "use_stripe_sdk"
VERIFY = "verify_with_microdeposits"


def authentication_url(intent: PaymentIntent) -> str:
    """The page on which the customer takes the action. Its address grants access: the token is a secret."""
    return f"{public_url()}/authenticate/{intent.id}/{intent.authentication_token}"


def authenticate(tx: Tx, intent: PaymentIntent, challenge: Challenge, *, use_stripe_sdk: bool) -> None:
    """Require the customer to authenticate with the card's bank (3-D Secure): on a page that redirects the customer
    back, or, without a `return_url`, through a client library on the merchant's own page."""
    intent.authentication_token = secrets.token_urlsafe(24)
    url = authentication_url(intent)
    if use_stripe_sdk or intent.return_url is None:
        action = PaymentIntentNextAction(
            type=USE_SDK,
            use_stripe_sdk={"type": "three_d_secure_redirect", "stripe_js": url, "challenge": challenge.value},
        )
    else:
        redirect = PaymentIntentNextActionRedirectToUrl(return_url=intent.return_url, url=url)
        action = PaymentIntentNextAction(type=REDIRECT, redirect_to_url=redirect)
    _require(tx, intent, action)


def verify(tx: Tx, intent: PaymentIntent, arrival: datetime) -> None:
    """Require the customer to verify the microdeposits in the bank account."""
    intent.authentication_token = secrets.token_urlsafe(24)
    deposits = PaymentIntentNextActionVerifyWithMicrodeposits(
        arrival_date=arrival,
        hosted_verification_url=authentication_url(intent),
        microdeposit_type=PaymentIntentMicrodepositType.DESCRIPTOR_CODE,
    )
    _require(tx, intent, PaymentIntentNextAction(type=VERIFY, verify_with_microdeposits=deposits))


def notify(tx: Tx, intent: PaymentIntent) -> datetime:
    """Notify the customer of a payment by card in their absence. When the card is to be charged."""
    due = charged_at(tx.now, hurry=tx.clock is None)
    approval = must_approve(intent.amount, intent.currency)
    awaited = PaymentIntentNextActionCardAwaitNotification(charge_attempt_at=due, customer_approval_required=approval)
    notification = PaymentIntentProcessingCardCustomerNotification(approval_requested=approval, completes_at=due)
    intent.last_payment_error = None
    intent.next_action = PaymentIntentNextAction(type=AWAIT_NOTIFICATION, card_await_notification=awaited)
    intent.processing = PaymentIntentProcessing(
        type=PaymentIntentProcessingType.CARD, card=PaymentIntentProcessingCard(customer_notification=notification)
    )
    tx.move(intent, PaymentIntentStatus.PROCESSING, verb="process")
    tx.tell("processing", intent)
    return due


def clear(intent: PaymentIntent) -> None:
    """Clear the customer's next action."""
    intent.next_action = None
    intent.processing = None
    intent.authentication_token = None


def _require(tx: Tx, intent: PaymentIntent, action: PaymentIntentNextAction) -> None:
    intent.next_action = action
    intent.last_payment_error = None
    tx.move(intent, PaymentIntentStatus.REQUIRES_ACTION, verb="require_action")
    tx.tell("requires_action", intent)
