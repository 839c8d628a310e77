"""Whatever a platform and two of its accounts send each other, in any order: every ledger sums to zero, and so does
what went between them; balances are what was moved; and nothing happens untold."""

from collections.abc import Iterator, Mapping
from typing import Any

import asyncpg
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import func, select

from app.domain import ledger
from app.domain.connect import connected
from app.domain.core_resources.transfers import reversals, transfers
from app.domain.snapshot import snapshot
from app.tables.connect.account import AccountControllerParams, AccountKind
from app.tables.connect.account_capabilities import AccountCapabilitiesParams
from app.tables.connect.transfer import Transfer
from app.tables.connect.transfer_reversal import TransferReversal
from app.tables.core_resources.balance_transaction import BalanceTransaction
from app.tables.core_resources.charge import Charge
from app.tables.core_resources.event import Event
from app.tables.core_resources.refund import Refund
from app.tables.infrastructure import LedgerEntry
from app.tables.tenancy import Tenant
from tests.conftest import MakeDatabase
from tests.connect.ready import ready_values
from tests.core_resources.machine import PLACES, Machine, keep_going
from tests.core_resources.payments.conftest import Shop
from tests.records import records

AMOUNTS = st.integers(1, 4000)
SELLERS = st.sampled_from((0, 1))
"""One in the platform's currency, and one in euros."""
METHODS = st.sampled_from(("pm_card_visa", "pm_card_bypassPending"))


