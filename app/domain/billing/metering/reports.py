"""Reports: what is wrong with streamed events is told in thin events, once for ten seconds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete

from app.domain.billing.metering.judging import Wrong
from app.domain.events import thin
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.billing.billing_meter import BillingMeter
from app.tables.billing.usage import MeterError
from app.tables.connect.account import Account
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.tenancy import belongs

EVERY = timedelta(seconds=10)
SAMPLES = 5
"""Errors of one kind that a report shows."""
ERRORS = "v1.billing.meter.error_report_triggered"
NO_METER = "v1.billing.meter.no_meter_found"


async def note(tx: Tx, wrong: Iterable[Wrong]) -> None:
    """Keep what is wrong with events until it is reported."""
    alike: dict[tuple[str | None, str], list[Wrong]] = defaultdict(list)
    for each in wrong:
        alike[each.meter_id, each.code].append(each)
    if not alike:
        return
    seconds = int(EVERY.total_seconds())
    reported_at = datetime.fromtimestamp(int(tx.real_now.timestamp()) // seconds * seconds, UTC) + EVERY
    for (meter_id, code), found in alike.items():
        samples = [
            {"error_message": each.message, "request": {"identifier": each.event.identifier}}
            for each in found[:SAMPLES]
        ]
        tx.insert(MeterError(reported_at=reported_at, meter_id=meter_id, code=code, count=len(found), samples=samples))
    tx.wake(reported_at, report, await tx.account(), once=True)


@job("meter.report_errors", Account)
async def report(tx: Tx, account: Account) -> None:
    """The ten seconds are over: one thin event for each meter, and one for all events without a meter."""
    columns = MeterError.__table__.c
    due = delete(MeterError.__table__).where(*belongs(columns, tx.tenant), columns.reported_at <= tx.real_now)
    rows = await tx.execute(due.returning(*columns))
    reports: dict[tuple[str | None, datetime], list[Any]] = defaultdict(list)
    for row in rows:
        reports[row.meter_id, row.reported_at].append(row)
    for (meter_id, reported_at), found in sorted(reports.items(), key=lambda each: (each[0][1], each[0][0] or "")):
        data = _data(found, reported_at)
        if meter_id is None:
            tx.announce_thin(ThinEvent(type=NO_METER, data=data))
        else:
            meter = await tx.get(BillingMeter, meter_id, lock=False)
            tx.announce_thin(thin.about(meter, ERRORS, request=None, data=data))


def _data(rows: Sequence[Any], reported_at: datetime) -> dict[str, Any]:
    """What a report says, in Stripe's shape."""
    types: dict[str, dict[str, Any]] = {}
    for row in rows:
        type = types.setdefault(row.code, {"code": row.code, "error_count": 0, "sample_errors": []})
        type["error_count"] += row.count
        type["sample_errors"] = (type["sample_errors"] + row.samples)[:SAMPLES]
    count = sum(type["error_count"] for type in types.values())
    return {
        "developer_message_summary": f"There {'is 1 invalid event' if count == 1 else f'are {count} invalid events'}",
        "reason": {"error_count": count, "error_types": [types[code] for code in sorted(types)]},
        "validation_end": _written(reported_at),
        "validation_start": _written(reported_at - EVERY),
    }


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
