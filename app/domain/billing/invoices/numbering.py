"""Numbers of invoices: a prefix and a sequence, of the customer or of the account."""

from sqlalchemy import func

from app.domain.billing.settings import settings_of
from app.domain.tx import Tx
from app.tables.billing.billing_settings import BillingSettings, BillingSettingsInvoiceNumbering
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.customer import Customer
from app.tables.storage import texts

ACCOUNT = BillingSettingsInvoiceNumbering.ACCOUNT


async def number(tx: Tx, invoice: Invoice, customer: Customer) -> None:
    """Give the invoice its number, unless the caller has. The customer is locked."""
    account = None
    if (await settings_of(tx)).invoice_numbering == ACCOUNT:
        account = await tx.single(BillingSettings)
    while invoice.number is None:
        holder = account or customer
        wanted = _next(holder)
        holder.next_invoice_sequence += 1
        # A caller may have given it to another invoice.
        if not await _taken(tx, wanted):
            invoice.number = wanted


def _next(holder: Customer | BillingSettings) -> str:
    return f"{holder.invoice_prefix}-{holder.next_invoice_sequence:04d}"


async def _taken(tx: Tx, wanted: str) -> bool:
    """Whether an invoice has the number. The next numbers of all customers in memory are asked about together."""
    known: dict[str, bool] = tx.work.remembered.setdefault((_taken, tx.tenant), {})
    if wanted not in known:
        customers = (
            row for (table, _, tenant), row in tx.work.rows.items() if table is Customer and tenant == tx.tenant
        )
        asked = {wanted, *(_next(each) for each in customers if isinstance(each, Customer))}
        invoice = Invoice.__table__.c
        found = await tx.rows(tx.select(Invoice, invoice.number).where(invoice.number == func.any(texts(asked))))
        taken = {row.number for row in found}
        known.update({each: each in taken for each in asked})
    return known[wanted]
