"""What a change of a subscription is billed: prorations within its period, or a new period at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.billing.subscriptions import collecting, invoicing, prorating, renewing, trials
from app.domain.billing.subscriptions.entries import Entry, current, cycle, entries
from app.domain.billing.subscriptions.items import period_of
from app.domain.tx import Tx
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionPaymentBehavior
from app.tables.billing.subscription_values import SubscriptionStatus
from app.tables.products.price_values import PriceRecurring
from app.tables.shapes.proration_behavior import ProrationBehavior

Proration = ProrationBehavior
BILLED = (SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID)


@dataclass(frozen=True)
class How:
    """How a change is billed."""

    proration: Proration = Proration.CREATE_PRORATIONS
    moment: datetime | None = None
    """The moment by which prorations are measured; None for now."""
    payment: SubscriptionPaymentBehavior = SubscriptionPaymentBehavior.ALLOW_INCOMPLETE
    off_session: bool = False


@dataclass(frozen=True)
class Former:
    """A subscription as it was before a change."""

    entries: Sequence[Entry]
    terms: dict[str, object]
    """By item, the price and quantity that were billed."""
    cycle: Cycle
    period: PriceRecurring
    free: bool
    trialing: bool


async def former(tx: Tx, subscription: Subscription) -> Former:
    """The subscription as it is, to be compared with what a change makes of it."""
    among = await entries(tx, subscription)
    return Former(
        among,
        {entry.item.id: _terms(entry) for entry in among},
        cycle(subscription, among),
        period_of([entry.price for entry in among]),
        _is_free(subscription, among),
        subscription.status == SubscriptionStatus.TRIALING,
    )


def _terms(entry: Entry) -> tuple[str, int | None]:
    return entry.item.price_id, entry.item.quantity


def _is_free(subscription: Subscription, among: Sequence[Entry]) -> bool:
    """Whether nothing is ever paid for any of the items."""
    return all(entry.subscribed(subscription.currency).rate.is_free for entry in among)


async def bill(tx: Tx, subscription: Subscription, before: Former, how: How, *, anew: bool = False) -> bool:
    """Bill what a change has made of a subscription, whose items and trial are those after the change. `anew` begins a
    period now. Whether the subscription goes on, and the caller emits its event: without a payment method, the end of
    its trial may cancel or pause it, which emits the events of that.

    Raises CardError if the payment fails and `how` asks for all or nothing.
    """
    after = await entries(tx, subscription)
    trial = subscription.trial_end is not None and subscription.trial_end > tx.now
    after_cycle = cycle(subscription, after)
    other = (after_cycle.interval, after_cycle.count) != (before.cycle.interval, before.cycle.count)
    ended = before.trialing and not trial
    paid_now = before.free and not _is_free(subscription, after)
    if trial:
        await _try(tx, subscription, before, after, how)
    elif ended and not await _end_trial(tx, subscription, how):
        return False
    elif anew or other or ended or paid_now:
        await _restart(tx, subscription, before, how)
    elif subscription.status in BILLED:
        await _prorate(tx, subscription, before, after, how)
    return True


async def _end_trial(tx: Tx, subscription: Subscription, how: How) -> bool:
    """The trial ends before its time. Whether the subscription goes on: without a payment method it may not."""
    subscription.current_period_end = tx.now
    if not await trials.end(tx, subscription, early=True):
        return False
    # An end that may have to wait is announced once it is known not to.
    if how.payment != SubscriptionPaymentBehavior.PENDING_IF_INCOMPLETE:
        trials.announce_end(tx, subscription)
    return True


async def _prorate(tx: Tx, subscription: Subscription, before: Former, after: Sequence[Entry], how: How) -> None:
    """Credit and charge what changed, from the moment to the end of the period."""
    if how.proration == Proration.NONE:
        return
    moment = how.moment or tx.now
    kept = {entry.item.id: entry for entry in after}
    changed = False
    for entry in before.entries:
        now = kept.get(entry.item.id)
        if now is None or _terms(now) != before.terms[entry.item.id]:
            changed = await prorating.credit(tx, subscription, entry, moment) is not None or changed
    span = current(subscription).since(moment)
    for entry in after:
        if _terms(entry) != before.terms.get(entry.item.id):
            changed = await prorating.charge(tx, subscription, entry, after, span) is not None or changed
    if changed and how.proration == Proration.ALWAYS_INVOICE:
        await invoice(tx, subscription, how)


async def invoice(tx: Tx, subscription: Subscription, how: How, segments: Sequence[invoicing.Segment] = ()) -> None:
    """Invoice a change at once, with all that is pending, and collect as `how` says."""
    billing = invoicing.Billing(
        InvoiceBillingReason.SUBSCRIPTION_UPDATE,
        current(subscription),
        await entries(tx, subscription),
        segments,
    )
    made = await invoicing.draft(tx, subscription, billing)
    await collecting.collect(tx, subscription, made, how.payment, off_session=how.off_session)


async def _credit_all(tx: Tx, subscription: Subscription, before: Former, how: How) -> None:
    for entry in before.entries:
        if how.proration == Proration.NONE:
            entry.item.billed = None
        else:
            await prorating.credit(tx, subscription, entry, how.moment or tx.now)


async def _restart(tx: Tx, subscription: Subscription, before: Former, how: How) -> None:
    """Begin a new period now, and bill it at once; the former one is credited."""
    await _credit_all(tx, subscription, before, how)
    subscription.billing_cycle_anchor, subscription.anchor_day = tx.now, None
    over = current(subscription)
    periods = cycle(subscription, await entries(tx, subscription))
    renewing.begin(tx, subscription, periods.period_at(tx.now))
    used = None if before.trialing else invoicing.Segment(Span(over.start, tx.now), before.cycle)
    billing = invoicing.Billing(
        InvoiceBillingReason.SUBSCRIPTION_UPDATE,
        current(subscription),
        await entries(tx, subscription),
        (invoicing.Segment(current(subscription), periods),),
        used,
    )
    made = await invoicing.draft(tx, subscription, billing)
    await collecting.collect(tx, subscription, made, how.payment, off_session=how.off_session)


async def _try(tx: Tx, subscription: Subscription, before: Former, after: Sequence[Entry], how: How) -> None:
    """The subscription is free until the trial ends."""
    assert subscription.trial_end is not None
    if before.trialing and subscription.trial_end == subscription.current_period_end:
        return
    await _credit_all(tx, subscription, before, how)
    if not before.trialing:
        tx.move(subscription, SubscriptionStatus.TRIALING, verb="begin a trial of")
        subscription.trial_start = tx.now
    span = Span(tx.now, subscription.trial_end)
    subscription.billing_cycle_anchor, subscription.anchor_day = span.end, None
    renewing.begin(tx, subscription, span)
    trials.plan(tx, subscription)
    periods = cycle(subscription, after)
    await invoice(tx, subscription, how, (invoicing.Segment(span, periods, trial=True),))
