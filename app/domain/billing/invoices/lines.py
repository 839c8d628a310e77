"""The lines of an invoice: each shows an invoice item as it is, until the invoice is finalized."""

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_line_item import (
    InvoiceLineItem,
    InvoiceLineItemCreditedItems,
    InvoiceLineItemProrationDetails,
)
from app.tables.billing.subscription_item import SubscriptionItemBilled

MOST = 250
"""Lines of an invoice."""


async def add(tx: Tx, invoice: Invoice, item: InvoiceItem, *, id: str = "") -> InvoiceLineItem:
    """A line for an item that is on the invoice. The caller settles the totals, and emits the event.

    Raises InvalidRequest for an item in another currency, and beyond 250 lines.
    """
    if item.currency != invoice.currency:
        raise InvalidRequest(
            f"The invoice is in {invoice.currency}, and the invoice item in {item.currency}. Use one currency for "
            "both.",
            code=ErrorCode.PARAMETER_INVALID,
            field="currency",
        )
    if len(await tx.listed(invoice, Invoice.lines)) >= MOST:
        raise InvalidRequest(
            f"An invoice has at most {MOST} lines.", code=ErrorCode.RESOURCE_LIMIT_EXCEEDED, field="id"
        )
    item.invoice_id = invoice.id
    line = tx.add(InvoiceLineItem(id=id, invoice_id=invoice.id, invoice_item_id=item.id, period=item.period))
    show(line, item)
    if item.credits is not None:
        line.proration_details = InvoiceLineItemProrationDetails(credited_items=await _credited(tx, item.credits))
    return line


async def _credited(tx: Tx, billed: SubscriptionItemBilled) -> InvoiceLineItemCreditedItems | None:
    """The lines that billed what a proration credits; None if no invoice has billed it yet."""
    if billed.invoice_id is not None:
        return InvoiceLineItemCreditedItems(invoice_id=billed.invoice_id, invoice_line_items=billed.invoice_line_items)
    charge = await tx.get(InvoiceItem, billed.invoice_item_id or "", lock=False, deleted=True)
    if charge.invoice_id is None:
        return None
    lines = await tx.find(InvoiceLineItem, lock=False, invoice_id=charge.invoice_id, invoice_item_id=charge.id)
    return InvoiceLineItemCreditedItems(invoice_id=charge.invoice_id, invoice_line_items=[line.id for line in lines])


def show(line: InvoiceLineItem, item: InvoiceItem) -> None:
    """Have the line show the item as it is."""
    line.amount, line.currency, line.quantity = item.amount, item.currency, item.quantity
    line.description, line.period, line.price_id = item.description, item.period, item.price_id
    line.discountable, line.discounts = item.discountable, item.discounts or []
    line.tax_rates, line.proration, line.meta = item.tax_rates or [], item.proration, dict(item.meta)
    line.plan_id, line.subscription_id = item.plan_id, item.subscription_id
    line.subscription_item_id = item.subscription_item_id


async def of_item(tx: Tx, invoice: Invoice, item: InvoiceItem) -> InvoiceLineItem:
    """The invoice's line for the item."""
    listed: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    return next(line for line in listed if line.invoice_item_id == item.id)


async def follow(tx: Tx, invoice: Invoice, item: InvoiceItem) -> None:
    """The item was changed, and its line with it."""
    show(await of_item(tx, invoice, item), item)


async def remove(tx: Tx, invoice: Invoice, item: InvoiceItem) -> None:
    """Remove the item's line."""
    tx.delete(await of_item(tx, invoice, item))
