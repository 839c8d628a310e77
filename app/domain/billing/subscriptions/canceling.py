"""Canceling subscriptions: at once, at the end of the period, or at a moment."""

from app.domain.billing.subscriptions import ending, params, renewing
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import (
    SubscriptionCancellationDetails,
    SubscriptionCancellationDetailsReason,
    SubscriptionStatus,
)


async def cancel(
    tx: Tx,
    subscription: Subscription,
    *,
    cancellation_details: params.CancellationDetails = None,
    invoice_now: params.InvoiceNow = False,
    prorate: params.Prorate = False,
) -> Subscription:
    """Cancel a subscription immediately. It cannot be started again."""
    incomplete = subscription.status == SubscriptionStatus.INCOMPLETE
    to = SubscriptionStatus.INCOMPLETE_EXPIRED if incomplete else SubscriptionStatus.CANCELED
    tx.must(subscription, to, verb="cancel")
    explain(subscription, cancellation_details)
    await ending.end(tx, subscription, prorate=prorate, invoice_now=invoice_now)
    return subscription


def explain(subscription: Subscription, given: SubscriptionCancellationDetails | None) -> None:
    """Keep what the customer says about the cancellation, if anything."""
    if given is None:
        return
    details = subscription.cancellation_details or SubscriptionCancellationDetails()
    said = {name: getattr(given, name) for name in given.model_fields_set}
    subscription.cancellation_details = details.model_copy(update=said)


def plan(tx: Tx, subscription: Subscription, *, by_period: bool) -> None:
    """Have the subscription end when its columns say so, and keep since when that is known. `by_period` says whether it
    was to end with its period before."""
    tx.unwake(renewing.cancel, subscription)
    if subscription.cancel_at_period_end:
        subscription.cancel_at = subscription.current_period_end
    elif by_period and subscription.cancel_at == subscription.current_period_end:
        subscription.cancel_at = None
    ends = subscription.cancel_at is not None
    details = subscription.cancellation_details or SubscriptionCancellationDetails()
    reason = SubscriptionCancellationDetailsReason.CANCELLATION_REQUESTED if ends else None
    subscription.cancellation_details = details.model_copy(update={"reason": reason})
    subscription.canceled_at = (subscription.canceled_at or tx.now) if ends else None
    if subscription.cancel_at is not None and not subscription.cancel_at_period_end:
        tx.wake(subscription.cancel_at, renewing.cancel, subscription)
