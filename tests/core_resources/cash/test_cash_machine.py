"""Whatever is done with cash balances, in whatever order: what customers sent is held, applied or returned, and nothing
is made or lost."""

from collections import Counter
from typing import Any, ClassVar

import asyncpg
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select
from sqlmodel import col

from app.domain.core_resources.cash import balances, funding, reconciliation, returns
from app.domain.core_resources.payments import intents, refunds
from app.domain.core_resources.payments.cancellation import cancel
from app.domain.core_resources.payments.confirmation import confirm
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsParams
from app.tables.core_resources.refund import Refund, RefundOrigin
from app.tables.infrastructure import LedgerEntry
from app.tables.payment_methods.cash_balance import (
    CashBalance,
    CashBalanceReconciliationModeParam,
    CashBalanceSettingsParams,
)
from app.tables.payment_methods.customer_cash_balance_transaction import (
    CustomerCashBalanceTransaction,
    CustomerCashBalanceTransactionType,
)
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.payment_methods.payment_method_values import PaymentMethodType
from app.tables.payment_methods.types.customer_balance import (
    CustomerBalanceBankTransferParams,
    CustomerBalanceFundingType,
    PaymentIntentPaymentMethodOptionsCustomerBalanceParams,
)
from app.tables.shapes.bank_transfer import BankTransferType
from tests.conftest import MakeDatabase
from tests.core_resources.machine import PLACES, Machine, keep_going

AMOUNTS = st.sampled_from((50, 100, 200, 300, 500, 1000))
"""Few, so that groups of payments often wait for exactly what arrives."""
ANSWERS = st.sampled_from((refunds.cancel, refunds.expire, returns.complete_action))
EMAILS = st.sampled_from((None, "ada@example.com"))
TYPES = {"usd": BankTransferType.US_BANK_TRANSFER, "gbp": BankTransferType.GB_BANK_TRANSFER}
CURRENCIES = st.sampled_from(("usd", "usd", "gbp"))


def options(currency: str) -> PaymentIntentPaymentMethodOptionsParams:
    return PaymentIntentPaymentMethodOptionsParams.of(
        "customer_balance",
        PaymentIntentPaymentMethodOptionsCustomerBalanceParams(
            bank_transfer=CustomerBalanceBankTransferParams(type=TYPES[currency]),
            funding_type=CustomerBalanceFundingType.BANK_TRANSFER,
        ),
    )


