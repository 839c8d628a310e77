"""The end of 3-D Secure: the customer authenticated, or did not. Called by the page, and by tests in its place."""

from app.domain.payments import attempts, next_actions, outcomes
from app.domain.tx import Tx
from app.errors import InvalidRequest, WrongState
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentConfirmationMethod, PaymentIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod


async def complete_authentication(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Let the customer have authenticated. The payment goes on, or waits for the merchant to confirm it again.

    Raises CardError when the bank then declines it.
    """
    method = await _challenged(tx, intent)
    intent.next_action = None
    intent.authentication_token = None
    intent.authenticated = True
    if intent.confirmation_method is PaymentIntentConfirmationMethod.MANUAL:
        tx.move(intent, PaymentIntentStatus.REQUIRES_CONFIRMATION, verb="complete_authentication")
    else:
        await attempts.attempt(tx, intent, method)
    return intent


async def fail_authentication(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Let the customer have failed to authenticate, or given up. The payment waits for another payment method."""
    method = await _challenged(tx, intent)
    error = InvalidRequest(
        "The customer could not be authenticated with this payment method. Ask for another, and try again.",
        code="payment_intent_authentication_failure",
    )
    outcomes.fail(tx, intent, error, method=method)
    return intent


async def _challenged(tx: Tx, intent: PaymentIntent) -> PaymentMethod:
    action = intent.next_action
    if (
        intent.status is not PaymentIntentStatus.REQUIRES_ACTION
        or action is None
        or action.type not in (next_actions.REDIRECT, next_actions.USE_SDK)
        or intent.payment_method_id is None
    ):
        raise WrongState("payment_intent", "be authenticated", intent.status.value)
    return await tx.get(PaymentMethod, intent.payment_method_id)
