"""Changes of subscriptions by customers: shown before they are confirmed, and made by the verbs that merchants use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.billing.portal.refusals import Unable
from app.domain.billing.portal.visits import Visit, must_be_changeable, subscription_of
from app.domain.billing.schedules import creating as schedule_creating
from app.domain.billing.schedules import updating as schedule_updating
from app.domain.billing.subscriptions import updating
from app.domain.billing.subscriptions.entries import Entry, entries
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.portal_features import (
    BillingPortalScheduleConditionType,
    BillingPortalSubscriptionUpdate,
)
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import (
    SubscriptionChangeParams,
    SubscriptionCreateItemParams,
    SubscriptionPaymentBehavior,
    SubscriptionUpdateItemParams,
)
from app.tables.billing.subscription_schedule_params import SubscriptionScheduleUpdatePhaseParams
from app.tables.billing.subscription_schedule_values import SubscriptionScheduleEndBehavior
from app.tables.products.price import Price
from app.tables.products.promotion_code import PromotionCode
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior

Payment = SubscriptionPaymentBehavior
SHOWN_FOR = timedelta(minutes=10)
"""How long a change can be confirmed by the moment at which its prorations were shown."""
MOST_UNITS = 1_000_000
"""The largest quantity that customers can choose."""
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Wanted:
    """A change of the only item of a subscription. None stands for what does not change."""

    subscription_id: str
    price_id: str | None = None
    quantity: int | None = None
    discounts: Sequence[DiscountParams] = ()
    """Those that are added to the subscription's own."""
    moment: datetime | None = None
    """When the prorations were shown, by which they are measured; None for now."""
    prepared: bool = False
    """Whether the flow of the session names the change, rather than the customer."""


@dataclass(frozen=True)
class Line:
    """A line of what a change is billed."""

    description: str
    amount: int


@dataclass(frozen=True)
class Change:
    """What a change does, once made or as it is shown before."""

    subscription: Subscription
    price: Price
    quantity: int | None
    moment: datetime
    starts: datetime | None = None
    """When the change takes effect, if it waits for the end of the period."""
    lines: Sequence[Line] = ()
    due: int | None = None
    """What is paid at once, in minor units; None if all of it is part of the next invoice."""


def prepared(visit: Visit) -> Wanted:
    """The change that the session's flow names. Raises Unable in a session of another flow."""
    confirm = visit.session.flow.subscription_update_confirm if visit.session.flow else None
    if confirm is None:
        raise Unable("unprepared")
    item = confirm.items[0]
    discounts = [DiscountParams(**dict(each)) for each in confirm.discounts or ()]
    return Wanted(confirm.subscription_id, item.price_id, item.quantity, discounts, prepared=True)


async def coded(tx: Tx, visit: Visit, code: str) -> DiscountParams:
    """The discount of a promotion code that the customer entered. Raises Unable for one that is not active, or
    where customers cannot enter any."""
    allowed = visit.features.subscription_update.default_allowed_updates
    if BillingPortalSubscriptionUpdate.PROMOTION_CODE not in allowed:
        raise Unable("code")
    for found in await tx.find(PromotionCode, code_key=code.strip().upper(), active=True, lock=False):
        if found.customer_id in (None, visit.customer.id):
            return DiscountParams(promotion_code_id=found.id)
    raise Unable("code")


async def change(tx: Tx, visit: Visit, wanted: Wanted, *, payment: Payment = Payment.ERROR_IF_INCOMPLETE) -> Change:
    """Change a subscription, as the configuration allows. With the `payment` DEFAULT_INCOMPLETE none is attempted: what
    is due is shown, in a transaction that is rolled back.

    Raises Unable for what the customer cannot change, and CardError for a payment that fails: then nothing
    changes.
    """
    subscription = await subscription_of(tx, visit, wanted.subscription_id)
    (visit.must_confirm if wanted.prepared else visit.must_change)(subscription)
    must_be_changeable(subscription)
    if subscription.schedule_id is not None:
        raise Unable("planned")
    among = await entries(tx, subscription)
    if len(among) != 1:
        raise Unable("several_items")
    entry = among[0]
    price = await _price(tx, visit, entry, wanted)
    quantity = _quantity(visit, entry, wanted)
    same = price.id == entry.price.id and quantity == entry.item.quantity
    if same and not wanted.discounts:
        raise Unable("same")
    moment = wanted.moment or tx.now
    if not tx.now - SHOWN_FOR <= moment <= tx.now:
        raise Unable("late")
    plan = Change(subscription, price, quantity, moment)
    if _waits(visit, entry, price, quantity):
        return await _later(tx, plan, entry, wanted.discounts)
    return await _now(tx, visit, plan, entry, wanted.discounts, payment=payment)


async def _price(tx: Tx, visit: Visit, entry: Entry, wanted: Wanted) -> Price:
    """The price that is wanted, which the configuration offers."""
    if wanted.price_id is None or wanted.price_id == entry.price.id:
        return entry.price
    feature = visit.features.subscription_update
    offered = {price for each in feature.products or () for price in each.prices}
    changes = BillingPortalSubscriptionUpdate.PRICE in feature.default_allowed_updates
    if not changes or wanted.price_id not in offered:
        raise Unable("plan")
    return await tx.get(Price, wanted.price_id, field="price", lock=False)


