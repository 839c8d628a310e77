"""Credits of a customer's balance by a credit note."""

from app.domain.core_resources.customers import balances
from app.domain.tx import Tx
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransactionType
from app.tables.core_resources.customer import Customer

CREDIT_NOTE = CustomerBalanceTransactionType.CREDIT_NOTE


async def change(tx: Tx, note: CreditNote, amount: int) -> str:
    """Add `amount` minor units to the customer's balance, negative for a credit; the id of the transaction. The credit
    note shows the one that credits. Raises ResourceMissing for a customer who was deleted."""
    customer = await tx.get(Customer, note.customer_id, field="invoice")
    about = {"credit_note_id": note.id, "currency": note.currency, "invoice_id": note.invoice_id}
    transaction = await balances.change(tx, customer, amount, CREDIT_NOTE, **about)
    if amount < 0:
        note.customer_balance_transaction_id = transaction.id
    tx.tell("updated", customer)
    return transaction.id
