"""What happens to a payment over time: a bank's answer, microdeposits that never arrive, an authorization that
expires."""

from app.domain.core_resources.payments import charging, funds, outcomes
from app.domain.jobs import job
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.network.banks import Fails, Settles, debit_outcome
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCancellationReason, PaymentIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.payment_methods.types.us_bank_account import (
    PaymentMethodUsBankAccount,
    UsBankAccountBlocked,
    UsBankAccountBlockedReason,
    UsBankAccountNetworkCode,
    UsBankAccountStatusDetails,
)

_BLOCKS = {
    "R02": UsBankAccountBlockedReason.BANK_ACCOUNT_CLOSED,
    "R03": UsBankAccountBlockedReason.BANK_ACCOUNT_INVALID_DETAILS,
    "R10": UsBankAccountBlockedReason.DEBIT_NOT_AUTHORIZED,
}
"""The return codes after which a bank account is blocked from further debits."""


@job("payment_intent.settle_debit", PaymentIntent, aliases=("settlement.settle_debit",))
async def settle_debit(tx: Tx, intent: PaymentIntent) -> None:
    """The customer's bank answers a debit."""
    if intent.status is not PaymentIntentStatus.PROCESSING or intent.latest_charge_id is None:
        return
    charge = await tx.get(Charge, intent.latest_charge_id)
    method = await tx.get(PaymentMethod, charge.payment_method_id or "")
    match debit_outcome(method.behaviour, livemode=tx.livemode):
        case Settles():
            await charging.settle_debit(tx, charge, method)
            await outcomes.pay(tx, intent, charge, method)
        case Fails() as refusal:
            charging.return_debit(tx, charge, refusal)
            error = CardError(refusal.message, code=refusal.code)
            outcomes.fail(tx, intent, error, method=method, charge=charge)
            _block(tx, method, refusal.network_code)


def _block(tx: Tx, method: PaymentMethod, network_code: str | None) -> None:
    """Block the bank account from further debits, if the return code requires it."""
    account = method.details.get(PaymentMethodUsBankAccount)
    if network_code not in _BLOCKS or account is None:
        return
    reason = _BLOCKS[network_code]
    blocked = UsBankAccountBlocked(network_code=UsBankAccountNetworkCode(network_code), reason=reason)
    details = UsBankAccountStatusDetails(blocked=blocked)
    account = account.model_copy(update={"status_details": details})
    method.details = PaymentMethodDetails.of(method.type, account)
    tx.tell("updated", method)


@job("payment_intent.fail_microdeposits", PaymentIntent, aliases=("settlement.fail_microdeposits",))
async def fail_microdeposits(tx: Tx, intent: PaymentIntent) -> None:
    """The microdeposits that were to verify the bank account did not arrive."""
    action = intent.next_action
    if intent.status is not PaymentIntentStatus.REQUIRES_ACTION or not (action and action.verify_with_microdeposits):
        return
    if action.verify_with_microdeposits.arrival_date > tx.now:
        return
    method = await tx.get(PaymentMethod, intent.payment_method_id or "")
    error = InvalidRequest(
        "The microdeposits did not arrive at the bank account. Check its numbers, or use another payment method.",
        code=ErrorCode.PAYMENT_METHOD_MICRODEPOSIT_FAILED,
    )
    outcomes.fail(tx, intent, error, method=method)


@job("payment_intent.expire_authorization", PaymentIntent, aliases=("settlement.lapse",))
async def expire_authorization(tx: Tx, intent: PaymentIntent) -> None:
    """The authorization expired. Any amount not captured is released; if nothing was captured, the payment is
    canceled."""
    if intent.status is not PaymentIntentStatus.REQUIRES_CAPTURE or intent.latest_charge_id is None:
        return
    charge = await tx.get(Charge, intent.latest_charge_id)
    funds.release(charge)
    if charge.amount_captured:
        charge.captured = True
        intent.amount_capturable = 0
        tx.move(intent, PaymentIntentStatus.SUCCEEDED, verb="succeed")
        tx.tell("captured", charge)
        tx.tell("updated", charge)
        tx.tell("succeeded", intent)
        return
    outcomes.cancel(tx, intent, tx.now)
    intent.cancellation_reason = PaymentIntentCancellationReason.AUTOMATIC
    tx.tell("expired", charge)
    tx.tell("canceled", intent)


@job("charge.expire_authorization", Charge, aliases=("settlement.lapse_charge",))
async def expire_charge_authorization(tx: Tx, charge: Charge) -> None:
    """The authorization of a charge without a payment intent expired."""
    if charge.status is not ChargeStatus.SUCCEEDED or charge.captured or charge.refunded:
        return
    funds.release(charge)
    tx.tell("expired", charge)
    tx.tell("refunded", charge)
