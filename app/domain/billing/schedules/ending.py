"""The end of a schedule on request: with its subscription, or without it."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.billing.schedules import phases
from app.domain.billing.subscriptions import canceling, scheduled
from app.domain.billing.subscriptions import ending as subscription_ending
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_values import SubscriptionScheduleEndBehavior, SubscriptionScheduleStatus


async def cancel(
    tx: Tx,
    schedule: SubscriptionSchedule,
    *,
    invoice_now: Annotated[
        bool, Doc("Whether usage and prorations that are not billed yet are invoiced now. The default is true.")
    ] = True,
    prorate: Annotated[bool, Doc("Whether unused time is credited. The default is true.")] = True,
) -> SubscriptionSchedule:
    """Cancel a schedule and its subscription immediately."""
    subscription = await _subscription(tx, schedule)
    scheduled.stop(tx, schedule, SubscriptionScheduleStatus.CANCELED)
    phases.unplan(tx, schedule)
    tx.tell("canceled", schedule)
    if subscription is not None:
        subscription.phase_end = None
        await subscription_ending.end(tx, subscription, prorate=prorate, invoice_now=invoice_now)
    return schedule


async def release(
    tx: Tx,
    schedule: SubscriptionSchedule,
    *,
    preserve_cancel_date: Annotated[
        bool, Doc("Whether the subscription still ends when the schedule would have ended it. The default is false.")
    ] = False,
) -> SubscriptionSchedule:
    """Release a schedule: its phases end, and the subscription, if there is one yet, continues."""
    subscription = await _subscription(tx, schedule)
    scheduled.release(tx, schedule, subscription)
    phases.unplan(tx, schedule)
    tx.tell("released", schedule)
    if subscription is not None:
        cancels = schedule.end_behavior == SubscriptionScheduleEndBehavior.CANCEL
        if cancels and not preserve_cancel_date:
            subscription.cancel_at = None
            canceling.plan(tx, subscription, by_period=False)
        tx.tell("customer.subscription.updated", subscription)
    return schedule


async def _subscription(tx: Tx, schedule: SubscriptionSchedule) -> Subscription | None:
    """The subscription that a schedule manages, locked."""
    return await tx.get(Subscription, schedule.subscription_id) if schedule.subscription_id else None
