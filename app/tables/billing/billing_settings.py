"""BillingSettings: how an account's invoices are numbered, and what is done about those that are not paid. Stripe has
these settings in its dashboard alone."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from app.tables.columns import editable
from app.tables.resource import Single

Days = Annotated[int, Field(ge=1, le=60)]
Waits = Annotated[int, Field(ge=1, le=30)]


class BillingSettingsInvoiceNumbering(StrEnum):
    """How invoices are numbered."""

    ACCOUNT = "account"
    """One sequence for all customers of the account."""
    CUSTOMER = "customer"
    """A sequence for each customer, after the customer's prefix."""


class BillingSettingsInvoiceAfterRetries(StrEnum):
    """What becomes of an invoice that no attempt could collect."""

    LEAVE_OPEN = "leave_open"
    """The invoice stays open."""
    MARK_UNCOLLECTIBLE = "mark_uncollectible"
    """The invoice is marked as uncollectible."""


class BillingSettingsSubscriptionAfterDispute(StrEnum):
    """What becomes of a subscription when a payment of one of its invoices is disputed."""

    CANCEL = "cancel"
    """The subscription is canceled immediately, without prorations."""
    CANCEL_AT_PERIOD_END = "cancel_at_period_end"
    """The subscription is canceled at the end of its billing period."""
    KEEP = "keep"
    """The subscription stays as it is."""


class BillingSettingsSubscriptionAfterRetries(StrEnum):
    """What becomes of a subscription whose invoice no attempt could collect."""

    CANCEL = "cancel"
    """The subscription is canceled."""
    LEAVE_PAST_DUE = "leave_past_due"
    """The subscription stays past due."""
    MARK_UNPAID = "mark_unpaid"
    """The subscription is marked as unpaid."""


class BillingSettings(Single, table=True):
    """How an account's invoices are numbered, and what is done about invoices that are not paid."""

    object_name: ClassVar[str] = "billing_settings"
    in_real_time: ClassVar[bool] = True

    days_after_due: Days | None = editable(1)
    """Days after the due date on which `invoice.overdue` is emitted for an unpaid invoice; null for never."""
    days_before_due: Days | None = editable(3)
    """Days before the due date on which `invoice.will_be_due` is emitted for an unpaid invoice; null for never."""
    days_before_quote_expires: Days | None = editable(7)
    """Days before an open quote expires on which `quote.will_expire` is emitted; null for never."""
    days_before_renewal: Days | None = editable(7)
    """Days before a subscription's renewal on which `invoice.upcoming` is emitted; null for never."""
    invoice_after_retries: BillingSettingsInvoiceAfterRetries = editable(BillingSettingsInvoiceAfterRetries.LEAVE_OPEN)
    """What becomes of an invoice that no attempt could collect. The default is `LEAVE_OPEN`."""
    invoice_numbering: BillingSettingsInvoiceNumbering = editable(BillingSettingsInvoiceNumbering.CUSTOMER)
    """How invoices are numbered. The default is `CUSTOMER`."""
    invoice_prefix: str = editable("INV", min_length=1, max_length=12)
    """Prefix of the numbers, where one sequence is for all customers. The default is `INV`."""
    next_invoice_sequence: int = editable(1, ge=1)
    """Suffix of the next number, where one sequence is for all customers. The default is 1."""
    retry_days: list[Waits] = editable([3, 5, 7], max_length=8)
    """Days from each failed attempt to collect an invoice until the next, at most eight. The default is 3, 5 and 7; an
    empty list is for no further attempt."""
    subscription_after_dispute: BillingSettingsSubscriptionAfterDispute = editable(
        BillingSettingsSubscriptionAfterDispute.KEEP
    )
    """What becomes of a subscription when a payment of one of its invoices is disputed. An inquiry alone changes
    nothing. The default is `KEEP`."""
    subscription_after_retries: BillingSettingsSubscriptionAfterRetries = editable(
        BillingSettingsSubscriptionAfterRetries.CANCEL
    )
    """What becomes of a subscription whose invoice no attempt could collect. The default is `CANCEL`."""