def _quantity(visit: Visit, entry: Entry, wanted: Wanted) -> int | None:
    """The quantity that is wanted, or the present one."""
    if wanted.quantity is None or wanted.quantity == entry.item.quantity:
        return entry.item.quantity
    allowed = visit.features.subscription_update.default_allowed_updates
    # A flow that the merchant made may bring a quantity with another price.
    given = wanted.prepared and wanted.price_id is not None
    if not given and BillingPortalSubscriptionUpdate.QUANTITY not in allowed:
        raise Unable("plan")
    if wanted.quantity < 1:
        raise Unable("quantity", most=MOST_UNITS)
    return wanted.quantity


def _waits(visit: Visit, entry: Entry, price: Price, quantity: int | None) -> bool:
    """Whether the change waits for the end of the period."""
    conditions = {each.type for each in visit.features.subscription_update.schedule_at_period_end.conditions}
    shorter = _length(price) < _length(entry.price)
    cheaper = _amount(price, quantity) < _amount(entry.price, entry.item.quantity)
    return (shorter and BillingPortalScheduleConditionType.SHORTENING_INTERVAL in conditions) or (
        cheaper and BillingPortalScheduleConditionType.DECREASING_ITEM_AMOUNT in conditions
    )


def _length(price: Price) -> int:
    return _DAYS[price.recurring.interval.value] * price.recurring.interval_count if price.recurring else 0


def _amount(price: Price, quantity: int | None) -> int:
    return (price.unit_amount or 0) * (1 if quantity is None else quantity)


def _discounts(subscription: Subscription, added: Sequence[DiscountParams]) -> list[DiscountParams]:
    return [*(DiscountParams(discount_id=id) for id in subscription.discounts), *added]


async def _now(
    tx: Tx, visit: Visit, plan: Change, entry: Entry, added: Sequence[DiscountParams], *, payment: Payment
) -> Change:
    """Make the change, and bill it as the configuration says."""
    subscription, behavior = plan.subscription, visit.features.subscription_update.proration_behavior
    pending = {item.id for item in await _pending(tx, subscription)}
    invoiced = subscription.latest_invoice_id
    change = SubscriptionChangeParams(discounts=_discounts(subscription, added)) if added else updating.NOTHING
    await updating.update(
        tx,
        subscription,
        change=change,
        items=[SubscriptionUpdateItemParams(id=entry.item.id, price_id=plan.price.id, quantity=plan.quantity)],
        payment_behavior=payment,
        proration_behavior=behavior,
        proration_date=plan.moment,
    )
    due, lines = None, []
    if subscription.latest_invoice_id not in (None, invoiced):
        invoice = await tx.get(Invoice, subscription.latest_invoice_id or "")
        due = invoice.amount_due
        lines = [Line(each.description or "", each.amount) for each in await tx.listed(invoice, Invoice.lines)]
    else:
        made = [item for item in await _pending(tx, subscription) if item.id not in pending]
        lines = [Line(each.description or "", each.amount) for each in made]
    return Change(subscription, plan.price, plan.quantity, plan.moment, None, lines, due)


async def _pending(tx: Tx, subscription: Subscription) -> list[InvoiceItem]:
    return await tx.find(InvoiceItem, subscription_id=subscription.id, invoice_id=None)


async def _later(tx: Tx, plan: Change, entry: Entry, added: Sequence[DiscountParams]) -> Change:
    """Have a schedule make the change when the period ends."""
    subscription, ends = plan.subscription, plan.subscription.current_period_end
    if subscription.cancel_at is not None or subscription.cancel_at_period_end:
        raise Unable("ending")
    discounts = _discounts(subscription, ())
    schedule = await schedule_creating.create(tx, from_subscription=subscription.id)
    mirrored = schedule.phases[0]
    kept = {
        name: getattr(mirrored, name)
        for name in ("collection_method", "default_payment_method_id", "default_tax_rates", "description")
    } | {"on_behalf_of_id": mirrored.on_behalf_of_id, "transfer_data": mirrored.transfer_data}
    own = [DiscountParams(discount_id=id) for id in entry.item.discounts]

    def item(price: str, quantity: int | None) -> SubscriptionCreateItemParams:
        return SubscriptionCreateItemParams(
            price_id=price, quantity=quantity, discounts=own, tax_rates=entry.item.tax_rates
        )

    await schedule_updating.update(
        tx,
        schedule,
        phases=[
            SubscriptionScheduleUpdatePhaseParams(
                start_date=mirrored.start_date,
                end_date=ends,
                items=[item(entry.price.id, entry.item.quantity)],
                discounts=discounts,
                trial_end=mirrored.trial_end,
                **kept,
            ),
            SubscriptionScheduleUpdatePhaseParams(
                iterations=1,
                items=[item(plan.price.id, plan.quantity)],
                discounts=[*discounts, *added],
                proration_behavior=ProrationBehavior.NONE,
                **kept,
            ),
        ],
        proration_behavior=ProrationBehavior.NONE,
        end_behavior=SubscriptionScheduleEndBehavior.RELEASE,
    )
    return Change(subscription, plan.price, plan.quantity, plan.moment, ends)
