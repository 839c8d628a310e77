"""Usage: what customers have used of what a meter counts, exactly, in any time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select, union_all

from app.domain.tx import Tx
from app.tables.billing.billing_meter import BillingMeter
from app.tables.billing.usage import MeterEvent, UsageBucket
from app.tables.storage import texts
from app.tables.tenancy import belongs

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Time:
    """A time from `start` on and before `end`."""

    start: datetime
    end: datetime


async def quantity(tx: Tx, meter_id: str, customer_id: str, start: datetime, end: datetime) -> Decimal:
    """What a customer is billed for the usage from `start` on and before `end`, however late it was reported: never
    less than 0, where corrections outweigh what was used."""
    rows = await tx.rows(used(tx.tenant, [meter_id], customer_id, Time(start, end)))
    counted: list[Decimal] = [row.usage for row in rows]
    return max(Decimal(0), sum(counted, Decimal(0)))


def used(tenant: Any, meters: Iterable[str], customer_id: str, time: Time, window: str | None = None) -> Select[Any]:
    """`meter_id`, `start` and `usage` of a customer, by meter and, with a `window` of `hour` or `day`, by that; `start`
    is then the window's. Those without usage are left out. `tenant` has values or parameters.

    Whole hours are summed up already. What remains at both ends is found in events, of meters that count all of them;
    of the others the last event of a window counts as a whole, at its timestamp.
    """
    bucket, event, meter = UsageBucket.__table__.c, MeterEvent.__table__.c, BillingMeter.__table__.c
    ids = texts(meters)
    first_hour, last_hour = _hour_after(time.start), _hour_of(time.end)
    whole = select(bucket.meter_id, func.coalesce(bucket.last_at, bucket.start).label("moment"), bucket.usage).where(
        *belongs(bucket, tenant),
        bucket.meter_id == func.any(ids),
        bucket.customer_id == customer_id,
        bucket.start >= time.start - timedelta(days=1),
        bucket.start < time.end,
        or_(
            and_(bucket.last_at.is_(None), bucket.start >= first_hour, bucket.start < last_hour),
            and_(bucket.last_at >= time.start, bucket.last_at < time.end),
        ),
    )
    ends = [each for each in _ends(time, first_hour, last_hour) if each.start < each.end]
    all_count = select(meter.id).where(
        *belongs(meter, tenant), meter.id == func.any(ids), meter.event_time_window.is_(None)
    )
    rest = select(event.meter_id, event.timestamp.label("moment"), event.amount.label("usage")).where(
        *belongs(event, tenant),
        event.meter_id.in_(all_count),
        event.customer_id == customer_id,
        event.canceled.is_(False),
        or_(false(), *(and_(event.timestamp >= each.start, event.timestamp < each.end) for each in ends)),
    )
    found = union_all(whole, rest).subquery() if ends else whole.subquery()
    summed = func.sum(found.c.usage).label("usage")
    if window is None:
        return select(found.c.meter_id, summed).group_by(found.c.meter_id)
    start = func.date_trunc(window, found.c.moment, "UTC").label("start")
    return select(found.c.meter_id, start, summed).group_by(found.c.meter_id, start)


def _ends(time: Time, first_hour: datetime, last_hour: datetime) -> Sequence[Time]:
    """What whole hours do not cover."""
    return Time(time.start, min(first_hour, time.end)), Time(max(last_hour, first_hour), time.end)


def _hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _hour_after(moment: datetime) -> datetime:
    """The next full hour, or the moment where it is one."""
    hour = _hour_of(moment)
    return hour if hour == moment else hour + HOUR
