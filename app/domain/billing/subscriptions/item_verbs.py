"""Items of subscriptions, created, updated and deleted one by one: each is an update of the subscription."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.billing.subscriptions import (
    changing,
    choosing,
    making,
    params,
    pending_updates,
    scheduled,
    settings,
    waiting,
)
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_params import (
    SubscriptionCreateItemParams,
    SubscriptionPaymentBehavior,
    SubscriptionUpdateItemParams,
)
from app.tables.columns import Id, Inline
from app.tables.core_resources.customer import Customer
from app.tables.shapes.proration_behavior import ProrationBehavior

ALLOWS = SubscriptionPaymentBehavior.ALLOW_INCOMPLETE
PRORATES = ProrationBehavior.CREATE_PRORATIONS
NOTHING = SubscriptionCreateItemParams()


async def create(
    tx: Tx,
    *,
    item: Annotated[SubscriptionCreateItemParams, Inline()],
    subscription: Annotated[str, Id("subscription"), Doc("The subscription to add the item to.")],
    payment_behavior: params.PaymentBehavior = ALLOWS,
    proration_behavior: params.Proration = PRORATES,
    proration_date: params.ProrationDate = None,
) -> SubscriptionItem:
    """Add an item to a subscription."""
    row = await tx.get(Subscription, subscription, field="subscription")
    how = changing.How(proration_behavior, proration_date, payment_behavior)
    given = SubscriptionUpdateItemParams(**{name: getattr(item, name) for name in item.model_fields_set})
    there = {each.id for each in await tx.listed(row, Subscription.items)}
    await _update(tx, row, given, how)
    items: list[SubscriptionItem] = await tx.listed(row, Subscription.items)
    pending = row.pending_change.items if row.pending_change else ()
    id = next(each.id for each in (*items, *pending) if each.id not in there)
    return await tx.get(SubscriptionItem, id, deleted=True)


async def update(
    tx: Tx,
    row: SubscriptionItem,
    *,
    item: Annotated[SubscriptionCreateItemParams, Inline()] = NOTHING,
    off_session: params.OffSession = False,
    payment_behavior: params.PaymentBehavior = ALLOWS,
    proration_behavior: params.Proration = PRORATES,
    proration_date: params.ProrationDate = None,
) -> SubscriptionItem:
    """Update an item of a subscription: its price, quantity, discounts or tax rates."""
    how = changing.How(proration_behavior, proration_date, payment_behavior, off_session)
    given = SubscriptionUpdateItemParams(id=row.id, **{name: getattr(item, name) for name in item.model_fields_set})
    await _update(tx, await tx.get(Subscription, row.subscription_id), given, how)
    return row


async def delete(
    tx: Tx,
    row: SubscriptionItem,
    *,
    clear_usage: params.ClearUsage = False,
    proration_behavior: params.Proration = PRORATES,
    proration_date: params.ProrationDate = None,
) -> SubscriptionItem:
    """Remove an item from its subscription, which keeps at least one."""
    given = SubscriptionUpdateItemParams(id=row.id, deleted=True, clear_usage=clear_usage)
    how = changing.How(proration_behavior, proration_date)
    await _update(tx, await tx.get(Subscription, row.subscription_id), given, how)
    return row


async def _update(tx: Tx, subscription: Subscription, given: SubscriptionUpdateItemParams, how: changing.How) -> None:
    settings.must_not_have_ended(subscription, frozenset({"items"}))
    customer = await tx.get(Customer, subscription.customer_id, lock=False, deleted=True)
    planned = await scheduled.reflected(tx, subscription)
    waits = how.payment == SubscriptionPaymentBehavior.PENDING_IF_INCOMPLETE
    with Mistakes() as mistakes:
        if waits:
            waiting.check(subscription, frozenset({"off_session"} if how.off_session else ()), [("", given)], mistakes)
        with mistakes.noted():
            edits = await choosing.changes(tx, subscription, [given], customer, path="")
    await pending_updates.discard(tx, subscription)
    before = await changing.former(tx, subscription)
    stood = await waiting.stood(tx, subscription)
    await making.change(tx, subscription, edits)
    goes_on = await changing.bill(tx, subscription, before, how)
    if waits and goes_on:
        await waiting.hold(tx, subscription, stood)
    await making.forget(tx, subscription, edits)
    if goes_on:
        await scheduled.tell(tx, subscription, planned)
