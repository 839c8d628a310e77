"""Refunds of application fees: what a platform returns to a connected account without a refund of the charge."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud, ledger
from app.domain.core_resources.payments import application_fees, funds
from app.domain.core_resources.payments.application_fees import Return
from app.domain.ledger import ACCOUNTS, Movement
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.connect.application_fee import ApplicationFee
from app.tables.connect.application_fee_refund import ApplicationFeeRefund
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.tenancy import Tenant


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
    own = tx.on(Tenant(fee.connected_id, tx.livemode))
    charge = await own.get(Charge, fee.charge_id, lock=False)
    await ledger.lock_both(tx, own)
    await application_fees.must_cover(tx, fee, amount)
    refund = await application_fees.give_back(Return(tx, fee, amount), **values)
    await ledger.record(
        own,
        Movement(
            type=BalanceTransactionType.ADJUSTMENT,
            amount=amount,
            currency=fee.currency,
            source_id=charge.id,
            source_type=charge.method_type.source_type,
            available_on=await funds.pending_until(own, charge) or tx.now,
            against=ACCOUNTS,
            description=f"Refund of application fee {fee.id}",
            reporting_category="fee",
        ),
    )
    return refund


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
