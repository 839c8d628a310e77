"""Updates that wait for their payment: what a change made of a subscription is taken back, and applied once its invoice
is paid."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.domain.billing.subscriptions import discounting, pending_updates, renewing, scheduled, statuses, trials
from app.domain.billing.subscriptions.entries import current
from app.domain.mistakes import Mistakes
from app.domain.reactions import when
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.billing.subscription_params import SubscriptionCreateItemParams
from app.tables.billing.subscription_values import (
    SubscriptionPendingChange,
    SubscriptionPendingItem,
    SubscriptionPendingUpdate,
    SubscriptionStatus,
)
from app.tables.core_resources.event import Event
from app.tables.shapes.collection_method import CollectionMethod

WAITS = timedelta(hours=23)
"""How long the invoice of a pending update can be paid, at most."""
COLUMNS = (
    "anchor_day",
    "billing_cycle_anchor",
    "current_period_end",
    "current_period_start",
    "status",
    "trial_end",
    "trial_start",
)
OF_ITEMS = ("billed", "deleted_at", "plan_id", "price_id", "quantity")
POSSIBLE = frozenset(("add_invoice_items", "billing_cycle_anchor", "items", "trial_end", "trial_from_plan"))
POSSIBLE_OF_ITEMS = frozenset(("deleted", "id", "plan_id", "price_data", "price_id", "quantity"))
Field = str


@dataclass(frozen=True)
class Stood:
    """A subscription as it stood before an update that may have to wait."""

    columns: dict[str, Any]
    items: dict[str, dict[str, Any]]
    invoice: str | None


def check(
    subscription: Subscription,
    given: frozenset[str],
    items: list[tuple[Field, SubscriptionCreateItemParams]],
    mistakes: Mistakes,
) -> None:
    """Note what cannot wait for a payment. `given` are the columns and options of the update, `items` those of its
    items with the path of each."""
    if subscription.collection_method == CollectionMethod.SEND_INVOICE:
        mistakes.add(_impossible("`collection_method` CHARGE_AUTOMATICALLY", "payment_behavior"))
    if subscription.status in statuses.STARTING:
        mistakes.add(
            InvalidRequest(
                f"`payment_behavior` PENDING_IF_INCOMPLETE is not possible while the subscription is "
                f"{shown(subscription.status)}.",
                code=ErrorCode.SUBSCRIPTION_UNEXPECTED_STATE,
                field="payment_behavior",
            )
        )
    names = [("", name) for name in given - POSSIBLE]
    names += [(path, name) for path, item in items for name in item.model_fields_set - POSSIBLE_OF_ITEMS]
    for path, name in sorted(names):
        field = {"meta": "metadata"}.get(name, name.removesuffix("_id"))
        mistakes.add(_impossible(f"an update without `{field}`", f"{path}.{field}" if path else field))


def _impossible(needed: str, field: str) -> InvalidRequest:
    return InvalidRequest(
        f"`payment_behavior` PENDING_IF_INCOMPLETE requires {needed}.", code=ErrorCode.PARAMETER_INVALID, field=field
    )


async def stood(tx: Tx, subscription: Subscription) -> Stood:
    """The locked subscription as it stands, before an update."""
    items: list[SubscriptionItem] = await tx.listed(subscription, Subscription.items)
    return Stood(
        {name: getattr(subscription, name) for name in COLUMNS},
        {item.id: {name: getattr(item, name) for name in OF_ITEMS} for item in items},
        subscription.latest_invoice_id,
    )


async def hold(tx: Tx, subscription: Subscription, before: Stood, *, trial_from_plan: bool = False) -> None:
    """If the update has an invoice that is not paid, take the update back, and have it wait for the payment. The caller
    emits the subscription's event."""
    invoice = None
    if subscription.latest_invoice_id not in (None, before.invoice):
        invoice = await tx.get(Invoice, subscription.latest_invoice_id or "")
    if invoice is None or invoice.status == InvoiceStatus.PAID:
        _announce_end(tx, subscription, before.columns["status"])
        return
    items: list[SubscriptionItem] = await tx.listed(subscription, Subscription.items)
    wanted = [
        SubscriptionPendingItem(id=each.id, price_id=each.price_id, quantity=each.quantity, billed=each.billed)
        for each in items
    ]
    shadows = [_shadow(tx, each, before) for each in items]
    differ = {each.id for each in items} != before.items.keys() or any(
        (each.price_id, each.quantity) != (before.items[each.id]["price_id"], before.items[each.id]["quantity"])
        for each in items
    )
    after = {name: getattr(subscription, name) for name in COLUMNS}
    await _restore(tx, subscription, before, items)
    expires_at = min(tx.now + WAITS, subscription.current_period_end)
    subscription.pending_change = SubscriptionPendingChange(
        invoice_id=invoice.id, items=wanted, shown=[each.id for each in shadows], **after
    )
    moved = {name: after[name] if after[name] != before.columns[name] else None for name in COLUMNS}
    subscription.pending_update = SubscriptionPendingUpdate(
        billing_cycle_anchor=moved["billing_cycle_anchor"],
        expires_at=expires_at,
        subscription_items=[each.id for each in shadows] if differ else None,
        trial_end=moved["trial_end"],
        trial_from_plan=True if trial_from_plan else None,
    )
    tx.wake(expires_at, pending_updates.expire, subscription)


