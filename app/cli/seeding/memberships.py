"""What becomes of memberships: trials, codes, other plans, pauses, cards that fail, and ends, as stories."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from app.cli.seeding import catalogue, people
from app.cli.seeding.stories import Order, Story, keep
from app.domain.billing.invoices import verbs
from app.domain.billing.subscriptions import canceling, creating, updating
from app.domain.payment_methods import payment_methods
from app.domain.tx import Tx
from app.errors import CardError
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_params import (
    SubscriptionChangeParams,
    SubscriptionCreateItemParams,
    SubscriptionUpdateItemParams,
)
from app.tables.billing.subscription_values import (
    SubscriptionCancellationDetails,
    SubscriptionPauseCollection,
    SubscriptionPauseCollectionBehavior,
)
from app.tables.core_resources.customer import Customer
from app.tables.payment_methods.payment_method_values import PaymentMethodParams, PaymentMethodType
from app.tables.products.coupon import Coupon
from app.tables.products.price_values import PriceRecurringInterval
from app.tables.products.promotion_code import PromotionCode
from app.tables.shapes.cancellation_feedback import CancellationFeedback
from app.tables.shapes.discount_params import DiscountParams
from app.tables.shapes.proration_behavior import ProrationBehavior

MONTH = timedelta(days=31)
TRIAL_DAYS = 14
HARVEST, WELCOME = "HARVEST15", "WELCOME"
WELCOME_CURRENCIES = ("usd", "eur", "gbp")
Feedback = CancellationFeedback
REASONS = (
    (Feedback.TOO_EXPENSIVE, "Lovely coffee, but it adds up."),
    (Feedback.UNUSED, "I am away too often."),
    (Feedback.SWITCHED_SERVICE, None),
    (Feedback.OTHER, "Doctor's orders."),
)


async def begin(
    tx: Tx, order: Order, interval: PriceRecurringInterval = catalogue.MONTH, **options: Any
) -> Subscription:
    """A new membership, paid by the customer's card in their currency."""
    plan = order.chance.choice(catalogue.PLANS)
    price = await catalogue.price_of(tx, plan.key(interval))
    return await creating.create(
        tx,
        customer_id=order.buyer.id,
        items=[SubscriptionCreateItemParams(price_id=price.id)],
        currency=order.buyer.person.country.currency,
        description=plan.name,
        meta={"plan": plan.name, "order": f"M-{order.number}"},
        **options,
    )


async def again(tx: Tx, subscription: Subscription) -> Subscription:
    """The membership as it stands at a later moment."""
    return await tx.get(Subscription, subscription.id)


def why(order: Order) -> SubscriptionCancellationDetails:
    """What somebody says who leaves."""
    feedback, comment = order.chance.choice(REASONS)
    return SubscriptionCancellationDetails(feedback=feedback, comment=comment)


async def kept(tx: Tx, order: Order) -> None:
    """Month by month, as nearly all of them go."""
    await begin(tx, order)


async def by_the_year(tx: Tx, order: Order) -> None:
    """A whole year at once."""
    await begin(tx, order, catalogue.YEAR)


async def with_code(tx: Tx, order: Order) -> None:
    """With the code of the harvest while it is valid, or that for newcomers, where there is one in their currency."""
    harvest = (await tx.find(PromotionCode, code=HARVEST, lock=False))[0]
    coupon = await tx.get(Coupon, harvest.coupon_id, lock=False)
    code = None
    if coupon.redeem_by is not None and tx.now < coupon.redeem_by:
        code = harvest
    elif order.buyer.person.country.currency in WELCOME_CURRENCIES:
        code = (await tx.find(PromotionCode, code=WELCOME, lock=False))[0]
    await begin(tx, order, discounts=[DiscountParams(promotion_code_id=code.id)] if code else None)


async def tried_and_kept(tx: Tx, order: Order) -> None:
    """Two weeks for nothing, and then month by month."""
    await begin(tx, order, trial_period_days=TRIAL_DAYS)


