"""The accounts that have a part in what is billed: who issues it, is liable for tax, is paid, and takes a fee."""

from decimal import Decimal
from typing import Protocol

from app.domain.core_resources.payments import application_fees, merchants
from app.domain.core_resources.transfers import parties
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.money import share
from app.tables.billing.invoice import Invoice
from app.tables.connect.account import Account
from app.tables.shapes.automatic_tax import AutomaticTax
from app.tables.shapes.connect_account_reference import ConnectAccountReference, ConnectAccountReferenceType
from app.tables.shapes.transfer_data import TransferData


class Destined(Protocol):
    """The transfer of what is paid to a connected account."""

    @property
    def destination_id(self) -> str:
        """The account."""


async def check_account(tx: Tx, name: str, given: ConnectAccountReference | AutomaticTax | None) -> None:
    """Raise InvalidRequest for another account than this, unless it is connected to it."""
    account = given.liability if isinstance(given, AutomaticTax) else given
    field = f"{name}.liability" if isinstance(given, AutomaticTax) else name
    if account is None or (account.type == ConnectAccountReferenceType.SELF and account.connected is None):
        return
    if account.type == ConnectAccountReferenceType.SELF:
        raise InvalidRequest(
            f"`{field}.account` is for the type ACCOUNT. Omit it, or give that `{field}.type`.",
            code=ErrorCode.PARAMETER_INVALID,
            field=f"{field}.account",
        )
    if account.connected is None:
        raise InvalidRequest(
            f"`{field}.account` is required if `{field}.type` is ACCOUNT.",
            code=ErrorCode.PARAMETER_MISSING,
            field=f"{field}.account",
        )
    try:
        found = await tx.get(Account, account.connected, lock=False)
    except ResourceMissing:
        found = None
    if found is None or found.platform_id != tx.tenant.account:
        raise InvalidRequest(
            f"`{field}.account` must be an account that is connected to yours: '{account.connected[:40]}' is not.",
            code=ErrorCode.RESOURCE_MISSING,
            field=f"{field}.account",
        )


async def check_paid(tx: Tx, mistakes: Mistakes, *, on_behalf_of: str | None, transfer: Destined | None) -> None:
    """Note accounts that cannot be paid on behalf of, or passed anything on."""
    with mistakes.noted():
        await merchants.check(tx, on_behalf_of)
    if transfer is not None:
        with mistakes.noted("transfer_data"):
            await parties.connected(tx, transfer.destination_id)


def check_fee(
    tx: Tx, mistakes: Mistakes, field: str, fee: int | Decimal | None, *, transferred: bool, part: int | Decimal | None
) -> None:
    """Note a fee that the caller may not take; and one beside a `part` that is transferred in place of all."""
    with mistakes.noted():
        application_fees.must_be_allowed(tx, fee, transferred=transferred, field=field)
    if fee is not None and part is not None:
        mistakes.add(
            InvalidRequest(
                f"`{field}` is taken of all that is paid, which is then transferred. Give it, or a part in "
                "`transfer_data`, not both.",
                code=ErrorCode.PARAMETERS_EXCLUSIVE,
                field=field,
            )
        )


def settle(invoice: Invoice) -> None:
    """Work out of the total of an invoice what a platform takes of it, and what is transferred, where these are
    shares."""
    if invoice.fee_percent is not None:
        invoice.application_fee_amount = _share(invoice, invoice.fee_percent)
    if invoice.transfer_percent is not None and invoice.transfer_data is not None:
        part = _share(invoice, invoice.transfer_percent)
        invoice.transfer_data = invoice.transfer_data.model_copy(update={"amount": part})


def _share(invoice: Invoice, percent: Decimal) -> int:
    """To the nearest minor unit. Percentages have two decimals."""
    return share(max(invoice.total, 0), int(percent * 100), 100 * 100)


def due(invoice: Invoice) -> tuple[int | None, TransferData | None]:
    """The fee and the transfer of what is due of an invoice: none is more than that."""
    fee, transfer = invoice.application_fee_amount, invoice.transfer_data
    if transfer is not None and transfer.amount is not None:
        transfer = transfer.model_copy(update={"amount": min(transfer.amount, invoice.amount_due)})
    return None if fee is None else min(fee, invoice.amount_due), transfer
