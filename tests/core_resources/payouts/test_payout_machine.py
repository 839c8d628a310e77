"""Whatever is done with payouts, in whatever order: no money is made or lost, and nothing happens untold."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from app.domain.core_resources.payouts import payouts
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.payout_values import PayoutMethod, PayoutSourceType
from tests.conftest import MakeDatabase
from tests.core_resources.books import Books
from tests.core_resources.machine import PLACES, keep_going

SOURCES = st.sampled_from(("card", "card", "card", "card", "bank_account"))
DESTINATIONS = st.sampled_from(
    (
        "btok_us_verified",
        "btok_us_verified",
        "btok_us_verified_noAccount",
        "btok_us_verified_accountClosed",
        "tok_visa_debit_us_transferSuccess",
        "tok_visa_debit_us_transferFail",
    )
)
METHODS = st.sampled_from(
    ("pm_card_visa", "pm_card_bypassPending", "pm_card_bypassPending", "pm_usBankAccount_success")
)
AMOUNTS = st.integers(50, 5000)


class Payouts(Books):
    """One merchant's payouts. A refusal is as good as a success here: what must hold holds after both."""

    @initialize(destination=DESTINATIONS)
    def begin(self, destination: str) -> None:
        self.run(self.shop.paid_out_to(destination, "manual"))

    @rule(method=METHODS, amount=AMOUNTS, currency=st.sampled_from(("usd", "usd", "eur")))
    def pay(self, method: str, amount: int, currency: str) -> None:
        self.attempt(self.shop.pay(method, amount=amount, currency=currency))

    @rule(place=PLACES, amount=st.none() | AMOUNTS)
    def refund(self, place: int, amount: int | None) -> None:
        if (charge := self.nth(Charge, place)) is not None:
            self.attempt(self.shop.refund(charge, amount=amount))

    @rule(destination=DESTINATIONS, interval=st.sampled_from(("daily", "daily", "manual")))
    def paid_out_to(self, destination: str, interval: str) -> None:
        self.run(self.shop.paid_out_to(destination, interval))

    @rule(amount=st.integers(100, 3000), method=st.sampled_from(PayoutMethod), source=SOURCES)
    def pay_out(self, amount: int, method: PayoutMethod, source: str) -> None:
        self.run(self.shop.pay("pm_card_bypassPending", amount=4000))
        self.attempt(self.shop.payout(amount=amount, method=method, source_type=PayoutSourceType(source)))

    @rule(place=PLACES)
    def cancel_payout(self, place: int) -> None:
        if (payout := self.nth(Payout, place)) is not None:
            self.attempt(self.shop.do(payouts.cancel, payout))

    @rule(place=PLACES)
    def reverse_payout(self, place: int) -> None:
        if (payout := self.nth(Payout, place)) is not None:
            self.attempt(self.shop.do(payouts.reverse, payout))

    @rule(days=st.integers(1, 7))
    def wait_for_days(self, days: int) -> None:
        self.run(self.shop.wait(days=days))


def test_payouts_keep_their_books(make_database: MakeDatabase) -> None:
    keep_going(Payouts, make_database)
