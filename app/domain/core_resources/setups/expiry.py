"""What happens to a setup over time: the customer does not act, or microdeposits do not arrive."""

from app.domain.core_resources.intents import microdeposits
from app.domain.core_resources.setups import outcomes
from app.domain.jobs import job
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_values import SetupIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod


@job("setup_intent.expire_redirect", SetupIntent)
async def expire_redirect(tx: Tx, intent: SetupIntent) -> None:
    """The customer did not come back from the provider's page in time."""
    if intent.status is not SetupIntentStatus.REQUIRES_ACTION or intent.payment_method_id is None:
        return
    method = await tx.get(PaymentMethod, intent.payment_method_id)
    if method.method_type.redirects:
        error = InvalidRequest(
            "The customer did not authorize the setup in time. Confirm it again with a new payment method.",
            code=ErrorCode.SETUP_INTENT_SETUP_ATTEMPT_EXPIRED,
        )
        await outcomes.fail(tx, intent, error, method)


@job("setup_intent.fail_microdeposits", SetupIntent)
async def fail_microdeposits(tx: Tx, intent: SetupIntent) -> None:
    """The microdeposits that were to verify the bank account did not arrive."""
    await microdeposits.do_not_arrive(tx, intent, outcomes.fail)


@job("setup_intent.expire_microdeposits", SetupIntent)
async def expire_microdeposits(tx: Tx, intent: SetupIntent) -> None:
    """The customer did not verify the bank account in time."""
    await microdeposits.expire(tx, intent, outcomes.fail)
