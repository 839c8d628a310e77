"""Reversals of transfers: funds return to the balance that they were transferred from, in both ledgers at once."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud, ledger
from app.domain.core_resources.payments import application_fees, funds
from app.domain.core_resources.transfers.parties import is_liable
from app.domain.exchange import Settled
from app.domain.ledger import ACCOUNTS, Movement, SourceType
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.money import rounded_to_step
from app.tables.connect.transfer import Transfer
from app.tables.connect.transfer_reversal import TransferReversal
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.refund import Refund, RefundStatus

PAYMENT_REFUND = "pyr_"
"""The prefix of refunds of payments by transfer."""
DESCRIPTION = "REFUND FOR TRANSFER"


async def create(
    tx: Tx,
    *,
    amount: Annotated[
        int | None,
        Field(gt=0),
        Doc("Amount to reverse, in minor units. The default is all that was not reversed yet."),
    ] = None,
    refund_application_fee: Annotated[
        bool,
        Doc(
            "Whether the application fee of the payment is returned to the account that paid it, in the same share as "
            "the transfer is reversed. The default is false."
        ),
    ] = False,
    description: Annotated[
        str | None, Field(max_length=5000), Doc("Description of the balance transaction that returns the funds.")
    ] = None,
    **values: Any,
) -> TransferReversal:
    """Reverse a transfer, fully or in part: the funds return from the balance of the account that received it."""
    with Mistakes() as mistakes:
        transfer = await tx.get(Transfer, values["transfer_id"], field="transfer")
        left = transfer.amount - transfer.amount_reversed
        if left == 0:
            raise InvalidRequest(
                "This transfer was already fully reversed.", code=ErrorCode.PARAMETER_INVALID, field="transfer"
            )
        if amount is not None and amount > left:
            mistakes.add(
                InvalidRequest(
                    f"At most {left} of this transfer can be reversed, and `amount` is {amount}. Give {left} or less.",
                    code=ErrorCode.AMOUNT_TOO_LARGE,
                    field="amount",
                )
            )
        fee = 0
        if refund_application_fee:
            with mistakes.noted():
                fee = await _fee_of(tx, transfer, left if amount is None else amount)
    part = left if amount is None else amount
    return await reverse(tx, transfer, part, description=description, returned_fee=fee, **values)


async def _fee_of(tx: Tx, transfer: Transfer, amount: int) -> int:
    """What is returned of the application fee with a reversal of `amount` minor units. Raises InvalidRequest where
    there is no fee."""
    payment = await tx.get(Charge, transfer.destination_payment_id or "", lock=False)
    if payment.application_fee_id is None:
        raise InvalidRequest(
            "No application fee was taken of the transfer's payment. Omit `refund_application_fee`.",
            code=ErrorCode.APPLICATION_FEES_NOT_ALLOWED,
            field="refund_application_fee",
        )
    return await application_fees.part_of(tx, payment, amount, transfer.amount - transfer.amount_reversed)


async def reverse(
    tx: Tx,
    transfer: Transfer,
    amount: int,
    *,
    source_refund: Refund | None = None,
    description: str | None = None,
    returned_fee: int = 0,
    must_be_covered: bool = True,
    **values: Any,
) -> TransferReversal:
    """Return `amount` minor units of a transfer, which is locked and of which so much is left, from the balance of the
    account that received it. `source_refund` is the refund that causes the reversal, and leads to it from then on.
    `returned_fee` goes the other way, of the application fee of the payment. Emits the events of both.

    Raises InvalidRequest if the account's available balance does not cover it, unless its platform is liable for it, or
    it need not be covered.
    """
    to = tx.on(tx.tenant._replace(account=transfer.destination_id or ""))
    payment = await to.get(Charge, transfer.destination_payment_id or "")
    of_fee = await application_fees.returning(to, payment, returned_fee)
    await ledger.lock_both(tx, to)
    sent = await tx.get(BalanceTransaction, transfer.balance_transaction_id or "", lock=False)
    received = await to.get(BalanceTransaction, payment.balance_transaction_id or "", lock=False)
    taken = _part(received, transfer, amount)
    if must_be_covered and received.status == BalanceTransactionStatus.AVAILABLE:
        await _must_be_covered(to, taken)
    reversal = await crud.build(tx, TransferReversal, values | {"transfer_id": transfer.id})
    reversal.amount, reversal.currency = amount, transfer.currency
    reversal.counterparty_id = transfer.destination_id
    returned = await ledger.record(
        tx,
        _back(
            sent,
            Settled(amount, sent.currency),
            type=BalanceTransactionType.TRANSFER_REFUND,
            amount=amount,
            source_id=reversal.id,
            now=tx.now,
            description=description or DESCRIPTION + (f" ({transfer.description})" if transfer.description else ""),
        ),
    )
    reversal.balance_transaction_id = returned.id
    refund = await _refund(to, payment, received, taken, reversal, fee=of_fee.amount if of_fee else 0)
    if of_fee is not None:
        await application_fees.give_back(of_fee)
    reversal.destination_payment_refund_id = refund.id
    if source_refund is not None:
        reversal.source_refund_id, source_refund.transfer_reversal_id = source_refund.id, reversal.id
    transfer.amount_reversed += amount
    transfer.reversed = transfer.amount_reversed == transfer.amount
    tx.tell("reversed", transfer)
    to.tell("created", refund)
    to.tell("refunded", payment)
    return reversal


def _part(received: BalanceTransaction, transfer: Transfer, amount: int) -> Settled:
    """What a reversal of `amount` takes from the receiver's balance: the same share of what was received, so that all
    reversals together take exactly that."""

    def share(reversed_: int) -> int:
        return rounded_to_step(Decimal(received.amount * reversed_) / transfer.amount, received.currency)

    before = transfer.amount_reversed
    return Settled(share(before) - share(before + amount), received.currency, received.exchange_rate)


async def _must_be_covered(to: Tx, taken: Settled) -> None:
    """Raise InvalidRequest unless the receiver's balance covers it, or its platform is liable for what it then owes."""
    held = await ledger.available(to, taken.currency)
    if held < -taken.amount and not is_liable(await to.account()):
        raise InvalidRequest(
            f"The available balance of the account that received the transfer does not cover {-taken.amount} in "
            f"{taken.currency}. Wait until pending funds are available there, or reverse less.",
            code=ErrorCode.BALANCE_INSUFFICIENT,
            field="amount",
        )


