"""Funds on their way back: of a refunded payment to the cash balance or to the customer's bank account, and of the cash
balance to that account."""

from typing import Any

from app.domain import crud, ledger
from app.domain.core_resources.cash import balances, reconciliation
from app.domain.core_resources.payments import refund_transfers
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network import bank_transfers
from app.network.delays import Delay
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.refund import (
    Refund,
    RefundNextAction,
    RefundNextActionDisplayDetails,
    RefundNextActionEmailSent,
    RefundStatus,
)
from app.tables.payment_methods.cash_balance import CashBalance
from app.tables.payment_methods.customer_cash_balance_transaction import (
    CashBalanceRefundedFromPayment,
    CustomerCashBalanceTransaction,
    CustomerCashBalanceTransactionType,
)

ARRIVAL = Delay(business_days=3)
"""How long a return takes to the customer's bank account."""
CASH_BALANCE = "customer_cash_balance"


async def from_cash_balance(
    tx: Tx, *, amount: int | None, currency: str | None, customer: str | None, values: dict[str, Any]
) -> Refund:
    """Return funds of a customer's cash balance to the customer's bank account.

    Raises InvalidRequest where something is missing, or the cash balance does not cover the amount.
    """
    with Mistakes() as mistakes:
        for name, value in (("amount", amount), ("currency", currency), ("customer", customer)):
            if value is None:
                mistakes.add(
                    InvalidRequest(
                        f"`{name}` is required to return funds of a cash balance.",
                        code=ErrorCode.PARAMETER_MISSING,
                        field=name,
                    )
                )
        for name in ("charge", "payment_intent"):
            if values.get(f"{name}_id") is not None:
                mistakes.add(
                    InvalidRequest(
                        f"Give a `{name}`, or `origin` with `customer` and `currency`, not both.",
                        code=ErrorCode.PARAMETERS_EXCLUSIVE,
                        field=name,
                    )
                )
    assert amount is not None
    assert currency is not None
    assert customer is not None
    payer = await tx.get(Customer, customer, field="customer", lock=False)
    balance = await tx.single(CashBalance, payer.id)
    if amount > balances.held(balance, currency):
        raise InvalidRequest(
            f"The customer's cash balance in {currency} is {balances.held(balance, currency)}, and `amount` is "
            f"{amount}. Give that or less.",
            code=ErrorCode.BALANCE_INSUFFICIENT,
            field="amount",
        )
    refund = await crud.build(tx, Refund, values)
    refund.amount, refund.currency, refund.cash_customer_id = amount, currency, payer.id
    await _send(tx, refund, payer)
    tx.tell("created", refund)
    balances.move(tx, balance, CustomerCashBalanceTransactionType.RETURN_INITIATED, -amount, currency)
    return refund


async def send(tx: Tx, refund: Refund, charge: Charge) -> None:
    """Send the refund of a payment with a cash balance: to the customer's bank account where the merchant gives an
    `instructions_email`, else to the cash balance, by `arrive_in_cash`. Debits the merchant's balance.

    Raises InvalidRequest if the merchant's balance does not cover the refund.
    """
    refund.cash_customer_id = charge.customer_id
    await refund_transfers.debit(tx, refund, charge)
    if refund.instructions_email is None:
        refund.status = RefundStatus.SUCCEEDED.value
        refund.destination_details = refund_transfers.destination_of(CASH_BALANCE)
        return
    await _send(tx, refund, await tx.get(Customer, charge.customer_id or "", lock=False, deleted=True))


async def arrive_in_cash(tx: Tx, refund: Refund) -> None:
    """Add the funds of a refund to the cash balance, unless they went to a bank account. After the refund's event."""
    if refund.status == RefundStatus.SUCCEEDED:
        await _return_to_cash(tx, refund, CustomerCashBalanceTransactionType.REFUNDED_FROM_PAYMENT)


