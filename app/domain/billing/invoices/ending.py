"""The end of an invoice that is not paid: void, or uncollectible."""

from app.domain.billing.credits import spending
from app.domain.billing.invoices import due, payment
from app.domain.core_resources.customers import balances
from app.domain.tx import Tx
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransactionType
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent_values import PaymentIntentCancellationReason

UNAPPLIED = CustomerBalanceTransactionType.UNAPPLIED_FROM_INVOICE


async def void(tx: Tx, invoice: Invoice) -> Invoice:
    """Void a finalized invoice, as a mistake: it cannot be paid any more, and what it took of the customer's balance
    is given back."""
    await annul(tx, invoice)
    return invoice


async def annul(tx: Tx, invoice: Invoice) -> None:
    """Make the invoice void, with its events."""
    tx.must(invoice, InvoiceStatus.VOID, verb="void")
    await payment.cancel(tx, invoice, PaymentIntentCancellationReason.VOID_INVOICE)
    tx.move(invoice, InvoiceStatus.VOID, verb="void")
    _rest(tx, invoice)
    invoice.status_transitions = invoice.status_transitions.model_copy(update={"voided_at": tx.now})
    await spending.reinstate(tx, invoice.id)
    customer = await tx.get(Customer, invoice.customer_id or "", deleted=True)
    if customer.deleted_at is None:
        back = invoice.starting_balance - (invoice.ending_balance or 0)
        if back:
            about = {"currency": invoice.currency, "invoice_id": invoice.id}
            await balances.change(tx, customer, back, UNAPPLIED, **about)
            tx.tell("updated", customer)
    tx.tell("voided", invoice)
    tx.tell("updated", invoice)


def _rest(tx: Tx, invoice: Invoice) -> None:
    """Nothing is due of the invoice any more. A further attempt that is planned finds it so."""
    due.forget(tx, invoice)
    invoice.auto_advance, invoice.next_payment_attempt = False, None


async def mark_uncollectible(tx: Tx, invoice: Invoice) -> Invoice:
    """Mark an open invoice as uncollectible: payment is not expected any more, and still accepted."""
    tx.move(invoice, InvoiceStatus.UNCOLLECTIBLE, verb="mark_uncollectible")
    _rest(tx, invoice)
    invoice.status_transitions = invoice.status_transitions.model_copy(update={"marked_uncollectible_at": tx.now})
    tx.tell("marked_uncollectible", invoice)
    tx.tell("updated", invoice)
    return invoice
