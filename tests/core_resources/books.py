"""What must hold of one merchant's books, whatever is done in whatever order: a machine without its deeds."""

from typing import Any

import asyncpg
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select
from sqlmodel import col

from app.domain.snapshot import snapshot
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.event import Event
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.refund import Refund
from app.tables.infrastructure import LedgerEntry
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.resource import Resource
from tests.core_resources.machine import Machine
from tests.records import records

TOLD: tuple[type[Resource], ...] = (PaymentIntent, Charge, Refund, Payout, PaymentMethod)


class Books(Machine):
    """One merchant. A refusal is as good as a success here: what must hold holds after both."""

    @rule(rate=st.sampled_from(("0.5", "0.92", "1.3")))
    def change_rate(self, rate: str) -> None:
        self.run(self.shop.set_rate("eur", rate))

    @rule(minutes=st.sampled_from((1, 60, 60 * 24, 60 * 24 * 3, 60 * 24 * 8)))
    def wait(self, minutes: int) -> None:
        self.run(self.shop.wait(minutes=minutes))

    @invariant()
    def balances_are_what_was_moved(self) -> None:
        moved: dict[str, dict[str, int]] = {}
        for row in self.rows(BalanceTransaction):
            assert isinstance(row, BalanceTransaction)
            books = moved.setdefault(row.currency, {})
            book = f"{row.status}:{row.source_type}"
            books[book] = books.get(book, 0) + row.net
            assert row.net == row.amount - row.fee
            assert row.fee == sum(part.amount for part in row.fee_details)
        for currency, books in self.run(self.shop.balance()).items():
            for book, amount in books.items():
                assert amount == moved.get(currency, {}).get(book, 0), f"{currency} {book}"

    @invariant()
    def what_moved_is_what_was_taken_and_sent_back(self) -> None:
        moved = self.run(self._moved())
        for charge in self.rows(Charge):
            assert isinstance(charge, Charge)
            assert moved.get(charge.id, 0) == charge.amount_captured
        for refund in self.rows(Refund):
            assert isinstance(refund, Refund)
            sent = refund.balance_transaction_id is not None and refund.status not in ("failed", "canceled")
            assert moved.get(refund.id, 0) == (-refund.amount if sent else 0)
        for payout in self.rows(Payout):
            assert isinstance(payout, Payout)
            assert moved.get(payout.id, 0) == (0 if payout.status in ("failed", "canceled") else -payout.amount)

    async def _moved(self) -> dict[str, int]:
        """What left the world for each object, in the object's own currency: before any conversion."""
        transaction, entry = BalanceTransaction.__table__.c, LedgerEntry.__table__.c
        statement = (
            select(transaction.source_id, func.sum(-entry.amount).label("amount"))
            .join(LedgerEntry.__table__, entry.movement_id == transaction.id)
            .where(transaction.account_id == self.shop.tenant.account, entry.book == "world")
            .group_by(transaction.source_id)
        )
        return {row["source_id"]: int(row["amount"]) for row in await self.database.fetch(statement, asyncpg.Record)}

    @invariant()
    def an_automatic_payout_is_the_sum_of_what_it_pays_out(self) -> None:
        paid: dict[str, list[int]] = {}
        for row in self.rows(BalanceTransaction):
            assert isinstance(row, BalanceTransaction)
            if row.payout_id is not None:
                paid.setdefault(row.payout_id, []).append(row.net)
        for payout in self.rows(Payout):
            assert isinstance(payout, Payout)
            assert (payout.id in paid) == payout.automatic
            # The payout's own transaction is among them.
            assert sum(paid.get(payout.id, ())) == 0

    @invariant()
    def charges_count_what_went_back(self) -> None:
        sent: dict[str, int] = {}
        for refund in self.rows(Refund):
            assert isinstance(refund, Refund)
            if refund.status not in ("failed", "canceled") and refund.charge_id is not None:
                sent[refund.charge_id] = sent.get(refund.charge_id, 0) + refund.amount
        for charge in self.rows(Charge):
            assert isinstance(charge, Charge)
            back = charge.amount_refunded - (charge.amount_released if charge.captured else 0)
            assert back == sent.get(charge.id, back if not charge.captured else 0)
            assert 0 <= charge.amount_refunded <= max(charge.amount, charge.amount_captured)
            if charge.captured and charge.status == "succeeded":
                assert back <= charge.amount_captured

    @invariant()
    def payments_have_received_what_their_charge_took(self) -> None:
        taken = {row.id: row for row in self.rows(Charge)}
        for intent in self.rows(PaymentIntent):
            assert isinstance(intent, PaymentIntent)
            charge = taken.get(intent.latest_charge_id or "")
            if intent.amount_received:
                assert isinstance(charge, Charge)
                assert intent.amount_received == charge.amount_captured
            assert (intent.amount_capturable > 0) <= (intent.status == "requires_capture")

    @invariant()
    def statuses_keep_to_their_arrows(self) -> None:
        self.must_keep_to_arrows(PaymentIntent, Charge, Refund, Payout, BalanceTransaction)

    @invariant()
    def every_change_is_told(self) -> None:
        told = self.run(self._told())
        methods = {row.id: row for row in self.rows(PaymentMethod)}
        for table in TOLD:
            for row in self.rows(table):
                if row.id in told or table is not PaymentMethod:
                    assert by_id(told[row.id]) == by_id(snapshot(row, lambda _, its_id: methods[its_id]))

    async def _told(self) -> dict[str, dict[str, Any]]:
        """Each object as its last event shows it."""
        mine = col(Event.account_id) == self.shop.tenant.account
        events = await records(self.shop.database, Event, mine, by="sequence")
        return {event.object_id: event.data.object for event in events}


def by_id(body: dict[str, Any]) -> dict[str, Any]:
    """An object's JSON with the id of what it embeds, which changes without the object."""
    error = body.get("last_payment_error")
    return body | {"last_payment_error": error | {"payment_method": error["payment_method"]["id"]}} if error else body
