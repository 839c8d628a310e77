"""A phase becomes what the subscription is: when the first one begins, when one follows another, when it is changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain import crud
from app.domain.billing.subscriptions import (
    canceling,
    changing,
    choosing,
    discounting,
    making,
    pending_updates,
    renewing,
    starting,
)
from app.domain.billing.subscriptions.entries import Entry, cycle, entries
from app.domain.products.discounts import Redemption
from app.domain.tx import Tx
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem, SubscriptionItemBillingThresholds
from app.tables.billing.subscription_params import (
    SubscriptionCreateItemParams,
    SubscriptionItemBillingThresholdsParams,
    SubscriptionUpdateItemParams,
)
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleBillingCycleAnchor,
    SubscriptionScheduleDiscount,
    SubscriptionScheduleEndBehavior,
    SubscriptionSchedulePhase,
    SubscriptionSchedulePhaseItem,
)
from app.tables.billing.subscription_values import (
    SubscriptionAutomaticTax,
    SubscriptionInvoiceSettings,
    SubscriptionStatus,
)
from app.tables.core_resources.customer import Customer
from app.tables.products.coupon import Coupon
from app.tables.products.discount import Discount
from app.tables.products.price import Price
from app.tables.products.promotion_code import PromotionCode
from app.tables.shapes.collection_method import CollectionMethod
from app.tables.shapes.proration_behavior import ProrationBehavior

Discounts = Sequence[SubscriptionScheduleDiscount]


def _either(schedule: SubscriptionSchedule, phase: SubscriptionSchedulePhase, name: str) -> Any:
    """A setting of the phase, or else the schedule's default."""
    own = getattr(phase, name)
    return getattr(schedule.default_settings, name) if own is None else own


def columns(schedule: SubscriptionSchedule, phase: SubscriptionSchedulePhase) -> dict[str, Any]:
    """The settings of a subscription during a phase, by column."""
    method = _either(schedule, phase, "collection_method") or CollectionMethod.CHARGE_AUTOMATICALLY
    own, usual = phase.invoice_settings, schedule.default_settings.invoice_settings
    days = usual.days_until_due if own is None or own.days_until_due is None else own.days_until_due
    tax_ids = usual.account_tax_ids if own is None or own.account_tax_ids is None else own.account_tax_ids
    names = (
        "application_fee_percent",
        "billing_thresholds",
        "default_payment_method_id",
        "description",
        "on_behalf_of_id",
        "transfer_data",
    )
    return {name: _either(schedule, phase, name) for name in names} | {
        "automatic_tax": _either(schedule, phase, "automatic_tax") or SubscriptionAutomaticTax(enabled=False),
        "collection_method": method,
        "days_until_due": days if method == CollectionMethod.SEND_INVOICE else None,
        "default_tax_rates": phase.default_tax_rates or [],
        "invoice_settings": SubscriptionInvoiceSettings(
            account_tax_ids=tax_ids,
            issuer=(own and own.issuer) or usual.issuer,
        ),
    }


def add(tx: Tx, schedule: SubscriptionSchedule, customer: Customer) -> Subscription:
    """The subscription of a schedule whose first phase begins, without its items. The caller emits the schedule's
    event, and calls `start`."""
    phase = schedule.phases[0]
    trial_end = phase.trial_end if phase.trial_end is not None and phase.trial_end > tx.now else None
    subscription = tx.add(
        Subscription(
            **columns(schedule, phase),
            application=schedule.application,
            billing_cycle_anchor=trial_end or phase.start_date,
            currency=schedule.currency,
            current_period_start=phase.start_date,
            current_period_end=trial_end or phase.end_date,
            customer_id=customer.id,
            meta=crud.merge_metadata({}, dict(phase.metadata or {})),
            phase_end=phase.end_date,
            schedule_id=schedule.id,
            start_date=phase.start_date,
            trial_start=phase.start_date if trial_end else None,
            trial_end=trial_end,
        )
    )
    subscription.test_clock_id = subscription.clock_id
    schedule.subscription_id = subscription.id
    return subscription


async def start(tx: Tx, schedule: SubscriptionSchedule, subscription: Subscription) -> None:
    """The first phase begins: the subscription has its items, and its first invoice is a draft for an hour."""
    phase = schedule.phases[0]
    for each in phase.items:
        await making.item(tx, subscription, await _item(tx, each))
    await _discount(tx, subscription, phase.discounts)
    await _add_invoice_items(tx, subscription, phase)
    plan_end(tx, schedule, subscription)
    # A trial is free from its start.
    proration = ProrationBehavior.NONE if subscription.trial_end else phase.proration_behavior
    await starting.begin_later(tx, subscription, proration)


