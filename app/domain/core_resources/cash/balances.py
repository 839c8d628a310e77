"""A customer's cash balance: every change of its funds is a transaction, an event, and a movement in the ledger."""

from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import ledger
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.payment_methods.cash_balance import (
    CashBalance,
    CashBalanceAvailable,
    CashBalanceParams,
    CashBalanceReconciliationMode,
    CashBalanceReconciliationModeParam,
    CashBalanceSettings,
    CashBalanceSettingsParams,
)
from app.tables.payment_methods.customer_cash_balance_transaction import (
    CustomerCashBalanceTransaction,
    CustomerCashBalanceTransactionType,
)

Params = Annotated[CashBalanceParams | None, Doc("The customer's cash balance.")]


def held(balance: CashBalance, currency: str) -> int:
    """The funds in `currency`, in minor units; negative if overdrawn."""
    return next((each.amount for each in balance.available or () if each.currency == currency), 0)


def move(
    tx: Tx,
    balance: CashBalance,
    type: CustomerCashBalanceTransactionType,
    net: int,
    currency: str,
    *,
    against: str = ledger.WORLD,
    **why: Any,
) -> CustomerCashBalanceTransaction:
    """Move `net` minor units into the cash balance, or out of it if negative, from or to the book `against`. `why` is
    the field of the transaction's type."""
    ending = held(balance, currency) + net
    others = [each for each in balance.available or () if each.currency != currency]
    changed = [*others, CashBalanceAvailable(currency=currency, amount=ending)]
    balance.available = sorted(changed, key=lambda each: each.currency)
    transaction = tx.add(
        CustomerCashBalanceTransaction(
            customer_id=balance.customer_id,
            currency=currency,
            ending_balance=ending,
            net_amount=net,
            type=type,
            **why,
        )
    )
    ledger.shift(tx, transaction.id, net, currency, source=against, to=ledger.cash_of(balance.customer_id))
    tx.tell("created", transaction)
    return transaction


async def update(
    tx: Tx,
    balance: CashBalance,
    *,
    settings: Annotated[CashBalanceSettingsParams | None, Doc("How the cash balance is used.")] = None,
) -> CashBalance:
    """Change how a customer's cash balance is used. Funds that are there wait for the next transfer, or to be
    applied."""
    mode = None if settings is None else settings.reconciliation_mode
    if mode is not None:
        default = mode is CashBalanceReconciliationModeParam.MERCHANT_DEFAULT
        balance.settings = CashBalanceSettings(
            reconciliation_mode=CashBalanceReconciliationMode.AUTOMATIC
            if default
            else CashBalanceReconciliationMode(mode.value),
            using_merchant_default=default,
        )
    return balance


async def configure(tx: Tx, customer_id: str, given: Params) -> None:
    """As `update`, with what is given of a customer."""
    if given is not None and given.settings is not None:
        await update(tx, await tx.single(CashBalance, customer_id), settings=given.settings)


async def must_be_none(tx: Tx, customer_id: str) -> None:
    """Raise InvalidRequest for a customer with a cash balance in any currency, even if that is zero."""
    if (await tx.single(CashBalance, customer_id, lock=False)).available is not None:
        raise InvalidRequest(
            "A customer who has sent funds by bank transfer cannot be deleted, as the cash balance stays. Update the "
            "customer instead.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
