"""Automatic tax ends where the customer's location is not known any more."""

from app.domain.billing.subscriptions import scheduled
from app.domain.reactions import when
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import (
    SubscriptionAutomaticTax,
    SubscriptionAutomaticTaxDisabledReason,
)
from app.tables.core_resources.event import Event


@when("invoice.finalized")
async def finalized(tx: Tx, event: Event) -> None:
    """An invoice of the subscription went without tax, so those to come do too, until a caller enables it again."""
    body = event.data.object
    if not body["subscription"] or body["automatic_tax"]["disabled_reason"] is None:
        return
    subscription = await tx.get(Subscription, body["subscription"])
    if subscription.ended_at is not None or not subscription.automatic_tax.enabled:
        return
    subscription.automatic_tax = SubscriptionAutomaticTax(
        enabled=False, disabled_reason=SubscriptionAutomaticTaxDisabledReason.REQUIRES_LOCATION_INPUTS
    )
    tx.tell("customer.subscription.updated", subscription)
    await scheduled.untax(tx, subscription)
