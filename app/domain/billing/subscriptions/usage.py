"""The usage of an item that is billed once its period is over."""

from decimal import Decimal

from app.domain.billing import usage
from app.domain.billing.engine.cycle import Span
from app.domain.billing.subscriptions import usage_records
from app.domain.billing.subscriptions.entries import Entry
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription


async def quantity(tx: Tx, subscription: Subscription, entry: Entry, span: Span) -> Decimal:
    """What the customer used of a metered item in a time: as its meter counts, or without one by what was recorded."""
    recurring = entry.price.recurring
    if recurring is None or recurring.meter_id is None:
        return Decimal(await usage_records.recorded(tx, entry.item, entry.price, span))
    return await usage.quantity(tx, recurring.meter_id, subscription.customer_id, span.start, span.end)
