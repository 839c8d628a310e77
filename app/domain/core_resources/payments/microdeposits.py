"""The verification of a customer's bank account by microdeposits."""

from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.domain.core_resources.payments import charge_attempts, next_actions, outcomes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.network.microdeposits import Verification, verify_amounts, verify_descriptor_code
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod

_FAILURES = {
    Verification.ATTEMPTS_EXCEEDED: (
        ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_ATTEMPTS_EXCEEDED,
        "The microdeposits could not be verified after too many attempts. Ask the customer for another payment method.",
    ),
    Verification.TIMED_OUT: (
        ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_TIMEOUT,
        "The microdeposits were not verified in time. Ask the customer for another payment method.",
    ),
}


async def verify_microdeposits(
    tx: Tx,
    intent: PaymentIntent,
    *,
    amounts: Annotated[
        list[int] | None,
        Field(min_length=2, max_length=2),
        Doc("Amounts of the two microdeposits, in cents and in any order."),
    ] = None,
    descriptor_code: Annotated[
        str | None, Field(max_length=6), Doc("Code of the microdeposit: six characters, beginning with SM.")
    ] = None,
) -> PaymentIntent:
    """Verify the customer's bank account by its microdeposits. If they match, the payment continues."""
    action = intent.next_action
    if intent.status is not PaymentIntentStatus.REQUIRES_ACTION or not (action and action.verify_with_microdeposits):
        raise WrongState("payment_intent", "verify_microdeposits", intent.status)
    if (amounts is None) == (descriptor_code is None):
        raise InvalidRequest(
            "Give either `amounts` or `descriptor_code`, as the customer's bank statement shows.",
            code=ErrorCode.PARAMETER_MISSING if amounts is None else ErrorCode.PARAMETERS_EXCLUSIVE,
            field="amounts",
        )
    tries = intent.microdeposit_attempts
    answer = (
        verify_amounts(amounts, failed_attempts=tries)
        if amounts is not None
        else verify_descriptor_code(descriptor_code or "", failed_attempts=tries)
    )
    method = await tx.get(PaymentMethod, intent.payment_method_id or "")
    if answer is Verification.VERIFIED:
        method.verified = True
        next_actions.clear(intent)
        await charge_attempts.attempt(tx, intent, method)
        return intent
    if answer is Verification.MISMATCH:
        raise _mismatch(intent, amounts is not None)
    code, message = _FAILURES[answer]
    refusal = WrongDeposits(message, code=code)
    outcomes.fail(tx, intent, refusal, method=method)
    raise refusal


class WrongDeposits(InvalidRequest):
    """A failed attempt counts, so it is committed."""

    commits = True


def _mismatch(intent: PaymentIntent, by_amounts: bool) -> WrongDeposits:
    intent.microdeposit_attempts += 1
    if by_amounts:
        return WrongDeposits(
            "The amounts do not match the microdeposits. Ask the customer to check again.",
            code=ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_AMOUNTS_MISMATCH,
            field="amounts",
        )
    return WrongDeposits(
        "The code does not match the microdeposit. Ask the customer to check again.",
        code=ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_VERIFICATION_DESCRIPTOR_CODE_MISMATCH,
        field="descriptor_code",
    )
