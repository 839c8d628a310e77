"""Payments with vouchers: issued to the customer, who pays at a store, or lets the voucher expire."""

from app.domain.core_resources.intents import next_actions
from app.domain.core_resources.payments import charging, options, outcomes
from app.domain.core_resources.payments.charge_request import request_of
from app.domain.jobs import job
from app.domain.payment_methods.behaviour import IssuesVouchers, behaviour_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest, WrongState
from app.network.providers import no_processor
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.payment_methods.payment_method import PaymentMethod


async def issue(tx: Tx, intent: PaymentIntent, method: PaymentMethod, *, error_on_requires_action: bool) -> None:
    """Issue a voucher, with a pending charge, until the customer pays or the voucher expires. Raises CardError where
    the customer cannot be shown a voucher."""
    if error_on_requires_action or intent.off_session or tx.livemode:
        message = "This way of paying needs you to pay with a voucher. Pay another way for now."
        asked = CardError(message, code=ErrorCode.PAYMENT_INTENT_ACTION_REQUIRED)
        refusal = no_processor() if tx.livemode else asked
        outcomes.fail(tx, intent, refusal, method=method)
        raise refusal
    await withdraw(tx, intent)
    behaviour = behaviour_of(method.type)
    assert isinstance(behaviour, IssuesVouchers)
    voucher = behaviour.voucher(tx, method, options.of_method(intent, method))
    charge = await charging.begin(tx, request_of(intent, method, capture=True))
    charging.await_cash(tx, charge, method, number=voucher.number)
    intent.latest_charge_id = charge.id
    next_actions.show_voucher(tx, intent, voucher)
    tx.wake(voucher.expires, expire_unpaid, intent)
    if voucher.paid is not None:
        tx.wake(voucher.paid, pay_in_time, intent)


def forget(tx: Tx, intent: PaymentIntent) -> None:
    """Cancel what falls due of the payment's voucher, if it has one."""
    tx.unwake(expire_unpaid, intent)
    tx.unwake(pay_in_time, intent)


async def withdraw(tx: Tx, intent: PaymentIntent) -> None:
    """Withdraw the payment's voucher, if it has one: its charge fails, and it can no longer be paid."""
    if (issued := await _issued(tx, intent)) is not None:
        forget(tx, intent)
        charging.withdraw(tx, issued[1], "payment_canceled", "The payment was changed before it was paid.")


async def pay_voucher(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Test helper: pay with the customer's voucher. The payment then succeeds."""
    method, charge = await _must_be_issued(tx, intent, "pay_voucher")
    forget(tx, intent)
    await charging.settle_voucher(tx, charge, method)
    await outcomes.pay(tx, intent, charge, method)
    return intent


async def expire_voucher(tx: Tx, intent: PaymentIntent) -> PaymentIntent:
    """Test helper: let the customer's voucher expire. The payment then requires another payment method."""
    method, charge = await _must_be_issued(tx, intent, "expire_voucher")
    forget(tx, intent)
    error = InvalidRequest(
        "The voucher expired before the customer paid. Confirm the payment again with a new payment method.",
        code=ErrorCode.PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED,
    )
    charging.withdraw(tx, charge, "expired", error.message)
    outcomes.fail(tx, intent, error, method=method, charge=charge)
    return intent


@job("payment_intent.pay_voucher", PaymentIntent)
async def pay_in_time(tx: Tx, intent: PaymentIntent) -> None:
    """The customer paid with the voucher."""
    if await _issued(tx, intent) is not None:
        await pay_voucher(tx, intent)


@job("payment_intent.expire_voucher", PaymentIntent)
async def expire_unpaid(tx: Tx, intent: PaymentIntent) -> None:
    """The voucher expired before the customer paid."""
    if await _issued(tx, intent) is not None:
        await expire_voucher(tx, intent)


async def _must_be_issued(tx: Tx, intent: PaymentIntent, verb: str) -> tuple[PaymentMethod, Charge]:
    issued = await _issued(tx, intent)
    if issued is None:
        raise WrongState(intent.object_name, verb, intent.status)
    return issued


async def _issued(tx: Tx, intent: PaymentIntent) -> tuple[PaymentMethod, Charge] | None:
    """The payment method and the pending charge of the payment's voucher; None without one."""
    if intent.status is not PaymentIntentStatus.REQUIRES_ACTION or intent.latest_charge_id is None:
        return None
    charge = await tx.get(Charge, intent.latest_charge_id)
    if charge.status is not ChargeStatus.PENDING:
        return None
    return await tx.get(PaymentMethod, charge.payment_method_id or ""), charge
