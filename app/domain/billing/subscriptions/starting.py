"""How a subscription begins: its first period, and its first invoice."""

from app.domain import lists
from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.billing.subscriptions import canceling, collecting, invoicing, renewing, setting_up, statuses, trials
from app.domain.billing.subscriptions.entries import cycle, entries
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionPaymentBehavior
from app.tables.shapes.proration_behavior import ProrationBehavior


async def begin(
    tx: Tx,
    subscription: Subscription,
    *,
    payment: SubscriptionPaymentBehavior,
    proration: ProrationBehavior,
    off_session: bool,
) -> None:
    """Begin the first period of a new subscription, bill it, and collect the invoice as `payment` says. Raises
    CardError if that is ERROR_IF_INCOMPLETE and the payment fails."""
    told = tx.tell("customer.subscription.created", subscription)
    invoice = await _draft(tx, subscription, proration)
    await collecting.collect(tx, subscription, invoice, payment, off_session=off_session)
    await setting_up.begin(tx, subscription, invoice)
    lists.show(tx.work, told, subscription)


async def begin_later(tx: Tx, subscription: Subscription, proration: ProrationBehavior) -> None:
    """Begin the first period of a new subscription whose first invoice is collected as those of later periods are: the
    subscription has started, and the draft can be changed for an hour."""
    statuses.start(tx, subscription)
    told = tx.tell("customer.subscription.created", subscription)
    await _draft(tx, subscription, proration)
    lists.show(tx.work, told, subscription)


async def _draft(tx: Tx, subscription: Subscription, proration: ProrationBehavior) -> Invoice:
    among = await entries(tx, subscription)
    segments = _first(tx, subscription, cycle(subscription, among), proration)
    if subscription.cancel_at is not None or subscription.cancel_at_period_end:
        canceling.plan(tx, subscription, by_period=False)
    billing = invoicing.Billing(InvoiceBillingReason.SUBSCRIPTION_CREATE, Span(tx.now, tx.now), among, segments)
    return await invoicing.draft(tx, subscription, billing)


def _first(tx: Tx, subscription: Subscription, periods: Cycle, proration: ProrationBehavior) -> list[invoicing.Segment]:
    """Begin the first period. What of it is billed: what a backdated subscription has missed, as one time; then the
    trial, the time until the anchor, or a whole period."""
    start, billed = subscription.start_date, proration != ProrationBehavior.NONE
    missed = Cycle(start, periods.interval, periods.count)
    if subscription.trial_end is not None and subscription.trial_end > tx.now:
        span = Span(tx.now, subscription.trial_end)
        renewing.begin(tx, subscription, span)
        trials.plan(tx, subscription)
        free = invoicing.Segment(span, periods, trial=True)
        return [invoicing.Segment(Span(start, tx.now), missed), free] if billed and start < tx.now else [free]
    if periods.anchor > tx.now:
        # Until the anchor, and all that was missed before, in one.
        span = Span(start, periods.anchor)
        renewing.begin(tx, subscription, span)
        by = missed if start < tx.now else periods
        return [invoicing.Segment(span, by)] if billed else []
    span = renewing.cut(subscription, periods.period_at(tx.now))
    renewing.begin(tx, subscription, span)
    whole = invoicing.Segment(span, periods)
    return [invoicing.Segment(Span(start, span.start), missed), whole] if billed and start < span.start else [whole]
