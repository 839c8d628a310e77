"""The schedule that a subscription is managed by: what only the schedule can change, and what becomes of the schedule
when the subscription ends."""

from collections.abc import Sequence
from typing import Any

from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_schedule import SubscriptionSchedule
from app.tables.billing.subscription_schedule_values import (
    SubscriptionScheduleCurrentPhase,
    SubscriptionScheduleDefaultSettings,
    SubscriptionScheduleDiscount,
    SubscriptionScheduleInvoiceSettings,
    SubscriptionSchedulePhase,
    SubscriptionSchedulePhaseInvoiceSettings,
    SubscriptionSchedulePhaseItem,
    SubscriptionScheduleStatus,
)
from app.tables.billing.subscription_values import SubscriptionCancellationDetailsReason, SubscriptionStatus
from app.tables.products.discount import Discount

ALIKE = (
    "application_fee_percent",
    "automatic_tax",
    "billing_thresholds",
    "collection_method",
    "default_payment_method_id",
    "description",
    "on_behalf_of_id",
    "transfer_data",
)
"""Settings that a subscription, a phase and the defaults of phases have alike."""
DEFAULTS = frozenset(ALIKE) - {"description"}
"""Those of them whose change on the subscription changes the schedule's defaults too."""
SPLITTING = frozenset(
    (
        "application_fee_percent",
        "automatic_tax",
        "default_tax_rates",
        "discounts",
        "items",
        "trial_end",
    )
)
"""What of a phase cannot change on the subscription without another phase."""


def must_manage_end(subscription: Subscription, given: frozenset[str]) -> None:
    """Raise InvalidRequest for a change of when the subscription ends, if a schedule manages that. `given` are the
    columns that change."""
    if subscription.schedule_id is None or subscription.ended_at is not None:
        return
    with Mistakes() as mistakes:
        for name in sorted({"cancel_at", "cancel_at_period_end"} & given):
            mistakes.add(
                InvalidRequest(
                    f"The subscription schedule {subscription.schedule_id} manages when the subscription ends. Update "
                    "the schedule instead, or release it first.",
                    code=ErrorCode.SUBSCRIPTION_UNEXPECTED_STATE,
                    field=name,
                )
            )


async def ended(tx: Tx, subscription: Subscription, reason: SubscriptionCancellationDetailsReason) -> None:
    """The subscription ends, and not because its schedule says so: the schedule is aborted if the customer did not pay,
    and released if the subscription was canceled directly. Emits the schedule's event."""
    if subscription.schedule_id is None:
        return
    schedule = await tx.get(SubscriptionSchedule, subscription.schedule_id)
    if schedule.status != SubscriptionScheduleStatus.ACTIVE:
        return
    if reason == SubscriptionCancellationDetailsReason.PAYMENT_FAILED:
        stop(tx, schedule, SubscriptionScheduleStatus.CANCELED)
        tx.tell("aborted", schedule)
    else:
        release(tx, schedule, subscription)
        tx.tell("released", schedule)


def stop(tx: Tx, schedule: SubscriptionSchedule, status: SubscriptionScheduleStatus) -> None:
    """The schedule is over, and the subscription with it. The caller emits the schedule's event."""
    tx.move(schedule, status, verb="cancel")
    if status == SubscriptionScheduleStatus.CANCELED:
        schedule.canceled_at = tx.now
    else:
        schedule.completed_at = tx.now
    schedule.current_phase = None


def release(tx: Tx, schedule: SubscriptionSchedule, subscription: Subscription | None) -> None:
    """The schedule is over, and its subscription, if there is one yet, continues without it. The caller emits the
    schedule's event, and the subscription's."""
    tx.move(schedule, SubscriptionScheduleStatus.RELEASED, verb="release")
    schedule.released_at, schedule.current_phase = tx.now, None
    if subscription is not None:
        schedule.released_subscription_id, schedule.subscription_id = subscription.id, None
        subscription.schedule_id = subscription.phase_end = None