def _announce_end(tx: Tx, subscription: Subscription, former: str) -> None:
    """Announce the end of a trial that an update ended. `former` is the status before."""
    if former == SubscriptionStatus.TRIALING != subscription.status:
        trials.announce_end(tx, subscription)


def _shadow(tx: Tx, item: SubscriptionItem, before: Stood) -> SubscriptionItem:
    """A row that shows an item as it would be; a new item shows itself."""
    if item.id not in before.items:
        return item
    return tx.add(
        SubscriptionItem(
            billing_thresholds=item.billing_thresholds,
            deleted_at=tx.now,
            discounts=item.discounts,
            meta=dict(item.meta),
            plan_id=item.plan_id,
            price_id=item.price_id,
            quantity=item.quantity,
            subscription_id=item.subscription_id,
            tax_rates=item.tax_rates,
        )
    )


async def _restore(tx: Tx, subscription: Subscription, before: Stood, items: list[SubscriptionItem]) -> None:
    times = {name for name in COLUMNS if getattr(subscription, name) != before.columns[name]}
    for name, value in before.columns.items():
        setattr(subscription, name, value)
    for id, values in before.items.items():
        item = await tx.get(SubscriptionItem, id, deleted=True)
        for name, value in values.items():
            setattr(item, name, value)
    for item in items:
        if item.id not in before.items:
            item.billed = None
            tx.delete(item)
    if times:
        _plan(tx, subscription)


def _plan(tx: Tx, subscription: Subscription) -> None:
    """Plan the end of the period and of the trial, whose notice may have been given."""
    renewing.begin(tx, subscription, current(subscription))
    if subscription.trial_end is not None and subscription.trial_end - trials.NOTICE > tx.now:
        trials.plan(tx, subscription)


async def apply(tx: Tx, subscription: Subscription) -> None:
    """Make the subscription what its pending update says, with the events."""
    change = subscription.pending_change
    assert change is not None
    planned = await scheduled.reflected(tx, subscription)
    tx.unwake(pending_updates.expire, subscription)
    subscription.pending_update = subscription.pending_change = None
    wanted = {each.id: each for each in change.items}
    for item in await tx.listed(subscription, Subscription.items):
        if item.id not in wanted:
            await discounting.drop(tx, subscription, item)
            tx.delete(item)
    for id, each in wanted.items():
        item = await tx.get(SubscriptionItem, id, deleted=True)
        item.deleted_at = None
        item.plan_id = item.price_id = each.price_id
        item.quantity, item.billed = each.quantity, each.billed
    former = subscription.status
    if change.status != subscription.status and change.status in subscription.arrows.get(subscription.status, ()):
        tx.move(subscription, change.status, verb="update")
    times = [name for name in COLUMNS if name != "status" and getattr(subscription, name) != getattr(change, name)]
    for name in times:
        setattr(subscription, name, getattr(change, name))
    if times:
        _plan(tx, subscription)
    _announce_end(tx, subscription, former)
    tx.tell("customer.subscription.pending_update_applied", subscription)
    tx.tell("customer.subscription.updated", subscription)
    await scheduled.follow(tx, subscription, planned)


@when("invoice.paid")
async def paid(tx: Tx, event: Event) -> None:
    """An invoice is paid: the update that waited for it is applied."""
    if subscription := await pending_updates.waits_for(tx, event):
        await apply(tx, subscription)
