"""Every movement of money, double entry: the only writer of entries, and the only reader of balances.

A movement is a set of entries that sum to zero in each currency. Books are `pending:…` and `available:…` (the
account's money by where it came from, `card` or `bank_account`), `fees` (what the account has paid for the service),
`world` (customers and the account's own bank), `cash:…` (what a customer has sent and not paid with yet), `applied:…`
(what a payment holds of that until it is funded), `accounts` (what went to other accounts, and came from them: over all
accounts it sums to zero in each currency), `reserved:…` (what a platform holds for what a connected account owes) and
`conversion` (what was given for other currencies). A balance is the sum of a book's entries, and nothing else.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, case, func, literal, or_, select

from app.domain import destinations
from app.domain.exchange import Exchange, Settled, exchange
from app.domain.fee_payers import FeeOf, payer
from app.domain.jobs import job
from app.domain.snapshot import transient_json
from app.domain.tx import Tx
from app.network.payouts import instant_most
from app.network.settlement import APPLICATION_FEE, FEE_DESCRIPTION, fee_details
from app.tables.connect.application import Application
from app.tables.core_resources.balance import (
    Balance,
    BalanceFunds,
    BalanceInstantFunds,
    BalanceInstantNet,
    BalanceIssuing,
    BalanceSourceTypes,
)
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.balance_transaction_values import BalanceTransactionFeeDetail, BalanceTransactionType
from app.tables.infrastructure import LedgerEntry
from app.tables.tenancy import Tenant, Viewer, belongs

SourceType = Literal["card", "bank_account", "fpx"]
Instant = tuple[str, str]
"""The id of a bank account or a card that takes instant payouts, and its currency."""

PENDING = "pending"
AVAILABLE = "available"
FEES = "fees"
WORLD = "world"
ACCOUNTS = "accounts"
RESERVED = "reserved"
CONVERSION = "conversion"


@dataclass(frozen=True)
class Movement:
    """Money that comes in (`amount` is positive) or goes out, in minor units of `currency`.

    It changes the balance in the currency that `currency` settles in, at today's rate unless `settled` says otherwise.
    Fees are in that currency.
    """

    type: BalanceTransactionType
    amount: int
    currency: str
    source_id: str | None
    source_type: SourceType
    available_on: datetime
    """When it becomes available; a past moment means immediately."""
    fee: int = 0
    conversion_fee: int = 0
    """The part of `fee` that is for the conversion to another currency."""
    application_fee: int = 0
    """What a platform takes of it, in minor units of `currency`; negative for what the platform returns."""
    description: str | None = None
    fee_description: str = FEE_DESCRIPTION
    reporting_category: str | None = None
    """The reporting category; None for that of the type."""
    settled: Settled | None = None
    against: str = WORLD
    """The book that the money comes from, or goes to: that of the customers and the bank, ACCOUNTS, or FEES."""


async def record(tx: Tx, movement: Movement) -> BalanceTransaction:
    """Record the movement: a balance transaction for the merchant, and its ledger entries."""
    pending = movement.available_on > tx.now
    settled = movement.settled or (await exchange(tx, movement.currency)).of(movement.amount)
    platform = (await tx.account()).platform_id if movement.application_fee else None
    of_platform = Exchange(movement.currency, settled.currency, settled.rate).of(movement.application_fee).amount
    fee = movement.fee + of_platform
    transaction = tx.add(
        BalanceTransaction(
            amount=settled.amount,
            available_on=movement.available_on,
            currency=settled.currency,
            description=movement.description,
            exchange_rate=settled.rate,
            fee=fee,
            fee_details=[
                BalanceTransactionFeeDetail(
                    amount=part.amount,
                    application=Application.of(platform).id if platform and part.type == APPLICATION_FEE else None,
                    currency=part.currency,
                    description=part.description,
                    type=part.type,
                )
                for part in fee_details(
                    movement.fee,
                    settled.currency,
                    movement.fee_description,
                    conversion=movement.conversion_fee,
                    application=of_platform,
                )
            ],
            net=settled.amount - fee,
            reporting_category=movement.reporting_category or movement.type.reporting_category,
            source_id=movement.source_id,
            source_type=movement.source_type,
            status=BalanceTransactionStatus.PENDING if pending else BalanceTransactionStatus.AVAILABLE,
            type=movement.type,
        )
    )
    book = f"{PENDING if pending else AVAILABLE}:{movement.source_type}"
    others = Counter({ACCOUNTS: movement.application_fee})
    others[movement.against] -= movement.amount
    if settled.currency != movement.currency:
        others[CONVERSION] -= others.total()
        _post(tx, transaction.id, movement.currency, others)
        others = Counter({CONVERSION: of_platform - settled.amount})
    others[FEES] += movement.fee
    others[book] += transaction.net
    _post(tx, transaction.id, settled.currency, others)
    if pending:
        # One wake makes all of a moment's money available.
        tx.wake(movement.available_on, make_available, transaction, once=True)
    elif transaction.net > 0:
        # Its own transaction, so that what the money makes possible follows it, rather than goes before its event.
        tx.wake(tx.now, emit_available, transaction, merge=True)
    return transaction


def shift(tx: Tx, movement_id: str, amount: int, currency: str, *, source: str, to: str) -> None:
    """Move money that is not the merchant's from one book to another: no balance transaction shows it."""
    _post(tx, movement_id, currency, {source: -amount, to: amount})


