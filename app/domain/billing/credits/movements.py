"""Movements of billing credits: each adds credits to a grant or takes some, and what is left is their sum."""

from datetime import datetime

from app.domain.tx import Tx
from app.ids import new_id
from app.tables.billing.credit_amount import BillingCreditAmount
from app.tables.billing.credit_balance_transaction import (
    BillingCreditBalanceTransaction,
    BillingCreditBalanceTransactionCredit,
    BillingCreditBalanceTransactionCreditType,
    BillingCreditBalanceTransactionDebit,
    BillingCreditBalanceTransactionDebitType,
    BillingCreditBalanceTransactionType,
    BillingCreditsApplied,
)
from app.tables.billing.credit_grant import BillingCreditGrant


def add(
    tx: Tx,
    grant: BillingCreditGrant,
    value: int,
    type: BillingCreditBalanceTransactionCreditType,
    *,
    effective_at: datetime | None = None,
    invoice: str | None = None,
    line: str | None = None,
) -> BillingCreditBalanceTransaction:
    """Add credits to a locked grant: `value` minor units of its currency, by default as of now. `line` is the line of
    `invoice` that the credits come back from."""
    grant.remaining = (grant.remaining or 0) + value
    assert grant.remaining <= grant.value, f"{grant.id} has more credits than were granted"
    credit = BillingCreditBalanceTransactionCredit(
        amount=BillingCreditAmount.of(value, grant.currency),
        credits_application_invoice_voided=_of(invoice, line),
        type=type,
    )
    return _moved(tx, grant, effective_at, invoice, credit=credit, type=BillingCreditBalanceTransactionType.CREDIT)


def take(
    tx: Tx,
    grant: BillingCreditGrant,
    value: int,
    type: BillingCreditBalanceTransactionDebitType,
    *,
    effective_at: datetime | None = None,
    invoice: str | None = None,
    line: str | None = None,
) -> BillingCreditBalanceTransaction:
    """Take credits from a locked grant: `value` minor units of its currency, by default as of now. `line` is the line
    of `invoice` that the credits pay for."""
    grant.remaining = (grant.remaining or 0) - value
    assert grant.remaining >= 0, f"{grant.id} has fewer credits than were taken"
    debit = BillingCreditBalanceTransactionDebit(
        amount=BillingCreditAmount.of(value, grant.currency), credits_applied=_of(invoice, line), type=type
    )
    return _moved(tx, grant, effective_at, invoice, debit=debit, type=BillingCreditBalanceTransactionType.DEBIT)


def take_rest(
    tx: Tx,
    grant: BillingCreditGrant,
    type: BillingCreditBalanceTransactionDebitType,
    *,
    effective_at: datetime | None = None,
) -> None:
    """Take all that is left of a locked grant, if anything is."""
    if grant.remaining:
        take(tx, grant, grant.remaining, type, effective_at=effective_at)


def _of(invoice: str | None, line: str | None) -> BillingCreditsApplied | None:
    if invoice is None or line is None:
        return None
    return BillingCreditsApplied(invoice_id=invoice, invoice_line_item_id=line)


def _moved(
    tx: Tx,
    grant: BillingCreditGrant,
    effective_at: datetime | None,
    invoice: str | None,
    *,
    type: BillingCreditBalanceTransactionType,
    credit: BillingCreditBalanceTransactionCredit | None = None,
    debit: BillingCreditBalanceTransactionDebit | None = None,
) -> BillingCreditBalanceTransaction:
    return tx.add(
        BillingCreditBalanceTransaction(
            id=new_id(f"{BillingCreditBalanceTransaction.prefix}{tx.tenant.mode}_"),
            credit=credit,
            credit_grant_id=grant.id,
            customer_id=grant.customer_id,
            debit=debit,
            effective_at=effective_at or tx.now,
            invoice_id=invoice,
            type=type,
        )
    )
