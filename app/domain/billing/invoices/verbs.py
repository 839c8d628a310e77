"""Paying and sending an invoice on request. Either finalizes a draft first."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.billing.invoices import collecting, finalizing
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, WrongState
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.columns import Id


async def pay(
    tx: Tx,
    invoice: Invoice,
    *,
    mandate: Annotated[str | None, Id("mandate"), Doc("The mandate of a debit. The default is the invoice's.")] = None,
    off_session: Annotated[
        bool, Doc("Whether the customer is absent, and so cannot authenticate. The default is true.")
    ] = True,
    paid_out_of_band: Annotated[
        bool, Doc("Whether the invoice was paid by other means, so that nothing is charged. The default is false.")
    ] = False,
    payment_method: Annotated[
        str | None, Id("payment_method"), Doc("The payment method to charge. The default is the invoice's.")
    ] = None,
) -> Invoice:
    """Pay an invoice now, with its default payment method or another; a draft is finalized first."""
    if invoice.status == InvoiceStatus.DRAFT:
        await finalizing.finalize(tx, invoice)
        if invoice.paid:
            return invoice
    tx.must(invoice, InvoiceStatus.PAID, verb="pay")
    if paid_out_of_band:
        await collecting.accept(tx, invoice)
        return invoice
    method = await collecting.method_of(tx, invoice, payment_method)
    if method is None:
        raise InvalidRequest(
            "`payment_method` is required: neither the invoice nor its customer has a default one.",
            code=ErrorCode.RESOURCE_MISSING,
            field="payment_method",
        )
    refusal = await collecting.collect(tx, invoice, method, off_session=off_session, mandate=mandate, automatic=False)
    if refusal is not None:
        raise refusal
    return invoice


async def send(tx: Tx, invoice: Invoice) -> Invoice:
    """Send an invoice to the customer by email; a draft is finalized first. In test mode no email is sent."""
    if invoice.is_charged:
        raise InvalidRequest(
            "Only an invoice with `collection_method` SEND_INVOICE is sent; this one is charged automatically.",
            code=ErrorCode.PARAMETER_INVALID,
            field="id",
        )
    if invoice.status == InvoiceStatus.DRAFT:
        await finalizing.finalize(tx, invoice)
    elif invoice.status not in (InvoiceStatus.OPEN, InvoiceStatus.PAID):
        raise WrongState("invoice", "send", invoice.status or "")
    tx.tell("sent", invoice)
    return invoice
