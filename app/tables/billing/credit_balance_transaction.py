"""BillingCreditBalanceTransaction: what adds billing credits to a grant, or takes some of them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, text

from app.tables.billing.credit_amount import BillingCreditAmount
from app.tables.columns import REQUIRED, kept, ref
from app.tables.resource import Resource
from app.tables.values import Value


class BillingCreditBalanceTransactionType(StrEnum):
    """Whether a transaction adds credits to a grant or takes some."""

    CREDIT = "credit"
    """The transaction adds credits."""
    DEBIT = "debit"
    """The transaction takes credits."""


class BillingCreditBalanceTransactionCreditType(StrEnum):
    """Why credits were added to a grant."""

    CREDITS_APPLICATION_INVOICE_VOIDED = "credits_application_invoice_voided"
    """The invoice that the credits had paid was voided."""
    CREDITS_GRANTED = "credits_granted"
    """The grant took effect."""


class BillingCreditBalanceTransactionDebitType(StrEnum):
    """Why credits were taken from a grant."""

    CREDITS_APPLIED = "credits_applied"
    """The credits paid for a line of an invoice."""
    CREDITS_EXPIRED = "credits_expired"
    """The credits of the grant expired."""
    CREDITS_VOIDED = "credits_voided"
    """The whole grant was voided."""


class BillingCreditsApplied(Value):
    """The line of an invoice that credits were applied to."""

    invoice_id: str = ref("invoice", kind="kept")
    """The invoice that the credits were applied to."""
    invoice_line_item_id: str = ref("invoice_line_item", kind="kept")
    """The line of the invoice that the credits were applied to."""


class BillingCreditBalanceTransactionCredit(Value):
    """Credits that were added to a grant."""

    amount: BillingCreditAmount = kept(REQUIRED)
    """The credits that were added."""
    credits_application_invoice_voided: BillingCreditsApplied | None = kept()
    """The line that the credits had been applied to, of an invoice that was voided; null for other types."""
    type: BillingCreditBalanceTransactionCreditType = kept(REQUIRED)
    """Why the credits were added."""


class BillingCreditBalanceTransactionDebit(Value):
    """Credits that were taken from a grant."""

    amount: BillingCreditAmount = kept(REQUIRED)
    """The credits that were taken."""
    credits_applied: BillingCreditsApplied | None = kept()
    """The line of an invoice that the credits were applied to; null for other types."""
    type: BillingCreditBalanceTransactionDebitType = kept(REQUIRED)
    """Why the credits were taken."""


class BillingCreditBalanceTransaction(Resource, table=True):
    """A movement of billing credits: into a grant, or out of it.

    What is left of a grant is the sum of its movements.
    """

    prefix: ClassVar[str] = "cbtxn_"
    # Stripe's transactions of a customer's balance share the prefix; ids of these go on with the mode.
    id_prefixes: ClassVar[tuple[str, ...]] = ("cbtxn_test_", "cbtxn_live_")
    object_name: ClassVar[str] = "billing.credit_balance_transaction"
    path: ClassVar[str] = "/v1/billing/credit_balance_transactions/{id}"
    __table_args__ = (
        Index(
            "billing_credit_balance_transaction_invoice",
            "account_id",
            "invoice_id",
            postgresql_where=text("invoice_id IS NOT NULL"),
        ),
    )

    clock_id: str | None = ref(
        "test_clock", back="credit_balance_transactions", kind="kept", default=None, name="test_clock"
    )
    """The test clock of the grant's customer; null for a customer in real time."""
    credit: BillingCreditBalanceTransactionCredit | None = kept()
    """Details of the credits that were added; null for a debit."""
    credit_grant_id: str = ref("billing_credit_grant", back="credit_balance_transactions", kind="kept")
    """The grant whose credits changed."""
    customer_id: str = ref("customer", back="credit_balance_transactions", kind="kept", graph_only=True)
    """The customer who has the credits."""
    debit: BillingCreditBalanceTransactionDebit | None = kept()
    """Details of the credits that were taken; null for a credit."""
    effective_at: datetime = kept()
    """When the transaction took effect."""
    type: BillingCreditBalanceTransactionType | None = kept()
    """Whether credits were added or taken."""

    invoice_id: str | None = kept(hidden=True)
    """The invoice whose lines the credits were applied to."""

    @property
    def net(self) -> int:
        """The change of what is left of the grant, in minor units: negative for a debit."""
        if self.credit is not None:
            return self.credit.amount.monetary.value if self.credit.amount.monetary else 0
        return -self.debit.amount.monetary.value if self.debit and self.debit.amount.monetary else 0

    @property
    def line(self) -> str | None:
        """The line of the invoice that the credits were applied to."""
        applied = (self.credit and self.credit.credits_application_invoice_voided) or (
            self.debit and self.debit.credits_applied
        )
        return applied.invoice_line_item_id if applied else None
