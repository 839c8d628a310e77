"""An invoice as a paper, and the receipt of one that was paid."""

from dataclasses import dataclass

from app.domain.billing.invoices import hosting
from app.domain.tx import Tx
from app.server.papers.bill import bill_of, settlement
from app.server.papers.paper import Link, Paper, Party, Sum, numbers, postal, present, seller_of, size_of
from app.server.receipts import means_of
from app.server.rendering import Speech
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceRenderingPdfPageSize, InvoiceStatus
from app.tables.billing.tax_id import TaxId
from app.tables.connect.account import Account
from app.tables.core_resources.charge import Charge


@dataclass(frozen=True)
class Letterhead:
    """What an invoice, its receipt and its credit notes share."""

    merchant: str
    size: str
    parties: list[Party]


async def invoice_paper(tx: Tx, invoice: Invoice, say: Speech) -> Paper:
    """The invoice as it is now."""
    head, bill = await letterhead(tx, invoice, say), await bill_of(tx, invoice, say)
    payable = invoice.status in hosting.PAYABLE and invoice.amount_remaining > 0
    address = invoice.hosted_invoice_url
    return Paper(
        title=say("invoice"),
        name=invoice.number or invoice.id,
        merchant=head.merchant,
        language=say.locale.language,
        size=head.size,
        created=invoice.effective_at or invoice.created,
        note=None if tx.livemode else say("test_mode"),
        facts=[
            (say("number"), invoice.number or invoice.id),
            (say("issued"), say.date(invoice.effective_at or invoice.created)),
            *([(say("due"), say.date(invoice.due_date))] if invoice.due_date else []),
            *((field.name, field.value) for field in invoice.custom_fields or ()),
        ],
        parties=head.parties,
        headline=_headline(invoice, say),
        link=Link(address, say("pay_online")) if payable and address else None,
        memo=invoice.description,
        columns=bill.columns,
        rows=bill.rows,
        sums=bill.sums + settlement(invoice, say),
        notes=present(invoice.footer),
    )


async def receipt_paper(tx: Tx, invoice: Invoice, say: Speech) -> Paper | None:
    """The receipt of a paid invoice; None for one that is not paid."""
    paid_at = invoice.status_transitions.paid_at
    if invoice.status != InvoiceStatus.PAID or paid_at is None:
        return None
    head, bill = await letterhead(tx, invoice, say), await bill_of(tx, invoice, say)
    charge = await tx.get(Charge, invoice.charge_id, lock=False) if invoice.charge_id else None
    number = invoice.receipt_number or (charge.receipt_number if charge else None)
    details = charge.payment_method_details if charge else None
    means = means_of(say, details.model_dump(mode="json")) if details is not None else None
    amount = say.amount(invoice.amount_paid, invoice.currency)
    refunded = charge.amount_refunded if charge else 0
    return Paper(
        title=say("receipt_title"),
        name=number or invoice.number or invoice.id,
        merchant=head.merchant,
        language=say.locale.language,
        size=head.size,
        created=paid_at,
        note=None if tx.livemode else say("test_mode"),
        facts=[
            (say("number"), invoice.number or invoice.id),
            *([(say("receipt_number"), number)] if number else []),
            (say("paid_at"), say.date(paid_at)),
            *([(say("payment_method"), means)] if means else []),
        ],
        parties=head.parties,
        headline=say("amount_paid_on", amount=amount, date=say.date(paid_at)),
        link=None,
        memo=None,
        columns=bill.columns,
        rows=bill.rows,
        sums=[
            *bill.sums,
            Sum(say("amount_paid"), amount, strong=True),
            *([Sum(say("refunded"), say.amount(-refunded, invoice.currency))] if refunded else []),
        ],
        notes=present(invoice.footer),
    )


def merchant_of(account: Account, invoice: Invoice) -> str:
    """The merchant's name, as the invoice has it."""
    profile = account.business_profile
    return invoice.account_name or (profile.name if profile else None) or ""


def _headline(invoice: Invoice, say: Speech) -> str:
    paid_at = invoice.status_transitions.paid_at
    if invoice.status == InvoiceStatus.PAID and paid_at is not None:
        amount = say.amount(invoice.amount_paid, invoice.currency)
        return say("amount_paid_on", amount=amount, date=say.date(paid_at))
    if invoice.status == InvoiceStatus.VOID:
        return say("status_void")
    amount = say.amount(invoice.amount_remaining, invoice.currency)
    if invoice.due_date is not None:
        return say("amount_due_on", amount=amount, date=say.date(invoice.due_date))
    return say("amount_due_headline", amount=amount)


async def letterhead(tx: Tx, invoice: Invoice, say: Speech) -> Letterhead:
    """Who sells and who buys, as the invoice has them."""
    account = await tx.account()
    ids = [await tx.get(TaxId, id, lock=False, deleted=True) for id in invoice.account_tax_ids or ()]
    seller = seller_of(account, merchant_of(account, invoice), say, ids)
    buyer = Party(
        say("to"),
        [
            *present(invoice.customer_name),
            *postal(say, invoice.customer_address),
            *present(invoice.customer_phone, invoice.customer_email),
            *numbers((id.type, id.value) for id in invoice.customer_tax_ids or ()),
        ],
    )
    shipping = invoice.shipping_details
    shipped = (
        Party(say("ship_to"), [*present(shipping.name), *postal(say, shipping.address), *present(shipping.phone)])
        if shipping is not None
        else None
    )
    country = invoice.customer_address.country if invoice.customer_address else None
    return Letterhead(
        merchant_of(account, invoice),
        _size(invoice, country or account.country),
        [seller, buyer, *([shipped] if shipped is not None else [])],
    )


def _size(invoice: Invoice, country: str | None) -> str:
    wanted = invoice.rendering.pdf.page_size if invoice.rendering and invoice.rendering.pdf else None
    if wanted == InvoiceRenderingPdfPageSize.LETTER:
        return "us-letter"
    return "a4" if wanted == InvoiceRenderingPdfPageSize.A4 else size_of(country)
