"""The invoice that comes next: what falls due for a subscription is done in order, until an invoice is drafted."""

from datetime import datetime
from typing import NamedTuple

from app.domain.billing.previews import imagining
from app.domain.billing.schedules import phases
from app.domain.billing.subscriptions import discounting, renewing
from app.domain.billing.subscriptions.invoicing import Drafted
from app.domain.jobs import Job
from app.domain.products import discounts
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_values import SubscriptionScheduleStatus
from app.tables.billing.subscription_values import SubscriptionStatus
from app.tables.core_resources.customer import Customer
from app.tables.products.discount import Discount
from app.tables.resource import Resource

GOING_ON = (SubscriptionStatus.TRIALING, *renewing.BILLED)
"""The statuses of subscriptions that are billed again."""


class Step(NamedTuple):
    """A job that falls due."""

    due: datetime
    job: Job
    row: Resource


async def invoice(tx: Tx, subscription: Subscription | None, schedule: SubscriptionSchedule | None) -> Drafted | None:
    """The next invoice of a locked subscription, or of a schedule whose subscription is to come; None if there will be
    none."""
    done: set[tuple[datetime, str, str]] = set()
    while steps := await _steps(tx, subscription, schedule):
        due, job, row = min(steps, key=lambda step: step.due)
        if (due, job.name, row.id) in done:
            # It has come to nothing, and would again.
            return None
        done.add((due, job.name, row.id))
        imagining.move(tx, max(due, tx.now))
        if found := await imagining.drafted(job(tx, row)):
            return found
    return None


def renews(subscription: Subscription) -> bool:
    """Whether the subscription goes on when its current period ends."""
    ends = subscription.cancel_at is not None and subscription.cancel_at <= subscription.current_period_end
    return subscription.status in GOING_ON and not (ends or subscription.cancel_at_period_end)


async def _steps(tx: Tx, subscription: Subscription | None, schedule: SubscriptionSchedule | None) -> list[Step]:
    """What falls due, of one moment in the order in which it is done."""
    if subscription is None:
        waits = schedule is not None and schedule.status == SubscriptionScheduleStatus.NOT_STARTED
        return [Step(schedule.phases[0].start_date, phases.turn, schedule)] if waits and schedule is not None else []
    if subscription.status not in GOING_ON:
        return []
    steps = await _discounts(tx, subscription)
    if subscription.phase_end is not None and subscription.schedule_id is not None:
        schedule = await tx.get(SubscriptionSchedule, subscription.schedule_id)
        steps.append(Step(subscription.phase_end, phases.turn, schedule))
    if subscription.cancel_at is not None and not subscription.cancel_at_period_end:
        steps.append(Step(subscription.cancel_at, renewing.cancel, subscription))
    return [*steps, Step(subscription.current_period_end, renewing.renew, subscription)]


async def _discounts(tx: Tx, subscription: Subscription) -> list[Step]:
    """The discounts that end."""
    items: list[SubscriptionItem] = await tx.listed(subscription, Subscription.items)
    steps = []
    for id in [*subscription.discounts, *(id for item in items for id in item.discounts)]:
        discount = await tx.get(Discount, id, deleted=True)
        if discount.end is not None and discount.deleted_at is None and discount.subscription_id is not None:
            steps.append(Step(discount.end, discounting.end_discount, discount))
    customer = await tx.get(Customer, subscription.customer_id)
    if customer.discount_id is not None:
        own = await tx.get(Discount, customer.discount_id)
        if own.end is not None:
            steps.append(Step(own.end, discounts.end, customer))
    return steps
