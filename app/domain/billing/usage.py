"""Usage: what customers have used of what a meter counts, exactly, in any time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select, union_all

from app.domain.tx import Tx
from app.tables.billing.billing_meter import BillingMeter
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.billing.usage import MeterEvent, UsageBucket
from app.tables.storage import texts
from app.tables.tenancy import belongs

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Time:
    """A time from `start` on and before `end`."""

    start: datetime
    end: datetime


async def quantity(
    tx: Tx,
    meter_id: str,
    customer_id: str,
    start: datetime,
    end: datetime,
    *,
    alike: type[Subscription | Invoice] | None = None,
) -> Decimal:
    """What a customer is billed for the usage from `start` on and before `end`, however late it was reported: never
    less than 0, where corrections outweigh what was used.

    In a batch, that of all customers of whom there are `alike` rows at hand is read together: it will be asked for.
    """
    time = Time(start, end)
    known: dict[str, Decimal] = {}
    customers = {customer_id}
    if tx.work.batched and alike is not None:
        known = tx.work.remembered.setdefault((quantity, tx.tenant, meter_id, time), known)
        if customer_id not in known:
            customers |= {row.customer_id for row in tx.known(alike) if row.customer_id is not None}
    if customer_id not in known:
        known |= dict.fromkeys(customers, Decimal(0))
        for row in await tx.rows(used(tx.tenant, [meter_id], sorted(customers), time)):
            known[row.customer_id] = row.usage
    return max(Decimal(0), known[customer_id])


def used(
    tenant: Any, meters: Iterable[str], customers: Iterable[str], time: Time, window: str | None = None
) -> Select[Any]:
    """`meter_id`, `customer_id`, `start` and `usage` of customers, by meter, customer and, with a `window` of `hour` or
    `day`, by that; `start` is then the window's. Those without usage are left out. `tenant` has values or parameters.

    Whole hours are summed up already. What remains at both ends is found in events, of meters that count all of them;
    of the others the last event of a window counts as a whole, at its timestamp.
    """
    bucket, event, meter = UsageBucket.__table__.c, MeterEvent.__table__.c, BillingMeter.__table__.c
    ids, whose = texts(meters), texts(customers)
    first_hour, last_hour = _hour_after(time.start), _hour_of(time.end)
    moment = func.coalesce(bucket.last_at, bucket.start).label("moment")
    whole = select(bucket.meter_id, bucket.customer_id, moment, bucket.usage).where(
        *belongs(bucket, tenant),
        bucket.meter_id == func.any(ids),
        bucket.customer_id == func.any(whose),
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
    usage = event.amount.label("usage")
    rest = select(event.meter_id, event.customer_id, event.timestamp.label("moment"), usage).where(
        *belongs(event, tenant),
        event.meter_id.in_(all_count),
        event.customer_id == func.any(whose),
        event.canceled.is_(False),
        or_(false(), *(and_(event.timestamp >= each.start, event.timestamp < each.end) for each in ends)),
    )
    found = union_all(whole, rest).subquery() if ends else whole.subquery()
    summed = func.sum(found.c.usage).label("usage")
    by = [found.c.meter_id, found.c.customer_id]
    if window is not None:
        by.append(func.date_trunc(window, found.c.moment, "UTC").label("start"))
    return select(*by, summed).group_by(*by)


def _ends(time: Time, first_hour: datetime, last_hour: datetime) -> Sequence[Time]:
    """What whole hours do not cover."""
    return Time(time.start, min(first_hour, time.end)), Time(max(last_hour, first_hour), time.end)


def _hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _hour_after(moment: datetime) -> datetime:
    """The next full hour, or the moment where it is one."""
    hour = _hour_of(moment)
    return hour if hour == moment else hour + HOUR
