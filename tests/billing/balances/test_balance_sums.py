"""Whatever changes a customer's balances: each is the sum of its transactions, which follow from one another."""

import asyncio
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.domain.core_resources.customers import balances, customers
from app.tables.billing.customer_balance_transaction import CustomerBalanceTransaction, CustomerBalanceTransactionType
from app.tables.core_resources.customer import Customer
from tests.conftest import MakeDatabase
from tests.merchant import Merchant, open_shop

Step = tuple[int, str | None, CustomerBalanceTransactionType]

AMOUNTS = st.integers(-(10**8), 10**8)
STEPS = st.tuples(
    AMOUNTS, st.sampled_from(("usd", "eur", "jpy", None)), st.sampled_from(CustomerBalanceTransactionType)
)
"""An amount, and the currency in which it is added; without one, the balance is set to the amount."""


async def _live(merchant: Merchant, initial: int, steps: list[Step]) -> None:
    async with merchant.begin() as tx:
        id = (await customers.create(tx, balance=initial)).id
    for amount, currency, type in steps:
        async with merchant.begin() as tx:
            customer = await tx.get(Customer, id)
            if currency is None:
                await customers.update(tx, customer, balance=amount)
                assert customer.balance == amount
            else:
                await balances.change(tx, customer, amount, type, currency=currency)
    async with merchant.begin() as tx:
        customer = await tx.get(Customer, id)
        sums: Counter[str] = Counter()
        for each in await tx.find(CustomerBalanceTransaction, customer_id=id):
            sums[each.currency] += each.amount
            assert each.ending_balance == sums[each.currency]
    assert {currency: balances.held(customer, currency) for currency in sums} == dict(sums)
    assert {each.currency for each in customer.invoice_credit_balance} == sums.keys()
    assert customer.balance == (sums[customer.currency] if customer.currency else 0)


def test_a_balance_is_the_sum_of_its_transactions(make_database: MakeDatabase) -> None:
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(_open(make_database))
    try:
        merchant = loop.run_until_complete(open_shop(database))

        @settings(
            max_examples=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
        )
        @given(initial=AMOUNTS, steps=st.lists(STEPS, max_size=6))
        def live(initial: int, steps: list[Step]) -> None:
            loop.run_until_complete(_live(merchant, initial, steps))

        live()
    finally:
        loop.run_until_complete(database.close())
        loop.close()


async def _open(make_database: MakeDatabase) -> Database:
    return await Database.open(await make_database("template"))
