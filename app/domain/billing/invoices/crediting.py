"""Billing credits as they pay for the lines of an invoice, when it is finalized."""

from app.domain.billing.credits import spending
from app.domain.billing.engine.bill import Bill
from app.domain.billing.invoices import totals
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_line_item import InvoiceLineItem
from app.tables.products.price import Price
from app.tables.shapes.pretax_credit_amounts import PretaxCreditAmount, PretaxCreditAmountType

CREDITS = PretaxCreditAmountType.CREDIT_BALANCE_TRANSACTION


async def settle(tx: Tx, invoice: Invoice) -> Bill:
    """Work out what the invoice comes to, with the credits that its customer can use for metered prices."""
    lines: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    prices = [await tx.get(Price, line.price_id, lock=False) for line in lines if line.price_id]
    if not any(map(totals.is_metered, prices)):
        return await totals.settle(tx, invoice)
    grants = await spending.usable(tx, invoice.customer_id or "", invoice.currency)
    return await totals.settle(tx, invoice, grants=grants)


async def use(tx: Tx, invoice: Invoice, made: Bill) -> None:
    """Take from the grants what they pay, and show on each line by which debit."""
    lines: list[InvoiceLineItem] = await tx.listed(invoice, Invoice.lines)
    used = [(line, each) for line, result in zip(lines, made.lines, strict=True) for each in result.credits]
    debits = await spending.apply(tx, invoice.id, [(line.id, each) for line, each in used])
    for (line, each), debit in zip(used, debits, strict=True):
        shown = PretaxCreditAmount(amount=each.amount, credit_balance_transaction_id=debit, type=CREDITS)
        line.pretax_credit_amounts = [*(line.pretax_credit_amounts or []), shown]
        invoice.total_pretax_credit_amounts = [*(invoice.total_pretax_credit_amounts or []), shown]
