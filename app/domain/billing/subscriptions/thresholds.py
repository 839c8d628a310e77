"""Billing thresholds: usage that has come to much is billed before its period is over."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from app.currencies import minimum_charge
from app.domain.billing.engine import lines
from app.domain.billing.engine.bill import Item, bill
from app.domain.billing.engine.cycle import Cycle, Span
from app.domain.billing.invoices import totals
from app.domain.billing.subscriptions import discounting, invoicing, prorating, renewing, usage
from app.domain.billing.subscriptions.choosing import amount_of
from app.domain.billing.subscriptions.entries import Entry, current, cycle, entries
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_values import SubscriptionBillingThresholds
from app.tables.core_resources.customer import Customer
from app.tables.products.price import Price
from app.tables.products.price_values import PriceRecurringAggregateUsage

NEAR = timedelta(hours=1)
"""How long before the end of a period no threshold is looked at any more: all usage is about to be billed."""


class Used(NamedTuple):
    """The usage of a metered item that was not billed yet."""

    entry: Entry
    quantity: Decimal
    """The usage of the period."""
    before: Decimal
    """What of it was billed."""


def watch(tx: Tx, subscription: Subscription) -> None:
    """Usage of a subscription was recorded: have its thresholds looked at, if it may have any."""
    if subscription.ended_at is None:
        tx.wake(tx.now, check, subscription)


@job("subscription.check_thresholds", Subscription)
async def check(tx: Tx, subscription: Subscription) -> None:
    """Usage was recorded: bill what was used since the last invoice if that reaches a threshold."""
    billed = subscription.status in renewing.BILLED and subscription.ended_at is None
    if not billed or subscription.current_period_end - tx.now < NEAR:
        return
    among = await entries(tx, subscription)
    whole = subscription.billing_thresholds
    own = {entry.item.id: limit for entry in among if (limit := _usage_gte(entry)) is not None}
    least = whole.amount_gte if whole is not None else None
    if not own and least is None:
        return
    span = current(subscription)
    used = [
        Used(entry, await usage.quantity(tx, subscription, entry, span), usage.billed(entry, span).quantity)
        for entry in among
        if entry.metered
    ]
    items = [
        each.entry.item.id
        for each in used
        if each.entry.item.id in own and each.quantity - each.before >= own[each.entry.item.id]
    ]
    much = least is not None and await _amount(tx, subscription, used) >= least
    if much or items:
        await _bill(tx, subscription, among, items, amount_gte=least if much else None)


def _usage_gte(entry: Entry) -> int | None:
    return entry.item.billing_thresholds.usage_gte if entry.metered and entry.item.billing_thresholds else None


async def _amount(tx: Tx, subscription: Subscription, used: Sequence[Used]) -> int:
    """What the usage and the prorations come to that were not billed yet, with discounts taken off and before taxes."""
    customer = await tx.get(Customer, subscription.customer_id)
    currency = subscription.currency
    now = Span(subscription.current_period_start, tx.now)
    items = [
        Item(each.amount, discountable=False)
        for each in await invoicing.pending(tx, subscription)
        if each.proration and each.subscription_id == subscription.id
    ]
    for entry, quantity, before in used:
        off = [await totals.off_of(tx, id, currency) for id in entry.item.discounts]
        items += [
            Item(written.amount, product=entry.price.product_id, discounts=off)
            for written in lines.used(entry.subscribed(currency, quantity), before, now)
        ]
    whole = [await totals.off_of(tx, id, currency) for id in discounting.of(subscription, customer)]
    made = bill(items, discounts=whole)
    return made.subtotal - sum(taken.amount for taken in made.discounts)


async def _bill(
    tx: Tx, subscription: Subscription, among: Sequence[Entry], items: Sequence[str], *, amount_gte: int | None
) -> None:
    """Bill the usage so far. The period goes on, or the next one begins now."""
    whole = subscription.billing_thresholds
    resets = whole is not None and bool(whole.reset_billing_cycle_anchor)
    counted = current(subscription)
    over = Span(counted.start, tx.now)
    periods = cycle(subscription, among)
    segments = [await _restart(tx, subscription, among)] if resets else []
    billing = invoicing.Billing(
        InvoiceBillingReason.SUBSCRIPTION_THRESHOLD,
        over,
        among,
        segments,
        invoicing.Segment(over, periods),
        invoicing.Reached(amount_gte, items, counted=counted, goes_on=not resets),
    )
    invoice = await invoicing.draft(tx, subscription, billing)
    tx.tell("customer.subscription.updated", subscription)
    await renewing.collect_later(tx, subscription, invoice)


async def _restart(tx: Tx, subscription: Subscription, among: Sequence[Entry]) -> invoicing.Segment:
    """Begin a period now; what is left of the former one is credited of what was paid in advance."""
    for entry in among:
        await prorating.credit(tx, subscription, entry, tx.now)
    subscription.billing_cycle_anchor, subscription.anchor_day = tx.now, None
    periods: Cycle = cycle(subscription, among)
    renewing.begin(tx, subscription, renewing.cut(subscription, periods.period_at(tx.now)))
    return invoicing.Segment(current(subscription), periods)


async def must_suit(tx: Tx, subscription: Subscription, given: Collection[str]) -> None:
    """Raise InvalidRequest for thresholds that do not suit what the locked subscription bills. `given` are the columns
    that were set."""
    whole = subscription.billing_thresholds
    if whole is None or "billing_thresholds" not in given:
        return
    among = await entries(tx, subscription)
    check_suits(whole, [(entry.price, entry.item.quantity) for entry in among], subscription.currency)


def check_suits(
    whole: SubscriptionBillingThresholds, billed: Sequence[tuple[Price, int | None]], currency: str
) -> None:
    """Raise InvalidRequest for thresholds that do not suit what is billed: prices, each with its quantity."""
    paid = sum(amount_of(price, quantity, currency) for price, quantity in billed)
    with Mistakes("billing_thresholds") as mistakes:
        if whole.amount_gte is not None and whole.amount_gte < minimum_charge(currency):
            mistakes.add(
                InvalidRequest(
                    f"`amount_gte` must be at least {minimum_charge(currency)}, the least that can be charged in "
                    f"{currency}.",
                    code=ErrorCode.AMOUNT_TOO_SMALL,
                    field="amount_gte",
                )
            )
        elif whole.amount_gte is not None and whole.amount_gte <= paid:
            mistakes.add(
                InvalidRequest(
                    f"`amount_gte` must be more than {paid}, which the items come to that are paid in advance.",
                    code=ErrorCode.PARAMETER_INVALID_INTEGER,
                    field="amount_gte",
                )
            )
        if whole.reset_billing_cycle_anchor and any(_is_last_ever(price) for price, _ in billed):
            mistakes.add(
                InvalidRequest(
                    "`reset_billing_cycle_anchor` is not possible with a price of `aggregate_usage` LAST_EVER.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field="reset_billing_cycle_anchor",
                )
            )


def _is_last_ever(price: Price) -> bool:
    return price.recurring is not None and price.recurring.aggregate_usage == PriceRecurringAggregateUsage.LAST_EVER
