"""The due date of an invoice: what is told before, on and after it."""

from datetime import timedelta

from app.domain.billing.invoices import delinquency
from app.domain.billing.settings import settings_of
from app.domain.jobs import job
from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus


async def plan(tx: Tx, invoice: Invoice) -> None:
    """Have it told when an open invoice will be due, is due, and is overdue, by the account's settings."""
    if invoice.due_date is None:
        return
    settings = await settings_of(tx)
    tx.wake(invoice.due_date, pass_due_date, invoice)
    if settings.days_before_due is not None:
        before = invoice.due_date - timedelta(days=settings.days_before_due)
        if before > tx.now:
            tx.wake(before, will_be_due, invoice)
    if settings.days_after_due is not None:
        tx.wake(invoice.due_date + timedelta(days=settings.days_after_due), overdue, invoice)


def forget(tx: Tx, invoice: Invoice) -> None:
    """Nothing more is told of the due date."""
    if invoice.due_date is not None:
        for each in (will_be_due, pass_due_date, overdue):
            tx.unwake(each, invoice)


@job("invoice.will_be_due", Invoice)
async def will_be_due(tx: Tx, invoice: Invoice) -> None:
    """The invoice is due in as many days as the settings say."""
    if invoice.status == InvoiceStatus.OPEN:
        tx.tell("will_be_due", invoice)


@job("invoice.pass_due_date", Invoice)
async def pass_due_date(tx: Tx, invoice: Invoice) -> None:
    """The due date has come, and the invoice is unpaid: the customer is delinquent."""
    if invoice.status == InvoiceStatus.OPEN:
        await delinquency.judge(tx, invoice, delinquent=True)


@job("invoice.overdue", Invoice)
async def overdue(tx: Tx, invoice: Invoice) -> None:
    """The invoice has been unpaid since its due date for as many days as the settings say."""
    if invoice.status == InvoiceStatus.OPEN:
        tx.tell("overdue", invoice)
