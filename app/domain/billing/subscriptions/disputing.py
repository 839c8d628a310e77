"""What becomes of a subscription when a payment of one of its invoices is disputed: a setting of the account."""

from app.domain.billing.subscriptions import canceling, ending, scheduled
from app.domain.reactions import when
from app.domain.tx import Tx
from app.tables.billing.billing_settings import BillingSettings, BillingSettingsSubscriptionAfterDispute
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_values import (
    SubscriptionCancellationDetails,
    SubscriptionCancellationDetailsReason,
)
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.event import Event

After = BillingSettingsSubscriptionAfterDispute
DISPUTED = SubscriptionCancellationDetailsReason.PAYMENT_DISPUTED


@when("charge.dispute.funds_withdrawn")
async def disputed(tx: Tx, event: Event) -> None:
    """A payment is disputed, and its funds are withdrawn, which an inquiry alone does not do."""
    charge = await tx.get(Charge, event.data.object["charge"], lock=False)
    if charge.invoice_id is None:
        return
    after = (await tx.single(BillingSettings, lock=False)).subscription_after_dispute
    invoice = await tx.get(Invoice, charge.invoice_id, lock=False)
    if after == After.KEEP or invoice.subscription_id is None:
        return
    subscription = await tx.get(Subscription, invoice.subscription_id)
    if subscription.ended_at is not None:
        return
    if after == After.CANCEL:
        await ending.stop_collecting(tx, await tx.find(Invoice, subscription_id=subscription.id, auto_advance=True))
        await ending.close(tx, subscription, reason=DISPUTED)
    else:
        await _end_with_the_period(tx, subscription)


async def _end_with_the_period(tx: Tx, subscription: Subscription) -> None:
    """A schedule that manages the subscription is released, as it would go on."""
    if subscription.schedule_id is not None:
        schedule = await tx.get(SubscriptionSchedule, subscription.schedule_id)
        scheduled.release(tx, schedule, subscription)
        tx.tell("released", schedule)
    subscription.cancel_at_period_end = True
    canceling.plan(tx, subscription, by_period=False)
    details = subscription.cancellation_details or SubscriptionCancellationDetails()
    subscription.cancellation_details = details.model_copy(update={"reason": DISPUTED})
    tx.tell("customer.subscription.updated", subscription)