async def enter(tx: Tx, schedule: SubscriptionSchedule, subscription: Subscription, *, moment: datetime) -> None:
    """The current phase of the schedule begins, at a moment at which the subscription may have a period to renew."""
    phase = schedule.current
    await pending_updates.discard(tx, subscription)
    before = await changing.former(tx, subscription)
    _set(tx, subscription, columns(schedule, phase), phase)
    await _items(tx, subscription, phase.items)
    await _discount(tx, subscription, phase.discounts)
    await _add_invoice_items(tx, subscription, phase)
    plan_end(tx, schedule, subscription)
    resets = _either(schedule, phase, "billing_cycle_anchor") == SubscriptionScheduleBillingCycleAnchor.PHASE_START
    trial = phase.trial_end is not None and phase.trial_end > tx.now
    if subscription.current_period_end <= tx.now and not trial:
        await _reset(tx, subscription, before, resets=resets)
        gone = [entry for entry in before.entries if entry.metered and entry.item.deleted_at is not None]
        await proceed(tx, subscription, gone)
        return
    _try(tx, subscription, phase)
    await _bill(tx, subscription, before, phase.proration_behavior, moment, resets=resets)


def _try(tx: Tx, subscription: Subscription, phase: SubscriptionSchedulePhase) -> None:
    """Have the trial of the subscription end when that of the phase does: now, if the phase has none."""
    if phase.trial_end is not None and phase.trial_end > tx.now:
        subscription.trial_end = phase.trial_end
    elif subscription.status == SubscriptionStatus.TRIALING:
        subscription.trial_end = tx.now


async def _reset(tx: Tx, subscription: Subscription, before: changing.Former, *, resets: bool) -> None:
    """Periods are counted from the end of the current one, if they are of another length or the phase asks for it."""
    after = cycle(subscription, await entries(tx, subscription))
    if resets or (after.interval, after.count) != (before.cycle.interval, before.cycle.count):
        subscription.billing_cycle_anchor, subscription.anchor_day = subscription.current_period_end, None


async def proceed(tx: Tx, subscription: Subscription, gone: Sequence[Entry] = ()) -> None:
    """Renew a subscription whose period is over, and emit its event. `gone` are metered items that were removed."""
    renews = subscription.status in (SubscriptionStatus.TRIALING, *renewing.BILLED)
    if subscription.current_period_end <= tx.now and renews:
        await renewing.turn(tx, subscription, gone)
    else:
        tx.tell("customer.subscription.updated", subscription)


async def revise(
    tx: Tx,
    schedule: SubscriptionSchedule,
    subscription: Subscription,
    former: SubscriptionSchedulePhase,
    proration: ProrationBehavior,
) -> None:
    """The current phase, which was the `former`, has changed."""
    phase = schedule.current
    before = await changing.former(tx, subscription)
    _set(tx, subscription, columns(schedule, phase), phase if phase.metadata != former.metadata else None)
    subscription.phase_end = phase.end_date
    if phase.items != former.items:
        await _items(tx, subscription, phase.items)
    if phase.discounts != former.discounts:
        await _discount(tx, subscription, phase.discounts)
    if phase.add_invoice_items != former.add_invoice_items:
        await _add_invoice_items(tx, subscription, phase)
    plan_end(tx, schedule, subscription)
    if phase.trial_end != former.trial_end:
        _try(tx, subscription, phase)
    await _bill(tx, subscription, before, proration, tx.now)


async def _bill(
    tx: Tx,
    subscription: Subscription,
    before: changing.Former,
    proration: ProrationBehavior,
    moment: datetime,
    *,
    resets: bool = False,
) -> None:
    """Bill a change within a period, and emit the subscription's event."""
    if subscription.status != SubscriptionStatus.PAUSED:
        how = changing.How(proration, moment, off_session=True)
        if not await changing.bill(tx, subscription, before, how, anew=resets):
            return
    if tx.changed(subscription):
        tx.tell("customer.subscription.updated", subscription)


def plan_end(tx: Tx, schedule: SubscriptionSchedule, subscription: Subscription) -> None:
    """Have the subscription end with the last phase, if the schedule says so."""
    last = schedule.phases[-1]
    ends = last.end_date if schedule.end_behavior == SubscriptionScheduleEndBehavior.CANCEL else None
    subscription.prorates_end = last.proration_behavior != ProrationBehavior.NONE
    if subscription.cancel_at != ends or subscription.cancel_at_period_end:
        subscription.cancel_at, subscription.cancel_at_period_end = ends, False
        canceling.plan(tx, subscription, by_period=False)


