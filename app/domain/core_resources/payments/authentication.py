"""The end of an authentication page: the customer completed `next_action`, or failed. Tests can call it directly."""

from app.domain.core_resources.payments import charge_attempts, next_actions, outcomes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentConfirmationMethod, PaymentIntentStatus
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod


async def complete_authentication(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Test helper: complete the customer's action, such as 3-D Secure or the verification of microdeposits.

    The payment continues, or waits for the merchant to confirm it again. Raises CardError if the bank then declines it.
    """
    method = await _asked(tx, intent)
    next_actions.clear(intent)
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
    """Test helper: fail the customer's action. The payment then requires another payment method."""
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
