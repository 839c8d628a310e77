"""The notification of a customer before a card is charged in their absence, as some countries require."""

from datetime import datetime

from app.domain.tx import Tx
from app.network.mandates import charged_at, must_approve
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentNextAction,
    PaymentIntentNextActionCardAwaitNotification,
    PaymentIntentProcessing,
    PaymentIntentProcessingCard,
    PaymentIntentProcessingCardCustomerNotification,
    PaymentIntentProcessingType,
    PaymentIntentStatus,
)

AWAIT_NOTIFICATION = "card_await_notification"


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
