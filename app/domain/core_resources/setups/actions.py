"""The customer's next action of a setup: completed, failed, or microdeposits verified."""

from app.domain.core_resources.intents import authentication, microdeposits
from app.domain.core_resources.intents.params import Amounts, DescriptorCode
from app.domain.core_resources.setups import attempts, outcomes
from app.domain.tx import Tx
from app.tables.core_resources.setup_intent import SetupIntent


async def complete_authentication(tx: Tx, intent: SetupIntent) -> SetupIntent:
    """Test helper: complete the customer's action, such as 3-D Secure or the verification of microdeposits.

    The setup then succeeds. Raises CardError if the bank declines the payment method after all.
    """
    await attempts.resume(tx, intent, await authentication.completed(tx, intent))
    return intent


async def fail_authentication(tx: Tx, intent: SetupIntent) -> SetupIntent:
    """Test helper: fail the customer's action. The setup then requires another payment method."""
    await authentication.failed(tx, intent, outcomes.fail)
    return intent


async def verify_microdeposits(
    tx: Tx, intent: SetupIntent, *, amounts: Amounts = None, descriptor_code: DescriptorCode = None
) -> SetupIntent:
    """Verify the customer's bank account by its microdeposits. If they match, the setup succeeds."""
    method = await microdeposits.verified(tx, intent, outcomes.fail, amounts=amounts, descriptor_code=descriptor_code)
    await attempts.resume(tx, intent, method)
    return intent
