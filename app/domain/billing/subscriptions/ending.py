"""How a subscription ends: at once, at the end of its period, or at a moment."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.billing.engine.cycle import Span
from app.domain.billing.invoices import collecting, finalizing
from app.domain.billing.subscriptions import invoicing, pending_updates, prorating, scheduled, setting_up
from app.domain.billing.subscriptions.entries import current, cycle, entries
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceBillingReason, InvoiceStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import (
    SubscriptionCancellationDetails,
    SubscriptionCancellationDetailsReason,
    SubscriptionStatus,
)

Reason = SubscriptionCancellationDetailsReason


async def end(
    tx: Tx,
    subscription: Subscription,
    *,
    prorate: bool = False,
    invoice_now: bool = False,
    moment: datetime | None = None,
) -> None:
    """End a subscription now, and emit its event. With `prorate`, what is left of the period is credited, from now or
    from a `moment`; with `invoice_now`, usage and pending items are billed at once. Its former invoices are not
    collected by themselves any more."""
    await stop_collecting(tx, await tx.find(Invoice, subscription_id=subscription.id, auto_advance=True))
    if prorate:
        for entry in await entries(tx, subscription):
            await prorating.credit(tx, subscription, entry, moment or tx.now)
    started = subscription.status not in (SubscriptionStatus.INCOMPLETE, SubscriptionStatus.PAUSED)
    if invoice_now and started:
        await bill_rest(tx, subscription, until=tx.now)
    await close(tx, subscription)


async def stop_collecting(tx: Tx, invoices: Iterable[Invoice]) -> None:
    """Have no invoice of these finalized or charged by itself."""
    for invoice in invoices:
        if invoice.status in (InvoiceStatus.DRAFT, InvoiceStatus.OPEN):
            invoice.auto_advance = False
            plan = finalizing.plan if invoice.status == InvoiceStatus.DRAFT else collecting.plan
            plan(tx, invoice)
            tx.tell("updated", invoice)


async def bill_rest(tx: Tx, subscription: Subscription, *, until: datetime) -> None:
    """Bill what was used until a moment and was not billed yet, with the pending items; nothing, if there is none."""
    among = await entries(tx, subscription)
    used = invoicing.Segment(Span(subscription.current_period_start, until), cycle(subscription, among))
    metered = any(entry.metered for entry in among)
    if not metered and not await invoicing.pending(tx, subscription):
        return
    billing = invoicing.Billing(
        InvoiceBillingReason.SUBSCRIPTION_CYCLE if metered else InvoiceBillingReason.SUBSCRIPTION_UPDATE,
        current(subscription),
        among,
        used=used,
    )
    invoice = await invoicing.draft(tx, subscription, billing)
    await finalizing.finalize(tx, invoice)


async def close(tx: Tx, subscription: Subscription, *, reason: Reason = Reason.CANCELLATION_REQUESTED) -> None:
    """The subscription is over."""
    await scheduled.ended(tx, subscription, reason)
    await pending_updates.discard(tx, subscription)
    await setting_up.cancel(tx, subscription)
    incomplete = subscription.status == SubscriptionStatus.INCOMPLETE
    to = SubscriptionStatus.INCOMPLETE_EXPIRED if incomplete else SubscriptionStatus.CANCELED
    tx.move(subscription, to, verb="cancel")
    subscription.ended_at = tx.now
    subscription.next_pending_invoice_item_invoice = None
    subscription.canceled_at = subscription.canceled_at or tx.now
    subscription.cancel_at_period_end = False
    details = subscription.cancellation_details or SubscriptionCancellationDetails()
    subscription.cancellation_details = details.model_copy(update={"reason": details.reason or reason})
    for entry in await entries(tx, subscription):
        entry.item.billed = None
    tx.tell("customer.subscription.updated" if incomplete else "customer.subscription.deleted", subscription)
