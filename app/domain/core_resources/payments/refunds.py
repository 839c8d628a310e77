"""Refunds: a charge's money returned to the customer, fully or in part."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.cash import returns
from app.domain.core_resources.payments import application_fees, crediting, destination_charges, funds, refund_transfers
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing, shown
from app.tables.columns import Id
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.charge_values import ChargeFraudDetails, ChargeUserReport
from app.tables.core_resources.dispute import Dispute
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import Refund, RefundOrigin, RefundReason, RefundStatus
from app.tables.payment_methods.method_type import Flow
from app.tables.texts import CurrencyCode


async def create(
    tx: Tx,
    *,
    amount: Annotated[
        int | None,
        Field(gt=0),
        Doc(
            "Amount to refund, in minor units. The default is all that is not refunded yet. Required for funds of a "
            "cash balance."
        ),
    ] = None,
    currency: Annotated[
        CurrencyCode | None, Doc("Currency of the funds that are returned from a cash balance.")
    ] = None,
    customer: Annotated[
        str | None, Id("customer"), Doc("The customer whose cash balance the funds are returned from.")
    ] = None,
    origin: Annotated[
        RefundOrigin | None,
        Doc("Where the funds come from, in place of a charge: a customer's cash balance."),
    ] = None,
    refund_application_fee: Annotated[
        bool,
        Doc(
            "Whether the application fee is returned to the account that paid it, in the same share as the charge is "
            "refunded. The default is false."
        ),
    ] = False,
    reverse_transfer: Annotated[
        bool,
        Doc(
            "Whether the charge's transfer by `transfer_data` is reversed, in the same share as the charge is "
            "refunded. The default is false."
        ),
    ] = False,
    **values: Any,
) -> Refund:
    """Refund a charge, fully or in part, to the original payment method, or return funds of a customer's cash balance.
    Fees are not returned."""
    with Mistakes() as mistakes:
        if values.get("reason") is RefundReason.EXPIRED_UNCAPTURED_CHARGE:
            mistakes.add(
                InvalidRequest(
                    "The `reason` EXPIRED_UNCAPTURED_CHARGE can only be set by the server. Use DUPLICATE, FRAUDULENT "
                    "or REQUESTED_BY_CUSTOMER.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="reason",
                )
            )
        if origin is not None or customer is not None or currency is not None:
            for name, given in (
                ("refund_application_fee", refund_application_fee),
                ("reverse_transfer", reverse_transfer),
            ):
                if given:
                    message = f"`{name}` is for the refund of a charge. Omit it."
                    mistakes.add(InvalidRequest(message, code=ErrorCode.PARAMETER_UNKNOWN, field=name))
            return await returns.from_cash_balance(
                tx, amount=amount, currency=currency, customer=customer, values=values
            )
        charge = await _charge(tx, values)
        if refund_application_fee:
            with mistakes.noted():
                application_fees.must_have(tx, charge)
        if reverse_transfer:
            with mistakes.noted():
                destination_charges.must_be_passed_on(charge)
        held = not charge.captured and charge.status is ChargeStatus.SUCCEEDED and charge.payment_intent_id is None
        amount = _judge_held(charge, amount) if held else await _judge(tx, charge, amount)
    if held:
        return await _release(tx, charge, values)
    await crediting.must_be_credited(tx, charge)
    refund = await crud.build(
        tx, Refund, values | {"charge_id": charge.id, "payment_intent_id": charge.payment_intent_id}
    )
    refund.amount, refund.currency = amount, charge.currency
    left = funds.refundable(charge)
    fee = await application_fees.part_of(tx, charge, amount, left) if refund_application_fee else 0
    if charge.transfer_data is None:
        refund.returned_fee = fee
    else:
        await destination_charges.take_back(tx, charge, refund, left, reverse=reverse_transfer, fee=fee)
    _report_fraud(refund, charge)
    of_cash = charge.method_type.flow is Flow.BANK_TRANSFER
    await (returns if of_cash else refund_transfers).send(tx, refund, charge)
    funds.count_refunded(charge, amount)
    tx.tell("created", refund)
    tx.tell("refunded", charge)
    if of_cash:
        await returns.arrive_in_cash(tx, refund)
    return refund


async def _charge(tx: Tx, values: dict[str, Any]) -> Charge:
    charge_id, intent_id = values.get("charge_id"), values.get("payment_intent_id")
    if charge_id is None and intent_id is None:
        raise InvalidRequest(
            "The refund needs a `charge` or a `payment_intent`.", code=ErrorCode.PARAMETER_MISSING, field="charge"
        )
    if intent_id is None:
        return await tx.get(Charge, str(charge_id), field="charge")
    intent = await tx.get(PaymentIntent, intent_id, field="payment_intent", lock=False)
    if intent.latest_charge_id is None:
        raise InvalidRequest(
            "This payment has no charge yet, so there is nothing to refund. Cancel it instead.",
            code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
            field="payment_intent",
        )
    if charge_id not in (None, intent.latest_charge_id):
        raise ResourceMissing("charge", str(charge_id), field="charge")
    return await tx.get(Charge, intent.latest_charge_id, field="payment_intent")


async def _judge(tx: Tx, charge: Charge, amount: int | None) -> int:
    """The amount to refund, in minor units. Raises InvalidRequest if the charge cannot be refunded."""
    if charge.source_transfer_id is not None:
        raise InvalidRequest(
            "This payment is a transfer from another account, which can take it back with transferReversalCreate.",
            code=ErrorCode.CHARGE_NOT_REFUNDABLE,
            field="charge",
        )
    if charge.status is not ChargeStatus.SUCCEEDED or not charge.amount_captured:
        raise InvalidRequest(
            "Only captured charges can be refunded, and this charge is not captured. Cancel its payment instead.",
            code=ErrorCode.CHARGE_NOT_REFUNDABLE,
            field="charge",
        )
    if charge.disputed and await tx.find(Dispute, charge_id=charge.id, is_charge_refundable=False, lock=False):
        raise InvalidRequest(
            "The charge was disputed, and its funds were withdrawn. It can be refunded only once the dispute is won.",
            code=ErrorCode.CHARGE_DISPUTED,
            field="charge",
        )
    _check_type(tx, charge)
    left = funds.refundable(charge)
    if left <= 0:
        raise InvalidRequest(
            "This charge was already fully refunded.", code=ErrorCode.CHARGE_ALREADY_REFUNDED, field="charge"
        )
    if amount is not None and amount > left:
        raise InvalidRequest(
            f"At most {left} of this charge can be refunded, and `amount` is {amount}. Give {left} or less.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="amount",
        )
    return left if amount is None else amount


def _check_type(tx: Tx, charge: Charge) -> None:
    kind = charge.method_type
    if kind.refunds is None:
        raise InvalidRequest(
            f"A payment with a {kind.noun} cannot be refunded. Return the amount to the customer in another way.",
            code=ErrorCode.CHARGE_NOT_REFUNDABLE,
            field="charge",
        )
    if kind.refunds.days is not None and tx.now > charge.created + timedelta(days=kind.refunds.days):
        raise InvalidRequest(
            f"A payment with a {kind.noun} can be refunded within {kind.refunds.days} days, which have passed. Return "
            "the amount to the customer in another way.",
            code=ErrorCode.CHARGE_NOT_REFUNDABLE,
            field="charge",
        )


def _judge_held(charge: Charge, amount: int | None) -> int:
    """The same for a charge that was never captured, which can only be released as a whole."""
    if charge.refunded:
        raise InvalidRequest(
            "The authorization of this charge was already released.",
            code=ErrorCode.CHARGE_ALREADY_REFUNDED,
            field="charge",
        )
    if amount not in (None, charge.amount):
        raise InvalidRequest(
            "A charge that was not captured is released as a whole. Omit `amount`, or capture a part instead.",
            code=ErrorCode.PARAMETER_INVALID,
            field="amount",
        )
    return charge.amount


async def _release(tx: Tx, charge: Charge, values: dict[str, Any]) -> Refund:
    """Refund a charge that was never captured: its authorization is released, and no money moves."""
    refund = await crud.build(tx, Refund, values | {"charge_id": charge.id})
    refund.amount, refund.currency = charge.amount, charge.currency
    refund.status = RefundStatus.SUCCEEDED.value
    refund.destination_details = refund_transfers.reversal()
    _report_fraud(refund, charge)
    funds.release(charge)
    tx.tell("created", refund)
    tx.tell("refunded", charge)
    return refund


def _report_fraud(refund: Refund, charge: Charge) -> None:
    """A refund for fraud reports the charge as fraudulent, and one of a charge that is so reported is for fraud."""
    reports = charge.fraud_details or ChargeFraudDetails()
    if refund.reason is RefundReason.FRAUDULENT:
        charge.fraud_details = reports.model_copy(update={"user_report": ChargeUserReport.FRAUDULENT.value})
    elif refund.reason is None and reports.user_report == ChargeUserReport.FRAUDULENT:
        refund.reason = RefundReason.FRAUDULENT


async def update(tx: Tx, refund: Refund, **values: Any) -> Refund:
    """Update a refund's metadata."""
    await crud.amend(tx, refund, values)
    if tx.changed(refund):
        refund_transfers.emit_changes(tx, refund)
    return refund


