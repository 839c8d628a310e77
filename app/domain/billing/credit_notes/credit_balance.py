"""Credits of a customer's balance by a credit note."""

from app.domain.core_resources.customers import balances
from app.domain.tx import Tx
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransactionType
from app.tables.core_resources.customer import Customer

CREDIT_NOTE = CustomerBalanceTransactionType.CREDIT_NOTE


async def credit(tx: Tx, note: CreditNote, amount: int) -> None:
    """Credit the balance of the credit note's customer with `amount` minor units. Raises ResourceMissing for a customer
    who was deleted."""
    customer = await tx.get(Customer, note.customer_id, field="invoice")
    about = {"credit_note_id": note.id, "currency": note.currency, "invoice_id": note.invoice_id}
    note.customer_balance_transaction_id = (await balances.change(tx, customer, -amount, CREDIT_NOTE, **about)).id
    tx.tell("updated", customer)
