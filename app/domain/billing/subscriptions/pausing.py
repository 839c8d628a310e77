"""Pauses: of the collection of invoices, and of a subscription whose trial ended without a payment method."""

from app.domain.billing.subscriptions import changing, invoicing, params, renewing, terms
from app.domain.billing.subscriptions.entries import cycle
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionBillingCycleAnchor
from app.tables.billing.subscription_values import SubscriptionPauseCollection, SubscriptionStatus
from app.tables.shapes.proration_behavior import ProrationBehavior


def pause(tx: Tx, subscription: Subscription, pause: SubscriptionPauseCollection | None) -> None:
    """Pause the collection of invoices, or end the pause. The caller emits the subscription's event."""
    tx.unwake(end_pause, subscription)
    subscription.pause_collection = pause
    if pause is not None and pause.resumes_at is not None:
        tx.wake(pause.resumes_at, end_pause, subscription)


@job("subscription.end_pause", Subscription)
async def end_pause(tx: Tx, subscription: Subscription) -> None:
    """The moment has come at which collection resumes."""
    paused = subscription.pause_collection
    if paused is None or paused.resumes_at is None or paused.resumes_at > tx.now or subscription.ended_at is not None:
        return
    subscription.pause_collection = None
    tx.tell("customer.subscription.updated", subscription)


async def resume(
    tx: Tx,
    subscription: Subscription,
    *,
    billing_cycle_anchor: params.ResumedAnchor = SubscriptionBillingCycleAnchor.NOW,
    proration_behavior: params.Proration = ProrationBehavior.CREATE_PRORATIONS,
    proration_date: params.ProrationDate = None,
) -> Subscription:
    """Resume a paused subscription: a period begins, and its invoice is collected. If that fails, the
    subscription stays paused until the invoice is paid."""
    tx.must(subscription, SubscriptionStatus.ACTIVE, verb="resume")
    before = await changing.former(tx, subscription)
    with Mistakes() as mistakes:
        terms.check_proration_date(proration_date, subscription.current_period_start, tx.now, mistakes)
    periods = before.cycle
    if billing_cycle_anchor == SubscriptionBillingCycleAnchor.NOW:
        subscription.billing_cycle_anchor, subscription.anchor_day = tx.now, None
        periods = cycle(subscription, before.entries)
    period = periods.period_at(tx.now)
    renewing.begin(tx, subscription, period)
    billed = proration_behavior != ProrationBehavior.NONE or period.start == tx.now
    segment = invoicing.Segment(period.since(proration_date or tx.now), periods)
    how = changing.How(proration_behavior)
    await changing.invoice(tx, subscription, how, (segment,) if billed else ())
    tx.tell("customer.subscription.updated", subscription)
    return subscription
