"""Every movement of money, double entry: the only writer of entries, and the only reader of balances.

A movement is a set of entries that sum to zero in each currency. Books are `pending:…` and `available:…` (the
account's money by where it came from, `card` or `bank_account`), `fees` (what the account has paid for the service) and
`world` (customers, through their banks). A balance is the sum of a book's entries, and nothing else.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, func, or_, select

from app.domain.jobs import job
from app.domain.snapshot import transient_json
from app.domain.tx import Tx
from app.network.settlement import FEE_DESCRIPTION, fee_details
from app.tables.core_resources.balance import Balance, BalanceFunds, BalanceSourceTypes
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionFeeDetail, BalanceTransactionType
from app.tables.infrastructure import LedgerEntry
from app.tables.tenancy import Tenant, Viewer, belongs

SourceType = Literal["card", "bank_account", "fpx"]

PENDING = "pending"
AVAILABLE = "available"
FEES = "fees"
WORLD = "world"


@dataclass(frozen=True)
class Movement:
    """Money that comes in (`amount` is positive) or goes out. Amounts are in minor units of `currency`."""

    type: BalanceTransactionType
    amount: int
    currency: str
    source_id: str | None
    source_type: SourceType
    available_on: datetime
    """When it becomes available; a past moment means immediately."""
    fee: int = 0
    description: str | None = None
    fee_description: str = FEE_DESCRIPTION
    reporting_category: str | None = None
    """The reporting category; None for that of the type."""


async def record(tx: Tx, movement: Movement) -> BalanceTransaction:
    """Record the movement: a balance transaction for the merchant, and its ledger entries."""
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
                for part in fee_details(movement.fee, movement.currency, movement.fee_description)
            ],
            net=movement.amount - movement.fee,
            reporting_category=movement.reporting_category or movement.type.reporting_category,
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
        tx.wake(tx.now, emit_available, transaction, merge=True)
    else:
        # One wake makes all of a moment's money available.
        tx.wake(movement.available_on, make_available, transaction, once=True)
    return transaction


def _post(tx: Tx, movement_id: str, currency: str, amounts: Mapping[str, int]) -> None:
    assert sum(amounts.values()) == 0, f"the entries of {movement_id} do not sum to zero"
    for book, amount in amounts.items():
        if amount:
            tx.insert(LedgerEntry(movement_id=movement_id, book=book, currency=currency, amount=amount, created=tx.now))


async def keep_due(tx: Tx, moved: Collection[str]) -> None:
    """After money has moved under the transaction's clock: have it become available at its moments there, and in real
    time.

    One wake serves all the money of a moment. The existing wake may be on either side, while money remains on both.
    """
    assert tx.clock is not None, "money only ever comes under a clock"
    pending = BalanceTransactionStatus.PENDING.value
    came = await tx.find(BalanceTransaction, id=moved, status=pending, lock=False)
    for moment in {transaction.available_on for transaction in came}:
        for clock_id in (None, tx.clock.id):
            transaction = BalanceTransaction.__table__.c
            there = tx.select(BalanceTransaction, transaction.id).where(
                transaction.available_on == moment,
                transaction.clock_id.is_not_distinct_from(clock_id),
                transaction.status == pending,
            )
            for row in await tx.rows(there.limit(1)):
                tx.wake(moment, make_available, await tx.get(BalanceTransaction, row.id, lock=False), once=True)


@job("balance.make_available", BalanceTransaction, aliases=("ledger.make_available",))
async def make_available(tx: Tx, first: BalanceTransaction) -> None:
    """Turn all money of one moment, and of one clock, from pending to available."""
    if first.available_on > tx.now:
        return
    due = await tx.find(
        BalanceTransaction,
        available_on=first.available_on,
        clock_id=tx.clock and tx.clock.id,
        status=BalanceTransactionStatus.PENDING.value,
    )
    if not due:
        return
    await lock(tx)
    for transaction in due:
        tx.move(transaction, BalanceTransactionStatus.AVAILABLE.value, verb="make_available")
        source = transaction.source_type
        amounts = {f"{PENDING}:{source}": -transaction.net, f"{AVAILABLE}:{source}": transaction.net}
        _post(tx, f"{transaction.id}:available", transaction.currency, amounts)
    await emit_available(tx, first)


@job("balance.announce_funds", BalanceTransaction, aliases=("ledger.tell_of_funds",))
async def emit_available(tx: Tx, _transaction: BalanceTransaction) -> None:
    """Emit `balance.available`, with the current balance."""
    tx.announce("balance.available", transient_json(await balance(tx)), Balance.object_name)


async def lock(tx: Tx) -> None:
    """Lock the account's balance until the end of the transaction.

    No single row is the balance, so this is an advisory lock. Always taken after the rows that the money is for.
    """
    await tx.lock("ledger")


async def available(tx: Tx, currency: str) -> int:
    """The available balance in `currency`, in minor units. Locks the balance."""
    await lock(tx)
    return sum(
        amount
        for book, held, amount in await _balance_rows(tx)
        if held == currency and book.startswith(f"{AVAILABLE}:")
    )


def balance_statement(tenant: Tenant | type[Viewer]) -> Select[Any]:
    """The account's balance as rows of (book, currency, amount): what is pending and available, by source."""
    entry = LedgerEntry.__table__.c
    return (
        select(entry.book, entry.currency, func.sum(entry.amount).label("amount"))
        .where(
            *belongs(entry, tenant),
            or_(entry.book.startswith(f"{PENDING}:"), entry.book.startswith(f"{AVAILABLE}:")),
        )
        .group_by(entry.book, entry.currency)
        .order_by(entry.currency, entry.book)
    )


async def _balance_rows(tx: Tx) -> list[tuple[str, str, int]]:
    """The rows of `balance_statement`, with what this transaction has moved."""
    sums: Counter[tuple[str, str]] = Counter()
    for book, currency, amount in await tx.rows(balance_statement(tx.tenant)):
        sums[currency, book] = int(amount)
    for entry in _unsent(tx):
        if entry.book.startswith((f"{PENDING}:", f"{AVAILABLE}:")):
            sums[entry.currency, entry.book] += entry.amount
    return [(book, currency, sums[currency, book]) for currency, book in sorted(sums)]


def _unsent(tx: Tx) -> Iterator[LedgerEntry]:
    for record in tx.work.records:
        if isinstance(record, LedgerEntry) and Tenant.of(record) == tx.tenant:
            yield record


def balance_of(rows: Iterable[tuple[str, str, int]], *, livemode: bool) -> Balance:
    """The balance, of the rows of `balance_statement`."""
    sources: dict[str, dict[str, dict[str, int]]] = {AVAILABLE: {}, PENDING: {}}
    for book, currency, amount in rows:
        state, _, source = book.partition(":")
        sources[state].setdefault(currency, {})[source] = int(amount)
    return Balance(available=_funds(sources[AVAILABLE]), pending=_funds(sources[PENDING]), livemode=livemode)


def _funds(sources: Mapping[str, Mapping[str, int]]) -> list[BalanceFunds]:
    return [
        BalanceFunds(amount=sum(amounts.values()), currency=currency, source_types=BalanceSourceTypes(**amounts))
        for currency, amounts in sources.items()
    ]


async def balance(tx: Tx) -> Balance:
    """The account's balance as of now."""
    return balance_of(await _balance_rows(tx), livemode=tx.livemode)
