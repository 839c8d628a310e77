"""Whatever is done with credits, in whatever order: what is left is the sum of the transactions, never below nothing,
and nothing is used before its time or after its expiry."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.clock.worker import run_due
from app.database import Database
from app.domain.billing.credits import grants, spending, summaries
from app.domain.tx import Tx
from app.errors import Refusal
from app.tables.billing.credit_balance_summary import (
    BillingCreditBalanceSummaryFilter,
    BillingCreditBalanceSummaryFilterType,
)
from app.tables.billing.credit_balance_transaction import BillingCreditBalanceTransaction
from app.tables.billing.credit_grant import BillingCreditGrant
from tests.billing.credits.lives import METERED, PAID, PROMOTIONAL, bill, grant, open_customer
from tests.conftest import MakeDatabase
from tests.merchant import NOON, Merchant, open_shop

Answer = TypeVar("Answer")

AMOUNTS = st.sampled_from((1, 5, 20, 60, 100))
DAYS = st.sampled_from((1, 2, 5))
PLACES = st.integers(1, 4)
"""Which of the rows so far is meant, counted from the last."""


class Credits(RuleBasedStateMachine):
    """One merchant with two customers, in real time, which a test moves."""

    database: ClassVar[Database]
    loop: ClassVar[asyncio.AbstractEventLoop]
    caused: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.merchant: Merchant = self.run(open_shop(self.database))
        self.customers = [self.run(open_customer(self.merchant)) for _ in range(2)]
        self.invoices: list[str] = []

    def run(self, deed: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(deed)

    def do(self, deed: Callable[[Tx], Coroutine[Any, Any, Answer]]) -> Answer:
        async def act() -> Answer:
            async with self.merchant.begin(self.now) as tx:
                return await deed(tx)

        return self.run(act())

    def nth(self, place: int) -> BillingCreditGrant | None:
        rows = self.do(lambda tx: tx.find(BillingCreditGrant, lock=False))
        return rows[-min(place, len(rows))] if rows else None

    @rule(
        place=st.integers(0, 1),
        value=AMOUNTS,
        free=st.booleans(),
        currency=st.sampled_from(("usd", "usd", "eur")),
        later=st.sampled_from((0, 0, 1, 3)),
        lasts=st.none() | DAYS,
    )
    def give(self, place: int, value: int, free: bool, currency: str, later: int, lasts: int | None) -> None:
        effective = self.now + timedelta(days=later)
        expires = None if lasts is None else effective + timedelta(days=lasts)
        customer, category = self.customers[place], PROMOTIONAL if free else PAID
        self.do(lambda tx: grant(tx, customer, value, category, currency, effective_at=effective, expires_at=expires))

    @rule(place=st.integers(0, 1), amounts=st.lists(AMOUNTS, min_size=1, max_size=3))
    def invoice(self, place: int, amounts: list[int]) -> None:
        id = f"in_{len(self.invoices)}"
        self.invoices.append(id)

        async def pay(tx: Tx) -> None:
            usable = {each.id: each.amount for each in await spending.usable(tx, self.customers[place], "usd")}
            paid: dict[str, int] = defaultdict(int)
            for made in await bill(tx, self.customers[place], id, amounts):
                row = await tx.get(BillingCreditBalanceTransaction, made)
                paid[row.credit_grant_id] -= row.net
                used = await tx.get(BillingCreditGrant, row.credit_grant_id)
                assert used.effective_at is not None
                assert used.effective_at <= self.now
                assert used.expires_at is None or self.now < used.expires_at
            assert sum(paid.values()) == min(sum(amounts), sum(usable.values()))
            assert all(paid[id] <= usable[id] for id in paid)

        self.do(pay)

    @rule(place=PLACES)
    def void_invoice(self, place: int) -> None:
        if self.invoices:
            self.do(lambda tx: spending.reinstate(tx, self.invoices[-min(place, len(self.invoices))]))

    @rule(place=st.integers(0, 1), value=AMOUNTS, lasts=st.none() | DAYS, void=st.booleans())
    def give_and_take(self, place: int, value: int, lasts: int | None, void: bool) -> None:
        """What is used at once comes back later, or not."""
        self.give(place, value, True, "usd", 0, lasts)
        self.invoice(place, [20, 20])
        if void:
            self.wait(1, due=True)
            self.void_invoice(1)

    @rule(place=PLACES, line=st.integers(0, 2), amount=AMOUNTS)
    def note(self, place: int, line: int, amount: int) -> None:
        if self.invoices:
            id = self.invoices[-min(place, len(self.invoices))]
            self.do(lambda tx: spending.reinstate(tx, id, {f"line_{line}": amount}))

    @rule(place=PLACES)
    def expire(self, place: int) -> None:
        self.change(place, grants.expire)

    @rule(place=st.just(1) | PLACES)
    def void(self, place: int) -> None:
        self.change(place, grants.void)

    @rule(place=PLACES, lasts=st.none() | DAYS)
    def prolong(self, place: int, lasts: int | None) -> None:
        expires: datetime | None = None if lasts is None else self.now + timedelta(days=lasts)
        self.change(place, lambda tx, row: grants.update(tx, row, expires_at=expires))

    def change(self, place: int, deed: Callable[[Tx, BillingCreditGrant], Coroutine[Any, Any, Any]]) -> None:
        if (found := self.nth(place)) is not None:
            id = found.id

            async def act(tx: Tx) -> None:
                await deed(tx, await tx.get(BillingCreditGrant, id))

            with suppress(Refusal):
                self.do(act)

    @rule(days=DAYS, due=st.booleans())
    def wait(self, days: int, due: bool) -> None:
        """Time passes; what is due may be done late."""
        self.now += timedelta(days=days)
        if due:
            self.run(run_due(self.database, self.now))

    @invariant()
    def what_is_left_is_the_sum_of_the_transactions(self) -> None:
        sums: dict[str, int] = defaultdict(int)
        for row in self.do(lambda tx: tx.find(BillingCreditBalanceTransaction, lock=False)):
            side = row.credit or row.debit
            assert side is not None
            self.caused.add(side.type)
            sums[row.credit_grant_id] += row.net
            assert row.net != 0
        for each in self.do(lambda tx: tx.find(BillingCreditGrant, lock=False)):
            assert (each.remaining is None) is (each.id not in sums)
            assert 0 <= sums[each.id] == (each.remaining or 0) <= each.value
            if each.voided_at is not None:
                assert not each.remaining

    @invariant()
    def a_summary_shows_what_can_be_used(self) -> None:
        chosen = BillingCreditBalanceSummaryFilter(
            type=BillingCreditBalanceSummaryFilterType.APPLICABILITY_SCOPE, applicability_scope=METERED.scope
        )
        for customer in self.customers:
            for balance in self.do(partial(summaries.summary, customer=customer, filter=chosen)).balances:
                assert balance.available_balance.monetary is not None
                currency = balance.available_balance.monetary.currency
                usable = self.do(partial(spending.usable, customer=customer, currency=currency))
                assert balance.available_balance.monetary.value == sum(each.amount for each in usable)


def test_credits_keep_their_books(make_database: MakeDatabase) -> None:
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(open_database(make_database))
    try:
        Credits.database, Credits.loop = database, loop
        run_state_machine_as_test(
            Credits,
            settings=settings(
                max_examples=20,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.explicit, Phase.generate),
            ),
        )
    finally:
        loop.run_until_complete(database.close())
        loop.close()
    assert Credits.caused == {
        "credits_application_invoice_voided",
        "credits_applied",
        "credits_expired",
        "credits_granted",
        "credits_voided",
    }


async def open_database(make: MakeDatabase) -> Database:
    return await Database.open(await make("template"))
