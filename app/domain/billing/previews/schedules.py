"""A schedule as a preview has it: one that would be created, or one that would change."""

from datetime import datetime
from typing import Any

from app.domain.billing.schedules import creating, updating
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice_preview_params import InvoicePreviewScheduleDetailsParams
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_params import (
    SubscriptionScheduleCreatePhaseParams,
    SubscriptionScheduleUpdatePhaseParams,
)
from app.tables.core_resources.customer import Customer
from app.tables.shapes.date_time_keyword import DateTimeKeyword
from app.tables.shapes.proration_behavior import ProrationBehavior

Details = InvoicePreviewScheduleDetailsParams


async def create(tx: Tx, customer: Customer, details: Details) -> SubscriptionSchedule:
    """Create the schedule that is described."""
    given = details.phases or []
    with Mistakes("schedule_details") as mistakes:
        phases = []
        for place, each in enumerate(given):
            with mistakes.noted(f"phases.{place}"):
                phases.append(_new(each, first=place == 0))
    start = given[0].start_date
    with Mistakes("schedule_details"):
        return await creating.create(
            tx,
            customer=customer.id,
            phases=phases,
            start_date=start if isinstance(start, datetime) else None,
            **_columns(details),
        )


async def change(tx: Tx, schedule: SubscriptionSchedule, details: Details) -> None:
    """Change the locked schedule as it is described."""
    behavior = details.proration_behavior or ProrationBehavior.CREATE_PRORATIONS
    with Mistakes("schedule_details"):
        await updating.update(tx, schedule, phases=details.phases, proration_behavior=behavior, **_columns(details))


def _columns(details: Details) -> dict[str, Any]:
    return {} if details.end_behavior is None else {"end_behavior": details.end_behavior}


def _new(given: SubscriptionScheduleUpdatePhaseParams, *, first: bool) -> SubscriptionScheduleCreatePhaseParams:
    """The params of a phase of a new schedule."""
    values = {name: getattr(given, name) for name in given.model_fields_set if name != "start_date"}
    if isinstance(given.end_date, DateTimeKeyword):
        raise _wrong("`end_date` NOW requires `schedule`: it ends a phase that has begun.", "end_date")
    if given.start_date is not None and not first:
        raise _wrong("The phase begins when the phase before ends. Omit `start_date`.", "start_date")
    if isinstance(given.trial_end, DateTimeKeyword):
        values["trial_end"] = None
    return SubscriptionScheduleCreatePhaseParams(**values)


def _wrong(message: str, field: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.PARAMETER_INVALID, field=field)
