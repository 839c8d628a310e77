"""Creating schedules: of phases, or for a subscription that is there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.billing.engine.cycle import Span
from app.domain.billing.schedules import choosing, phases, times
from app.domain.billing.subscriptions import scheduled
from app.domain.core_resources.customers import currency
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_params import (
    MAX_PHASES,
    SubscriptionScheduleCreatePhaseParams,
    SubscriptionScheduleDefaultSettingsParams,
)
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleDefaultSettings,
    SubscriptionScheduleStatus,
)
from app.tables.billing.subscription_schedule_values import SubscriptionScheduleEndBehavior as EndBehavior
from app.tables.billing.subscription_values import SubscriptionStatus
from app.tables.columns import Id
from app.tables.core_resources.customer import Customer
from app.tables.shapes.date_time_keyword import DateTimeKeyword

NOT_SCHEDULED = (SubscriptionStatus.INCOMPLETE, SubscriptionStatus.INCOMPLETE_EXPIRED, SubscriptionStatus.CANCELED)
"""Statuses of subscriptions that a schedule cannot manage."""

DefaultSettings = Annotated[
    SubscriptionScheduleDefaultSettingsParams | None,
    Doc("Settings of the phases that have none of their own. Omitted settings do not change."),
]


async def create(
    tx: Tx,
    *,
    customer: Annotated[
        str | None, Id("customer"), Doc("The customer to bill. Required without `fromSubscription`.")
    ] = None,
    default_settings: DefaultSettings = None,
    from_subscription: Annotated[
        str | None,
        Id("subscription"),
        Doc(
            "An existing subscription that the schedule is to manage, in place of all other fields. Its current period "
            "becomes the only phase."
        ),
    ] = None,
    phases: Annotated[
        list[SubscriptionScheduleCreatePhaseParams] | None,
        Field(min_length=1, max_length=MAX_PHASES),
        Doc("The phases, in order, at most 10. Required without `fromSubscription`."),
    ] = None,
    start_date: Annotated[
        datetime | DateTimeKeyword | None,
        Doc("When the first phase begins, or `NOW`, the default. A subscription that begins in the past is backdated."),
    ] = None,
    **values: Any,
) -> SubscriptionSchedule:
    """Create a subscription schedule. Its subscription is created when the first phase begins."""
    given = {
        "customer": customer,
        "default_settings": default_settings,
        "metadata": values.get("meta"),
        "phases": phases,
        "start_date": start_date,
    } | {name: value for name, value in values.items() if name != "meta"}
    if from_subscription is not None:
        return await _adopt(tx, from_subscription, [name for name, value in given.items() if value is not None])
    missing = [name for name in ("customer", "phases") if given[name] is None]
    with Mistakes() as mistakes:
        for name in missing:
            mistakes.add(
                InvalidRequest(
                    f"`{name}` is required, unless `from_subscription` is given.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field=name,
                )
            )
    later = start_date if isinstance(start_date, datetime) else None
    return await _plan(tx, customer or "", phases or [], later, default_settings, values)


async def _plan(
    tx: Tx,
    customer_id: str,
    given: list[SubscriptionScheduleCreatePhaseParams],
    start: datetime | None,
    default_settings: SubscriptionScheduleDefaultSettingsParams | None,
    values: dict[str, Any],
) -> SubscriptionSchedule:
    """A schedule of phases, the first of which begins at the start; None for now."""
    values = {name: value for name, value in values.items() if value is not None}
    customer = await tx.get(Customer, customer_id, field="customer")
    start = start or tx.now
    settings = choosing.merged(SubscriptionScheduleDefaultSettings(), default_settings)
    with Mistakes() as mistakes:
        choosing.check_end(values.get("end_behavior"), mistakes)
        await choosing.check_defaults(tx, settings, customer, mistakes)
        with mistakes.noted():
            chosen = await choosing.phases(tx, given, customer, settings)
            at = times.spans([each.length(tx.now) for each in chosen], start)
            must_last(at[0].end, tx.now, 0)
            trials = choosing.trial_ends(chosen, at)
            at_once, field = start <= tx.now, "phases.0.currency"
            await currency.claim(tx, customer, chosen[0].currency, field=field, at_once=at_once)
    values |= {"default_settings": settings}
    return await build(tx, customer, list(zip(chosen, at, trials, strict=True)), values)


async def build(
    tx: Tx,
    customer: Customer,
    planned: Sequence[tuple[choosing.ChosenPhase, Span, datetime | None]],
    values: dict[str, Any],
) -> SubscriptionSchedule:
    """A schedule of checked phases, each with its times and the end of its trial. `values` are further columns."""
    start = planned[0][1].start
    schedule = await crud.build(
        tx,
        SubscriptionSchedule,
        values
        | {
            "currency": planned[0][0].currency,
            "customer_id": customer.id,
            "phases": [await choosing.build(tx, *each) for each in planned],
        },
    )
    schedule.test_clock_id = schedule.clock_id
    await tx.read_embedded([schedule])
    if start > tx.now:
        phases.plan(tx, schedule)
        tx.tell("created", schedule)
    else:
        await phases.begin(tx, schedule, customer, event="created")
    return schedule


def must_last(end: datetime, now: datetime, place: int) -> None:
    """Raise InvalidRequest for a phase that is to be current, and is over already."""
    if end <= now:
        raise InvalidRequest(
            "The phase that begins now must end in the future.",
            code=ErrorCode.PARAMETER_INVALID,
            field=f"phases.{place}.end_date",
        )


async def _adopt(tx: Tx, id: str, others: list[str]) -> SubscriptionSchedule:
    """A schedule that manages a subscription as it is, until its current period ends. `others` are the further params
    that were given."""
    subscription = await tx.get(Subscription, id, field="from_subscription")
    with Mistakes() as mistakes:
        for name in others:
            mistakes.add(
                InvalidRequest(
                    f"`{name}` cannot be combined with `from_subscription`. Create the schedule, then update it.",
                    code=ErrorCode.PARAMETERS_EXCLUSIVE,
                    field=name,
                )
            )
        with mistakes.noted():
            _must_be_free(subscription)
    cancels = subscription.cancel_at is not None or subscription.cancel_at_period_end
    ends = subscription.cancel_at or subscription.current_period_end
    phase = await scheduled.mirrored(tx, subscription, start_date=subscription.current_period_start, end_date=ends)
    schedule = tx.add(
        SubscriptionSchedule(
            currency=subscription.currency,
            current_phase=phases.current(phase),
            customer_id=subscription.customer_id,
            default_settings=scheduled.defaults(subscription),
            end_behavior=EndBehavior.CANCEL if cancels else EndBehavior.RELEASE,
            phases=[phase],
            status=SubscriptionScheduleStatus.ACTIVE,
            subscription_id=subscription.id,
        )
    )
    schedule.test_clock_id = schedule.clock_id
    await tx.read_embedded([schedule])
    subscription.schedule_id, subscription.phase_end = schedule.id, ends
    phases.plan(tx, schedule)
    tx.tell("created", schedule)
    tx.tell("customer.subscription.updated", subscription)
    return schedule


def _must_be_free(subscription: Subscription) -> None:
    if subscription.schedule_id is not None:
        raise InvalidRequest(
            f"The subscription schedule {subscription.schedule_id} manages the subscription already. Update that "
            "schedule, or release it first.",
            code=ErrorCode.SUBSCRIPTION_UNEXPECTED_STATE,
            field="from_subscription",
        )
    if subscription.status in NOT_SCHEDULED:
        raise InvalidRequest(
            f"No schedule can manage a subscription whose `status` is {shown(subscription.status)}.",
            code=ErrorCode.SUBSCRIPTION_UNEXPECTED_STATE,
            field="from_subscription",
        )
