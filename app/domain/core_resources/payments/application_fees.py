"""Application fees: what a platform takes of charges on accounts that are connected to it, and returns of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import Field
from typing_extensions import Doc

from app.domain import ledger
from app.domain.exchange import exchange
from app.domain.ledger import ACCOUNTS, Movement, SourceType
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.money import share
from app.tables.connect.application import Application
from app.tables.connect.application_fee import ApplicationFee, ApplicationFeeFeeSource, ApplicationFeeFeeSourceType
from app.tables.connect.application_fee_refund import ApplicationFeeRefund
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.charge import Charge
from app.tables.tenancy import Tenant

FeeAmount = Annotated[
    int | None,
    Field(ge=0),
    Doc(
        "Amount that your platform takes of the payment, in minor units; at most what is captured. The default is that "
        "of the payment."
    ),
]

OlderFee = Annotated[int | None, Field(ge=0), Doc("The older name of `application_fee_amount`; not with it.")]


def given(older: int | None, amount: int | None) -> int | None:
    """The amount of a fee, under either of its names. Raises InvalidRequest under both."""
    if older is not None and amount is not None:
        raise InvalidRequest(
            "`application_fee` is the older name of `application_fee_amount`. Give the latter alone.",
            code=ErrorCode.PARAMETER_INVALID,
            field="application_fee",
        )
    return amount if older is None else older


def check(tx: Tx, amount: int | None, of: int, *, transferred: bool) -> None:
    """Raise InvalidRequest unless the caller may take a fee of `amount` minor units of a charge of `of`. One of the
    caller's own is `transferred`."""
    must_be_allowed(tx, amount, transferred=transferred)
    fit(amount, of)


def must_be_allowed(
    tx: Tx, amount: int | Decimal | None, *, transferred: bool, field: str = "application_fee_amount"
) -> None:
    """Raise InvalidRequest for a fee of whom none may be taken."""
    if amount is not None and tx.work.platform is None and not transferred:
        raise InvalidRequest(
            "A platform takes fees of charges on accounts that are connected to it. Use the platform's key, and name "
            "the account in the header `Stripe-Account`, or transfer the payment to it with `transfer_data`.",
            code=ErrorCode.APPLICATION_FEES_NOT_ALLOWED,
            field=field,
        )


def fit(amount: int | None, of: int) -> None:
    """Raise InvalidRequest for a fee that is more than its charge."""
    if amount is not None and amount > of:
        raise InvalidRequest(
            f"The fee is at most the amount of the charge, which is {of}, and `application_fee_amount` is {amount}. "
            f"Give {of} or less.",
            code=ErrorCode.AMOUNT_TOO_LARGE,
            field="application_fee_amount",
        )


def change(tx: Tx, charge: Charge, amount: int | None, of: int, *, transferred: bool) -> None:
    """Have another fee taken of a charge that is held. Raises InvalidRequest as `check` does, and once it was taken."""
    check(tx, amount, of, transferred=transferred)
    if amount is None:
        return
    if charge.application_fee_id is not None:
        raise InvalidRequest(
            "The fee was taken with the first capture. Omit `application_fee_amount`.",
            code=ErrorCode.PARAMETER_INVALID,
            field="application_fee_amount",
        )
    charge.application_fee_amount = amount
    if charge.transfer_data is None:
        charge.counterparty_id = tx.work.platform


def due(charge: Charge) -> int:
    """What is to be taken of a captured charge, in minor units: nothing once it was, and for a platform that the
    account had left when the charge was made."""
    taken = charge.application_fee_id is not None or (charge.counterparty_id is None and charge.transfer_data is None)
    return 0 if taken else min(charge.application_fee_amount or 0, charge.amount_captured)


async def begin(tx: Tx, charge: Charge) -> None:
    """Have a new charge that a fee is taken of shown to the platform that takes it."""
    if charge.application_fee_amount and charge.transfer_data is None:
        charge.counterparty_id = (await tx.account()).platform_id


async def collect(
    tx: Tx, charge: Charge, amount: int, available_on: datetime, *, originating: Charge | None = None
) -> None:
    """Credit the platform with what its connected account's charge was debited. `originating` is the platform's own
    charge, whose transfer the account's is."""
    if not amount:
        return
    own = _taker(tx, charge)
    fee = own.add(
        ApplicationFee(
            amount=amount,
            application=Application.of(own.tenant.account),
            charge_id=charge.id,
            connected_id=tx.tenant.account,
            currency=charge.currency,
            fee_source=ApplicationFeeFeeSource(type=ApplicationFeeFeeSourceType.CHARGE, charge=charge.id),
            originating_transaction_id=originating and originating.id,
        )
    )
    transaction = await ledger.record(
        own,
        Movement(
            type=BalanceTransactionType.APPLICATION_FEE,
            amount=amount,
            currency=charge.currency,
            source_id=fee.id,
            source_type=charge.method_type.source_type,
            available_on=available_on,
            against=ACCOUNTS,
            description=f"Application fee from {charge.id}",
        ),
    )
    fee.balance_transaction_id = transaction.id
    charge.application_fee_id = fee.id
    if originating is not None:
        originating.application_fee_id = fee.id
    own.tell("created", fee)


@dataclass(frozen=True)
class Return:
    """What is returned of the fee of a charge. `tx` is the platform's."""

    tx: Tx
    fee: ApplicationFee
    amount: int


