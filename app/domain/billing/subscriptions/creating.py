"""Creating subscriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from typing_extensions import Doc

from app.domain import crud
from app.domain.billing.subscriptions import (
    between,
    choosing,
    discounting,
    making,
    params,
    settings,
    starting,
    terms,
    thresholds,
)
from app.domain.billing.subscriptions.items import period_of
from app.domain.core_resources.customers import currency as customer_currency
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import SubscriptionPaymentBehavior
from app.tables.billing.subscription_values import SubscriptionBillingCycleAnchorConfig, SubscriptionPaymentSettings
from app.tables.core_resources.customer import Customer
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.proration_behavior import ProrationBehavior


async def create(
    tx: Tx,
    *,
    items: params.Items,
    add_invoice_items: params.AddInvoiceItems = None,
    backdate_start_date: params.BackdateStartDate = None,
    billing_cycle_anchor: params.BillingCycleAnchor = None,
    billing_cycle_anchor_config: Annotated[
        SubscriptionBillingCycleAnchorConfig | None,
        Doc("Parts of the moment at which billing periods begin, in place of `billingCycleAnchor`."),
    ] = None,
    coupon: params.CouponParam = None,
    currency: params.Currency = None,
    discounts: params.Discounts = None,
    off_session: params.OffSession = False,
    payment_behavior: params.PaymentBehavior = SubscriptionPaymentBehavior.ALLOW_INCOMPLETE,
    payment_settings: params.PaymentSettings = None,
    promotion_code: params.PromotionCodeParam = None,
    proration_behavior: params.Proration = ProrationBehavior.CREATE_PRORATIONS,
    trial_end: params.TrialEnd = None,
    trial_from_plan: params.TrialFromPlan = False,
    trial_period_days: params.TrialPeriodDays = None,
    **values: Any,
) -> Subscription:
    """Create a subscription: its first period begins, and its first invoice is collected."""
    values = {name: value for name, value in values.items() if value is not None}
    customer = await tx.get(Customer, values["customer_id"], field="customer")
    wanted = terms.Terms(
        trial_end=trial_end,
        trial_period_days=trial_period_days,
        trial_from_plan=trial_from_plan,
        billing_cycle_anchor=billing_cycle_anchor,
        billing_cycle_anchor_config=billing_cycle_anchor_config,
        backdate_start_date=backdate_start_date,
        cancel_at=values.get("cancel_at"),
        cancel_at_period_end=values.get("cancel_at_period_end", False),
    )
    with Mistakes() as mistakes:
        with mistakes.noted():
            settings.must_be_creatable(payment_behavior)
        with mistakes.noted():
            await settings.must_be_few(tx, customer)
        method = values.get("collection_method", CollectionMethod.CHARGE_AUTOMATICALLY)
        terms.check_collection(method, values.get("days_until_due"), mistakes)
        terms.check_pending_interval(values.get("pending_invoice_item_interval"), mistakes)
        if payment_settings is not None:
            settings.check_method_types(payment_settings.payment_method_types, mistakes)
        await settings.check_payment_method(tx, values.get("default_payment_method_id"), customer, mistakes)
        await settings.check_tax(tx, values, mistakes, customer=customer)
        off = await settings.subscription_discounts(tx, customer, discounts, coupon, promotion_code, mistakes)
        with mistakes.noted():
            chosen, found = await choosing.items(tx, items, customer, currency)
            course = terms.course(wanted, tx.now, period_of([each.price for each in chosen]))
            added = await choosing.invoice_items(tx, add_invoice_items or (), customer, found)
            await customer_currency.claim(tx, customer, found, at_once=True)
            first = [*(() if course.trial_end else chosen), *added]
            amount = sum(choosing.amount_of(each.price, each.quantity, found) for each in first)
            await settings.must_apply(tx, off, found, amount, listed=discounts is not None)
    values = settings.with_liability(values) | {
        "billing_cycle_anchor_config": billing_cycle_anchor_config,
        "payment_settings": settings.payment(SubscriptionPaymentSettings(), payment_settings),
        "prorates_end": proration_behavior != ProrationBehavior.NONE,
    }
    subscription = await build(tx, values, Content(chosen, added, off or (), found), course)
    await thresholds.must_suit(tx, subscription, values.keys())
    await starting.begin(
        tx, subscription, payment=payment_behavior, proration=proration_behavior, off_session=off_session
    )
    return subscription


@dataclass(frozen=True)
class Content:
    """What a new subscription bills, found and checked."""

    items: Sequence[choosing.ChosenItem]
    added: Sequence[choosing.ChosenItem]
    """One-time prices on its first invoice."""
    discounts: Sequence[choosing.ChosenDiscount]
    currency: str


async def build(tx: Tx, values: dict[str, Any], content: Content, course: terms.Course) -> Subscription:
    """A subscription with its items and discounts, which the caller then begins. `values` are further columns."""
    subscription = await crud.build(
        tx,
        Subscription,
        values
        | {
            "anchor_day": course.day,
            "billing_cycle_anchor": course.anchor,
            "currency": content.currency,
            "current_period_start": course.start,
            "current_period_end": course.anchor,
            "start_date": course.start,
            "trial_start": tx.now if course.trial_end else None,
            "trial_end": course.trial_end,
        },
    )
    subscription.test_clock_id = subscription.clock_id
    for each in content.items:
        await making.item(tx, subscription, each)
    subscription.discounts = await discounting.redeem(tx, subscription, content.discounts)
    subscription.discount_id = subscription.discounts[0] if subscription.discounts else None
    await making.invoice_items(tx, subscription, content.added)
    between.plan(tx, subscription)
    return subscription
