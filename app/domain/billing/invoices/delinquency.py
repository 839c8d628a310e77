"""Whether a customer is delinquent: the latest invoice is past due."""

from app.domain.tx import Tx
from app.tables.billing.invoice import Invoice
from app.tables.core_resources.customer import Customer


async def judge(tx: Tx, invoice: Invoice, *, delinquent: bool) -> None:
    """The invoice is paid, or not when it should be: its customer follows, with an event if that is new."""
    customer = await tx.get(Customer, invoice.customer_id or "", deleted=True)
    if customer.deleted_at is None and customer.delinquent is not delinquent:
        customer.delinquent = delinquent
        tx.tell("updated", customer)