async def tried_and_left(tx: Tx, order: Order) -> Story:
    """Two weeks for nothing, and no more."""
    subscription = await begin(tx, order, trial_period_days=TRIAL_DAYS)
    tx = yield order.days(5, TRIAL_DAYS - 1)
    subscription = await again(tx, subscription)
    await updating.update(tx, subscription, cancel_at_period_end=True, cancellation_details=why(order))


async def changed(tx: Tx, order: Order) -> Story:
    """The other plan, from the middle of a month on: half of them are invoiced for the rest of it at once."""
    subscription = await begin(tx, order)
    tx = yield order.days(35, 100)
    subscription = await again(tx, subscription)
    (item,) = await tx.find(SubscriptionItem, subscription_id=subscription.id)
    (other,) = (plan for plan in catalogue.PLANS if plan.name != subscription.description)
    price = await catalogue.price_of(tx, other.key(catalogue.MONTH))
    behaviors = (ProrationBehavior.ALWAYS_INVOICE, ProrationBehavior.CREATE_PRORATIONS)
    await updating.update(
        tx,
        subscription,
        items=[SubscriptionUpdateItemParams(id=item.id, price_id=price.id)],
        proration_behavior=order.chance.choice(behaviors),
        description=other.name,
        meta={"plan": other.name},
    )


async def paused(tx: Tx, order: Order) -> Story:
    """Away for two months, whose invoices are void."""
    subscription = await begin(tx, order)
    tx = yield order.days(20, 80)
    pause = SubscriptionPauseCollection(
        behavior=SubscriptionPauseCollectionBehavior.VOID, resumes_at=tx.now + 2 * MONTH
    )
    change = SubscriptionChangeParams(pause_collection=pause)
    await updating.update(tx, await again(tx, subscription), change=change)


async def card_replaced(tx: Tx, order: Order) -> Story:
    """The bank's new card does not pay for a month. The customer, notified, gives another one."""
    subscription = await begin(tx, order)
    tx = yield order.days(10, 25)
    await _new_card(tx, order)
    subscription = await again(tx, subscription)
    tx = yield subscription.current_period_end - tx.now + order.days(2, 5)
    person = order.buyer.person
    details = PaymentMethodParams.of("card", people.make_card(order.chance, person.country, tx.now))
    method = await payment_methods.create(
        tx, type=PaymentMethodType("card"), details=details, billing_details=person.billing
    )
    await keep(tx, await tx.get(Customer, order.buyer.id), order.buyer, method.id)
    for invoice in await tx.find(Invoice, subscription_id=subscription.id, status=InvoiceStatus.OPEN):
        with suppress(CardError):
            await verbs.pay(tx, invoice)


async def card_failed(tx: Tx, order: Order) -> Story:
    """The bank's new card does not pay, however often it is tried, and the membership ends."""
    await begin(tx, order)
    tx = yield order.days(10, 60)
    await _new_card(tx, order)


async def _new_card(tx: Tx, order: Order) -> None:
    """A card that is accepted, and then declines."""
    customer = await tx.get(Customer, order.buyer.id)
    await keep(tx, customer, order.buyer, "pm_card_chargeCustomerFail")


async def ended(tx: Tx, order: Order) -> Story:
    """Enough of it, from the next month on. One of three thinks better of it."""
    subscription = await begin(tx, order)
    tx = yield order.days(40, 150)
    subscription = await again(tx, subscription)
    await updating.update(tx, subscription, cancel_at_period_end=True, cancellation_details=why(order))
    if order.chance.random() < 1 / 3:
        tx = yield timedelta(hours=20)
        subscription = await again(tx, subscription)
        if subscription.ended_at is None:
            await updating.update(tx, subscription, cancel_at_period_end=False)


async def ended_at_once(tx: Tx, order: Order) -> Story:
    """Enough of it, now; the rest of the month is credited."""
    subscription = await begin(tx, order)
    tx = yield order.days(40, 150)
    await canceling.cancel(
        tx, await again(tx, subscription), cancellation_details=why(order), invoice_now=True, prorate=True
    )
