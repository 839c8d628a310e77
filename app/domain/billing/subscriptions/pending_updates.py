"""Pending updates that come to nothing: they expire, or something else happens to their subscription or invoice."""

from app.domain.billing.invoices import ending as invoice_ending
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.usage_record import UsageRecordSummary
from app.tables.core_resources.event import Event


async def discard(tx: Tx, subscription: Subscription) -> None:
    """End the pending update of a subscription, if there is one, and void its invoice. The caller emits the
    subscription's event."""
    change = subscription.pending_change
    if change is None:
        return
    await clear(tx, subscription)
    invoice = await tx.get(Invoice, change.invoice_id)
    if InvoiceStatus.VOID in invoice.arrows.get(invoice.status or "", ()):
        await invoice_ending.annul(tx, invoice)


async def clear(tx: Tx, subscription: Subscription) -> None:
    """Nothing is pending any more, and usage that the invoice of the update was to bill is not billed."""
    change = subscription.pending_change
    assert change is not None
    tx.unwake(expire, subscription)
    subscription.pending_update = subscription.pending_change = None
    for summary in await tx.find(UsageRecordSummary, invoice_id=change.invoice_id):
        summary.invoice_id = None


async def lapse(tx: Tx, subscription: Subscription) -> None:
    """End a pending update whose time is over, with its events."""
    update = subscription.pending_update
    if update is not None and update.expires_at <= tx.now:
        await discard(tx, subscription)
        tx.tell("customer.subscription.pending_update_expired", subscription)
        tx.tell("customer.subscription.updated", subscription)


@job("subscription.expire_pending_update", Subscription)
async def expire(tx: Tx, subscription: Subscription) -> None:
    """The invoice of the pending update was not paid in time."""
    await lapse(tx, subscription)


@when("invoice.voided")
async def voided(tx: Tx, event: Event) -> None:
    """An invoice is void: the update that waited for its payment is canceled."""
    if subscription := await waits_for(tx, event):
        await clear(tx, subscription)
        tx.tell("customer.subscription.updated", subscription)


async def waits_for(tx: Tx, event: Event) -> Subscription | None:
    """The subscription whose pending update waits for the invoice of an event; None if there is none."""
    invoice = event.data.object
    if invoice["subscription"] is None:
        return None
    subscription = await tx.get(Subscription, invoice["subscription"])
    change = subscription.pending_change
    return subscription if change is not None and change.invoice_id == invoice["id"] else None
