"""Funds that customers send by bank transfer: they arrive, are taken back by the bank, or stay unused too long."""

from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.domain import ledger
from app.domain.core_resources.cash import balances, reconciliation
from app.domain.jobs import job
from app.domain.ledger import Movement
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network import bank_transfers
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.cash_balance import CashBalance
from app.tables.payment_methods.customer_cash_balance_transaction import (
    CashBalanceAdjustedForOverdraft,
    CashBalanceFunded,
    CashBalanceTransferredToBalance,
    CustomerCashBalanceTransaction,
    CustomerCashBalanceTransactionType,
)
from app.tables.texts import CurrencyCode


async def fund_cash_balance(
    tx: Tx,
    customer: Customer,
    *,
    amount: Annotated[int, Field(gt=0), Doc("Amount of the transfer, in minor units of `currency`.")],
    currency: Annotated[CurrencyCode, Doc("Currency of the transfer: `eur`, `gbp`, `jpy`, `mxn` or `usd`.")],
    reference: Annotated[
        str | None, Field(max_length=5000), Doc("What the customer writes on the transfer; null for nothing.")
    ] = None,
) -> Customer:
    """Test helper: let a bank transfer of the customer's arrive, which funds the cash balance."""
    if tx.livemode:
        raise InvalidRequest(
            "Bank transfers can only be made up in test mode. Use a test key.",
            code=ErrorCode.LIVEMODE_MISMATCH,
            field="id",
        )
    type = bank_transfers.TYPES.get(currency)
    if type is None:
        raise InvalidRequest(
            f"Customers can send {', '.join(sorted(bank_transfers.TYPES))} by bank transfer, and not {currency}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="currency",
        )
    balance = await tx.single(CashBalance, customer.id)
    funding = balances.move(
        tx,
        balance,
        CustomerCashBalanceTransactionType.FUNDED,
        amount,
        currency,
        funded=CashBalanceFunded(
            bank_transfer=bank_transfers.received(type, reference, customer.name or "Jenny Rosen")
        ),
    )
    tx.wake(tx.now + bank_transfers.UNUSED_LASTS, transfer_unused, funding)
    await reconciliation.reconcile(tx, balance, currency, reference=reference)
    return customer


async def reverse(tx: Tx, transaction: CustomerCashBalanceTransaction) -> CustomerCashBalanceTransaction:
    """Test helper: let the bank take the funds of a transfer back. What the cash balance lacks, the merchant's balance
    covers."""
    if transaction.type is not CustomerCashBalanceTransactionType.FUNDED or transaction.reversed:
        raise InvalidRequest(
            "Only a transfer that funded the cash balance, and was not reversed yet, can be reversed.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
    transaction.reversed = True
    amount, currency = transaction.net_amount, transaction.currency
    balance = await tx.single(CashBalance, transaction.customer_id)
    reversal = balances.move(tx, balance, CustomerCashBalanceTransactionType.FUNDING_REVERSED, -amount, currency)
    overdraft = -balances.held(balance, currency)
    if overdraft > 0:
        covered = await ledger.record(
            tx,
            Movement(
                type=BalanceTransactionType.ADJUSTMENT,
                amount=-overdraft,
                currency=currency,
                source_id=reversal.id,
                source_type="bank_account",
                available_on=tx.now,
                description="Cash balance overdraft",
            ),
        )
        balances.move(
            tx,
            balance,
            CustomerCashBalanceTransactionType.ADJUSTED_FOR_OVERDRAFT,
            overdraft,
            currency,
            adjusted_for_overdraft=CashBalanceAdjustedForOverdraft(
                balance_transaction_id=covered.id, linked_transaction_id=reversal.id
            ),
        )
    return transaction


@job("customer_cash_balance_transaction.transfer_unused", CustomerCashBalanceTransaction)
async def transfer_unused(tx: Tx, funding: CustomerCashBalanceTransaction) -> None:
    """Move what is left of funds that no payment has used in time to the merchant's balance. The oldest funds are used
    first, so what came in since is still there."""
    balance = await tx.single(CashBalance, funding.customer_id)
    every = await tx.find(
        CustomerCashBalanceTransaction, customer_id=funding.customer_id, currency=funding.currency, lock=False
    )
    since = sum(
        each.net_amount
        for each in every
        if each.net_amount > 0 and (each.created, each.id) > (funding.created, funding.id)
    )
    left = min(balances.held(balance, funding.currency) - since, funding.net_amount)
    if left <= 0:
        return
    credited = await ledger.record(
        tx,
        Movement(
            type=BalanceTransactionType.PAYMENT_UNRECONCILED,
            amount=left,
            currency=funding.currency,
            source_id=funding.id,
            source_type="bank_account",
            available_on=tx.now,
            description="Cash balance transfer",
        ),
    )
    balances.move(
        tx,
        balance,
        CustomerCashBalanceTransactionType.TRANSFERRED_TO_BALANCE,
        -left,
        funding.currency,
        transferred_to_balance=CashBalanceTransferredToBalance(balance_transaction_id=credited.id),
    )
