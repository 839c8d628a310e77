"""Automatic payouts: on the days of the account's schedule, all that is available and was not paid out yet."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func

from app.domain import destinations, ledger
from app.domain.core_resources.payouts import transfers
from app.domain.jobs import job
from app.domain.reactions import when
from app.domain.tx import Tx
from app.network.payout_schedule import next_payout
from app.network.payouts import arrival_date
from app.tables.connect.account import Account
from app.tables.connect.account_settings import AccountSettingsPayoutsScheduleInterval
from app.tables.core_resources.balance_transaction import BalanceTransaction, BalanceTransactionStatus
from app.tables.core_resources.event import Event
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.payout_values import PayoutReconciliationStatus
from app.tables.infrastructure import Wake
from app.tables.storage import texts
from app.tables.tenancy import belongs


class _Unpaid(NamedTuple):
    """The available funds of one currency and source that no payout has paid out, and their transactions."""

    amount: int
    ids: list[str]


@when("account.updated", "balance.available", "charge.dispute.funds_withdrawn")
async def plan(tx: Tx, event: Event) -> None:
    """What is available, or owed, is paid out, or debited, on the schedule's next day."""
    if "settings" in (event.data.previous_attributes or {}):
        wake = Wake.__table__.c
        planned = (wake.what == pay_out.name, wake.clock_id.is_(None))
        await tx.execute(delete(Wake.__table__).where(*belongs(wake, tx.tenant), *planned))
    await plan_next(tx)


async def plan_next(tx: Tx) -> None:
    """Have what is available paid out, or what is owed debited, on the schedule's next day."""
    due = _due(await tx.account(), tx.now)
    if due is None or not await destinations.of(tx):
        return
    clock = tx.clock and tx.clock.id
    column = BalanceTransaction.__table__.c
    first = tx.select(BalanceTransaction, column.id).where(column.clock_id.is_not_distinct_from(clock)).limit(1)
    for row in await tx.rows(first):
        tx.wake(due, pay_out, await tx.get(BalanceTransaction, row.id, lock=False), once=True)


def can_be_paid_out(account: Account) -> bool:
    """Whether payouts of the account are enabled: of a connected account, what is required of it decides."""
    return account.platform_id is None or account.payouts_enabled


def _due(account: Account, now: datetime) -> datetime | None:
    """When the account is paid out next; None if that is not automatic."""
    settings = account.settings.payouts
    if settings is None or settings.schedule.interval == AccountSettingsPayoutsScheduleInterval.MANUAL:
        return None
    if not can_be_paid_out(account):
        return None
    schedule = settings.schedule
    return next_payout(
        now, schedule.interval, weekly_anchor=schedule.weekly_anchor, monthly_anchor=schedule.monthly_anchor
    )


@job("payout.pay_out", BalanceTransaction)
async def pay_out(tx: Tx, some: BalanceTransaction) -> None:
    """Create the payouts of a day: one for each currency and source with funds, and a destination for them."""
    account = await tx.account()
    due = _due(account, tx.now)
    if due is None:
        return
    if tx.clock is not None and due > tx.now:
        # The schedule has changed meanwhile. In real time it may also be a little later than planned.
        tx.wake(due, pay_out, some, once=True)
        return
    await ledger.lock(tx)
    settings, every = account.settings.payouts, await destinations.of(tx)
    for (currency, source_type), unpaid in (await _unpaid(tx)).items():
        destination = next((each for each in every if each.currency == currency), None)
        amount = unpaid.amount - unpaid.amount % transfers.step_of(currency) if unpaid.amount > 0 else unpaid.amount
        owed = amount < 0 and settings is not None and settings.debit_negative_balances
        if destination is None or not destinations.is_usable(destination) or not (amount > 0 or owed):
            continue
        payout = tx.add(
            Payout(
                amount=amount,
                arrival_date=arrival_date(tx.now, instant=False),
                automatic=True,
                currency=currency,
                description=transfers.DESCRIPTION,
                reconciliation_status=PayoutReconciliationStatus.IN_PROGRESS,
                source_type=source_type,
            )
        )
        await transfers.describe(tx, payout)
        transfers.direct(payout, destination)
        transaction = await transfers.begin(tx, payout)
        transaction.payout_id = payout.id
        tx.wake(tx.now, reconcile, payout)
        tx.tell("created", payout)
        column = BalanceTransaction.__table__.c
        paid = tx.update(BalanceTransaction).where(column.id == func.any(texts(unpaid.ids)))
        await tx.execute(paid.values(payout_id=payout.id))
        tx.work.altered[tx.tenant].update(unpaid.ids)


async def _unpaid(tx: Tx) -> dict[tuple[str, str], _Unpaid]:
    """What is available and was not paid out automatically, by currency and source.

    It makes up the available balance exactly: what manual payouts took is among it, as negative amounts.
    """
    column = BalanceTransaction.__table__.c
    statement = tx.select(BalanceTransaction, column.id, column.currency, column.source_type, column.net).where(
        column.status == BalanceTransactionStatus.AVAILABLE.value, column.payout_id.is_(None)
    )
    found: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in await tx.rows(statement):
        found[row.currency, row.source_type].append((row.id, int(row.net)))
    return {key: _Unpaid(sum(net for _, net in rows), [id for id, _ in rows]) for key, rows in sorted(found.items())}


@job("payout.reconcile", Payout)
async def reconcile(tx: Tx, payout: Payout) -> None:
    """The transactions that the payout pays out can be listed."""
    if payout.reconciliation_status is not PayoutReconciliationStatus.IN_PROGRESS:
        return
    payout.reconciliation_status = PayoutReconciliationStatus.COMPLETED
    tx.tell("reconciliation_completed", payout)
    tx.tell("updated", payout)
