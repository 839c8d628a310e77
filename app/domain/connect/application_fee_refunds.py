"""Refunds of application fees: what a platform returns to a connected account without a refund of the charge."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.core_resources.payments import application_fees
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.application_fee import ApplicationFee
from app.tables.connect.application_fee_refund import ApplicationFeeRefund


async def create(
    tx: Tx,
    *,
    amount: Annotated[
        int | None,
        Field(gt=0),
        Doc("Amount to return, in minor units. The default is all that was not returned yet."),
    ] = None,
    **values: Any,
) -> ApplicationFeeRefund:
    """Refund an application fee to the connected account that it was taken from, fully or in part. The customer
    receives nothing of it."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            fee = await tx.get(ApplicationFee, values.pop("fee_id"), field="fee")
            amount = _judge(fee, amount)
        if "meta" in values:
            with mistakes.noted():
                values["meta"] = crud.merge_metadata({}, values["meta"])
    assert amount is not None
    await application_fees.must_cover(tx, fee, amount)
    return await application_fees.alone(tx, fee, amount, **values)


def _judge(fee: ApplicationFee, amount: int | None) -> int:
    """The amount to return. Raises InvalidRequest unless as much is left of the fee."""
    left = fee.amount - fee.amount_refunded
    if not left:
        raise InvalidRequest(
            "This fee was already fully refunded.", code=ErrorCode.CHARGE_ALREADY_REFUNDED, field="fee"
        )
    if amount is not None and amount > left:
        raise InvalidRequest(
            f"At most {left} of this fee can be refunded, and `amount` is {amount}. Give {left} or less.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="amount",
        )
    return left if amount is None else amount


async def update(tx: Tx, refund: ApplicationFeeRefund, **values: Any) -> ApplicationFeeRefund:
    """Update the metadata of a refund of an application fee."""
    await crud.amend(tx, refund, values)
    if tx.changed(refund):
        tx.tell("application_fee.refund.updated", refund)
    return refund
