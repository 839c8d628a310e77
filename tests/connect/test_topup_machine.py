"""Whatever is done with top-ups and payouts, in any order: no money is made or lost, and nothing happens untold."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from app.domain.connect import topups
from app.domain.snapshot import snapshot
from app.network.topups import TEST_SOURCES
from app.tables.connect.topup import Topup, TopupStatus
from tests.conftest import MakeDatabase
from tests.core_resources.books import Books
from tests.core_resources.machine import PLACES, keep_going

AMOUNTS = st.integers(100, 5000)


class Topups(Books):
    """One merchant's top-ups, and payouts of what arrived."""

    @initialize(interval=st.sampled_from(("daily", "manual")))
    def begin(self, interval: str) -> None:
        self.run(self.shop.paid_out_to("btok_us_verified", interval))

    @rule(source=st.none() | st.sampled_from(sorted(TEST_SOURCES)), amount=AMOUNTS)
    def top_up(self, source: str | None, amount: int) -> None:
        self.run(self._top_up(source, amount))

    async def _top_up(self, source: str | None, amount: int) -> None:
        async with self.shop.tx() as tx:
            await topups.create(tx, source=source, amount=amount, currency="usd")

    @rule(place=PLACES)
    def cancel_topup(self, place: int) -> None:
        if (topup := self.nth(Topup, place)) is not None:
            self.attempt(self.shop.do(topups.cancel, topup))

    @rule(amount=AMOUNTS)
    def pay_out(self, amount: int) -> None:
        self.attempt(self.shop.payout(amount=amount))

    @invariant()
    def topups_moved_what_they_say(self) -> None:
        moved = self.run(self._moved())
        for topup in self.rows(Topup):
            assert isinstance(topup, Topup)
            assert moved.get(topup.id, 0) == (topup.amount if topup.status is TopupStatus.SUCCEEDED else 0)
            arrived = topup.status in (TopupStatus.SUCCEEDED, TopupStatus.REVERSED)
            assert (topup.balance_transaction_id is not None) == arrived

    @invariant()
    def topups_keep_to_their_arrows_and_are_told(self) -> None:
        self.must_keep_to_arrows(Topup)
        told = self.run(self._told())
        for topup in self.rows(Topup):
            assert told[topup.id] == snapshot(topup)


def test_topups_keep_their_books(make_database: MakeDatabase) -> None:
    keep_going(Topups, make_database)
