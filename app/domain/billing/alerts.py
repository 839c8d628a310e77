"""Alerts: created, activated, deactivated and archived. What triggers them is in `metering/recording.py`."""

from typing import Any

from sqlalchemy import func

from app.domain import crud
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.billing_alert import BillingAlert, BillingAlertStatus, BillingAlertUsageThreshold
from app.tables.billing.billing_meter import BillingMeter
from app.tables.core_resources.customer import Customer

AT_MOST = 25
"""Alerts of one meter for one customer, and as many for all customers."""


async def create(tx: Tx, **values: Any) -> BillingAlert:
    """Create an alert that triggers once for each customer whose usage reaches a threshold. Only usage that is reported
    from now on counts."""
    threshold: BillingAlertUsageThreshold | None = values.get("usage_threshold")
    if threshold is None:
        raise InvalidRequest(
            "An alert watches the usage of a meter. Give `usage_threshold`.",
            code=ErrorCode.PARAMETER_MISSING,
            field="usage_threshold",
        )
    with Mistakes("usage_threshold") as mistakes:
        with mistakes.noted():
            await tx.get(BillingMeter, threshold.meter_id, field="meter")
        with mistakes.noted("filters.0"):
            await _must_name_customer(tx, threshold)
    await _must_be_few(tx, threshold)
    return await crud.build(tx, BillingAlert, values)


async def activate(tx: Tx, alert: BillingAlert) -> BillingAlert:
    """Activate an alert that was deactivated: the alert can trigger again, for customers for whom it has not yet."""
    tx.move(alert, BillingAlertStatus.ACTIVE, verb="activate")
    return alert


async def deactivate(tx: Tx, alert: BillingAlert) -> BillingAlert:
    """Deactivate an alert: the alert does not trigger until it is activated."""
    tx.move(alert, BillingAlertStatus.INACTIVE, verb="deactivate")
    return alert


async def archive(tx: Tx, alert: BillingAlert) -> BillingAlert:
    """Archive an alert, for good: the alert never triggers again, and can no longer be retrieved or listed."""
    tx.move(alert, BillingAlertStatus.ARCHIVED, verb="archive")
    tx.delete(alert)
    return alert


async def _must_name_customer(tx: Tx, threshold: BillingAlertUsageThreshold) -> None:
    for filter in threshold.filters or ():
        if filter.customer_id is None:
            raise InvalidRequest(
                "A filter of the type CUSTOMER needs `customer`.", code=ErrorCode.PARAMETER_MISSING, field="customer"
            )
        await tx.get(Customer, filter.customer_id, field="customer", lock=False)


async def _must_be_few(tx: Tx, threshold: BillingAlertUsageThreshold) -> None:
    """The meter is locked, so that no two alerts are both the last."""
    columns = BillingAlert.__table__.c
    customer = next((filter.customer_id for filter in threshold.filters or ()), None)
    alike = tx.select(BillingAlert, func.count().label("count")).where(
        columns.deleted_at.is_(None),
        columns.usage_threshold["meter_id"].astext == threshold.meter_id,
        columns.usage_threshold[("filters", "0", "customer_id")].astext.is_not_distinct_from(customer),
    )
    (found,) = await tx.rows(alike)
    if found.count >= AT_MOST:
        raise InvalidRequest(
            f"A meter has at most {AT_MOST} alerts for one customer, and {AT_MOST} for all. Archive one first.",
            code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
            field="usage_threshold",
        )
