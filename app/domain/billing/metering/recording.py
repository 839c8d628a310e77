"""Recording: events are counted, alerts trigger whose threshold is reached, and billing thresholds are looked at."""

from collections.abc import Sequence
from typing import Any

from app.domain.billing.metering.judging import Accepted
from app.domain.billing.metering.statements import counting
from app.domain.billing.subscriptions import thresholds
from app.domain.snapshot import transient_json
from app.domain.tx import Tx
from app.tables.billing.billing_alert import BillingAlert, BillingAlertTriggered
from app.tables.billing.subscription import Subscription
from app.tables.billing.test_clock import TestClock
from app.tables.billing.usage import AlertUsage


async def record(tx: Tx, accepted: Sequence[Accepted]) -> int:
    """Count events, each once; how many of them were new."""
    if not accepted:
        return 0
    rows = await tx.execute(counting(tx.tenant, accepted, tx.real_now))
    clocks = {each.customer_id: each.clock_id for each in accepted}
    for row in rows:
        if row.alert_id is not None:
            await _trigger(tx, row, clocks[row.customer_id])
    for id in rows[0].limited or ():
        await _watch(tx, id)
    return int(rows[0].counted)


async def _watch(tx: Tx, id: str) -> None:
    """Have a subscription's billing thresholds looked at, by its clock: events of one batch may be under several."""
    before = tx.clock
    tx.under(None)
    thresholds.watch(tx, await tx.get(Subscription, id, lock=False))
    tx.under(before)


async def _trigger(tx: Tx, reached: Any, clock_id: str | None) -> None:
    """Trigger an alert for a customer, by the customer's clock: events of one batch may be under several. The row of
    what the alert has seen is locked, so that it triggers once."""
    alert = await tx.get(BillingAlert, reached.alert_id, lock=False)
    before = tx.clock
    tx.under(None if clock_id is None else await tx.get(TestClock, clock_id, lock=False))
    triggered = BillingAlertTriggered(
        alert_id=alert.id,
        created=tx.now,
        customer_id=reached.customer_id,
        livemode=tx.livemode,
        value=int(reached.usage),
    )
    tx.announce("billing.alert.triggered", transient_json(triggered, lambda *_: alert), alert.id)
    columns = AlertUsage.__table__.c
    this = (columns.alert_id == alert.id, columns.customer_id == reached.customer_id)
    await tx.execute(tx.update(AlertUsage).where(*this).values(triggered_at=tx.now, value=triggered.value))
    tx.under(before)
