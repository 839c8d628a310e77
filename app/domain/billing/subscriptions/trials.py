"""Trials of subscriptions: the notice before they end, and what happens when they do."""

from datetime import timedelta

from app.domain.billing.subscriptions import ending
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import (
    SubscriptionStatus,
    SubscriptionTrialSettingsEndBehaviorMissingPaymentMethod,
)
from app.tables.core_resources.customer import Customer
from app.tables.shapes.collection_method import CollectionMethod

Missing = SubscriptionTrialSettingsEndBehaviorMissingPaymentMethod
NOTICE = timedelta(days=3)
"""How long before the end of a trial it is announced."""
LONGEST = timedelta(days=730)


def plan(tx: Tx, subscription: Subscription) -> None:
    """Announce the trial's end three days before; now, where that has passed."""
    tx.unwake(will_end, subscription)
    if subscription.trial_end is not None and subscription.trial_end > tx.now:
        tx.wake(max(subscription.trial_end - NOTICE, tx.now), will_end, subscription)


@job("subscription.trial_will_end", Subscription)
async def will_end(tx: Tx, subscription: Subscription) -> None:
    """The trial ends in three days."""
    if subscription.status == SubscriptionStatus.TRIALING:
        tx.tell("customer.subscription.trial_will_end", subscription)


def announce_end(tx: Tx, subscription: Subscription) -> None:
    """Announce the end of a trial that ends before its time, whether that was announced before or not."""
    tx.unwake(will_end, subscription)
    tx.tell("customer.subscription.trial_will_end", subscription)


async def end(tx: Tx, subscription: Subscription, *, early: bool = False) -> bool:
    """The trial is over. Whether the subscription goes on: without a payment method it may be canceled or paused. An
    `early` end is announced before; by the caller, where the subscription goes on."""
    behavior = subscription.trial_settings.end_behavior.missing_payment_method if subscription.trial_settings else None
    if behavior in (Missing.CANCEL, Missing.PAUSE) and await _is_missing(tx, subscription):
        if early:
            announce_end(tx, subscription)
        if behavior == Missing.CANCEL:
            await ending.close(tx, subscription)
        else:
            tx.move(subscription, SubscriptionStatus.PAUSED, verb="pause")
            tx.tell("customer.subscription.updated", subscription)
            tx.tell("customer.subscription.paused", subscription)
        return False
    tx.move(subscription, SubscriptionStatus.ACTIVE, verb="end the trial of")
    return True


async def _is_missing(tx: Tx, subscription: Subscription) -> bool:
    if subscription.collection_method == CollectionMethod.SEND_INVOICE:
        return False
    customer = await tx.get(Customer, subscription.customer_id, lock=False)
    return not (subscription.default_payment_method_id or customer.invoice_settings.default_payment_method_id)
