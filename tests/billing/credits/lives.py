"""Granting credits, and using them, as invoices do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.billing.credits import grants, spending
from app.domain.billing.engine.credits import Creditable, credited
from app.domain.tx import Tx
from app.tables.billing.credit_amount import (
    BillingCreditAmountParams,
    BillingCreditAmountType,
    BillingCreditMonetaryAmountParams,
)
from app.tables.billing.credit_balance_transaction import BillingCreditBalanceTransaction
from app.tables.billing.credit_grant import (
    BillingCreditGrant,
    BillingCreditGrantApplicabilityConfig,
    BillingCreditGrantCategory,
    BillingCreditPriceType,
    BillingCreditScope,
)
from app.tables.core_resources.customer import Customer
from tests.merchant import NOON, Merchant

PAID, PROMOTIONAL = BillingCreditGrantCategory.PAID, BillingCreditGrantCategory.PROMOTIONAL
METERED = BillingCreditGrantApplicabilityConfig(scope=BillingCreditScope(price_type=BillingCreditPriceType.METERED))


async def open_customer(merchant: Merchant) -> str:
    async with merchant.begin() as tx:
        return tx.add(Customer()).id


async def grant(
    tx: Tx, customer: str, value: int, category: BillingCreditGrantCategory = PAID, currency: str = "usd", **given: Any
) -> BillingCreditGrant:
    """A grant, which may take effect or expire later."""
    amount = BillingCreditAmountParams(
        monetary=BillingCreditMonetaryAmountParams(currency=currency, value=value),
        type=BillingCreditAmountType.MONETARY,
    )
    return await grants.create(
        tx, amount=amount, applicability_config=METERED, category=category, customer_id=customer, **given
    )


async def bill(tx: Tx, customer: str, invoice: str, amounts: Sequence[int], currency: str = "usd") -> list[str]:
    """Apply credits to an invoice with metered lines of these amounts, `line_0` and so on: the ids of the debits."""
    usable = await spending.usable(tx, customer, currency)
    lines = credited([Creditable(amount, metered=True) for amount in amounts], usable)
    return await spending.apply(tx, invoice, [(f"line_{n}", used) for n, line in enumerate(lines) for used in line])


async def movements(merchant: Merchant, now: datetime = NOON) -> list[BillingCreditBalanceTransaction]:
    """All transactions, the oldest first."""
    async with merchant.begin(now) as tx:
        return await tx.find(BillingCreditBalanceTransaction, lock=False)
