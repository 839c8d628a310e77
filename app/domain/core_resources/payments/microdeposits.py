"""The verification of the bank account that a payment is debited from."""

from app.domain.core_resources.intents import microdeposits
from app.domain.core_resources.intents.params import Amounts, DescriptorCode
from app.domain.core_resources.payments import charge_attempts, outcomes
from app.domain.tx import Tx
from app.tables.core_resources.payment_intent import PaymentIntent


async def verify_microdeposits(
    tx: Tx, intent: PaymentIntent, *, amounts: Amounts = None, descriptor_code: DescriptorCode = None
) -> PaymentIntent:
    """Verify the customer's bank account by its microdeposits. If they match, the payment continues."""
    method = await microdeposits.verified(
        tx, intent, outcomes.fail_action, amounts=amounts, descriptor_code=descriptor_code
    )
    await charge_attempts.attempt(tx, intent, method)
    return intent
