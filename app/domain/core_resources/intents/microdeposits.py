"""The verification of a customer's bank account by microdeposits."""

from datetime import timedelta

from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.intents.intent import AnyIntent, Fail, Intent
from app.domain.jobs import Job
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.network.microdeposits import (
    VALID,
    Verification,
    microdeposits_arrive,
    verify_amounts,
    verify_descriptor_code,
)
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


class WrongDeposits(InvalidRequest):
    """A failed attempt counts, so it is committed."""

    commits = True


def send(tx: Tx, intent: Intent, method: PaymentMethod, *, fail: Job, expire: Job) -> None:
    """Send the microdeposits, and wait for the customer to verify them. The jobs are for deposits that do not arrive,
    and for those that are not verified in time."""
    arrival = next_actions.verify(tx, intent)
    tx.wake(arrival + VALID, expire, intent)
    if not microdeposits_arrive(method.behaviour):
        tx.wake(arrival, fail, intent)


async def verified(
    tx: Tx,
    intent: AnyIntent,
    fail: Fail[AnyIntent],
    *,
    amounts: list[int] | None,
    descriptor_code: str | None,
) -> PaymentMethod:
    """The payment method, verified by either; the intent is then to continue.

    Raises WrongState for an intent that does not wait for a verification, and WrongDeposits, which is committed: also
    for the last attempt, which fails the intent.
    """
    action = intent.next_action
    if action is None or action.verify_with_microdeposits is None:
        raise WrongState(intent.object_name, "verify_microdeposits", intent.status)
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
        return method
    if answer is Verification.MISMATCH:
        raise _mismatch(intent, amounts is not None)
    refusal = _refusal(answer)
    await fail(tx, intent, refusal, method)
    raise refusal


async def do_not_arrive(tx: Tx, intent: AnyIntent, fail: Fail[AnyIntent]) -> None:
    """The microdeposits of an intent that waits for them did not arrive."""
    if _since_arrival(tx, intent) < timedelta(0):
        return
    error = InvalidRequest(
        "The microdeposits did not arrive at the bank account. Check its numbers, or use another payment method.",
        code=ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_FAILED,
    )
    await fail(tx, intent, error, await tx.get(PaymentMethod, intent.payment_method_id or ""))


async def expire(tx: Tx, intent: AnyIntent, fail: Fail[AnyIntent]) -> None:
    """The time is over in which the customer can verify the microdeposits."""
    if _since_arrival(tx, intent) < VALID:
        return
    method = await tx.get(PaymentMethod, intent.payment_method_id or "")
    await fail(tx, intent, _refusal(Verification.TIMED_OUT), method)


def _since_arrival(tx: Tx, intent: Intent) -> timedelta:
    """How long ago the microdeposits were to arrive; negative if they are not awaited, or not yet due: those of an
    earlier confirmation count no more."""
    action = intent.next_action
    if action is None or action.verify_with_microdeposits is None:
        return timedelta(-1)
    return tx.now - action.verify_with_microdeposits.arrival_date


def _refusal(answer: Verification) -> WrongDeposits:
    code, message = _FAILURES[answer]
    return WrongDeposits(message, code=code)


def _mismatch(intent: Intent, by_amounts: bool) -> WrongDeposits:
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