async def cancel(tx: Tx, refund: Refund) -> Refund:
    """Cancel a refund that requires an action by the customer."""
    _must_wait(tx, refund, RefundStatus.CANCELED, "cancel")
    await _return(tx, refund, RefundStatus.CANCELED)
    return refund


async def expire(tx: Tx, refund: Refund) -> Refund:
    """Test helper: expire a refund that requires an action by the customer."""
    _must_wait(tx, refund, RefundStatus.FAILED, "expire")
    await _return(tx, refund, RefundStatus.FAILED, "expired")
    return refund


async def _return(tx: Tx, refund: Refund, status: RefundStatus, reason: str | None = None) -> None:
    """Return the funds of a refund that does not reach the customer to where they came from."""
    to_cash = refund.cash_customer_id is not None
    await (returns.give_back if to_cash else refund_transfers.return_funds)(tx, refund, status, reason)


def _must_wait(tx: Tx, refund: Refund, to: RefundStatus, verb: str) -> None:
    tx.must(refund, to.value, verb=verb)
    if refund.status != RefundStatus.REQUIRES_ACTION:
        raise InvalidRequest(
            f"This refund is {shown(refund.status)}. Only a refund that requires an action can {verb}.",
            code=ErrorCode.REFUND_UNEXPECTED_STATE,
            field="id",
        )