async def _send(tx: Tx, refund: Refund, customer: Customer) -> None:
    """Send funds to the customer's bank account. Where no transfer told it, the customer is asked by email."""
    refund.destination_details = refund_transfers.destination_of(bank_transfers.TYPES[refund.currency])
    if await _account_is_known(tx, customer.id, refund.currency):
        refund.status = RefundStatus.PENDING.value
        tx.wake(ARRIVAL.due(tx.now, hurry=tx.clock is None), arrive_in_bank, refund)
        return
    email = refund.instructions_email or customer.email
    if email is None:
        raise InvalidRequest(
            "The customer has no email address, at which to ask for the bank account that receives the funds. Give "
            "`instructions_email`.",
            code=ErrorCode.PARAMETER_MISSING,
            field="instructions_email",
        )
    refund.status = RefundStatus.REQUIRES_ACTION.value
    expires = tx.now + bank_transfers.RETURN_LASTS
    refund.next_action = RefundNextAction(
        type="display_details",
        display_details=RefundNextActionDisplayDetails(
            email_sent=RefundNextActionEmailSent(email_sent_at=tx.now, email_sent_to=email), expires_at=expires
        ),
    )
    tx.wake(expires, expire_return, refund)


async def _account_is_known(tx: Tx, customer_id: str, currency: str) -> bool:
    """Whether a transfer has told the bank account of the customer in that currency."""
    if bank_transfers.TYPES[currency] not in bank_transfers.TELLS_ACCOUNT:
        return False
    funded = CustomerCashBalanceTransactionType.FUNDED.value
    return bool(
        await tx.find(
            CustomerCashBalanceTransaction, customer_id=customer_id, currency=currency, type=funded, lock=False
        )
    )


async def complete_action(tx: Tx, refund: Refund) -> Refund:
    """Test helper: let the customer name the bank account that receives the refund."""
    if refund.status != RefundStatus.REQUIRES_ACTION or refund.cash_customer_id is None:
        raise InvalidRequest(
            "The refund does not wait for the customer's bank account.",
            code=ErrorCode.REFUND_UNEXPECTED_STATE,
            field="id",
        )
    tx.unwake(expire_return, refund)
    tx.move(refund, RefundStatus.PENDING.value, verb="complete_action")
    refund.next_action = None
    tx.wake(ARRIVAL.due(tx.now, hurry=tx.clock is None), arrive_in_bank, refund)
    refund_transfers.emit_changes(tx, refund)
    return refund


@job("refund.arrive_in_bank", Refund)
async def arrive_in_bank(tx: Tx, refund: Refund) -> None:
    """The customer's bank account has received the funds."""
    if refund.status != RefundStatus.PENDING:
        return
    tx.move(refund, RefundStatus.SUCCEEDED.value, verb="succeed")
    refund.destination_details = refund_transfers.destination_of(bank_transfers.TYPES[refund.currency], known=True)
    refund_transfers.emit_changes(tx, refund)


@job("refund.expire_return", Refund)
async def expire_return(tx: Tx, refund: Refund) -> None:
    """The customer did not say in time which bank account receives the funds."""
    if refund.status == RefundStatus.REQUIRES_ACTION:
        await give_back(tx, refund, RefundStatus.CANCELED)


async def give_back(tx: Tx, refund: Refund, status: RefundStatus, reason: str | None = None) -> None:
    """Return a refund that did not reach a bank account to the cash balance. A payment that it is of stays refunded."""
    tx.unwake(expire_return, refund)
    tx.move(refund, status.value, verb="fail")
    refund.failure_reason = reason
    refund.next_action = None
    if status is RefundStatus.FAILED:
        tx.tell("failed", refund)
    refund_transfers.emit_changes(tx, refund)
    of_cash = refund.charge_id is None
    kinds = CustomerCashBalanceTransactionType
    await _return_to_cash(tx, refund, kinds.RETURN_CANCELED if of_cash else kinds.REFUNDED_FROM_PAYMENT)


async def _return_to_cash(tx: Tx, refund: Refund, type: CustomerCashBalanceTransactionType) -> None:
    balance = await tx.single(CashBalance, refund.cash_customer_id)
    why: dict[str, Any] = {}
    if type is CustomerCashBalanceTransactionType.REFUNDED_FROM_PAYMENT:
        why["refunded_from_payment"] = CashBalanceRefundedFromPayment(refund_id=refund.id)
    balances.move(tx, balance, type, refund.amount, refund.currency, against=ledger.WORLD, **why)
    await reconciliation.reconcile(tx, balance, refund.currency)
