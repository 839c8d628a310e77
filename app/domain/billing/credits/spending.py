"""Billing credits as invoices use them: what can be used, what is applied, and what comes back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.domain.billing.credits import grants, movements
from app.domain.billing.engine.credits import Grant, Used
from app.domain.tx import Tx
from app.tables.billing.credit_balance_transaction import (
    BillingCreditBalanceTransaction,
    BillingCreditBalanceTransactionCreditType,
    BillingCreditBalanceTransactionDebitType,
)
from app.tables.billing.credit_grant import BillingCreditGrant, BillingCreditGrantCategory

_NEVER = datetime.max.replace(tzinfo=UTC)


async def usable(tx: Tx, customer: str, currency: str) -> list[Grant]:
    """What the customer's grants can pay now in a currency, in Stripe's order of use. The grants are locked until the
    transaction ends."""
    every = await tx.find(BillingCreditGrant, customer_id=customer)
    found = [each for each in every if each.currency == currency and each.usable(tx.now)]
    for grant in found:
        # One whose moment has come, and whose job has not run yet.
        await grants.take_effect(tx, grant)
    return [Grant(each.id, each.usable(tx.now)) for each in sorted(found, key=_turn)]


def _turn(grant: BillingCreditGrant) -> Any:
    paid = grant.category is BillingCreditGrantCategory.PAID
    return grant.expires_at or _NEVER, paid, grant.effective_at, grant.created, grant.id


async def apply(tx: Tx, invoice: str, used: Iterable[tuple[str, Used]]) -> list[str]:
    """Take what grants pay of an invoice's lines, as `bill` has worked it out of `usable`: pairs of a line's id and
    what is used there. The ids of the debits, in that order."""
    applied = BillingCreditBalanceTransactionDebitType.CREDITS_APPLIED
    made = []
    for line, each in used:
        grant = await tx.get(BillingCreditGrant, each.grant)
        made.append(movements.take(tx, grant, each.amount, applied, invoice=invoice, line=line).id)
    return made


async def reinstate(tx: Tx, invoice: str, amounts: Mapping[str, int] | None = None) -> list[str]:
    """Give credits that were applied to an invoice back to their grants: all that still are, as the invoice is voided,
    or by line no more than `amounts`, in minor units, as a credit note takes part of the line back. The ids of the
    credits. The caller holds the invoice locked, so that nothing comes back twice.

    The grant that was used last is the first to be given back. What comes back to a grant that has expired expires.
    """
    rows = await tx.find(BillingCreditBalanceTransaction, invoice_id=invoice, lock=False)
    applied: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        assert row.line is not None
        applied[row.line, row.credit_grant_id] -= row.net
    left = dict(amounts) if amounts is not None else None
    made = []
    for (line, id), value in reversed(applied.items()):
        back = value if left is None else min(value, left.get(line, 0))
        if back <= 0:
            continue
        if left is not None:
            left[line] -= back
        grant = await tx.get(BillingCreditGrant, id)
        voided = BillingCreditBalanceTransactionCreditType.CREDITS_APPLICATION_INVOICE_VOIDED
        made.append(movements.add(tx, grant, back, voided, invoice=invoice, line=line).id)
        await grants.pass_expiry(tx, grant)
    return made
