"""Prorations: what a change within a period credits of the former items, and charges for the new ones."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from app.domain.billing.engine.bill import Item, bill
from app.domain.billing.engine.cycle import Span
from app.domain.billing.engine.lines import Billed, Written, remaining, unused
from app.domain.billing.invoices import totals
from app.domain.billing.subscriptions.entries import Entry, cycle
from app.domain.tx import Tx
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItemBilled
from app.tables.shapes.period import Period


async def credit(tx: Tx, subscription: Subscription, entry: Entry, moment: datetime) -> InvoiceItem | None:
    """Credit what a change leaves unused of an item that was billed in advance. None if that is nothing."""
    billed = entry.item.billed
    if billed is None:
        return None
    entry.item.billed = None
    subscribed = entry.subscribed(subscription.currency, billed.quantity)
    written = unused(subscribed, Billed(billed.amount, Span(billed.start, billed.end)), moment)
    return None if written is None else _item(tx, subscription, entry, written, credits=billed)


async def charge(
    tx: Tx, subscription: Subscription, entry: Entry, among: Sequence[Entry], span: Span
) -> InvoiceItem | None:
    """Charge for an item from a change to the end of its period. `among` are all items as they now are, among which the
    discounts of the subscription are divided. None for a metered item, which is billed by what is used."""
    if entry.metered:
        return None
    net = await _net(tx, subscription, among)
    periods = cycle(subscription, among)
    written = remaining(entry.subscribed(subscription.currency), net[entry.item.id], span, periods)
    made = _item(tx, subscription, entry, written)
    entry.item.billed = SubscriptionItemBilled(
        amount=written.amount,
        quantity=entry.item.quantity or 0,
        start=written.span.start,
        end=written.span.end,
        invoice_item_id=made.id,
    )
    return made


async def _net(tx: Tx, subscription: Subscription, among: Sequence[Entry]) -> dict[str, int]:
    """What each item costs for a whole period with the discounts of now, by its id."""
    licensed = [entry for entry in among if not entry.metered]
    items = [
        Item(
            entry.subscribed(subscription.currency).rate.amount(entry.item.quantity or 0),
            product=entry.price.product_id,
            discounts=[await totals.off_of(tx, id, subscription.currency) for id in entry.item.discounts],
        )
        for entry in licensed
    ]
    whole = [await totals.off_of(tx, id, subscription.currency) for id in subscription.discounts]
    lines = bill(items, discounts=whole).lines
    return {
        entry.item.id: line.amount - sum(taken.amount for taken in line.discounts)
        for entry, line in zip(licensed, lines, strict=True)
    }


def _item(
    tx: Tx,
    subscription: Subscription,
    entry: Entry,
    written: Written,
    *,
    credits: SubscriptionItemBilled | None = None,
) -> InvoiceItem:
    quantity = int(written.quantity)
    whole = quantity in (0, 1) or written.amount % quantity == 0
    each = Decimal(written.amount) / (quantity or 1)
    made = tx.add(
        InvoiceItem(
            amount=written.amount,
            currency=subscription.currency,
            customer_id=subscription.customer_id,
            date=tx.now,
            description=written.description,
            discountable=False,
            period=Period(start=written.span.start, end=written.span.end),
            plan_id=entry.price.id,
            price_id=entry.price.id,
            proration=True,
            quantity=quantity,
            subscription_id=subscription.id,
            subscription_item_id=entry.item.id,
            tax_rates=entry.item.tax_rates,
            unit_amount=int(each) if whole else None,
            unit_amount_decimal=round(each, 12),
            credits=credits,
        )
    )
    tx.tell("created", made)
    return made
