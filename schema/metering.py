"""Meters as the graph shows them: the usage that they counted, and the alerts that it triggered."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import strawberry
from sqlalchemy import func, select

from app.domain.billing.usage import Time, used
from app.errors import BadRequest
from app.tables.billing.billing_alert import BillingAlert, BillingAlertTriggered
from app.tables.billing.billing_meter import BillingMeter, BillingMeterEventTimeWindow
from app.tables.billing.billing_meter_event import BillingMeterEventSummary
from app.tables.billing.usage import AlertUsage
from app.tables.storage import texts
from app.tables.tenancy import Viewer, belongs
from schema.derive.computed import ComputedPage, computed_page, page_arguments
from schema.derive.connections import connection_type
from schema.derive.context import Context, Info
from schema.derive.enums import graph_enum
from schema.derive.fields import add_field, argument, resolved_field
from schema.derive.rows import transient_of
from schema.derive.types import graph_type, value_type

Window = BillingMeterEventTimeWindow
WIDTHS = {None: timedelta(minutes=1), Window.HOUR: timedelta(hours=1), Window.DAY: timedelta(days=1)}
"""What both ends of a time must be aligned to."""
UNITS = {None: "minutes", Window.HOUR: "hours", Window.DAY: "days in UTC"}


def extend() -> None:
    """Give meters the usage that they counted, and alerts the customers for whom they triggered."""
    summaries: Any = connection_type(BillingMeterEventSummary, value_type(BillingMeterEventSummary))
    add_field(
        graph_type(BillingMeter),
        resolved_field(
            "event_summaries",
            _summaries,
            kind=None,
            description="Usage of a customer, exactly: in a time as a whole, or by windows, the latest first, without "
            "windows that have no usage.",
            returns=summaries | None,
            arguments={
                "root": Any,
                "info": Info,
                "customer": argument(strawberry.ID, "ID of the customer whose usage is summarized."),
                "start_time": argument(datetime, "Start of the time: a full minute, or the start of a window."),
                "end_time": argument(datetime, "End of the time, which is not part of it: as `startTime`."),
                "value_grouping_window": argument(
                    graph_enum(Window) | None, "Windows to summarize by; one summary of the whole time by default."
                ),
                **page_arguments,
            },
        ),
    )
    triggered: Any = connection_type(BillingAlertTriggered, value_type(BillingAlertTriggered))
    add_field(
        graph_type(BillingAlert),
        resolved_field(
            "triggered",
            _triggered,
            kind=None,
            description="Customers for whom the alert triggered, the latest first.",
            returns=triggered | None,
            arguments={"root": Any, "info": Info, **page_arguments},
        ),
    )


async def _summaries(
    root: Any,
    info: Info,
    customer: str,
    start_time: datetime,
    end_time: datetime,
    value_grouping_window: Window | None = None,
    **given: Any,
) -> ComputedPage:
    window = value_grouping_window and Window(value_grouping_window)
    time = Time(start_time, end_time)
    _must_be_aligned(time, window)
    context = info.context.of(root)
    used_by = context.loaders.get(("usage", customer, time, window), _usage(context, customer, time, window))
    found: dict[datetime | None, Any] = await used_by.load(root["id"])
    if window is None:
        times = {_cursor(time.start): time}
    else:
        starts = sorted((start for start in found if start is not None), reverse=True)
        times = {_cursor(start): Time(start, start + WIDTHS[window]) for start in starts}

    def make(cursors: Sequence[str]) -> list[Any]:
        return [summary(times[cursor]) for cursor in cursors]

    def summary(each: Time) -> Any:
        identity = f"{root['id']} {customer} {each.start.isoformat()} {each.end.isoformat()}"
        return transient_of(
            BillingMeterEventSummary(
                id=f"{BillingMeterEventSummary.prefix}{hashlib.sha256(identity.encode()).hexdigest()[:24]}",
                aggregated_value=_plain(found.get(each.start if window else None, Decimal(0))),
                end_time=each.end,
                livemode=info.context.tenant.livemode,
                meter_id=root["id"],
                start_time=each.start,
            )
        )

    return computed_page(info.context, list(times), make, **given)


def _plain(value: Decimal) -> Decimal:
    """The value without zeros at its end."""
    return Decimal(format(value.normalize(), "f"))


def _cursor(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _must_be_aligned(time: Time, window: Window | None) -> None:
    if time.start >= time.end:
        raise BadRequest("`startTime` must be before `endTime`.", field="startTime")
    for name, moment in (("startTime", time.start), ("endTime", time.end)):
        if moment.timestamp() % WIDTHS[window].total_seconds():
            raise BadRequest(f"`{name}` must be aligned to {UNITS[window]}.", field=name)


def _usage(context: Context, customer: str, time: Time, window: Window | None) -> Any:
    """Reads a customer's usage of many meters: for each, what was used by the start of the window."""

    async def batch(meters: list[str]) -> list[dict[datetime | None, Any]]:
        context.reader.must_read(BillingMeter)
        found: dict[str, dict[datetime | None, Any]] = defaultdict(dict)
        for row in await context.reader.hidden(used(Viewer, meters, [customer], time, window and window.value)):
            found[row["meter_id"]][row["start"] if window else None] = row["usage"]
        return [found[id] for id in meters]

    return batch


async def _triggered(root: Any, info: Info, **given: Any) -> ComputedPage:
    context, id = info.context.of(root), root["id"]

    async def batch(alerts: list[str]) -> list[dict[str, Any]]:
        context.reader.must_read(BillingAlert)
        seen = AlertUsage.__table__.c
        statement = (
            select(seen.alert_id, seen.customer_id, seen.triggered_at, seen.value)
            .where(*belongs(seen, Viewer), seen.alert_id == func.any(texts(alerts)), seen.triggered_at.is_not(None))
            .order_by(seen.triggered_at.desc(), seen.customer_id)
        )
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        for row in await context.reader.hidden(statement):
            found[row["alert_id"]][row["customer_id"]] = row
        return [found[alert] for alert in alerts]

    customers = await context.loaders.get(("triggered",), batch).load(id)

    def make(cursors: Sequence[str]) -> list[Any]:
        return [triggered(customers[cursor]) for cursor in cursors]

    def triggered(row: Any) -> Any:
        return transient_of(
            BillingAlertTriggered(
                alert_id=id,
                created=row["triggered_at"],
                customer_id=row["customer_id"],
                livemode=context.tenant.livemode,
                value=row["value"],
            )
        )

    return computed_page(context, list(customers), make, **given)
