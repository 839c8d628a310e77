"""Dunning: when an invoice is tried again that could not be collected, by the account's schedule, and what follows the
last attempt."""

from datetime import datetime, timedelta

from app.domain.billing.settings import settings_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.tables.billing.billing_settings import BillingSettingsInvoiceAfterRetries
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method import PaymentMethod

HARD = frozenset(
    (
        "authentication_required",
        "fraudulent",
        "incorrect_number",
        "lost_card",
        "pickup_card",
        "revocation_of_all_authorizations",
        "revocation_of_authorization",
        "stolen_card",
        "transaction_not_allowed",
    )
)
"""Stripe's codes of declines that are final. `fraudulent` is what blocks a payment of the highest risk."""
MARK_UNCOLLECTIBLE = BillingSettingsInvoiceAfterRetries.MARK_UNCOLLECTIBLE


async def next_attempt(tx: Tx, invoice: Invoice) -> datetime | None:
    """When to try again after the attempt that was the invoice's latest; None where the schedule has no more."""
    if not invoice.auto_advance or not invoice.is_charged:
        return None
    days = (await settings_of(tx)).retry_days
    retry = invoice.attempt_count - 1
    return tx.now + timedelta(days=days[retry]) if 0 <= retry < len(days) else None


def is_refused(intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether the bank has declined the payment method for good, so that only another one can be charged."""
    error = intent.last_payment_error
    if error is None or error.payment_method_id != method.id:
        return False
    return error.decline_code in HARD or error.code == ErrorCode.INCORRECT_NUMBER


async def gives_up(tx: Tx, invoice: Invoice) -> bool:
    """Whether the invoice is uncollectible, as the settings say of one that no attempt could collect."""
    if not invoice.auto_advance or not invoice.is_charged or invoice.next_payment_attempt is not None:
        return False
    settings = await settings_of(tx)
    return settings.invoice_after_retries == MARK_UNCOLLECTIBLE
