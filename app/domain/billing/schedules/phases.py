"""Phases follow each other: the first one begins, one ends and the next begins, the last one ends."""

from datetime import timedelta

from app.domain.billing.schedules import entering
from app.domain.billing.subscriptions import renewing, scheduled
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleCurrentPhase,
    SubscriptionScheduleEndBehavior,
    SubscriptionSchedulePhase,
    SubscriptionScheduleStatus,
)
from app.tables.core_resources.customer import Customer

Status = SubscriptionScheduleStatus
NOTICE = timedelta(days=7)
"""How long before the last phase ends that is announced."""


def plan(tx: Tx, schedule: SubscriptionSchedule) -> None:
    """Have what is next happen when it is due: the start, or the end of the current phase. And announce the end of an
    active schedule seven days before, if that is still to come."""
    tx.unwake(expire_soon, schedule)
    if schedule.status == Status.ACTIVE:
        notice = schedule.phases[-1].end_date - NOTICE
        if notice > tx.now:
            tx.wake(notice, expire_soon, schedule)
    _plan_turn(tx, schedule)


def _plan_turn(tx: Tx, schedule: SubscriptionSchedule) -> None:
    tx.unwake(turn, schedule)
    if schedule.status == Status.NOT_STARTED:
        tx.wake(schedule.phases[0].start_date, turn, schedule)
    elif schedule.current_phase is not None:
        tx.wake(schedule.current_phase.end_date, turn, schedule)


def unplan(tx: Tx, schedule: SubscriptionSchedule) -> None:
    """Nothing more of the schedule falls due."""
    tx.unwake(expire_soon, schedule)
    tx.unwake(turn, schedule)


def current(phase: SubscriptionSchedulePhase) -> SubscriptionScheduleCurrentPhase:
    """The times of a phase that is current."""
    return SubscriptionScheduleCurrentPhase(start_date=phase.start_date, end_date=phase.end_date)


@job("subscription_schedule.turn", SubscriptionSchedule)
async def turn(tx: Tx, schedule: SubscriptionSchedule) -> None:
    """The first phase is to begin, or the current one is over."""
    if schedule.status == Status.NOT_STARTED and schedule.phases[0].start_date <= tx.now:
        customer = await tx.get(Customer, schedule.customer_id, deleted=True)
        if customer.deleted_at is not None:
            scheduled.stop(tx, schedule, Status.CANCELED)
            tx.tell("canceled", schedule)
            return
        await begin(tx, schedule, customer, event="updated")
    elif schedule.current_phase is not None and schedule.current_phase.end_date <= tx.now:
        await _follow(tx, schedule)


async def begin(tx: Tx, schedule: SubscriptionSchedule, customer: Customer, *, event: str) -> None:
    """The first phase begins: the subscription is created. Emits the schedule's event, then the subscription's."""
    tx.move(schedule, Status.ACTIVE, verb="start")
    schedule.current_phase = current(schedule.phases[0])
    subscription = entering.add(tx, schedule, customer)
    plan(tx, schedule)
    tx.tell(event, schedule)
    await entering.start(tx, schedule, subscription)


async def _follow(tx: Tx, schedule: SubscriptionSchedule) -> None:
    """The next phase begins; or the schedule is over."""
    over = schedule.current
    assert schedule.subscription_id is not None, "an active schedule has a subscription"
    subscription = await tx.get(Subscription, schedule.subscription_id)
    following = schedule.following
    if following is None:
        await _finish(tx, schedule, subscription)
        return
    schedule.current_phase = current(following)
    _plan_turn(tx, schedule)
    tx.tell("updated", schedule)
    await entering.enter(tx, schedule, subscription, moment=over.end_date)


async def _finish(tx: Tx, schedule: SubscriptionSchedule, subscription: Subscription) -> None:
    if schedule.end_behavior == SubscriptionScheduleEndBehavior.CANCEL:
        scheduled.stop(tx, schedule, Status.COMPLETED)
        tx.tell("completed", schedule)
        subscription.phase_end = None
        # Its period ends at the same moment, or it is canceled within the period.
        await renewing.renew(tx, subscription)
        await renewing.cancel(tx, subscription)
        return
    scheduled.release(tx, schedule, subscription)
    schedule.completed_at = tx.now
    tx.tell("released", schedule)
    tx.tell("completed", schedule)
    await entering.proceed(tx, subscription)


@job("subscription_schedule.expiring", SubscriptionSchedule)
async def expire_soon(tx: Tx, schedule: SubscriptionSchedule) -> None:
    """The last phase ends in seven days."""
    if schedule.status == Status.ACTIVE:
        tx.tell("expiring", schedule)
