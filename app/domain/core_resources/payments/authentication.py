"""The end of an authentication page: the customer completed `next_action`, or failed. Tests can call it directly."""

from app.domain.core_resources.intents import authentication
from app.domain.core_resources.payments import charge_attempts, outcomes
from app.domain.tx import Tx
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentConfirmationMethod, PaymentIntentStatus


async def complete_authentication(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Test helper: complete the customer's action, such as 3-D Secure or the verification of microdeposits.

    The payment continues, or waits for the merchant to confirm it again. Raises CardError if the bank then declines it.
    """
    method = await authentication.completed(tx, intent)
    if intent.confirmation_method is PaymentIntentConfirmationMethod.MANUAL:
        tx.move(intent, PaymentIntentStatus.REQUIRES_CONFIRMATION, verb="complete_authentication")
    else:
        await charge_attempts.attempt(tx, intent, method)
    return intent


async def fail_authentication(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Test helper: fail the customer's action. The payment then requires another payment method."""
    await authentication.failed(tx, intent, outcomes.fail_action)
    return intent
