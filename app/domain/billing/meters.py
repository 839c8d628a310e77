"""Meters: created, renamed, deactivated and reactivated. How a meter counts never changes."""

from typing import Any

from app.domain import crud
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.billing_meter import BillingMeter, BillingMeterStatus, BillingMeterStatusTransitions


async def create(tx: Tx, **values: Any) -> BillingMeter:
    """Create a meter, which counts events from now on. Only the display name can change later."""
    meter = await crud.build(tx, BillingMeter, {**values, "updated": tx.now})
    await _must_be_free(tx, meter, "event_name")
    return meter


async def update(tx: Tx, meter: BillingMeter, **values: Any) -> BillingMeter:
    """Update the display name of a meter."""
    await crud.update(tx, meter, values)
    if tx.changed(meter):
        meter.updated = tx.now
    return meter


async def deactivate(tx: Tx, meter: BillingMeter) -> BillingMeter:
    """Deactivate a meter: events for the meter are refused, and no new price can use the meter."""
    tx.move(meter, BillingMeterStatus.INACTIVE, verb="deactivate")
    meter.status_transitions = BillingMeterStatusTransitions(deactivated_at=tx.now)
    meter.updated = tx.now
    return meter


async def reactivate(tx: Tx, meter: BillingMeter) -> BillingMeter:
    """Reactivate a meter: events are counted again, and prices can use the meter."""
    tx.must(meter, BillingMeterStatus.ACTIVE, verb="reactivate")
    await _must_be_free(tx, meter, "id")
    tx.move(meter, BillingMeterStatus.ACTIVE, verb="reactivate")
    meter.status_transitions = BillingMeterStatusTransitions()
    meter.updated = tx.now
    return meter


async def _must_be_free(tx: Tx, meter: BillingMeter, field: str) -> None:
    """Refuse an event name that another active meter has, also one that is made at the same time."""
    taken = InvalidRequest(
        f"Another active meter counts the events '{meter.event_name}'. Deactivate that meter first, or choose another "
        "name.",
        code=ErrorCode.RESOURCE_ALREADY_EXISTS,
        field=field,
    )
    active = await tx.find(BillingMeter, event_name=meter.event_name, status=BillingMeterStatus.ACTIVE, lock=False)
    if any(other.id != meter.id for other in active):
        raise taken
    tx.unique("billing_meter_event_name", taken)
