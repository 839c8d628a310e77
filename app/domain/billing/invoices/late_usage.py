"""Usage that is reported late: what a meter is told of a period while its invoice is a draft is billed by it."""

from decimal import Decimal
from itertools import groupby, zip_longest

from app.domain.billing import usage
from app.domain.billing.engine import lines as engine
from app.domain.billing.engine.cycle import Span
from app.domain.tx import Tx
from app.money import rounded
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.billing.invoice_values import InvoiceBillingReason
from app.tables.billing.subscription_item import SubscriptionItem
from app.tables.products.price import Price
from app.tables.products.product import Product

ALIKE = (
    "currency",
    "discounts",
    "invoice_id",
    "meta",
    "period",
    "plan_id",
    "price_id",
    "subscription_id",
    "subscription_item_id",
    "tax_rates",
    "type",
)
"""What the lines of one item have in common."""


async def count(tx: Tx, invoice: Invoice) -> None:
    """Have the lines of a draft bill the usage of its period that is known now. The caller settles the totals."""
    if invoice.billing_reason != InvoiceBillingReason.SUBSCRIPTION_CYCLE:
        return
    lines: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    metered = [line for line in lines if line.subscription_item_id and await _meter(tx, line) is not None]
    for id, theirs in groupby(metered, key=lambda line: line.subscription_item_id):
        await _count(tx, invoice, await tx.get(SubscriptionItem, id or "", deleted=True), list(theirs))


async def _meter(tx: Tx, line: InvoiceLineItem) -> str | None:
    """The meter of a line's price; None without one."""
    price = await tx.get(Price, line.price_id, lock=False, deleted=True) if line.price_id else None
    return price.recurring.meter_id if price is not None and price.recurring is not None else None


async def _count(tx: Tx, invoice: Invoice, item: SubscriptionItem, lines: list[InvoiceLineItem]) -> None:
    first, used = lines[0], item.used
    meter = await _meter(tx, first)
    if used is None or meter is None or used.until != first.period.end or invoice.customer_id is None:
        return
    quantity = await usage.quantity(tx, meter, invoice.customer_id, used.start, used.until, alike=Invoice)
    if quantity == used.quantity:
        return
    item.used = used.model_copy(update={"quantity": quantity})
    price = await tx.get(Price, first.price_id or "", lock=False, deleted=True)
    product = await tx.get(Product, price.product_id, lock=False, deleted=True)
    subscribed = engine.Subscribed(product.name, price, invoice.currency, quantity)
    assert first.period.start is not None
    span = Span(first.period.start, used.until)
    for line, written in zip_longest(lines, engine.used(subscribed, used.before, span)):
        if written is None:
            tx.delete(line)
            continue
        shown = line or tx.add(InvoiceLineItem(**{name: getattr(first, name) for name in ALIKE}))
        shown.amount, shown.description = written.amount, written.description
        shown.quantity = rounded(Decimal(written.quantity))
