"""Discounts of subscriptions: those that an invoice is made with, and when they end."""

from collections.abc import Sequence

from app.domain.billing.subscriptions import scheduled
from app.domain.billing.subscriptions.choosing import ChosenDiscount
from app.domain.jobs import job
from app.domain.products import discounts
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon, CouponDuration
from app.tables.products.discount import Discount


def of(subscription: Subscription, customer: Customer) -> list[str]:
    """The discounts of the subscription's next invoice: its own, or else the customer's."""
    if subscription.discounts:
        return list(subscription.discounts)
    return [customer.discount_id] if customer.discount_id else []


async def used(tx: Tx, subscription: Subscription, invoice: Invoice) -> None:
    """End those discounts of the subscription and of its items, which are at hand, that are for one invoice, and have
    taken something off this one."""
    took = {each.discount_id for each in invoice.total_discount_amounts or () if each.amount}
    items = tx.known(SubscriptionItem, subscription_id=subscription.id)
    owners: list[Subscription | SubscriptionItem] = [subscription, *items]
    for id in sorted({id for owner in owners for id in owner.discounts if id in took}):
        discount = await tx.get(Discount, id)
        coupon = await tx.get(Coupon, discount.coupon_id, lock=False, deleted=True)
        if coupon.duration == CouponDuration.ONCE:
            await _end(tx, subscription, discount)


async def _end(tx: Tx, subscription: Subscription, discount: Discount) -> None:
    """Take a discount from its subscription, or from the item that has it. What was billed with it stays as it is. The
    caller emits the subscription's event."""
    if discount.subscription_item_id is not None:
        item = await tx.get(SubscriptionItem, discount.subscription_item_id, deleted=True)
        item.discounts = [id for id in item.discounts if id != discount.id]
    subscription.discounts = [id for id in subscription.discounts if id != discount.id]
    subscription.discount_id = subscription.discounts[0] if subscription.discounts else None
    tx.tell("customer.discount.deleted", discount)
    tx.delete(discount)


async def redeem(
    tx: Tx, subscription: Subscription, chosen: Sequence[ChosenDiscount], *, item: SubscriptionItem | None = None
) -> list[str]:
    """The ids of the discounts, in their order. Coupons are redeemed for the subscription, or for one of its items."""
    return [await _redeem(tx, subscription, each, item) for each in chosen]


async def _redeem(tx: Tx, subscription: Subscription, chosen: ChosenDiscount, item: SubscriptionItem | None) -> str:
    if isinstance(chosen, Discount):
        return chosen.id
    coupon, months = chosen.coupon, chosen.coupon.duration_in_months
    made = tx.add(
        Discount(
            coupon_id=coupon.id,
            customer_id=subscription.customer_id,
            end=discounts.months_after(tx.now, months) if months else None,
            promotion_code_id=chosen.code.id if chosen.code else None,
            start=tx.now,
            subscription_id=subscription.id,
            subscription_item_id=item.id if item else None,
        )
    )
    await discounts.count(tx, chosen)
    if made.end is not None:
        tx.wake(made.end, end_discount, made)
    tx.tell("customer.discount.created", made)
    return made.id


async def drop(tx: Tx, subscription: Subscription, item: SubscriptionItem) -> None:
    """Delete the discounts of an item that is removed, but for those that are shared. The caller removes the item."""
    for id in item.discounts:
        discount = await tx.get(Discount, id, deleted=True)
        if discount.subscription_item_id == item.id and discount.deleted_at is None:
            tx.tell("customer.discount.deleted", discount)
            tx.delete(discount)


async def replace(tx: Tx, subscription: Subscription, chosen: Sequence[ChosenDiscount]) -> None:
    """Give the subscription these discounts, in place of those that it has."""
    former = subscription.discounts
    subscription.discounts = await redeem(tx, subscription, chosen)
    subscription.discount_id = subscription.discounts[0] if subscription.discounts else None
    for id in former:
        if id not in subscription.discounts:
            discount = await tx.get(Discount, id)
            tx.tell("customer.discount.deleted", discount)
            tx.delete(discount)


async def delete_discount(tx: Tx, subscription: Subscription) -> Subscription:
    """Remove the discounts of a subscription. What was billed with them stays as it is."""
    if not subscription.discounts:
        raise InvalidRequest(
            "This subscription has no discount to remove.", code=ErrorCode.RESOURCE_MISSING, field="id"
        )
    planned = await scheduled.reflected(tx, subscription)
    await replace(tx, subscription, ())
    tx.tell("customer.subscription.updated", subscription)
    await scheduled.follow(tx, subscription, planned)
    return subscription


@job("discount.end", Discount)
async def end_discount(tx: Tx, discount: Discount) -> None:
    """The months are over for which a subscription, or one of its items, has a discount."""
    if discount.subscription_id is None or discount.end is None or discount.end > tx.now:
        return
    subscription = await tx.get(Subscription, discount.subscription_id)
    await _end(tx, subscription, discount)
    tx.tell("customer.subscription.updated", subscription)
