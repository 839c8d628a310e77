"""Every movement of money, double entry: the only writer of entries, and the only reader of balances.

A movement is a set of entries that sum to nought in each currency. Books are `pending:…` and `available:…` (the
account's money by where it came from, `card` or `bank_account`), `fees` (what the account has paid for the service) and
`world` (customers, through their banks). A balance is the sum of a book's entries, and nothing else.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import col

from app.domain.tx import Tx
from app.domain.wakes import name_of, wakes
from app.network.settlement import fee_details
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionFeeDetail, BalanceTransactionType
from app.tables.infrastructure import LedgerEntry, Wake
from app.tables.resource import Resource
from app.tables.storage import texts

SourceType = Literal["card", "bank_account"]

PENDING = "pending"
AVAILABLE = "available"
FEES = "fees"
WORLD = "world"

_CATEGORIES = {
    BalanceTransactionType.CHARGE: "charge",
    BalanceTransactionType.PAYMENT: "charge",
    BalanceTransactionType.REFUND: "refund",
    BalanceTransactionType.PAYMENT_REFUND: "refund",
    BalanceTransactionType.REFUND_FAILURE: "refund_failure",
}


@dataclass(frozen=True)
class Movement:
    """Money that comes in (`amount` above nought) or goes out. Amounts are in minor units of `currency`."""

    type: BalanceTransactionType
    amount: int
    currency: str
    source_id: str
    source_type: SourceType
    available_on: datetime
    """From when it counts as available; what is past counts at once."""
    fee: int = 0
    description: str | None = None


async def record(tx: Tx, movement: Movement) -> BalanceTransaction:
    """Move the money: the merchant's view of it, with the entries beneath."""
    pending = movement.available_on > tx.now
    transaction = tx.add(
        BalanceTransaction(
            amount=movement.amount,
            available_on=movement.available_on,
            currency=movement.currency,
            description=movement.description,
            fee=movement.fee,
            fee_details=[
                BalanceTransactionFeeDetail(
                    amount=part.amount, currency=part.currency, description=part.description, type=part.type
                )
                for part in fee_details(movement.fee, movement.currency)
            ],
            net=movement.amount - movement.fee,
            reporting_category=_CATEGORIES[movement.type],
            source_id=movement.source_id,
            source_type=movement.source_type,
            status=BalanceTransactionStatus.PENDING if pending else BalanceTransactionStatus.AVAILABLE,
            type=movement.type,
        )
    )
    book = f"{PENDING if pending else AVAILABLE}:{movement.source_type}"
    entries = {WORLD: -movement.amount, FEES: movement.fee, book: transaction.net}
    _post(tx, transaction.id, movement.currency, entries)
    if not pending:
        # Its own transaction, so that what the money makes possible follows it, rather than goes before its event.
        tx.wake(tx.now, tell_of_funds, transaction)
    elif not await _is_due(tx, movement.available_on, tx.clock.id if tx.clock else None):
        tx.wake(movement.available_on, make_available, transaction)
    return transaction


def _post(tx: Tx, movement_id: str, currency: str, amounts: Mapping[str, int]) -> None:
    assert sum(amounts.values()) == 0, f"the entries of {movement_id} do not sum to nought"
    for book, amount in amounts.items():
        if amount:
            tx.session.add(
                LedgerEntry(
                    account_id=tx.account_id,
                    livemode=tx.livemode,
                    movement_id=movement_id,
                    book=book,
                    currency=currency,
                    amount=amount,
                    created=tx.now,
                )
            )


async def keep_due(tx: Tx, moved: Collection[str]) -> None:
    """Once money has come under the transaction's clock: let that of its moments fall due there, and in real time too.

    One wake stands for all the money of a moment. It may have come along, away from money that stays, or stayed.
    """
    assert tx.clock is not None, "money only ever comes under a clock"
    mine = (
        col(BalanceTransaction.account_id) == tx.account_id,
        col(BalanceTransaction.livemode) == tx.livemode,
        col(BalanceTransaction.status) == BalanceTransactionStatus.PENDING.value,
    )
    these = col(BalanceTransaction.id) == func.any(texts(moved))
    came = select(col(BalanceTransaction.available_on)).where(*mine, these).distinct()
    for moment in (await tx.session.scalars(came)).all():
        for clock_id in (None, tx.clock.id):
            there = (col(BalanceTransaction.available_on) == moment, _on(BalanceTransaction, clock_id))
            first = (await tx.session.scalars(select(BalanceTransaction).where(*mine, *there).limit(1))).first()
            if first is not None and not await _is_due(tx, moment, clock_id):
                tx.wake(moment, make_available, first)


