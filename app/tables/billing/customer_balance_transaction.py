"""CustomerBalanceTransaction: a change of the balance that a customer's next invoice takes into account."""

from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import editable, given, kept, ref
from app.tables.resource import Resource, Tagged
from app.tables.texts import CurrencyCode


class CustomerBalanceTransactionType(StrEnum):
    """Why a customer's balance changed."""

    ADJUSTMENT = "adjustment"
    """The merchant changed the balance."""
    APPLIED_TO_INVOICE = "applied_to_invoice"
    """The balance was applied to an invoice when it was finalized."""
    CREDIT_NOTE = "credit_note"
    """A credit note credited the balance."""
    INITIAL = "initial"
    """The customer was created with a balance."""
    INVOICE_OVERPAID = "invoice_overpaid"
    """The customer paid more than an invoice's amount."""
    INVOICE_TOO_LARGE = "invoice_too_large"
    """The amount of an invoice was above the maximum that can be charged."""
    INVOICE_TOO_SMALL = "invoice_too_small"
    """The amount of an invoice was below the minimum that can be charged, and is owed with the next one."""
    MIGRATION = "migration"
    """The balance was brought over from a former version of balances."""
    UNAPPLIED_FROM_INVOICE = "unapplied_from_invoice"
    """The balance came back from an invoice that was voided or deleted."""
    UNSPENT_RECEIVER_CREDIT = "unspent_receiver_credit"
    """Funds of a source that nothing was charged with became a credit."""


class CustomerBalanceTransaction(Tagged, Resource, table=True):
    """A change of a customer's balance, which the next finalized invoice takes into account."""

    prefix: ClassVar[str] = "cbtxn_"
    path: ClassVar[str] = "/v1/customers/{customer}/balance_transactions/{id}"

    amount: int = money(kind="given")
    """Amount of the change, in minor units: negative for a credit to the customer, positive for what is owed."""
    credit_note_id: str | None = ref("credit_note", back="customer_balance_transactions", kind="kept", default=None)
    """The credit note that credited the balance; null for other types."""
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the balance that changes: a three-letter ISO 4217 code, in lower case. A customer without a currency
    is billed in it from then on."""
    customer_id: str = ref("customer", back="balance_transactions")
    """The customer whose balance changed."""
    description: str | None = editable(None, max_length=350)
    """Description of the change, for the merchant's own use."""
    ending_balance: int = money(0)
    """The customer's balance in the currency after the change: negative for a credit."""
    invoice_id: str | None = ref("invoice", back="customer_balance_transactions", kind="kept", default=None)
    """The invoice that the balance was applied to, or came back from; null for other types."""
    type: CustomerBalanceTransactionType = kept(CustomerBalanceTransactionType.ADJUSTMENT)
    """Why the balance changed."""
