"""Cancellation of a payment."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.core_resources.cash import reconciliation
from app.domain.core_resources.payments import charge_attempts, charging, funds, outcomes, settlement, vouchers
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.core_resources.charge import Charge, ChargeStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentCancellationReason,
    PaymentIntentStatus,
)

GIVEN = (
    PaymentIntentCancellationReason.ABANDONED,
    PaymentIntentCancellationReason.DUPLICATE,
    PaymentIntentCancellationReason.FRAUDULENT,
    PaymentIntentCancellationReason.REQUESTED_BY_CUSTOMER,
)
"""The reasons that callers give; the others are set by the server."""


async def cancel(
    tx: Tx,
    intent: PaymentIntent,
    *,
    cancellation_reason: Annotated[PaymentIntentCancellationReason | None, Doc("Why the payment is canceled.")] = None,
) -> PaymentIntent:
    """Cancel a payment before it succeeds. Authorized funds are released; a pending debit is withdrawn."""
    if cancellation_reason is not None and cancellation_reason not in GIVEN:
        raise InvalidRequest(
            f"The `cancellation_reason` {shown(cancellation_reason)} can only be set by the server. Use "
            f"{', '.join(map(shown, GIVEN[:-1]))} or {shown(GIVEN[-1])}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="cancellation_reason",
        )
    return await cancel_as(tx, intent, cancellation_reason)


async def cancel_as(tx: Tx, intent: PaymentIntent, reason: PaymentIntentCancellationReason | None) -> PaymentIntent:
    """Cancel a payment for any reason, the server's among them."""
    tx.must(intent, PaymentIntentStatus.CANCELED, verb="cancel")
    charge = await tx.get(Charge, intent.latest_charge_id) if intent.latest_charge_id else None
    if charge is not None and intent.status is PaymentIntentStatus.REQUIRES_CAPTURE:
        if charge.amount_captured:
            raise InvalidRequest(
                "Part of the payment was already captured, so it cannot be canceled. Capture 0 with `final_capture` "
                "true to release the rest, and refund the captured amount.",
                code=ErrorCode.PAYMENT_INTENT_UNEXPECTED_STATE,
                field="id",
            )
        funds.release(charge)
        tx.unwake(settlement.expire_authorization, intent)
        tx.tell("refunded", charge)
    if charge is not None and charge.status is ChargeStatus.PENDING:
        tx.unwake(settlement.settle_debit, intent)
        vouchers.forget(tx, intent)
        charging.withdraw(tx, charge, "payment_canceled", "The payment was canceled before it was paid.")
    if intent.processing is not None:
        tx.unwake(charge_attempts.charge_notified, intent)
    await reconciliation.release(tx, intent)
    outcomes.cancel(tx, intent, tx.now)
    if reason is not None:
        intent.cancellation_reason = reason
    tx.tell("canceled", intent)
    return intent