async def _is_due(tx: Tx, moment: datetime, clock_id: str | None) -> bool:
    """Whether money already falls due then: one wake makes all of a moment's money available."""
    statement = select(col(Wake.id)).where(
        col(Wake.due) == moment,
        _on(Wake, clock_id),
        col(Wake.account_id) == tx.account_id,
        col(Wake.livemode) == tx.livemode,
        col(Wake.what) == name_of(make_available),
    )
    return (await tx.session.execute(statement.limit(1))).first() is not None


@wakes(BalanceTransaction)
async def make_available(tx: Tx, first: BalanceTransaction) -> None:
    """Turn all the money of one moment, and of one clock, from pending to available."""
    if first.available_on > tx.now:
        return
    due = await tx.find(
        BalanceTransaction,
        col(BalanceTransaction.status) == BalanceTransactionStatus.PENDING.value,
        col(BalanceTransaction.available_on) == first.available_on,
        under_clock(tx, BalanceTransaction),
    )
    if not due:
        return
    await lock(tx)
    for transaction in due:
        tx.move(transaction, BalanceTransactionStatus.AVAILABLE.value, verb="make_available")
        source = transaction.source_type
        amounts = {f"{PENDING}:{source}": -transaction.net, f"{AVAILABLE}:{source}": transaction.net}
        _post(tx, f"{transaction.id}:available", transaction.currency, amounts)
    await tell_of_funds(tx, first)


@wakes(BalanceTransaction)
async def tell_of_funds(tx: Tx, _transaction: BalanceTransaction) -> None:
    """Tell that money became available, with the balance as it then is."""
    tx.announce("balance.available", await balance(tx), "balance")


def under_clock(tx: Tx, table: type[Resource]) -> ColumnElement[bool]:
    """Whether a row lives under the transaction's clock, or under none when it has none."""
    return _on(table, tx.clock.id if tx.clock else None)


def _on(table: type[Resource | Wake], clock_id: str | None) -> ColumnElement[bool]:
    clock = col(table.clock_id)
    return clock.is_(None) if clock_id is None else clock == clock_id


async def lock(tx: Tx) -> None:
    """Keep others from taking money out of the account's balance until the end.

    No single row is the balance, so it is a lock by name. Taken after the rows that the money is for, by all alike.
    """
    name = f"ledger:{tx.account_id}:{tx.livemode}"
    await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def available(tx: Tx, currency: str) -> int:
    """What can be paid out of the account's balance in `currency`, in minor units. Locks the balance."""
    await lock(tx)
    statement = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(
        col(LedgerEntry.account_id) == tx.account_id,
        col(LedgerEntry.livemode) == tx.livemode,
        col(LedgerEntry.book).startswith(f"{AVAILABLE}:"),
        col(LedgerEntry.currency) == currency,
    )
    return int((await tx.session.execute(statement)).scalar_one())


def balance_statement(account_id: str, livemode: bool) -> Select[str, str, int]:
    """The account's balance as rows of (book, currency, amount): what is pending and available, by source."""
    book = col(LedgerEntry.book)
    return (
        select(book, col(LedgerEntry.currency), func.sum(LedgerEntry.amount).label("amount"))
        .where(
            col(LedgerEntry.account_id) == account_id,
            col(LedgerEntry.livemode) == livemode,
            or_(book.startswith(f"{PENDING}:"), book.startswith(f"{AVAILABLE}:")),
        )
        .group_by(book, col(LedgerEntry.currency))
        .order_by(col(LedgerEntry.currency), book)
    )


def balance_body(rows: Iterable[tuple[str, str, int]], *, livemode: bool) -> dict[str, Any]:
    """The balance in Stripe's JSON shape, of the rows of `balance_statement`."""
    body: dict[str, Any] = {"object": "balance", AVAILABLE: [], PENDING: [], "livemode": livemode}
    for book, currency, amount in rows:
        state, _, source = book.partition(":")
        funds = next((found for found in body[state] if found["currency"] == currency), None)
        if funds is None:
            funds = {"amount": 0, "currency": currency, "source_types": {}}
            body[state].append(funds)
        funds["amount"] += int(amount)
        funds["source_types"][source] = int(amount)
    return body


async def balance(tx: Tx) -> dict[str, Any]:
    """The account's balance as of now, in Stripe's JSON shape."""
    rows = (await tx.session.execute(balance_statement(tx.account_id, tx.livemode))).all()
    return balance_body([(row[0], row[1], row[2]) for row in rows], livemode=tx.livemode)
