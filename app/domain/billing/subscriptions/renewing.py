"""The end of a billing period: the next one begins and is billed, or the subscription ends."""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.domain.billing.engine.cycle import Span
from app.domain.billing.invoices import ending as invoice_ending
from app.domain.billing.invoices import finalizing
from app.domain.billing.subscriptions import ending, invoicing, pending_updates, prorating, trials
from app.domain.billing.subscriptions.entries import Entry, current, cycle, entries
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import (
    SubscriptionPauseCollectionBehavior,
    SubscriptionStatus,
)

NEVER = datetime.max.replace(tzinfo=UTC)
BILLED = (SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID)
"""The statuses in which periods follow each other, beside trials."""
STARTED = (SubscriptionStatus.TRIALING, *BILLED)


@job("subscription.renew", Subscription, whole=True)
async def renew(tx: Tx, subscription: Subscription) -> None:
    """The current period is over."""
    over = subscription.current_period_end <= tx.now and subscription.ended_at is None
    # Where a phase of its schedule ends too, that renews the subscription, as the next phase has it.
    if over and not _phase_ends(tx, subscription):
        await turn(tx, subscription)


def _phase_ends(tx: Tx, subscription: Subscription) -> bool:
    return subscription.phase_end is not None and subscription.phase_end <= tx.now


async def turn(tx: Tx, subscription: Subscription, gone: Sequence[Entry] = ()) -> None:
    """End the current period: the next one begins, or the subscription ends. `gone` are metered items that were removed
    at the end of the period, and whose usage is billed."""
    await pending_updates.lapse(tx, subscription)
    if subscription.cancel_at_period_end or (subscription.cancel_at or NEVER) <= subscription.current_period_end:
        await ending.bill_rest(tx, subscription, until=subscription.current_period_end)
        await ending.close(tx, subscription)
        return
    if subscription.status == SubscriptionStatus.TRIALING:
        if not await trials.end(tx, subscription):
            return
    elif subscription.status not in BILLED:
        return
    await _next(tx, subscription, gone)


async def _next(tx: Tx, subscription: Subscription, gone: Sequence[Entry]) -> None:
    among = await entries(tx, subscription)
    over = current(subscription)
    periods = cycle(subscription, among)
    span = cut(subscription, Span(over.end, periods.period_at(over.end).end))
    begin(tx, subscription, span)
    billing = invoicing.Billing(
        InvoiceBillingReason.SUBSCRIPTION_CYCLE,
        over,
        [*gone, *among],
        (invoicing.Segment(span, periods),),
        None if subscription.trial_end == over.end else invoicing.Segment(over, periods),
    )
    invoice = await invoicing.draft(tx, subscription, billing)
    tx.tell("customer.subscription.updated", subscription)
    await collect_later(tx, subscription, invoice)


def cut(subscription: Subscription, span: Span) -> Span:
    """A period, cut off where the subscription is to be canceled within it."""
    cancel_at = subscription.cancel_at
    return span if cancel_at is None or not subscription.prorates_end else Span(span.start, min(span.end, cancel_at))


def begin(tx: Tx, subscription: Subscription, span: Span) -> None:
    """A period begins. The caller bills it, and emits the subscription's event."""
    subscription.current_period_start, subscription.current_period_end = span
    tx.unwake(renew, subscription)
    tx.wake(subscription.current_period_end, renew, subscription)


async def collect_later(tx: Tx, subscription: Subscription, invoice: Invoice) -> None:
    """What becomes of a draft that the subscription made by itself: finalized in an hour, unless collection is paused,
    or given up."""
    pause = subscription.pause_collection
    if pause is None:
        if subscription.status == SubscriptionStatus.UNPAID:
            _hold(tx, invoice)
        return
    match pause.behavior:
        case SubscriptionPauseCollectionBehavior.KEEP_AS_DRAFT:
            _hold(tx, invoice)
        case SubscriptionPauseCollectionBehavior.MARK_UNCOLLECTIBLE:
            await finalizing.finalize(tx, invoice)
            await invoice_ending.mark_uncollectible(tx, invoice)
        case SubscriptionPauseCollectionBehavior.VOID:
            await finalizing.finalize(tx, invoice)
            await invoice_ending.annul(tx, invoice)


def _hold(tx: Tx, invoice: Invoice) -> None:
    """Leave the invoice a draft until somebody finalizes it."""
    invoice.auto_advance = False
    finalizing.plan(tx, invoice)
    tx.tell("updated", invoice)


@job("subscription.cancel", Subscription)
async def cancel(tx: Tx, subscription: Subscription) -> None:
    """The moment has come at which the subscription was to be canceled. What is left of its period is credited."""
    if subscription.cancel_at is None or subscription.cancel_at > tx.now or subscription.ended_at is not None:
        return
    if _phase_ends(tx, subscription):
        return
    for entry in await entries(tx, subscription):
        if subscription.prorates_end:
            await prorating.credit(tx, subscription, entry, subscription.cancel_at)
    await ending.bill_rest(tx, subscription, until=subscription.cancel_at)
    await ending.close(tx, subscription)