def must_have(tx: Tx, charge: Charge) -> None:
    """Raise InvalidRequest unless the caller can have the fee of a charge returned with a refund."""
    takes = tx.work.platform is not None or charge.transfer_data is not None
    if not takes or not charge.application_fee_amount:
        raise InvalidRequest(
            "Your platform has taken no fee of this charge. Omit `refund_application_fee`."
            if takes
            else "Only the platform that took the fee returns it. Omit `refund_application_fee`.",
            code=ErrorCode.APPLICATION_FEES_NOT_ALLOWED,
            field="refund_application_fee",
        )


async def part_of(tx: Tx, charge: Charge, refunded: int, left: int) -> int:
    """What goes back of the fee with a refund of `refunded` of the `left` minor units of a charge: the same share as of
    the charge, and with the rest of the charge the rest of the fee."""
    if charge.application_fee_id is None:
        return 0
    # Locked by `returning`, after the transfer, and no more is returned then than is left.
    fee = await _taker(tx, charge).get(ApplicationFee, charge.application_fee_id, lock=False)
    rest = fee.amount - fee.amount_refunded
    return rest if refunded == left else min(rest, share(fee.amount, refunded, charge.amount_captured))


async def returning(tx: Tx, charge: Charge, amount: int) -> Return | None:
    """A return of `amount` minor units of a charge's fee, or what is left of it. Both balances are locked; None where
    nothing is returned."""
    if not amount or charge.application_fee_id is None:
        return None
    own = _taker(tx, charge)
    fee = await own.get(ApplicationFee, charge.application_fee_id)
    amount = min(amount, fee.amount - fee.amount_refunded)
    await ledger.lock_both(tx, own)
    return Return(own, fee, amount) if amount else None


async def must_cover(tx: Tx, fee: ApplicationFee, amount: int) -> None:
    """Raise InvalidRequest unless the platform's available balance, or pending funds of the fee itself, cover a return
    of `amount` minor units of it."""
    sent = await tx.get(BalanceTransaction, fee.balance_transaction_id or "", lock=False)
    settled = (await exchange(tx, fee.currency)).of(amount)
    if sent.status == BalanceTransactionStatus.PENDING:
        return
    if await ledger.available(tx, settled.currency) < settled.amount:
        raise InvalidRequest(
            f"The available balance in {settled.currency} does not cover a refund of {amount}. Wait until pending "
            "funds are available, or refund less.",
            code=ErrorCode.BALANCE_INSUFFICIENT,
            field="amount",
        )


async def give_back(returned: Return, **values: Any) -> ApplicationFeeRefund:
    """Debit the platform with what the connected account is credited."""
    tx, fee = returned.tx, returned.fee
    refund = tx.add(ApplicationFeeRefund(amount=returned.amount, currency=fee.currency, fee_id=fee.id, **values))
    sent = await tx.get(BalanceTransaction, fee.balance_transaction_id or "", lock=False)
    transaction = await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.APPLICATION_FEE_REFUND,
            amount=-returned.amount,
            currency=fee.currency,
            source_id=refund.id,
            source_type=cast(SourceType, sent.source_type),
            available_on=sent.available_on if sent.status == BalanceTransactionStatus.PENDING else tx.now,
            against=ACCOUNTS,
            description=f"Refund of application fee {fee.id}",
        ),
    )
    refund.balance_transaction_id = transaction.id
    fee.amount_refunded += returned.amount
    fee.refunded = fee.amount_refunded >= fee.amount
    tx.tell("refunded", fee)
    return refund


async def give_back_alone(tx: Tx, charge: Charge, amount: int) -> None:
    """Return `amount` minor units of the fee of a charge, or what is left of it, to the connected account's balance,
    without a refund there. The transaction is the platform's."""
    if charge.application_fee_id is not None:
        fee = await tx.get(ApplicationFee, charge.application_fee_id)
        if amount := min(amount, fee.amount - fee.amount_refunded):
            await alone(tx, fee, amount)


async def alone(tx: Tx, fee: ApplicationFee, amount: int, **values: Any) -> ApplicationFeeRefund:
    """Return so much of a fee, which is locked and of which so much is left, to the connected account's balance. The
    transaction is the platform's; `values` are those of the refund."""
    to = tx.on(Tenant(fee.connected_id, tx.livemode))
    charge = await to.get(Charge, fee.charge_id, lock=False)
    credited = await to.get(BalanceTransaction, charge.balance_transaction_id or "", lock=False)
    await ledger.lock_both(tx, to)
    refund = await give_back(Return(tx, fee, amount), **values)
    await ledger.record(
        to,
        Movement(
            type=BalanceTransactionType.ADJUSTMENT,
            amount=amount,
            currency=fee.currency,
            source_id=charge.id,
            source_type=charge.method_type.source_type,
            available_on=credited.available_on if credited.status == BalanceTransactionStatus.PENDING else to.now,
            against=ACCOUNTS,
            description=f"Refund of application fee {fee.id}",
            reporting_category="fee",
        ),
    )
    return refund


def _taker(tx: Tx, charge: Charge) -> Tx:
    """The transaction as the platform has it that takes the fee: the tenant, or whom the charge is shown to."""
    return tx if charge.counterparty_id is None else tx.on(Tenant(charge.counterparty_id, tx.livemode))