class Marketplace(Machine):
    """A platform, and two accounts for which it is liable. A refusal is as good as a success."""

    @initialize()
    def begin(self) -> None:
        self.sellers = [self.run(self._seller(country)) for country in ("US", "DE")]
        self.shops = [self.shop, *self.sellers]
        self.run(self.shop.pay("pm_card_bypassPending", amount=20_000))
        for each in self.sellers:
            self.run(self._send(self.shop, each, amount=3_000))

    capabilities: tuple[str, ...] = ("transfers",)
    controllers: Mapping[str, AccountControllerParams] = {}
    """What controls sellers of a country, in place of the type EXPRESS."""

    async def _seller(self, country: str) -> Shop:
        asked = AccountCapabilitiesParams.model_validate({name: {"requested": True} for name in self.capabilities})
        # Where it is paid out comes later, of some.
        given = ready_values(AccountKind.EXPRESS, country) | {"capabilities": asked}
        del given["external_account"]
        if country in self.controllers:
            given |= {"type": None, "controller": self.controllers[country]}
        async with self.shop.tx() as tx:
            account = await connected.create(tx, **given)
        seller = Shop(self.database, Tenant(account.id, livemode=False))
        if country == "US":
            await seller.paid_out_to("btok_us_verified", "daily")
        return seller

    @rule(method=METHODS, amount=st.integers(1000, 9000))
    def pay(self, method: str, amount: int) -> None:
        self.run(self.shop.pay(method, amount=amount))

    @rule(place=PLACES)
    def refund(self, place: int) -> None:
        charges = [each for each in self.rows(Charge) if each.source_transfer_id is None]
        if charges:
            self.attempt(self.shop.refund(charges[-min(place, len(charges))]))

    @rule(seller=SELLERS, amount=AMOUNTS)
    def send(self, seller: int, amount: int) -> None:
        self.attempt(self._send(self.shop, self.sellers[seller], amount=amount))

    @rule(seller=SELLERS, amount=st.none() | AMOUNTS, place=PLACES)
    def send_of_charge(self, seller: int, amount: int | None, place: int) -> None:
        charges = [each for each in self.rows(Charge) if each.source_transfer_id is None]
        if charges:
            source = charges[-min(place, len(charges))].id
            self.attempt(self._send(self.shop, self.sellers[seller], amount=amount, source_transaction=source))

    @rule(seller=SELLERS, amount=AMOUNTS, currency=st.sampled_from(("usd", "eur")))
    def debit(self, seller: int, amount: int, currency: str) -> None:
        self.attempt(self._send(self.sellers[seller], self.shop, amount=amount, currency=currency))

    async def _send(self, sender: Shop, to: Shop, *, currency: str = "usd", **given: Any) -> None:
        async with sender.tx() as tx:
            await transfers.create(tx, destination=to.tenant.account, currency=currency, **given)

    @rule(side=st.sampled_from((0, 1, 2)), place=PLACES, amount=st.none() | AMOUNTS)
    def reverse(self, side: int, place: int, amount: int | None) -> None:
        sent = self.run(self._rows_of(self.shops[side], Transfer))
        if sent:
            self.attempt(self._reverse(self.shops[side], sent[-min(place, len(sent))], amount))

    async def _reverse(self, shop: Shop, transfer: Transfer, amount: int | None) -> None:
        async with shop.tx() as tx:
            await reversals.create(tx, transfer_id=transfer.id, amount=amount)

    @rule(place=PLACES)
    def take_back_what_was_paid_out(self, place: int) -> None:
        """So that the seller owes what the platform is liable for."""
        seller = self.sellers[0]
        held = self.run(seller.balance()).get("usd", {}).get("available:card", 0)
        if held > 0:
            self.run(seller.payout(amount=held))
        theirs = [row for _, row in self.every(Transfer) if row.destination_id == seller.tenant.account]
        self.attempt(self._reverse(self.shop, theirs[-min(place, len(theirs))], None))

    @rule(days=st.sampled_from((1, 3, 3, 9, 200)))
    def wait(self, days: int) -> None:
        self.run(self.shop.wait(days=days))
        held = self.run(self._held())
        for each in self.sellers:
            each.now = self.shop.now
            for currency, books in self.run(each.balance()).items():
                owed = -sum(amount for book, amount in books.items() if book.startswith(f"{ledger.AVAILABLE}:"))
                assert held.get((ledger.reserve_for(each.tenant.account), currency), 0) == max(owed, 0)

    async def _held(self) -> dict[tuple[str, str], int]:
        """What the platform holds for each seller."""
        entry = LedgerEntry.__table__.c
        statement = (
            select(entry.book, entry.currency, func.sum(entry.amount).label("amount"))
            .where(entry.account_id == self.shop.tenant.account, entry.book.startswith(f"{ledger.RESERVED}:"))
            .group_by(entry.book, entry.currency)
        )
        rows = await self.database.fetch(statement, asyncpg.Record)
        return {(row["book"], row["currency"]): int(row["amount"]) for row in rows}

    async def _rows_of(self, shop: Shop, table: type[Any]) -> list[Any]:
        async with shop.tx() as tx:
            return list(await tx.find(table, lock=False))

    def every(self, table: type[Any]) -> Iterator[tuple[Shop, Any]]:
        for shop in getattr(self, "shops", []):
            for row in self.run(self._rows_of(shop, table)):
                yield shop, row

    @invariant()
    def what_went_between_accounts_sums_to_zero(self) -> None:
        entry = LedgerEntry.__table__.c
        mine = entry.account_id.in_([shop.tenant.account for shop in getattr(self, "shops", [])])
        total = func.sum(entry.amount).label("amount")
        for grouped, among in (
            # All ledgers, movement by movement; and what went between them, whoever keeps the book.
            ((entry.movement_id, entry.account_id, entry.currency), mine),
            ((entry.currency,), mine & (entry.book == ledger.ACCOUNTS)),
        ):
            statement = select(total).where(among).group_by(*grouped).having(total != 0)
            assert self.run(self.database.fetch(statement, asyncpg.Record)) == []

    @invariant()
    def balances_are_what_was_moved(self) -> None:
        for shop in getattr(self, "shops", []):
            moved: dict[tuple[str, str], int] = {}
            for row in self.run(self._rows_of(shop, BalanceTransaction)):
                key = (row.currency, f"{row.status}:{row.source_type}")
                moved[key] = moved.get(key, 0) + row.net
            for currency, books in self.run(shop.balance()).items():
                for book, amount in books.items():
                    if book != ledger.RESERVED:
                        assert amount == moved.get((currency, book), 0), f"{currency} {book}"

    @invariant()
    def transfers_count_what_came_back(self) -> None:
        back: dict[str, int] = {}
        for _, reversal in self.every(TransferReversal):
            back[reversal.transfer_id] = back.get(reversal.transfer_id, 0) + reversal.amount
        payments = {charge.id: charge for _, charge in self.every(Charge)}
        of_charge: dict[str, int] = {}
        for _, transfer in self.every(Transfer):
            assert transfer.amount_reversed == back.get(transfer.id, 0) <= transfer.amount
            assert transfer.reversed == (transfer.amount_reversed == transfer.amount)
            payment = payments[transfer.destination_payment_id]
            assert (payment.amount, payment.amount_refunded) == (transfer.amount, transfer.amount_reversed)
            assert (payment.source_transfer_id, payment.refunded) == (transfer.id, transfer.reversed)
            if (source := transfer.source_transaction_id) is not None:
                of_charge[source] = of_charge.get(source, 0) + transfer.amount - transfer.amount_reversed
        credited: dict[str, int] = {}
        for _, row in self.every(BalanceTransaction):
            credited[row.source_id] = credited.get(row.source_id, 0) + row.amount
        for id, amount in of_charge.items():
            assert amount <= credited[id]

    @invariant()
    def every_change_is_told(self) -> None:
        for shop in getattr(self, "shops", []):
            events = self.run(records(self.database, Event, Event.account_id == shop.tenant.account, by="sequence"))
            told = {event.object_id: event.data.object for event in events}
            for table in (Charge, Refund):
                for row in self.run(self._rows_of(shop, table)):
                    assert told[row.id] == snapshot(row)
            for transfer in self.run(self._rows_of(shop, Transfer)):
                assert told[transfer.id]["amount_reversed"] == transfer.amount_reversed


def test_a_marketplace_keeps_its_books(make_database: MakeDatabase) -> None:
    keep_going(Marketplace, make_database, examples=8, steps=40)