class Cash(Machine):
    """One merchant with two customers."""

    caused: ClassVar[set[CustomerCashBalanceTransactionType]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.customers: list[Customer] = [self.run(self.shop.customer()) for _ in range(2)]

    @rule(place=st.integers(0, 1), amount=AMOUNTS, currency=CURRENCIES)
    def fund(self, place: int, amount: int, currency: str) -> None:
        customer = self.customers[place]
        self.run(self.shop.do(funding.fund_cash_balance, customer, amount=amount, currency=currency))

    @rule(place=st.integers(0, 1), amount=AMOUNTS, currency=CURRENCIES)
    def pay(self, place: int, amount: int, currency: str) -> None:
        self.attempt(
            self.shop.intent(
                amount=amount,
                currency=currency,
                customer_id=self.customers[place].id,
                payment_method_types=["customer_balance"],
                payment_method_data=PaymentMethodDataParams(type=PaymentMethodType("customer_balance")),
                payment_method_options=options(currency),
                confirm=True,
            )
        )

    @rule(place=PLACES, amount=st.none() | AMOUNTS)
    def apply(self, place: int, amount: int | None) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(reconciliation.apply_customer_balance, intent, amount=amount))

    @rule(place=PLACES)
    def cancel(self, place: int) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(cancel, intent))

    @rule(place=st.integers(0, 1), amount=AMOUNTS, then_cancel=st.booleans())
    def fund_a_part(self, place: int, amount: int, then_cancel: bool) -> None:
        self.pay(place, amount * 3, "gbp")
        self.fund(place, amount, "gbp")
        if then_cancel:
            self.cancel(1)

    @rule(place=PLACES, amount=AMOUNTS)
    def change(self, place: int, amount: int) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.do(intents.update, intent, amount=amount))
            self.attempt(self.shop.do(confirm, intent))

    @rule(place=PLACES, card=st.booleans())
    def pay_otherwise(self, place: int, card: bool) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            types = ["card", "customer_balance"] if card else ["customer_balance"]
            method = "pm_card_visa" if card else None
            self.attempt(self.shop.do(confirm, intent, payment_method_types=types, payment_method=method))

    @rule(place=st.integers(0, 1), amount=AMOUNTS, email=EMAILS)
    def pay_and_refund(self, place: int, amount: int, email: str | None) -> None:
        self.fund(place, 2 * amount, "usd")
        self.pay(place, amount, "usd")
        self.refund(1, amount // 2, email)

    @rule(place=PLACES, amount=AMOUNTS, email=EMAILS)
    def refund(self, place: int, amount: int, email: str | None) -> None:
        if (intent := self.nth(PaymentIntent, place)) is not None:
            self.attempt(self.shop.refund(intent, amount=amount, instructions_email=email))

    @rule(place=st.integers(0, 1), amount=AMOUNTS, currency=CURRENCIES, verb=st.none() | ANSWERS)
    def give_back(self, place: int, amount: int, currency: str, verb: Any) -> None:
        self.fund(place, 2000, currency)

        async def create() -> None:
            async with self.shop.tx() as tx:
                await refunds.create(
                    tx,
                    amount=amount,
                    currency=currency,
                    customer=self.customers[place].id,
                    origin=RefundOrigin.CUSTOMER_BALANCE,
                    instructions_email="ada@example.com",
                )

        self.attempt(create())
        if verb is not None:
            self.answer(1, verb)

    @rule(place=PLACES, verb=ANSWERS)
    def answer(self, place: int, verb: Any) -> None:
        if (refund := self.nth(Refund, place)) is not None:
            self.attempt(self.shop.do(verb, refund))

    @rule(place=PLACES)
    def reverse(self, place: int) -> None:
        rows = self.rows(CustomerCashBalanceTransaction)
        funded = [row for row in rows if row.type is CustomerCashBalanceTransactionType.FUNDED]
        if funded:
            self.attempt(self.shop.do(funding.reverse, funded[-min(place, len(funded))]))

    @rule(place=st.integers(0, 1), mode=st.sampled_from(CashBalanceReconciliationModeParam))
    def configure(self, place: int, mode: CashBalanceReconciliationModeParam) -> None:
        async def update() -> None:
            async with self.shop.tx() as tx:
                balance = await tx.single(CashBalance, self.customers[place].id)
                await balances.update(tx, balance, settings=CashBalanceSettingsParams(reconciliation_mode=mode))

        self.run(update())

    @rule(place=st.integers(0, 1), days=st.sampled_from((1, 4, 46, 80)))
    def wait(self, place: int, days: int) -> None:
        self.fund(place, 70, "usd")
        self.run(self.shop.wait(days=days))

    def books(self) -> dict[tuple[str, str], int]:
        statement = (
            select(col(LedgerEntry.book), col(LedgerEntry.currency), func.sum(LedgerEntry.amount).label("amount"))
            .where(col(LedgerEntry.account_id) == self.shop.tenant.account)
            .group_by(col(LedgerEntry.book), col(LedgerEntry.currency))
        )
        rows = self.run(self.database.fetch(statement, asyncpg.Record))
        return {(row["book"], row["currency"]): int(row["amount"]) for row in rows}

    @invariant()
    def a_cash_balance_is_the_sum_of_its_transactions(self) -> None:
        summed: Counter[tuple[str, str]] = Counter()
        ending: dict[tuple[str, str], int] = {}
        for row in self.rows(CustomerCashBalanceTransaction):
            self.caused.add(row.type)
            summed[row.customer_id, row.currency] += row.net_amount
            ending[row.customer_id, row.currency] = row.ending_balance
        held = {
            (row.customer_id, each.currency): each.amount
            for row in self.rows(CashBalance)
            for each in row.available or ()
        }
        assert held == dict(summed) == ending
        assert all(amount >= 0 for amount in held.values())
        books = self.books()
        booked = {key: books.get((f"cash:{key[0]}", key[1]), 0) for key in held}
        assert booked == held

    @invariant()
    def what_is_applied_waits_in_the_payment_until_it_is_funded(self) -> None:
        books = self.books()
        for row in self.rows(PaymentIntent):
            waits = row.status not in ("succeeded", "canceled")
            applied = row.amount_funded if waits else 0
            assert books.get((f"applied:{row.id}", row.currency), 0) == applied
            assert applied < row.amount
            assert applied == 0 or row.status == "requires_action"
            if row.next_action is not None:
                instructions = row.next_action.display_bank_transfer_instructions
                assert instructions.amount_remaining == row.amount - row.amount_funded


def test_cash_balances_keep_their_books(make_database: MakeDatabase) -> None:
    keep_going(Cash, make_database, examples=12)
    missing = {*CustomerCashBalanceTransactionType} - Cash.caused
    assert missing == set(), "the machine is to do everything"
