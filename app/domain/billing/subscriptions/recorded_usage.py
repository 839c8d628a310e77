"""Recorded usage: what was reported of a subscription item whose metered price has no meter."""

from collections.abc import Sequence

from sqlalchemy import delete

from app.domain.billing.engine.cycle import Span
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.usage_record import RecordedUsage, UsageRecordSummary
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurringAggregateUsage
from app.tables.tenancy import belongs

SUM = PriceRecurringAggregateUsage.SUM


async def recorded(tx: Tx, item: SubscriptionItem, price: Price, span: Span) -> int:
    """What was recorded of an item in a time, by the `aggregate_usage` of its price."""
    columns = RecordedUsage.__table__.c
    before = tx.select(RecordedUsage, columns.timestamp, columns.quantity).where(
        columns.subscription_item_id == item.id, columns.timestamp < span.end
    )
    how = price.recurring.aggregate_usage if price.recurring else SUM
    if how != PriceRecurringAggregateUsage.LAST_EVER:
        before = before.where(columns.timestamp >= span.start)
    found = [row.quantity for row in await tx.rows(before.order_by(columns.timestamp))]
    return aggregated(found, how or SUM)


async def bill(tx: Tx, item: SubscriptionItem, span: Span, invoice: Invoice) -> None:
    """Note which invoice bills the usage of a time."""
    for summary in await tx.find(UsageRecordSummary, subscription_item_id=item.id):
        start = summary.period.start
        if start is not None and span.start <= start < span.end:
            summary.invoice_id = invoice.id


async def clear(tx: Tx, item: SubscriptionItem) -> None:
    """Forget the usage of an item that was not billed yet."""
    open_ = await tx.find(UsageRecordSummary, subscription_item_id=item.id, invoice_id=None)
    starts = [each.period.start for each in open_ if each.period.start is not None]
    for summary in open_:
        summary.total_usage = 0
    if starts:
        columns = RecordedUsage.__table__.c
        mine = (*belongs(columns, tx.tenant), columns.subscription_item_id == item.id)
        await tx.execute(delete(RecordedUsage.__table__).where(*mine, columns.timestamp >= min(starts)))


async def must_have_none(tx: Tx, item: SubscriptionItem, subscription: Subscription) -> None:
    """Raise InvalidRequest where usage was recorded of an item in the current period, which would go with the item."""
    columns = RecordedUsage.__table__.c
    since = columns.timestamp >= subscription.current_period_start
    this = tx.select(RecordedUsage, columns.quantity).where(columns.subscription_item_id == item.id, since)
    if any(row.quantity for row in await tx.rows(this)):
        raise InvalidRequest(
            "Usage of this item was recorded in the current period. Set `clear_usage` to remove it with the item.",
            code=ErrorCode.PARAMETER_MISSING,
            field="clear_usage",
        )


def aggregated(quantities: Sequence[int], how: PriceRecurringAggregateUsage) -> int:
    """What quantities come to, in their order; 0 without any."""
    if not quantities:
        return 0
    match how:
        case PriceRecurringAggregateUsage.SUM:
            return sum(quantities)
        case PriceRecurringAggregateUsage.MAX:
            return max(quantities)
    return quantities[-1]
