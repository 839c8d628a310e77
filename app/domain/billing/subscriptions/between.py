"""Pending invoice items of a subscription, billed at an interval of their own between renewals."""

from datetime import datetime

from app.domain.billing.engine.cycle import Cycle
from app.domain.billing.subscriptions import invoicing, renewing
from app.domain.billing.subscriptions.entries import current, entries
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription


def plan(tx: Tx, subscription: Subscription) -> None:
    """Plan when pending invoice items are billed next, as the interval says. The caller emits the subscription's
    event."""
    tx.unwake(bill, subscription)
    subscription.next_pending_invoice_item_invoice = _next(subscription, tx.now)
    if subscription.next_pending_invoice_item_invoice is not None:
        tx.wake(subscription.next_pending_invoice_item_invoice, bill, subscription)


def _next(subscription: Subscription, moment: datetime) -> datetime | None:
    interval = subscription.pending_invoice_item_interval
    if interval is None or subscription.ended_at is not None:
        return None
    # Counted from the start of the subscription, so that a month stays a month.
    return Cycle(subscription.start_date, interval.interval, interval.interval_count).period_at(moment).end


@job("subscription.bill_pending_items", Subscription)
async def bill(tx: Tx, subscription: Subscription) -> None:
    """The moment has come to bill pending invoice items, if there are any."""
    due = subscription.next_pending_invoice_item_invoice
    if due is None or due > tx.now or subscription.ended_at is not None:
        return
    plan(tx, subscription)
    # What is pending when a period ends is billed with the renewal.
    renews = subscription.current_period_end <= tx.now
    if not renews and subscription.status in renewing.STARTED and await invoicing.pending(tx, subscription):
        reason = InvoiceBillingReason.AUTOMATIC_PENDING_INVOICE_ITEM_INVOICE
        billing = invoicing.Billing(reason, current(subscription), await entries(tx, subscription))
        invoice = await invoicing.draft(tx, subscription, billing)
        await renewing.collect_later(tx, subscription, invoice)
    tx.tell("customer.subscription.updated", subscription)