def cash_of(customer_id: str) -> str:
    """The book of a customer's cash balance."""
    return f"cash:{customer_id}"


def applied_to(intent_id: str) -> str:
    """The book of what a payment holds of a cash balance until it is funded."""
    return f"applied:{intent_id}"


def reserve_for(account_id: str) -> str:
    """The book of what a platform holds for the negative balance of an account."""
    return f"{RESERVED}:{account_id}"


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


async def lock_both(first: Tx, second: Tx) -> None:
    """As `lock`, of two accounts between which money moves: always in the same order, so that no two transactions lock
    crosswise."""
    for each in sorted((first, second), key=lambda tx: tx.tenant):
        await lock(each)


async def available(tx: Tx, currency: str, source_type: SourceType | None = None) -> int:
    """The available balance in `currency`, in minor units, or its part of one source. Locks the balance."""
    await lock(tx)
    return sum(
        amount
        for book, held, amount in await _balance_rows(tx)
        if held == currency and book.startswith(f"{AVAILABLE}:{source_type or ''}")
    )


async def every_available(tx: Tx) -> dict[str, int]:
    """The available balance in each currency, in minor units. Locks the balance."""
    await lock(tx)
    sums: Counter[str] = Counter()
    for book, currency, amount in await _balance_rows(tx):
        if book.startswith(f"{AVAILABLE}:"):
            sums[currency] += amount
    return dict(sums)


async def reserved(tx: Tx, account_id: str) -> dict[str, int]:
    """What a platform holds for the negative balance of an account, by currency; none of zero. The balance is
    locked."""
    entry, book = LedgerEntry.__table__.c, reserve_for(account_id)
    statement = tx.select(LedgerEntry, entry.currency, func.sum(entry.amount).label("amount"))
    sums = Counter(
        {
            row.currency: int(row.amount)
            for row in await tx.rows(statement.where(entry.book == book).group_by(entry.currency))
        }
    )
    for unsent in _unsent(tx):
        if unsent.book == book:
            sums[unsent.currency] += unsent.amount
    return {currency: amount for currency, amount in sums.items() if amount}


_SHOWN = (f"{PENDING}:", f"{AVAILABLE}:", f"{RESERVED}:")
"""The beginnings of books that the balance shows."""


def balance_statement(tenant: Tenant | type[Viewer]) -> Select[Any]:
    """The account's balance as rows of (book, currency, amount): what is pending and available, by source, and all that
    is reserved."""
    entry = LedgerEntry.__table__.c
    book = case((entry.book.startswith(f"{RESERVED}:"), literal(RESERVED)), else_=entry.book).label("shown_book")
    rows = (
        select(book, entry.currency, entry.amount)
        .where(*belongs(entry, tenant), or_(*(entry.book.startswith(each) for each in _SHOWN)))
        .subquery()
    )
    column = rows.c
    return (
        select(column.shown_book.label("book"), column.currency, func.sum(column.amount).label("amount"))
        .group_by(column.shown_book, column.currency)
        .order_by(column.currency, column.shown_book)
    )


