"""Changes of an invoice: of a draft in all that it is, and of an open one in how it is collected; and its deletion."""

from typing import Annotated, Any

from app.domain import crud
from app.domain.billing.invoices import collecting, drafting, finalizing, redeeming, revisions, settings, totals
from app.domain.billing.invoices.editing import editable
from app.domain.billing.invoices.items import given_in
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_item import InvoiceItem
from app.tables.billing.invoice_params import InvoiceChangeParams
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.columns import Inline
from app.tables.core_resources.customer import Customer

BY_DEFAULT = InvoiceChangeParams()
WHILE_UNPAID = {"auto_advance", "default_payment_method_id", "meta"}
"""What can be changed of an invoice that is finalized: whoever reads the invoice sees nothing of it."""
ALWAYS = {"meta"}


async def update(
    tx: Tx, invoice: Invoice, *, params: Annotated[InvoiceChangeParams, Inline()] = BY_DEFAULT, **values: Any
) -> Invoice:
    """Update an invoice: a draft in all of this, one that is open in how it is collected, and any in its metadata."""
    given = values | {name: value for name, value in given_in(params).items() if name != "discounts"}
    unpaid = invoice.status in (InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE)
    if {*given, *params.model_fields_set} - (WHILE_UNPAID if unpaid else ALWAYS):
        editable(invoice)
    customer = await tx.get(Customer, invoice.customer_id or "", field="customer", lock=False)
    with Mistakes() as mistakes:
        columns = await settings.columns(tx, customer, invoice.currency, given, dict(invoice.__dict__), mistakes)
        chosen = None
        if "discounts" in params.model_fields_set:
            with mistakes.noted():
                chosen = await redeeming.chosen(
                    tx,
                    customer,
                    invoice.currency,
                    params.discounts or [],
                    amount=invoice.subtotal,
                    present=invoice.discounts,
                )
        if "meta" in columns:
            columns["meta"] = crud.merge_metadata(invoice.meta, columns["meta"])
    for name, value in columns.items():
        setattr(invoice, name, value)
    if chosen is not None:
        invoice.discounts = await redeeming.redeem(tx, customer, chosen, invoice=invoice.id)
    if invoice.status == InvoiceStatus.DRAFT:
        drafting.must_be_free(tx, invoice)
        await settings.know(tx, invoice, customer)
        await totals.settle(tx, invoice)
        finalizing.plan(tx, invoice)
    elif invoice.status == InvoiceStatus.OPEN and "auto_advance" in columns:
        collecting.plan(tx, invoice)
    if tx.changed(invoice):
        tx.tell("updated", invoice)
    return invoice


async def delete(tx: Tx, invoice: Invoice) -> Invoice:
    """Delete a draft, with the invoice items that it bills. A draft of a subscription cannot be deleted."""
    editable(invoice)
    if invoice.subscription_id is not None:
        raise InvalidRequest(
            "The invoice bills a subscription, and cannot be deleted. Finalize it, then void it.",
            code=ErrorCode.INVOICE_NOT_EDITABLE,
            field="id",
        )
    await revisions.forget(tx, invoice)
    tx.unwake(finalizing.finalize_automatically, invoice)
    tx.tell("deleted", invoice)
    for line in await tx.listed(invoice, Invoice.lines):
        if line.invoice_item_id is not None:
            await crud.delete(tx, await tx.get(InvoiceItem, line.invoice_item_id))
        tx.delete(line)
    tx.delete(invoice)
    return invoice