def _set(tx: Tx, subscription: Subscription, values: dict[str, Any], phase: SubscriptionSchedulePhase | None) -> None:
    """Have the subscription these settings; and the metadata of the phase, if one is given."""
    if phase is not None:
        values = values | {
            "meta": crud.merge_metadata(subscription.meta, dict(phase.metadata or {})),
            "phase_end": phase.end_date,
        }
    for name, new in values.items():
        if getattr(subscription, name) != new:
            setattr(subscription, name, new)


async def _item(tx: Tx, given: SubscriptionSchedulePhaseItem) -> choosing.ChosenItem:
    """A phase's item, as one that is to be made."""
    return choosing.ChosenItem(
        await tx.get(Price, given.price_id, lock=False),
        given.quantity,
        await _redemptions(tx, given.discounts, ()),
        given.tax_rates or (),
        SubscriptionCreateItemParams(
            billing_thresholds=_thresholds(given.billing_thresholds),
            metadata=dict(given.metadata or {}),
        ),
    )


async def _items(tx: Tx, subscription: Subscription, wanted: Sequence[SubscriptionSchedulePhaseItem]) -> None:
    """Have the subscription these items. One of the same price stays, and is changed; the others are removed."""
    there: dict[str, SubscriptionItem] = {
        item.price_id: item for item in await tx.listed(subscription, Subscription.items)
    }
    added, changed = [], []
    for each in wanted:
        row = there.pop(each.price_id, None)
        if row is None:
            added.append(await _item(tx, each))
        else:
            changed.append(await _change(tx, row, each))
    await making.change(tx, subscription, choosing.Changes(added, changed, list(there.values())))


async def _change(tx: Tx, row: SubscriptionItem, wanted: SubscriptionSchedulePhaseItem) -> choosing.Change:
    row.meta = {key: value for key, value in row.meta.items() if key in (wanted.metadata or {})}
    return choosing.Change(
        row,
        None,
        wanted.quantity,
        await _redemptions(tx, wanted.discounts, row.discounts),
        wanted.tax_rates or (),
        SubscriptionUpdateItemParams(
            billing_thresholds=_thresholds(wanted.billing_thresholds),
            metadata=dict(wanted.metadata or {}),
        ),
    )


def _thresholds(kept: SubscriptionItemBillingThresholds | None) -> SubscriptionItemBillingThresholdsParams | None:
    if kept is None or kept.usage_gte is None:
        return None
    return SubscriptionItemBillingThresholdsParams(usage_gte=kept.usage_gte)


async def _discount(tx: Tx, subscription: Subscription, wanted: Discounts) -> None:
    """Have the subscription these discounts, in place of those that it has."""
    if wanted or subscription.discounts:
        await discounting.replace(tx, subscription, await _redemptions(tx, wanted, subscription.discounts))


async def _redemptions(tx: Tx, wanted: Discounts, there: Sequence[str]) -> list[choosing.ChosenDiscount]:
    """The discounts of a phase. A coupon that is in use already is not redeemed once more: its discount continues."""
    used = [await tx.get(Discount, id, lock=False) for id in there]
    found: list[choosing.ChosenDiscount] = []
    for each in wanted:
        if each.discount_id is not None:
            discount = await tx.get(Discount, each.discount_id, lock=False, deleted=True)
            # One that has ended meanwhile takes nothing off.
            found += [discount] if discount.deleted_at is None else []
            continue
        found.append(_in_use(used, each) or await _redemption(tx, each))
    return found


def _in_use(used: Sequence[Discount], wanted: SubscriptionScheduleDiscount) -> Discount | None:
    for each in used:
        alike = wanted.coupon_id in (None, each.coupon_id) and wanted.promotion_code_id == each.promotion_code_id
        if alike:
            return each
    return None


async def _redemption(tx: Tx, wanted: SubscriptionScheduleDiscount) -> Redemption:
    """The redemption of a coupon or a code. Whether it can be redeemed was judged when the phase was planned."""
    if wanted.promotion_code_id is None:
        return Redemption(await tx.get(Coupon, wanted.coupon_id or "", deleted=True), None, planned=True)
    unlocked = await tx.get(PromotionCode, wanted.promotion_code_id, lock=False)
    # The coupon is locked before its codes, by all who lock both.
    coupon = await tx.get(Coupon, unlocked.coupon_id, deleted=True)
    return Redemption(coupon, await tx.get(PromotionCode, unlocked.id), planned=True)


async def _add_invoice_items(tx: Tx, subscription: Subscription, phase: SubscriptionSchedulePhase) -> None:
    chosen = [
        choosing.ChosenItem(
            await tx.get(Price, each.price_id, lock=False),
            each.quantity,
            await _redemptions(tx, each.discounts, ()),
            each.tax_rates or (),
        )
        for each in phase.add_invoice_items
    ]
    await making.invoice_items(tx, subscription, chosen)
