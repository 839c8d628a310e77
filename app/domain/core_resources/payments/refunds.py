"""Refunds: money of a charge sent back, in whole or in part, and what becomes of it."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.payments import funds, refund_transfers
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing, shown
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.refund import Refund, RefundReason, RefundStatus


async def create(
    tx: Tx,
    *,
    amount: Annotated[
        int | None, Field(gt=0), Doc("How much goes back, in minor units; all that has not yet, unless given.")
    ] = None,
    **values: Any,
) -> Refund:
    """Send the money of a charge back to where it came from, in whole or in part. Fees are not returned."""
    with Mistakes() as mistakes:
        if values.get("reason") is RefundReason.EXPIRED_UNCAPTURED_CHARGE:
            mistakes.add(
                InvalidRequest(
                    "The `reason` EXPIRED_UNCAPTURED_CHARGE is never given, only set. Give DUPLICATE, FRAUDULENT or "
                    "REQUESTED_BY_CUSTOMER.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="reason",
                )
            )
        charge = await _charge(tx, values)
        held = not charge.captured and charge.status is ChargeStatus.SUCCEEDED and charge.payment_intent_id is None
        amount = _judge_held(charge, amount) if held else _judge(charge, amount)
    if held:
        return await _release(tx, charge, values)
    refund = await crud.build(
        tx, Refund, values | {"charge_id": charge.id, "payment_intent_id": charge.payment_intent_id}
    )
    refund.amount, refund.currency = amount, charge.currency
    refund.receipt_number = refund_transfers.receipt_number(charge)
    await refund_transfers.send(tx, refund, charge)
    funds.give(charge, amount)
    tx.tell("created", refund)
    tx.tell("refunded", charge)
    return refund


async def _charge(tx: Tx, values: dict[str, Any]) -> Charge:
    charge_id, intent_id = values.get("charge_id"), values.get("payment_intent_id")
    if charge_id is None and intent_id is None:
        raise InvalidRequest(
            "Say what to refund: give `charge` or `payment_intent`.", code=ErrorCode.PARAMETER_MISSING, field="charge"
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


def _judge(charge: Charge, amount: int | None) -> int:
    """How much goes back, in minor units. Raises InvalidRequest where it cannot."""
    if charge.status is not ChargeStatus.SUCCEEDED or not charge.captured:
        raise InvalidRequest(
            "Only money that was taken can be refunded, and this charge has taken none. Cancel its payment instead.",
            code=ErrorCode.CHARGE_NOT_REFUNDABLE,
            field="charge",
        )
    if charge.disputed:
        raise InvalidRequest(
            "The customer contests this charge with their bank, which decides. It cannot be refunded meanwhile.",
            code=ErrorCode.CHARGE_DISPUTED,
            field="charge",
        )
    left = funds.refundable(charge)
    if left <= 0:
        raise InvalidRequest(
            "All of this charge was refunded already.", code=ErrorCode.CHARGE_ALREADY_REFUNDED, field="charge"
        )
    if amount is not None and amount > left:
        raise InvalidRequest(
            f"At most {left} is left to refund of this charge, and `amount` is {amount}. Give {left} or less.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="amount",
        )
    return left if amount is None else amount


def _judge_held(charge: Charge, amount: int | None) -> int:
    """The same of a charge that was never captured, which can only be let go as a whole."""
    if charge.refunded:
        raise InvalidRequest(
            "What this charge held was let go already.", code=ErrorCode.CHARGE_ALREADY_REFUNDED, field="charge"
        )
    if amount not in (None, charge.amount):
        raise InvalidRequest(
            "A charge that was not captured is let go as a whole. Leave `amount` out, or capture a part instead.",
            code=ErrorCode.PARAMETER_INVALID,
            field="amount",
        )
    return charge.amount


async def _release(tx: Tx, charge: Charge, values: dict[str, Any]) -> Refund:
    """Refund a charge that was never captured: its hold is let go, and no money moves."""
    refund = await crud.build(tx, Refund, values | {"charge_id": charge.id})
    refund.amount, refund.currency = charge.amount, charge.currency
    refund.status = RefundStatus.SUCCEEDED.value
    refund.destination_details = refund_transfers.reversal()
    funds.release(charge)
    tx.tell("created", refund)
    tx.tell("refunded", charge)
    return refund


async def update(tx: Tx, refund: Refund, **values: Any) -> Refund:
    """Change a refund's metadata."""
    await crud.amend(tx, refund, values)
    if tx.changed(refund):
        refund_transfers.tell_of_change(tx, refund)
    return refund


async def cancel(tx: Tx, refund: Refund) -> Refund:
    """Call off a refund that waits for the customer to say where the money goes."""
    _must_wait(tx, refund, RefundStatus.CANCELED, "cancel")
    await refund_transfers.come_back(tx, refund, RefundStatus.CANCELED)
    return refund


async def expire(tx: Tx, refund: Refund) -> Refund:
    """Test helper: let the time be over in which the customer could have said where the money goes."""
    _must_wait(tx, refund, RefundStatus.FAILED, "expire")
    await refund_transfers.come_back(tx, refund, RefundStatus.FAILED, "expired")
    return refund


def _must_wait(tx: Tx, refund: Refund, to: RefundStatus, verb: str) -> None:
    tx.must(refund, to.value, verb=verb)
    if refund.status != RefundStatus.REQUIRES_ACTION:
        raise InvalidRequest(
            f"This refund is {shown(refund.status)}. Only one that waits for the customer can {verb}.",
            code=ErrorCode.REFUND_UNEXPECTED_STATE,
            field="id",
        )