async def _balance_rows(tx: Tx) -> list[tuple[str, str, int]]:
    """The rows of `balance_statement`, with what this transaction has moved."""
    sums: Counter[tuple[str, str]] = Counter()
    for book, currency, amount in await tx.rows(balance_statement(tx.tenant)):
        sums[currency, book] = int(amount)
    for entry in _unsent(tx):
        if entry.book.startswith(_SHOWN):
            book = RESERVED if entry.book.startswith(f"{RESERVED}:") else entry.book
            sums[entry.currency, book] += entry.amount
    return [(book, currency, sums[currency, book]) for currency, book in sorted(sums)]


async def is_empty(tx: Tx) -> bool:
    """Whether the account has neither funds nor debts, pending ones included."""
    return not any(amount for _, _, amount in await _balance_rows(tx))


def _unsent(tx: Tx) -> Iterator[LedgerEntry]:
    for record in tx.work.records:
        if isinstance(record, LedgerEntry) and Tenant.of(record) == tx.tenant:
            yield record


def balance_of(
    rows: Iterable[tuple[str, str, int]],
    default_currency: str | None,
    instant: Sequence[Instant],
    *,
    pays_fees: bool,
    livemode: bool,
) -> Balance:
    """The balance, of the rows of `balance_statement`. `instant` are the destinations that take instant payouts, of
    which the account `pays_fees`, unless its platform does."""
    sources: dict[str, dict[str, dict[str, int]]] = {AVAILABLE: {}, PENDING: {}, RESERVED: {}}
    for book, currency, amount in rows:
        state, _, source = book.partition(":")
        sources[state].setdefault(currency, {})[source or "card"] = int(amount)
    currency = default_currency or "usd"
    none = _funds({}, currency)
    return Balance(
        available=_funds(sources[AVAILABLE], currency),
        connect_reserved=_funds(sources[RESERVED], currency),
        instant_available=_instant_funds(sources[AVAILABLE], instant, pays_fees=pays_fees)
        or [BalanceInstantFunds(**dict(none[0]))],
        issuing=BalanceIssuing(available=none),
        pending=_funds(sources[PENDING], currency),
        livemode=livemode,
    )


def _funds(sources: Mapping[str, Mapping[str, int]], default: str) -> list[BalanceFunds]:
    """The funds by currency; zero in the default currency where there are none."""
    return [
        BalanceFunds(amount=sum(amounts.values()), currency=currency, source_types=BalanceSourceTypes(**amounts))
        for currency, amounts in (sources or {default: {"card": 0}}).items()
    ]


def _instant_funds(
    sources: Mapping[str, Mapping[str, int]], instant: Sequence[Instant], *, pays_fees: bool
) -> list[BalanceInstantFunds]:
    """What can be paid out instantly, by currency: available funds from cards; and what of it arrives at each
    destination, after the fee."""
    found = []
    for currency in dict.fromkeys(currency for _, currency in instant):
        funds = max(sources.get(currency, {}).get("card", 0), 0)
        net = instant_most(funds, currency, pays_fee=pays_fees)
        found.append(
            BalanceInstantFunds(
                amount=funds,
                currency=currency,
                net_available=[
                    BalanceInstantNet(amount=net, currency=currency, destination=id, source_types=_cards(net))
                    for id, paid_out in instant
                    if paid_out == currency
                ],
                source_types=_cards(funds),
            )
        )
    return found


def _cards(amount: int) -> BalanceSourceTypes:
    return BalanceSourceTypes(card=amount)


async def balance(tx: Tx) -> Balance:
    """The account's balance as of now."""
    instant = [(each.id, each.currency or "") for each in await destinations.of(tx) if destinations.takes_instant(each)]
    account = await tx.account()
    pays_fees = payer(account.id, account.platform_id, account.controller, FeeOf.INSTANT_PAYOUT) == account.id
    rows = await _balance_rows(tx)
    return balance_of(rows, account.default_currency, instant, pays_fees=pays_fees, livemode=tx.livemode)
