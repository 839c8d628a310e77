"""Updating schedules: the current phase and those to come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.billing.engine.cycle import Span
from app.domain.billing.schedules import choosing, entering, phases, times
from app.domain.billing.schedules.creating import DefaultSettings, must_last
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_params import (
    MAX_PHASES,
    SubscriptionScheduleUpdatePhaseParams,
)
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleDefaultSettings,
    SubscriptionSchedulePhase,
    SubscriptionScheduleStatus,
)
from app.tables.core_resources.customer import Customer
from app.tables.shapes.proration_behavior import ProrationBehavior

Status = SubscriptionScheduleStatus


class Replacement(NamedTuple):
    """The phases that take the place of the current one and those to come."""

    chosen: Sequence[choosing.ChosenPhase]
    at: Sequence[Span]
    trials: Sequence[datetime | None]


async def update(
    tx: Tx,
    schedule: SubscriptionSchedule,
    *,
    default_settings: DefaultSettings = None,
    phases: Annotated[
        list[SubscriptionScheduleUpdatePhaseParams] | None,
        Field(min_length=1),
        Doc(
            "The current phase and those to come, at most 10, in place of all that there are. Phases that have ended "
            "can be omitted."
        ),
    ] = None,
    proration_behavior: Annotated[
        ProrationBehavior,
        Doc("How a change of the current phase is billed. The default is `CREATE_PRORATIONS`."),
    ] = ProrationBehavior.CREATE_PRORATIONS,
    **values: Any,
) -> SubscriptionSchedule:
    """Update a subscription schedule. A change of the current phase changes the subscription immediately."""
    if schedule.status not in (Status.NOT_STARTED, Status.ACTIVE):
        raise WrongState(schedule.object_name, "update", schedule.status)
    customer = await tx.get(Customer, schedule.customer_id, deleted=True)
    subscription = await tx.get(Subscription, schedule.subscription_id) if schedule.subscription_id else None
    settings = choosing.merged(schedule.default_settings, default_settings)
    replacement = None
    with Mistakes() as mistakes:
        choosing.check_end(values.get("end_behavior"), mistakes)
        await choosing.check_defaults(tx, settings, customer, mistakes)
        if phases is not None:
            with mistakes.noted():
                anchor = subscription.billing_cycle_anchor if subscription else None
                replacement = await _replacement(tx, schedule, phases, customer, settings, anchor)
    former = schedule.current if subscription is not None else None
    await crud.amend(
        tx, schedule, {name: value for name, value in values.items() if value is not None or name == "meta"}
    )
    if schedule.default_settings != settings:
        schedule.default_settings = settings
    if replacement is not None:
        await _replace(tx, schedule, replacement)
    await _take_effect(tx, schedule, customer, subscription, former, proration_behavior)
    return schedule


async def _replacement(
    tx: Tx,
    schedule: SubscriptionSchedule,
    given: Sequence[SubscriptionScheduleUpdatePhaseParams],
    customer: Customer,
    settings: SubscriptionScheduleDefaultSettings,
    anchor: datetime | None,
) -> Replacement:
    """What params ask for in place of the current phase and those to come."""
    past = _past(schedule)
    starts = [each.start_date if isinstance(each.start_date, datetime | None) else tx.now for each in given]
    # What has ended may be given along, and stays as it was.
    repeated = {phase.start_date for phase in past}
    skipped = next((place for place, start in enumerate(starts) if start not in repeated), len(starts))
    chosen = await choosing.phases(tx, given, customer, settings, None if not past else schedule.currency)
    rest, starts = chosen[skipped:], starts[skipped:]
    _check_number(rest)
    start = _start(schedule, starts[0], skipped)
    lengths = [each.length(tx.now, begins) for each, begins in zip(rest, starts, strict=True)]
    at = times.spans(lengths, start, anchor=anchor, first=skipped)
    if start <= tx.now:
        place = _place(at, tx.now)
        must_last(at[place].end, tx.now, place + skipped)
    return Replacement(rest, at, choosing.trial_ends(rest, at, first=skipped))


def _past(schedule: SubscriptionSchedule) -> list[SubscriptionSchedulePhase]:
    """The phases that have ended."""
    now = schedule.current_phase
    return [] if now is None else [each for each in schedule.phases if each.end_date <= now.start_date]


def _check_number(rest: Sequence[choosing.ChosenPhase]) -> None:
    if not rest or len(rest) > MAX_PHASES:
        raise InvalidRequest(
            f"A schedule has 1 to {MAX_PHASES} phases that are current or to come; this would make {len(rest)}.",
            code=ErrorCode.PARAMETER_INVALID,
            field="phases",
        )


def _start(schedule: SubscriptionSchedule, given: datetime | None, place: int) -> datetime:
    """When the first of the phases begins."""
    field = f"phases.{place}.start_date"
    if given is None:
        raise InvalidRequest(
            "`start_date` of the first phase is required: the other dates follow from that one.",
            code=ErrorCode.PARAMETER_MISSING,
            field=field,
        )
    if schedule.current_phase is not None and given != schedule.current_phase.start_date:
        raise InvalidRequest(
            "The start of the current phase cannot change. Give the current phase with its `start_date` first.",
            code=ErrorCode.PARAMETER_INVALID,
            field=field,
        )
    return given


def _place(at: Sequence[Span], now: datetime) -> int:
    """The place of the phase that is current: the last one that has begun."""
    return max(place for place, span in enumerate(at) if span.start <= now)


async def _replace(tx: Tx, schedule: SubscriptionSchedule, replacement: Replacement) -> None:
    past = _past(schedule)
    made = [await choosing.build(tx, *each) for each in zip(*replacement, strict=True)]
    schedule.phases = [*past, *made]
    schedule.currency = made[0].currency
    if schedule.current_phase is not None:
        schedule.current_phase = phases.current(made[_place(replacement.at, tx.now)])


async def _take_effect(
    tx: Tx,
    schedule: SubscriptionSchedule,
    customer: Customer,
    subscription: Subscription | None,
    former: SubscriptionSchedulePhase | None,
    proration: ProrationBehavior,
) -> None:
    """Plan what is next, emit the event, and have the subscription be what the current phase says."""
    if subscription is None and schedule.phases[0].start_date <= tx.now:
        await phases.begin(tx, schedule, customer, event="updated")
        return
    phases.plan(tx, schedule)
    if tx.changed(schedule):
        tx.tell("updated", schedule)
    if subscription is None or former is None:
        return
    if schedule.current.start_date != former.start_date:
        await entering.enter(tx, schedule, subscription, moment=tx.now)
    else:
        await entering.revise(tx, schedule, subscription, former, proration)
