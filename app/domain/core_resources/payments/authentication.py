"""How a page ends: the customer did what `next_action` asked, or did not. Tests can say so in its place."""

from app.domain.core_resources.payments import charge_attempts, next_actions, outcomes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentConfirmationMethod, PaymentIntentStatus
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod


async def complete_authentication(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Let the customer have done what was asked: authenticated with their bank, or named what was deposited.

    The payment goes on, or waits for the merchant to confirm it again. Raises CardError when the bank then declines it.
    """
    method = await _asked(tx, intent)
    next_actions.forget(intent)
    if method.method_type.flow is Flow.BANK_DEBIT:
        method.verified = True
    else:
        intent.authenticated = True
    if intent.confirmation_method is PaymentIntentConfirmationMethod.MANUAL:
        tx.move(intent, PaymentIntentStatus.REQUIRES_CONFIRMATION, verb="complete_authentication")
    else:
        await charge_attempts.attempt(tx, intent, method)
    return intent


async def fail_authentication(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Let the customer have failed at what was asked, or given up. The payment waits for another payment method."""
    method = await _asked(tx, intent)
    error = InvalidRequest(
        "The customer could not be authenticated with this payment method. Ask for another, and try again.",
        code=ErrorCode.PAYMENT_INTENT_AUTHENTICATION_FAILURE,
    )
    outcomes.fail(tx, intent, error, method=method)
    return intent


async def _asked(tx: Tx, intent: PaymentIntent) -> PaymentMethod:
    if intent.status is not PaymentIntentStatus.REQUIRES_ACTION or intent.payment_method_id is None:
        raise WrongState("payment_intent", "be authenticated", intent.status)
    return await tx.get(PaymentMethod, intent.payment_method_id)
