"""Revisions: a new draft that begins as an open invoice is, and replaces it once the draft is finalized."""

from typing import Any

from app.domain.billing.invoices import ending, lines
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_values import InvoiceFromInvoice, InvoiceFromInvoiceParams, InvoiceStatus

COPIED = (
    "application_fee_amount",
    "automatic_tax",
    "collection_method",
    "custom_fields",
    "customer_id",
    "default_payment_method_id",
    "default_tax_rates",
    "description",
    "discounts",
    "due_date",
    "footer",
    "issuer",
    "meta",
    "on_behalf_of_id",
    "payment_settings",
    "rendering",
    "shipping_cost",
    "shipping_details",
    "statement_descriptor",
    "transfer_data",
)
"""The columns of the original that the revision begins with."""
OF_ITEMS = (
    "amount",
    "currency",
    "customer_id",
    "description",
    "discountable",
    "discounts",
    "meta",
    "period",
    "price_id",
    "proration",
    "quantity",
    "tax_rates",
    "unit_amount",
    "unit_amount_decimal",
)


async def original(tx: Tx, given: InvoiceFromInvoiceParams, customer: str | None) -> Invoice:
    """The invoice to be revised. Raises InvalidRequest unless it is open, of the customer, and not revised yet."""
    invoice = await tx.get(Invoice, given.invoice_id, field="from_invoice.invoice")
    wrong = None
    if invoice.status != InvoiceStatus.OPEN:
        wrong = f"open, and its `status` is {shown(invoice.status or '')}"
    elif invoice.latest_revision_id is not None:
        wrong = f"the latest revision, and {invoice.latest_revision_id} is"
    elif customer not in (None, invoice.customer_id):
        wrong = "of the customer, and it is of another"
    if wrong is not None:
        raise InvalidRequest(
            f"`from_invoice.invoice` must be {wrong}.", code=ErrorCode.PARAMETER_INVALID, field="from_invoice.invoice"
        )
    return invoice


def columns(original: Invoice) -> dict[str, Any]:
    """What a revision of the invoice begins with."""
    return {name: getattr(original, name) for name in COPIED}


async def replace(tx: Tx, original: Invoice, revision: Invoice) -> None:
    """Have the revision bill what the original bills, and the original know of it."""
    revision.from_invoice = InvoiceFromInvoice(action="revision", invoice_id=original.id)
    for line in await tx.listed(original, Invoice.lines):
        if line.invoice_item_id is None:
            continue
        item = await tx.get(InvoiceItem, line.invoice_item_id, lock=False)
        copy = tx.add(InvoiceItem(**{name: getattr(item, name) for name in OF_ITEMS}, date=tx.now))
        await lines.add(tx, revision, copy)
    original.latest_revision_id = revision.id
    tx.tell("updated", original)


async def supersede(tx: Tx, revision: Invoice) -> None:
    """The revision is being finalized: its original becomes void, if it is still open."""
    if revision.from_invoice is None:
        return
    original = await tx.get(Invoice, revision.from_invoice.invoice_id)
    if original.status == InvoiceStatus.OPEN:
        await ending.annul(tx, original)


async def forget(tx: Tx, revision: Invoice) -> None:
    """The draft of a revision is being deleted: its original is the latest again."""
    if revision.from_invoice is not None:
        original = await tx.get(Invoice, revision.from_invoice.invoice_id)
        original.latest_revision_id = None
        tx.tell("updated", original)
