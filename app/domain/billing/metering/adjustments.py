"""Adjustments: an event that was reported by mistake is taken out of all that it was counted in."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import delete, func
from typing_extensions import Doc

from app.domain.billing.metering.statements import week_of
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.ids import first_id, new_id
from app.tables.billing.billing_alert import BillingAlert
from app.tables.billing.billing_meter import BillingMeter, BillingMeterEventTimeWindow
from app.tables.billing.billing_meter_event import (
    NAME_LENGTH,
    BillingMeterEventAdjustment,
    BillingMeterEventAdjustmentCancel,
    BillingMeterEventAdjustmentStatus,
    BillingMeterEventAdjustmentType,
)
from app.tables.billing.usage import AlertUsage, MeterEvent, UsageBucket
from app.tables.core_resources.customer import Customer
from app.tables.storage import texts
from app.tables.tenancy import belongs

CANCELABLE = timedelta(hours=24)
"""How long after it was received an event can be canceled."""
_WIDTHS = {BillingMeterEventTimeWindow.DAY: timedelta(days=1), BillingMeterEventTimeWindow.HOUR: timedelta(hours=1)}


async def create(
    tx: Tx,
    *,
    cancel: Annotated[BillingMeterEventAdjustmentCancel, Doc("The event to cancel.")],
    event_name: Annotated[str, Field(min_length=1, max_length=NAME_LENGTH), Doc("Name of the event.")],
    type: Annotated[BillingMeterEventAdjustmentType, Doc("What the adjustment does.")],
) -> BillingMeterEventAdjustment:
    """Cancel a meter event that was received in the last 24 hours, as if it had not been reported."""
    meter, event = await _find(tx, event_name, cancel.identifier)
    # Under the customer's clock.
    await tx.get(Customer, event.customer_id, lock=False, deleted=True)
    if event.created < tx.now - CANCELABLE:
        raise InvalidRequest(
            "The event was received more than 24 hours ago, and can no longer be canceled.",
            code=ErrorCode.TIMESTAMP_TOO_FAR_IN_PAST,
            field="cancel.identifier",
        )
    await _take_out(tx, meter, event)
    return BillingMeterEventAdjustment(
        id=new_id(BillingMeterEventAdjustment.prefix),
        cancel=cancel,
        created=tx.now,
        event_name=event_name,
        livemode=tx.livemode,
        status=BillingMeterEventAdjustmentStatus.COMPLETE,
        type=type,
    )


async def _find(tx: Tx, event_name: str, identifier: str) -> tuple[BillingMeter, Any]:
    """The event, the newest of its identifier, and the meter that counted it."""
    columns = MeterEvent.__table__.c
    this_week = week_of(tx.real_now)
    newest = (
        tx.select(MeterEvent, *columns)
        .where(columns.identifier == identifier, columns.week >= this_week - timedelta(weeks=1))
        .order_by(columns.week.desc())
        .limit(1)
    )
    for event in await tx.rows(newest):
        meter = await tx.get(BillingMeter, event.meter_id, lock=False)
        if meter.event_name == event_name:
            return meter, event
    raise ResourceMissing("meter event", identifier, field="cancel.identifier")


async def _take_out(tx: Tx, meter: BillingMeter, event: Any) -> None:
    """Take the event out of its bucket, and out of what alerts have seen. The bucket is locked first: events that are
    counted meanwhile wait."""
    columns = UsageBucket.__table__.c
    width = meter.event_time_window or BillingMeterEventTimeWindow.HOUR
    this = (
        columns.meter_id == event.meter_id,
        columns.customer_id == event.customer_id,
        columns.start == func.date_trunc(width.value, event.timestamp, "UTC"),
    )
    buckets = await tx.execute(tx.select(UsageBucket, *columns).where(*this).with_for_update())
    await _mark(tx, event)
    (bucket,) = buckets
    usage, last_at = bucket.usage - event.amount, None
    if meter.event_time_window is not None:
        last = await _last(tx, event, bucket.start, bucket.start + _WIDTHS[width])
        usage, last_at = (last.amount, last.timestamp) if last else (Decimal(0), None)
    if meter.event_time_window is not None and last_at is None:
        await tx.execute(delete(UsageBucket.__table__).where(*belongs(columns, tx.tenant), *this))
    else:
        changed = {"former": bucket.usage, "usage": usage, "last_at": last_at}
        await tx.execute(tx.update(UsageBucket).where(*this).values(changed))
    await _correct_alerts(tx, event, usage - bucket.usage)


async def _mark(tx: Tx, event: Any) -> None:
    columns = MeterEvent.__table__.c
    this = (columns.identifier == event.identifier, columns.week == event.week, columns.canceled.is_(False))
    if not await tx.execute(tx.update(MeterEvent).where(*this).values(canceled=True).returning(columns.identifier)):
        raise InvalidRequest(
            f"The event '{event.identifier}' was canceled already.",
            code=ErrorCode.STATUS_TRANSITION_INVALID,
            field="cancel.identifier",
        )


async def _last(tx: Tx, event: Any, start: datetime, end: datetime) -> Any:
    """The event that now counts in a window of which only the last one does; None if there is none left."""
    columns = MeterEvent.__table__.c
    left = (
        tx.select(MeterEvent, columns.amount, columns.timestamp)
        .where(
            columns.meter_id == event.meter_id,
            columns.customer_id == event.customer_id,
            columns.timestamp >= start,
            columns.timestamp < end,
            columns.canceled.is_(False),
        )
        .order_by(columns.timestamp.desc(), columns.received.desc())
        .limit(1)
    )
    return next(iter(await tx.rows(left)), None)


async def _correct_alerts(tx: Tx, event: Any, added: Decimal) -> None:
    """Take the event out of what was seen by the alerts that were there when it was received: their ids tell."""
    alert, seen = BillingAlert.__table__.c, AlertUsage.__table__.c
    watching = tx.select(BillingAlert, alert.id).where(
        alert.usage_threshold["meter_id"].astext == event.meter_id,
        alert.id < first_id(BillingAlert.prefix, event.received),
    )
    ids = [row.id for row in await tx.rows(watching)]
    if ids:
        this = (seen.alert_id == func.any(texts(ids)), seen.customer_id == event.customer_id)
        await tx.execute(tx.update(AlertUsage).where(*this).values(usage=seen.usage + added))
