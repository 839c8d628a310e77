"""Dunning: when an invoice is tried again that could not be collected, by the account's schedule, and what follows the
last attempt."""

from datetime import datetime, timedelta

from app.domain.billing.settings import settings_of
from app.domain.tx import Tx
from app.tables.billing.billing_settings import BillingSettingsInvoiceAfterRetries
from app.tables.billing.invoice import Invoice

MARK_UNCOLLECTIBLE = BillingSettingsInvoiceAfterRetries.MARK_UNCOLLECTIBLE


async def next_attempt(tx: Tx, invoice: Invoice) -> datetime | None:
    """When to try again after the attempt that was the invoice's latest; None where the schedule has no more."""
    if not invoice.auto_advance or not invoice.is_charged:
        return None
    days = (await settings_of(tx)).retry_days
    retry = invoice.attempt_count - 1
    return tx.now + timedelta(days=days[retry]) if 0 <= retry < len(days) else None


async def gives_up(tx: Tx, invoice: Invoice) -> bool:
    """Whether the invoice is uncollectible, as the settings say of one that no attempt could collect."""
    if not invoice.auto_advance or not invoice.is_charged or invoice.next_payment_attempt is not None:
        return False
    settings = await settings_of(tx)
    return settings.invoice_after_retries == MARK_UNCOLLECTIBLE
