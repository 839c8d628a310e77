"""The page of an invoice: its address, which whoever has it can pay the invoice at, and which expires."""

from app.domain.billing import addresses
from app.domain.billing.invoices import payment
from app.domain.core_resources.payments import confirmation
from app.domain.core_resources.payments.microdeposits import verify_microdeposits
from app.domain.tx import Tx
from app.settings import public_url
from app.tables.billing.invoice import Invoice
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.shapes.mandate_data import ConfirmMandateDataParams

PAYABLE = (InvoiceStatus.OPEN, InvoiceStatus.UNCOLLECTIBLE)


def give_address(tx: Tx, invoice: Invoice) -> None:
    """Give the invoice a new address, and one of its PDF below, in place of any that it has."""
    invoice.hosted_invoice_url = f"{public_url()}/i/{invoice.id}/{addresses.token(tx, invoice.due_date)}"
    invoice.invoice_pdf = f"{invoice.hosted_invoice_url}/pdf"


def is_expired(tx: Tx, invoice: Invoice) -> bool:
    """Whether the address has expired, by the invoice's own clock."""
    return addresses.is_expired(tx, (invoice.hosted_invoice_url or "").rpartition("/")[2])


def renew(tx: Tx, invoice: Invoice) -> None:
    """Give a new address to an invoice whose address has expired."""
    give_address(tx, invoice)
    tx.tell("updated", invoice)


async def pay(
    tx: Tx, invoice: Invoice, data: PaymentMethodDataParams, *, mandate_data: ConfirmMandateDataParams | None = None
) -> PaymentIntent:
    """Pay an open invoice on its page, with a payment method that is made for it. A bank that asks the customer to
    authenticate leads back to the page. The invoice follows by the events of its payment.

    Raises CardError for a card that is declined or a debit that is blocked, InvalidRequest for details that are not
    valid, and WrongState for an invoice that is not to be paid.
    """
    tx.must(invoice, InvoiceStatus.PAID, verb="pay")
    intent = await payment.of(tx, invoice)
    return await confirmation.confirm(
        tx,
        intent,
        mandate_data=mandate_data,
        payment_method_data=data,
        return_url=invoice.hosted_invoice_url,
    )


async def verify(tx: Tx, invoice: Invoice, code: str) -> PaymentIntent:
    """Verify the bank account that is to pay the invoice, by the code of the deposit on its statement.

    Raises InvalidRequest, which is committed, for a wrong code; the last one allowed fails the payment.
    """
    tx.must(invoice, InvoiceStatus.PAID, verb="pay")
    return await verify_microdeposits(tx, await payment.of(tx, invoice), descriptor_code=code)
