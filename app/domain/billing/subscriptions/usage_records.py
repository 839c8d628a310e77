"""Usage records: usage of metered prices without a meter, reported by subscription item."""

from datetime import datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.domain.billing.subscriptions import recorded_usage, thresholds
from app.domain.billing.subscriptions.entries import current
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.usage_record import (
    RecordedUsage,
    UsageRecord,
    UsageRecordAction,
    UsageRecordSummary,
    UsageRecordSummaryPeriod,
)
from app.tables.columns import Id
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurringUsageType
from app.tables.shapes.date_time_keyword import DateTimeKeyword


async def create(
    tx: Tx,
    *,
    subscription_item: Annotated[str, Id("subscription_item"), Doc("The subscription item whose usage it is.")],
    quantity: Annotated[int, Field(ge=0), Doc("The usage, in whole units.")],
    action: Annotated[UsageRecordAction, Doc("What to do with the usage that was recorded at the same moment.")] = (
        UsageRecordAction.INCREMENT
    ),
    timestamp: Annotated[
        datetime | DateTimeKeyword,
        Doc("When the usage took place: in the current billing period, and not in the future. The default is now."),
    ] = DateTimeKeyword.NOW,
) -> UsageRecord:
    """Record usage of a subscription item whose metered price has no meter."""
    item = await tx.get(SubscriptionItem, subscription_item, field="subscription_item")
    subscription = await tx.get(Subscription, item.subscription_id, lock=False)
    price = await tx.get(Price, item.price_id, lock=False)
    _must_be_recorded(price)
    if subscription.ended_at is not None:
        raise InvalidRequest(
            "The subscription of `subscription_item` has ended.",
            code=ErrorCode.STATUS_TRANSITION_INVALID,
            field="subscription_item",
        )
    if action == UsageRecordAction.SET and (item.billing_thresholds or subscription.billing_thresholds):
        raise InvalidRequest(
            "`action` must be INCREMENT where the subscription has billing thresholds.",
            code=ErrorCode.PARAMETER_INVALID,
            field="action",
        )
    moment = tx.now if timestamp == DateTimeKeyword.NOW else timestamp
    assert isinstance(moment, datetime)
    _must_be_now(tx, subscription, moment)
    whole = await _record(tx, item, moment, quantity, action)
    await _summarize(tx, item, subscription, price)
    thresholds.watch(tx, subscription)
    return UsageRecord(
        id=new_id(UsageRecord.prefix),
        livemode=tx.livemode,
        quantity=whole,
        subscription_item_id=item.id,
        timestamp=moment,
    )


def _must_be_recorded(price: Price) -> None:
    recurring = price.recurring
    if recurring is None or recurring.usage_type != PriceRecurringUsageType.METERED:
        raise InvalidRequest(
            "The price of `subscription_item` is not metered: usage is recorded for `recurring.usage_type` METERED.",
            code=ErrorCode.PARAMETER_INVALID,
            field="subscription_item",
        )
    if recurring.meter_id is not None:
        raise InvalidRequest(
            "The price of `subscription_item` has a meter. Report its usage in meter events.",
            code=ErrorCode.PARAMETER_INVALID,
            field="subscription_item",
        )


def _must_be_now(tx: Tx, subscription: Subscription, moment: datetime) -> None:
    start = subscription.current_period_start
    if moment < start:
        raise InvalidRequest(
            f"`timestamp` must be in the current billing period, which began at {start:%Y-%m-%dT%H:%M:%SZ}.",
            code=ErrorCode.TIMESTAMP_TOO_FAR_IN_PAST,
            field="timestamp",
        )
    if moment > tx.now or moment >= subscription.current_period_end:
        raise InvalidRequest(
            "`timestamp` must not be in the future.", code=ErrorCode.TIMESTAMP_IN_FUTURE, field="timestamp"
        )


async def _record(tx: Tx, item: SubscriptionItem, moment: datetime, quantity: int, action: UsageRecordAction) -> int:
    """Add the quantity to what was recorded at the moment, or set it; what it then is. The item is locked."""
    columns = RecordedUsage.__table__.c
    this = (columns.subscription_item_id == item.id, columns.timestamp == moment)
    there = await tx.rows(tx.select(RecordedUsage, columns.quantity).where(*this))
    whole: int = quantity + sum(row.quantity for row in there if action == UsageRecordAction.INCREMENT)
    if there:
        await tx.execute(tx.update(RecordedUsage).where(*this).values(quantity=whole))
    else:
        tx.insert(RecordedUsage(subscription_item_id=item.id, timestamp=moment, quantity=whole))
        await tx.flush()
    return whole


async def _summarize(tx: Tx, item: SubscriptionItem, subscription: Subscription, price: Price) -> None:
    """Bring the summary of the current period up to date."""
    span = current(subscription)
    period = UsageRecordSummaryPeriod(start=span.start, end=span.end)
    summaries = await tx.find(UsageRecordSummary, subscription_item_id=item.id)
    summary = next((each for each in summaries if each.period.start == period.start), None)
    if summary is None:
        summary = tx.add(UsageRecordSummary(subscription_item_id=item.id, period=period))
    summary.period = period
    summary.total_usage = await recorded_usage.recorded(tx, item, price, span)
