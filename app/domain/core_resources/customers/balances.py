"""A customer's balance, in each currency: every change of it is a transaction."""

from typing import Any

from app.domain import crud
from app.domain.tx import Tx
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransaction, CustomerBalanceTransactionType
from app.tables.core_resources.customer import Customer, CustomerInvoiceCreditBalance


def held(customer: Customer, currency: str) -> int:
    """The balance in `currency`, in minor units: negative for a credit, positive for what is owed."""
    return next((-each.amount for each in customer.invoice_credit_balance if each.currency == currency), 0)


async def change(
    tx: Tx,
    customer: Customer,
    amount: int,
    type: CustomerBalanceTransactionType,
    *,
    currency: str | None = None,
    **about: Any,
) -> CustomerBalanceTransaction:
    """Add `amount` to the balance of a customer who is locked: minor units, negative for a credit. The only way to it.

    The currency is by default the customer's, or else the account's; a customer without one has it from then on.
    `about` are further columns of the transaction. The caller emits the customer's event.
    """
    currency = currency or customer.currency or (await tx.account()).default_currency or "usd"
    customer.currency = customer.currency or currency
    ending = held(customer, currency) + amount
    others = [each for each in customer.invoice_credit_balance if each.currency != currency]
    changed = [*others, CustomerInvoiceCreditBalance(amount=-ending, currency=currency)]
    customer.invoice_credit_balance = sorted(changed, key=lambda each: each.currency)
    if currency == customer.currency:
        customer.balance = ending
    own = {"amount": amount, "currency": currency, "customer_id": customer.id, "ending_balance": ending, "type": type}
    return await crud.build(tx, CustomerBalanceTransaction, about | own)


async def adjust(tx: Tx, **values: Any) -> CustomerBalanceTransaction:
    """Credit or debit a customer's balance."""
    customer = await tx.get(Customer, values["customer_id"], field="customer")
    transaction = await change(tx, customer, values.pop("amount"), CustomerBalanceTransactionType.ADJUSTMENT, **values)
    if tx.changed(customer):
        tx.tell("updated", customer)
    return transaction


async def settle(
    tx: Tx,
    customer: Customer,
    balance: int | None,
    type: CustomerBalanceTransactionType = CustomerBalanceTransactionType.ADJUSTMENT,
) -> None:
    """Bring the balance to `balance`, where it is given, by a transaction of the difference."""
    if balance is not None and balance != customer.balance:
        await change(tx, customer, balance - customer.balance, type)