async def mirrored(tx: Tx, subscription: Subscription, **values: Any) -> SubscriptionSchedulePhase:
    """A phase as the locked subscription is, with further fields of the phase."""
    items: list[SubscriptionItem] = await tx.listed(subscription, Subscription.items)
    own = [await tx.get(Discount, id, lock=False) for id in subscription.discounts]
    return SubscriptionSchedulePhase(
        **{name: getattr(subscription, name) for name in ALIKE},
        coupon_id=own[0].coupon_id if len(own) == 1 else None,
        currency=subscription.currency,
        default_tax_rates=subscription.default_tax_rates,
        discounts=_named(subscription.discounts),
        invoice_settings=SubscriptionSchedulePhaseInvoiceSettings(
            days_until_due=subscription.days_until_due, **dict(subscription.invoice_settings)
        ),
        items=[
            SubscriptionSchedulePhaseItem(
                billing_thresholds=item.billing_thresholds,
                discounts=_named(item.discounts),
                metadata=dict(item.meta),
                plan_id=item.price_id,
                price_id=item.price_id,
                quantity=item.quantity,
                tax_rates=item.tax_rates or [],
            )
            for item in items
        ],
        trial_end=subscription.trial_end if subscription.status == SubscriptionStatus.TRIALING else None,
        **values,
    )


def defaults(subscription: Subscription, **values: Any) -> SubscriptionScheduleDefaultSettings:
    """The default settings of a schedule as the subscription is, with further ones."""
    return SubscriptionScheduleDefaultSettings(
        **{name: getattr(subscription, name) for name in ALIKE},
        invoice_settings=SubscriptionScheduleInvoiceSettings(
            days_until_due=subscription.days_until_due, **dict(subscription.invoice_settings)
        ),
        **values,
    )


def _named(discounts: Sequence[str]) -> list[SubscriptionScheduleDiscount]:
    return [SubscriptionScheduleDiscount(discount_id=id) for id in discounts]


async def reflected(tx: Tx, subscription: Subscription) -> SubscriptionSchedulePhase | None:
    """The locked subscription as the current phase of its schedule would have it; None without a schedule. For
    `follow`, before and after a change."""
    if subscription.schedule_id is None or subscription.ended_at is not None:
        return None
    schedule = await tx.get(SubscriptionSchedule, subscription.schedule_id)
    now = schedule.current
    return await mirrored(tx, subscription, start_date=now.start_date, end_date=now.end_date)


async def tell(tx: Tx, subscription: Subscription, before: SubscriptionSchedulePhase | None) -> None:
    """Emit the event of an update, if it changed the subscription, whose schedule follows."""
    if tx.changed(subscription):
        tx.tell("customer.subscription.updated", subscription)
    await follow(tx, subscription, before)


async def follow(tx: Tx, subscription: Subscription, before: SubscriptionSchedulePhase | None) -> None:
    """Have the schedule of a subscription that was changed directly show the change, and emit its event. A change of
    what is billed ends the current phase, and the rest of the phase is one of its own; the phases to come are as they
    were. `before` is what `reflected` gave before the change."""
    after = await reflected(tx, subscription)
    if before is None or after is None or after == before:
        return
    schedule = await tx.get(SubscriptionSchedule, subscription.schedule_id or "")
    now = schedule.current
    place = schedule.phases.index(now)
    changed = {name: value for name, value in after if value != getattr(before, name)}
    rest = now.model_copy(update=changed)
    among = [rest]
    if SPLITTING & changed.keys() and now.start_date < tx.now:
        trial_end = now.trial_end and min(now.trial_end, tx.now)
        among = [
            now.model_copy(update={"end_date": tx.now, "trial_end": trial_end}),
            rest.model_copy(update={"start_date": tx.now, "add_invoice_items": []}),
        ]
    schedule.phases = [*schedule.phases[:place], *among, *schedule.phases[place + 1 :]]
    schedule.current_phase = SubscriptionScheduleCurrentPhase(
        start_date=among[-1].start_date, end_date=among[-1].end_date
    )
    usual = {name: getattr(subscription, name) for name in changed.keys() & DEFAULTS}
    if "invoice_settings" in changed:
        usual["invoice_settings"] = defaults(subscription).invoice_settings
    schedule.default_settings = schedule.default_settings.model_copy(update=usual)
    tx.tell("updated", schedule)


async def untax(tx: Tx, subscription: Subscription) -> None:
    """Have the schedule of a subscription, if it has one, go on without automatic tax as the subscription does: in the
    current phase, and by default. Emits the schedule's event."""
    if subscription.schedule_id is None:
        return
    schedule = await tx.get(SubscriptionSchedule, subscription.schedule_id)
    off, now = {"automatic_tax": subscription.automatic_tax}, schedule.current
    schedule.phases = [each.model_copy(update=off) if each == now else each for each in schedule.phases]
    schedule.default_settings = schedule.default_settings.model_copy(update=off)
    tx.tell("updated", schedule)
