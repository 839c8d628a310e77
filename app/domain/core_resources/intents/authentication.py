"""The end of the customer's next action: completed, or failed."""

from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.intents.intent import AnyIntent, Fail, Intent, code_of
from app.domain.tx import Tx
from app.errors import InvalidRequest, WrongState
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.payment_method import PaymentMethod


async def completed(tx: Tx, intent: Intent) -> PaymentMethod:
    """The payment method of an intent whose customer completed the action; the intent is then to continue.

    Raises WrongState for an intent that requires no action.
    """
    method = await _asked(tx, intent)
    next_actions.clear(intent)
    if method.method_type.flow is Flow.BANK_DEBIT:
        method.verified = True
    else:
        intent.authenticated = True
    return method


async def failed(tx: Tx, intent: AnyIntent, fail: Fail[AnyIntent]) -> None:
    """Fail an intent whose customer failed the action. Raises WrongState for an intent that requires no action."""
    method = await _asked(tx, intent)
    error = InvalidRequest(
        "The customer could not be authenticated with this payment method. Ask for another, and try again.",
        code=code_of(intent, "authentication_failure"),
    )
    await fail(tx, intent, error, method)


async def _asked(tx: Tx, intent: Intent) -> PaymentMethod:
    if intent.status != type(intent.status).REQUIRES_ACTION or intent.payment_method_id is None:
        raise WrongState(intent.object_name, "be authenticated", intent.status)
    method = await tx.get(PaymentMethod, intent.payment_method_id)
    if method.method_type.flow is Flow.VOUCHER:
        raise InvalidRequest(
            f"The customer pays with a {method.method_type.noun}, without authentication. Pay with the voucher, or let "
            "it expire.",
            code=code_of(intent, "unexpected_state"),
            field="id",
        )
    return method
