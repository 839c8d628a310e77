"""Transfers: funds that move from one account's balance to another's, in both ledgers at once."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud, ledger
from app.domain.core_resources.payments import crediting, funds
from app.domain.core_resources.transfers import parties, sending
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.columns import Id
from app.tables.connect.transfer import Transfer, TransferSourceType
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import Charge, ChargeStatus


async def create(
    tx: Tx,
    *,
    destination: Annotated[
        str,
        Id("account"),
        Doc("ID of the connected account that receives the funds; of the platform, for a connected account."),
    ],
    amount: Annotated[
        int | None,
        Field(gt=0),
        Doc(
            "Amount to transfer, in minor units. Required without `sourceTransaction`; with one, the default is all of "
            "the charge that was not transferred yet."
        ),
    ] = None,
    source_transaction: Annotated[
        str | None,
        Id("charge"),
        Doc(
            "ID of the charge whose funds are transferred. They become available to the destination when the charge's "
            "do, so that they need not be available yet."
        ),
    ] = None,
    source_type: Annotated[
        TransferSourceType | None,
        Doc("Part of the balance that the transfer is taken from. The default is CARD."),
    ] = None,
    **values: Any,
) -> Transfer:
    """Send funds of the balance to a connected account, or from a connected account to its platform."""
    currency = values.pop("currency")
    with Mistakes() as mistakes:
        to, source = tx, None
        if "meta" in values:
            with mistakes.noted():
                values["meta"] = crud.merge_metadata({}, values["meta"])
        with mistakes.noted():
            to = await parties.receiver(tx, destination)
        if source_transaction is not None:
            source = await tx.get(Charge, source_transaction, field="source_transaction")
            await crediting.must_be_credited(tx, source)
            amount = await _of_charge(tx, source, amount, currency, source_type)
        elif amount is None:
            raise InvalidRequest(
                "The transfer needs an `amount`, or a `source_transaction`.",
                code=ErrorCode.PARAMETER_MISSING,
                field="amount",
            )
    if source is None:
        await ledger.lock_both(tx, to)
        await _must_be_available(tx, amount, currency, source_type or TransferSourceType.CARD)
    return await sending.send(
        tx, to, amount=amount, currency=currency, source=source, source_type=source_type, **values
    )


async def _of_charge(
    tx: Tx, charge: Charge, amount: int | None, currency: str, source_type: TransferSourceType | None
) -> int:
    """The amount to transfer of a charge. Raises InvalidRequest if so much of it cannot be."""
    if charge.status is not ChargeStatus.SUCCEEDED or charge.balance_transaction_id is None:
        raise InvalidRequest(
            "Only a captured charge that succeeded can be transferred. Wait for the charge, or omit "
            "`source_transaction`.",
            code=ErrorCode.INVALID_SOURCE_USAGE,
            field="source_transaction",
        )
    taken = await tx.find(BalanceTransaction, source_id=charge.id, lock=False)
    sent = await tx.find(Transfer, source_transaction_id=charge.id, lock=False)
    before = sum(each.amount - each.amount_reversed for each in sent)
    most = sum(each.amount for each in taken) - before
    settled_in, held_as = taken[0].currency, funds.source_type(charge)
    with Mistakes() as mistakes:
        if currency != settled_in:
            message = (
                f"The funds of the charge are in {settled_in}, and the transfer is in {currency}. Give that currency."
            )
            mistakes.add(InvalidRequest(message, code=ErrorCode.PARAMETER_INVALID, field="currency"))
        if source_type is not None and source_type != held_as:
            message = f"The funds of the charge are of the `source_type` {shown(held_as)}. Omit `source_type`."
            code = ErrorCode.TRANSFER_SOURCE_BALANCE_PARAMETERS_MISMATCH
            mistakes.add(InvalidRequest(message, code=code, field="source_type"))
        if most <= 0 or (amount is not None and amount > most):
            message = (
                f"Transfers of a charge must not exceed its amount: {before} of it were transferred, and "
                f"{max(most, 0)} are left."
            )
            mistakes.add(InvalidRequest(message, code=ErrorCode.AMOUNT_TOO_LARGE, field="amount"))
    return most if amount is None else amount


async def _must_be_available(tx: Tx, amount: int, currency: str, source_type: TransferSourceType) -> None:
    held = await ledger.available(tx, currency, source_type.value)
    if held < amount:
        raise InvalidRequest(
            f"The available balance from this `source_type` is {held} in {currency}, and the transfer takes {amount}. "
            "Wait until pending funds are available, give a `source_transaction`, or transfer less.",
            code=ErrorCode.BALANCE_INSUFFICIENT,
            field="amount",
        )
