"""What a caller chose becomes rows: prices that are created for an item, items, and discounts that are redeemed."""

from collections.abc import Sequence

from app.domain import crud
from app.domain.billing.engine.rates import Rate
from app.domain.billing.invoices import redeeming
from app.domain.billing.subscriptions import discounting, recorded_usage
from app.domain.billing.subscriptions.choosing import Change, Changes, ChosenItem
from app.domain.products import plan_rows
from app.domain.tx import Tx
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.plan import Plan
from app.tables.billing.subscription import Subscription
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.core_resources.customer import Customer
from app.tables.products.price import Price
from app.tables.shapes.period import Period


async def price(tx: Tx, chosen: Price) -> Price:
    """A price that is created for this use is added, with its event."""
    if not chosen.id:
        tx.add(chosen)
        plan_rows.add(tx, chosen)
        await plan_rows.tell(tx, "created", chosen)
    elif chosen.recurring is not None:
        # What is told of the item embeds it.
        await tx.get(Plan, chosen.id, lock=False)
    return chosen


async def item(tx: Tx, subscription: Subscription, chosen: ChosenItem) -> SubscriptionItem:
    """An item of the subscription."""
    given = chosen.given
    assert given is not None
    made = tx.add(
        SubscriptionItem(
            billing_thresholds=given.billing_thresholds,
            meta=crud.merge_metadata({}, given.metadata),
            plan_id=(billed := await price(tx, chosen.price)).id,
            price_id=billed.id,
            quantity=chosen.quantity,
            subscription_id=subscription.id,
            tax_rates=list(chosen.tax_rates),
        )
    )
    made.discounts = await discounting.redeem(tx, subscription, chosen.discounts, item=made)
    return made


async def change(tx: Tx, subscription: Subscription, changes: Changes) -> None:
    """Change, add and remove items of the subscription."""
    for each in changes.changed:
        await _change(tx, subscription, each)
    for row in changes.clearing:
        await recorded_usage.clear(tx, row)
    for row in changes.removed:
        tx.delete(row)
    for chosen in changes.added:
        await item(tx, subscription, chosen)


async def forget(tx: Tx, subscription: Subscription, changes: Changes) -> None:
    """Delete the discounts of the items that were removed, once the change is billed. The removal of those that are
    there still waits for a payment."""
    for row in changes.removed:
        if row.deleted_at is not None:
            await discounting.drop(tx, subscription, row)


async def _change(tx: Tx, subscription: Subscription, change: Change) -> None:
    row, given = change.row, change.given
    if change.price is not None:
        row.plan_id = row.price_id = (await price(tx, change.price)).id
    row.quantity = change.quantity
    if change.discounts is not None:
        row.discounts = await discounting.redeem(tx, subscription, change.discounts, item=row)
    if change.tax_rates is not None:
        row.tax_rates = list(change.tax_rates)
    if given is None:
        return
    if "billing_thresholds" in given.model_fields_set:
        row.billing_thresholds = given.billing_thresholds
    if "metadata" in given.model_fields_set:
        row.meta = crud.merge_metadata(row.meta, given.metadata)


async def invoice_items(tx: Tx, subscription: Subscription, chosen: Sequence[ChosenItem]) -> None:
    """Pending invoice items, which the next invoice of the subscription bills."""
    customer = await tx.get(Customer, subscription.customer_id)
    for each in chosen:
        made = await invoice_item(tx, customer, subscription.currency, each)
        made.subscription_id = subscription.id
        tx.tell("created", made)


async def invoice_item(tx: Tx, customer: Customer, currency: str, chosen: ChosenItem) -> InvoiceItem:
    """A pending invoice item for a one-time price, with its discounts. The caller emits its event."""
    billed = await price(tx, chosen.price)
    rate = Rate.of(billed, currency)
    assert rate is not None
    assert chosen.quantity is not None
    made = tx.add(
        InvoiceItem(
            amount=rate.amount(chosen.quantity),
            currency=currency,
            customer_id=customer.id,
            date=tx.now,
            period=Period(start=tx.now, end=tx.now),
            price_id=billed.id,
            quantity=chosen.quantity,
            tax_rates=list(chosen.tax_rates),
            unit_amount=billed.unit_amount,
            unit_amount_decimal=rate.unit_amount,
        )
    )
    made.discounts = await redeeming.redeem(tx, customer, chosen.discounts, item=made.id)
    return made
