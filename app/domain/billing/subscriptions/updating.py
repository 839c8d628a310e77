"""Updating subscriptions: what changes at once, and what the change is billed."""

from collections.abc import Sequence
from typing import Annotated, Any

from app.domain import crud
from app.domain.billing.subscriptions import (
    between,
    canceling,
    changing,
    choosing,
    discounting,
    making,
    params,
    pausing,
    pending_updates,
    scheduled,
    settings,
    terms,
    thresholds,
    waiting,
)
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_params import (
    SubscriptionBillingCycleAnchor,
    SubscriptionChangeParams,
    SubscriptionPaymentBehavior,
)
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer
from app.tables.shapes.proration_behavior import ProrationBehavior

NOTHING = SubscriptionChangeParams()


async def update(
    tx: Tx,
    subscription: Subscription,
    *,
    change: Annotated[SubscriptionChangeParams, Inline()] = NOTHING,
    add_invoice_items: params.AddInvoiceItems = None,
    billing_cycle_anchor: params.BillingCycleAnchorChange = None,
    cancellation_details: params.CancellationDetails = None,
    coupon: params.CouponParam = None,
    items: params.ItemChanges = None,
    off_session: params.OffSession = False,
    payment_behavior: params.PaymentBehavior = SubscriptionPaymentBehavior.ALLOW_INCOMPLETE,
    payment_settings: params.PaymentSettings = None,
    promotion_code: params.PromotionCodeParam = None,
    proration_behavior: params.Proration = ProrationBehavior.CREATE_PRORATIONS,
    proration_date: params.ProrationDate = None,
    trial_end: params.TrialEnd = None,
    trial_from_plan: params.TrialFromPlan = False,
    **values: Any,
) -> Subscription:
    """Update a subscription: its items, trial, discounts, settings, and when it ends."""
    given = frozenset(values) | change.model_fields_set
    options = {
        "add_invoice_items": add_invoice_items,
        "billing_cycle_anchor": billing_cycle_anchor,
        "cancellation_details": cancellation_details,
        "coupon": coupon,
        "items": items,
        "payment_settings": payment_settings,
        "promotion_code": promotion_code,
        "trial_end": trial_end,
        "trial_from_plan": trial_from_plan or None,
        "off_session": off_session or None,
    }
    touched = given | {name for name, value in options.items() if value is not None}
    waits = payment_behavior == SubscriptionPaymentBehavior.PENDING_IF_INCOMPLETE
    scheduled.must_manage_end(subscription, given)
    settings.must_not_have_ended(subscription, touched)
    customer = await tx.get(Customer, subscription.customer_id, lock=False, deleted=True)
    planned = await scheduled.reflected(tx, subscription)
    with Mistakes() as mistakes:
        _check(tx, subscription, values, change, proration_date, mistakes)
        await settings.check_payment_method(tx, values.get("default_payment_method_id"), customer, mistakes)
        await settings.check_tax(tx, values, mistakes, customer=customer, transferred=subscription.transfer_data)
        if payment_settings is not None:
            settings.check_method_types(payment_settings.payment_method_types, mistakes)
        off = await settings.subscription_discounts(tx, customer, change.discounts, coupon, promotion_code, mistakes)
        with mistakes.noted():
            edits = await choosing.changes(tx, subscription, items or (), customer)
            await settings.must_apply_after(tx, off, subscription, edits, listed=change.discounts is not None)
        with mistakes.noted():
            added = await choosing.invoice_items(tx, add_invoice_items or (), customer, subscription.currency)
        wanted = terms.Terms(trial_end=trial_end, trial_from_plan=trial_from_plan)
        terms.check_trial(wanted, tx.now, mistakes)
        if waits:
            waiting.check(subscription, touched, [(f"items.{n}", each) for n, each in enumerate(items or ())], mistakes)
    if touched & waiting.POSSIBLE:
        await pending_updates.discard(tx, subscription)
    before = await changing.former(tx, subscription)
    stood = await waiting.stood(tx, subscription)
    by_period = subscription.cancel_at_period_end
    values |= {"cancel_at_period_end": False} if values.get("cancel_at") is not None else {}
    await _amend(tx, subscription, settings.with_liability(values))
    subscription.payment_settings = settings.payment(subscription.payment_settings, payment_settings)
    canceling.explain(subscription, cancellation_details)
    await _discount(tx, subscription, change, off)
    await _bill_other(tx, subscription, values, edits, added)
    if "pause_collection" in change.model_fields_set:
        pausing.pause(tx, subscription, change.pause_collection)
    if {"cancel_at", "cancel_at_period_end"} & values.keys():
        _plan_end(tx, subscription, proration_behavior, by_period=by_period)
    if trial_end is not None or trial_from_plan:
        subscription.trial_end = terms.trial_end_of(wanted, tx.now, before.period) or tx.now
    how = changing.How(proration_behavior, proration_date, payment_behavior, off_session)
    anew = billing_cycle_anchor == SubscriptionBillingCycleAnchor.NOW
    goes_on = await changing.bill(tx, subscription, before, how, anew=anew)
    if waits and goes_on:
        await waiting.hold(tx, subscription, stood, trial_from_plan=trial_from_plan)
    await making.forget(tx, subscription, edits)
    if goes_on:
        await scheduled.tell(tx, subscription, planned)
    return subscription


async def _amend(tx: Tx, subscription: Subscription, values: dict[str, Any]) -> None:
    await crud.amend(tx, subscription, values)
    if "pending_invoice_item_interval" in values:
        between.plan(tx, subscription)


async def _bill_other(
    tx: Tx,
    subscription: Subscription,
    values: dict[str, Any],
    edits: choosing.Changes,
    added: Sequence[choosing.ChosenItem],
) -> None:
    """Change what the subscription bills, by thresholds that suit it."""
    await making.change(tx, subscription, edits)
    await thresholds.must_suit(tx, subscription, values.keys())
    await making.invoice_items(tx, subscription, added)


async def _discount(
    tx: Tx,
    subscription: Subscription,
    change: SubscriptionChangeParams,
    chosen: Sequence[choosing.ChosenDiscount] | None,
) -> None:
    if chosen is not None or "discounts" in change.model_fields_set:
        await discounting.replace(tx, subscription, chosen or ())


def _plan_end(tx: Tx, subscription: Subscription, proration: ProrationBehavior, *, by_period: bool) -> None:
    subscription.prorates_end = proration != ProrationBehavior.NONE
    canceling.plan(tx, subscription, by_period=by_period)


def _check(
    tx: Tx,
    subscription: Subscription,
    values: dict[str, Any],
    change: SubscriptionChangeParams,
    proration_date: Any,
    mistakes: Mistakes,
) -> None:
    method = values.get("collection_method", subscription.collection_method)
    if {"collection_method", "days_until_due"} & values.keys():
        terms.check_collection(method, values.get("days_until_due", subscription.days_until_due), mistakes)
    terms.check_cancellation(
        values.get("cancel_at"), tx.now, at_period_end=values.get("cancel_at_period_end") or False, mistakes=mistakes
    )
    terms.check_pending_interval(values.get("pending_invoice_item_interval"), mistakes)
    terms.check_pause(change.pause_collection, tx.now, mistakes)
    terms.check_proration_date(
        proration_date, subscription.current_period_start, subscription.current_period_end, mistakes
    )
