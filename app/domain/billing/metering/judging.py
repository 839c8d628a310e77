"""Judging: whether a meter counts an event, and for which customer. Of many events at once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ARRAY, Text, bindparam, func, select

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.sql import Written, write
from app.tables.billing.billing_meter import (
    BillingMeter,
    BillingMeterDefaultAggregationFormula,
    BillingMeterStatus,
)
from app.tables.billing.billing_meter_event import BillingMeterEventParams
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Viewer, belongs

AT_MOST_PAST = timedelta(days=35)
AT_MOST_AHEAD = timedelta(minutes=5)
_VALUE = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,12})?")
"""What a value may be: a decimal number of at most 15 digits before the point, and 12 after."""


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter, as events are judged by it."""

    id: str
    active: bool
    customer_key: str
    value_key: str
    counts: bool
    """Whether each event is one, whatever its value."""
    window: str | None
    """The window of which only the last event counts: `hour` or `day`; None if all count."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that is counted. `now` is the moment by the customer's clock, and `clock_id` that clock."""

    event: BillingMeterEventParams
    meter: Meter
    customer_id: str
    timestamp: datetime
    now: datetime
    clock_id: str | None
    amount: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """An event that is not counted. `field` is what is wrong, and `meter_id` None where there is no meter."""

    event: BillingMeterEventParams
    meter_id: str | None
    code: ErrorCode
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Known:
    """What events are judged by."""

    real_now: datetime
    meters: dict[str, Meter]
    """By event name: the active meter, or else the one deactivated last."""
    customers: dict[str, tuple[str | None, datetime | None]]
    """By id: the customer's clock, and its time; None for real time."""


async def judged(tx: Tx, events: Sequence[BillingMeterEventParams]) -> list[Accepted | Wrong]:
    """The events in their order, each as it is counted, or with what is wrong with it."""
    meters = await _meters(tx, {event.event_name for event in events})
    named = (event.payload.get(meter.customer_key) for event in events if (meter := meters.get(event.event_name)))
    customers = await _customers(tx, {id for id in named if id})
    known = Known(tx.real_now, meters, customers)
    return [judge(event, known) for event in events]


def judge(event: BillingMeterEventParams, known: Known) -> Accepted | Wrong:
    """One event: by its name, its customer, its timestamp and its value, in this order."""
    meter = known.meters.get(event.event_name)
    if meter is None:
        wrong = f"There is no meter for the events '{event.event_name}'. Create one with this `event_name`."
        return Wrong(event, None, ErrorCode.NO_METER, "event_name", wrong)

    def refused(code: ErrorCode, field: str, message: str) -> Wrong:
        return Wrong(event, meter.id, code, field, message)

    if not meter.active:
        message = f"The meter for the events '{event.event_name}' was deactivated. Reactivate the meter first."
        return refused(ErrorCode.ARCHIVED_METER, "event_name", message)
    customer_id = event.payload.get(meter.customer_key)
    if not customer_id:
        message = f"The `payload` names no customer. Give the customer's id under '{meter.customer_key}'."
        return refused(ErrorCode.METER_EVENT_NO_CUSTOMER_DEFINED, "payload", message)
    if customer_id not in known.customers:
        message = f"There is no customer '{customer_id[:100]}', whom the `payload` names under '{meter.customer_key}'."
        return refused(ErrorCode.METER_EVENT_CUSTOMER_NOT_FOUND, "payload", message)
    clock_id, frozen_time = known.customers[customer_id]
    now = frozen_time or known.real_now
    timestamp = event.timestamp or now
    if timestamp < now - AT_MOST_PAST:
        message = f"`timestamp` must be in the past 35 days: {_since(now - AT_MOST_PAST)} or later."
        return refused(ErrorCode.TIMESTAMP_TOO_FAR_IN_PAST, "timestamp", message)
    if timestamp > now + AT_MOST_AHEAD:
        message = f"`timestamp` must be at most 5 minutes ahead: {_since(now + AT_MOST_AHEAD)} or earlier."
        return refused(ErrorCode.TIMESTAMP_IN_FUTURE, "timestamp", message)
    amount = "1"
    if not meter.counts:
        value = event.payload.get(meter.value_key)
        if value is None:
            message = f"The `payload` has no value. Give a number under '{meter.value_key}'."
            return refused(ErrorCode.METER_EVENT_VALUE_NOT_FOUND, "payload", message)
        if not _VALUE.fullmatch(value):
            message = f"The value in `payload` must be a decimal number, such as '25'; it was '{value[:100]}'."
            return refused(ErrorCode.METER_EVENT_INVALID_VALUE, "payload", message)
        amount = value
    return Accepted(event, meter, customer_id, timestamp, now, clock_id, amount)


def _since(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


async def _meters(tx: Tx, names: Iterable[str]) -> dict[str, Meter]:
    found = {}
    for row in await tx.rows(_meters_by_name(), names=list(names)):
        found[row["event_name"]] = Meter(
            id=row["id"],
            active=row["status"] == BillingMeterStatus.ACTIVE,
            customer_key=row["customer_key"],
            value_key=row["value_key"],
            counts=row["formula"] == BillingMeterDefaultAggregationFormula.COUNT,
            window=row["event_time_window"],
        )
    return found


async def _customers(tx: Tx, ids: Iterable[str]) -> dict[str, tuple[str | None, datetime | None]]:
    rows = await tx.rows(_customers_by_id(), ids=list(ids))
    return {row["id"]: (row["clock_id"], row["frozen_time"]) for row in rows}


@cache
def _meters_by_name() -> Written:
    """Active meters after those that were deactivated, so that they are the ones that are kept."""
    meter = BillingMeter.__table__.c
    return write(
        select(
            meter.id,
            meter.event_name,
            meter.status,
            meter.event_time_window,
            meter.customer_mapping["event_payload_key"].astext.label("customer_key"),
            meter.value_settings["event_payload_key"].astext.label("value_key"),
            meter.default_aggregation["formula"].astext.label("formula"),
        )
        .where(*belongs(meter, Viewer), meter.event_name == func.any(bindparam("names", type_=ARRAY(Text))))
        .order_by(meter.status.desc(), meter.updated, meter.id)
    )


@cache
def _customers_by_id() -> Written:
    customer, clock = Customer.__table__.c, TestClock.__table__.c
    joined = Customer.__table__.outerjoin(TestClock.__table__, clock.id == customer.clock_id)
    return write(
        select(customer.id, customer.clock_id, clock.frozen_time)
        .select_from(joined)
        .where(
            *belongs(customer, Viewer, by_id=True),
            customer.id == func.any(bindparam("ids", type_=ARRAY(Text))),
            customer.deleted_at.is_(None),
        )
    )