async def _refund(
    to: Tx, payment: Charge, received: BalanceTransaction, taken: Settled, reversal: TransferReversal, *, fee: int
) -> Refund:
    """The refund by which the receiver of a transfer returns funds."""
    refund = to.add(
        Refund(
            id=new_id(PAYMENT_REFUND),
            amount=reversal.amount,
            charge_id=payment.id,
            counterparty_id=payment.counterparty_id,
            currency=reversal.currency,
            source_transfer_reversal_id=reversal.id,
            status=RefundStatus.SUCCEEDED.value,
        )
    )
    transaction = await ledger.record(
        to,
        _back(
            received,
            taken,
            type=BalanceTransactionType.PAYMENT_REFUND,
            amount=-reversal.amount,
            source_id=refund.id,
            now=to.now,
            currency=reversal.currency,
            description="REFUND FOR PAYMENT",
            application_fee=-fee,
        ),
    )
    refund.balance_transaction_id = transaction.id
    funds.count_refunded(payment, reversal.amount)
    return refund


def _back(
    came: BalanceTransaction, settled: Settled, *, now: datetime, currency: str | None = None, **more: Any
) -> Movement:
    """A movement that undoes a part of another: on the same part of the balance, and pending while the other is."""
    return Movement(
        currency=currency or settled.currency,
        source_type=cast(SourceType, came.source_type),
        available_on=came.available_on if came.status == BalanceTransactionStatus.PENDING else now,
        settled=settled,
        against=ACCOUNTS,
        **more,
    )
