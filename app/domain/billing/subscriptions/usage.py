"""The usage of an item that is billed once its period is over, or a threshold is reached."""

from decimal import Decimal

from app.domain.billing import usage
from app.domain.billing.engine.cycle import Span
from app.domain.billing.subscriptions import recorded_usage
from app.domain.billing.subscriptions.entries import Entry, current
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItemUsed


async def quantity(tx: Tx, subscription: Subscription, entry: Entry, span: Span) -> Decimal:
    """What the customer used of a metered item in a time: as its meter counts, or without one by what was recorded."""
    recurring = entry.price.recurring
    if recurring is None or recurring.meter_id is None:
        return Decimal(await recorded_usage.recorded(tx, entry.item, entry.price, span))
    return await usage.quantity(
        tx, recurring.meter_id, subscription.customer_id, span.start, span.end, alike=Subscription
    )


def billed(entry: Entry, span: Span) -> SubscriptionItemUsed:
    """What was billed before of the usage of a metered item in a time that is billed; nothing, as a rule."""
    before = entry.item.used
    if before is None or before.start != span.start:
        return SubscriptionItemUsed(start=span.start, until=span.start, quantity=Decimal(0))
    return before


async def so_far(tx: Tx, subscription: Subscription, entry: Entry) -> SubscriptionItemUsed:
    """What was used of a metered item in the current period, as billed now."""
    span = current(subscription)
    return SubscriptionItemUsed(start=span.start, until=tx.now, quantity=await quantity(tx, subscription, entry, span))
