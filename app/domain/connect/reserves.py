"""Reserves: funds of a platform that are held while an account owes more than it has for which the platform is liable.

Source: Stripe's page of questions about Connect reserves. The reserve is as large as the account's negative available
balance, is released as that is paid back, and settles what is still owed after 180 days.
"""

from datetime import timedelta

from app.domain import ledger
from app.domain.core_resources.payouts import schedule
from app.domain.core_resources.transfers.parties import is_liable
from app.domain.exchange import Settled
from app.domain.jobs import job
from app.domain.ledger import ACCOUNTS, Movement
from app.domain.reactions import when
from app.domain.tx import Tx
from app.tables.connect.account import Account
from app.tables.connect.connect_collection_transfer import ConnectCollectionTransfer
from app.tables.connect.reserve_transaction import ReserveTransaction
from app.tables.core_resources.balance_transaction_values import BalanceTransactionType
from app.tables.core_resources.event import Event

SETTLED_AFTER = timedelta(days=180)
"""How long an account may owe before the reserve settles it."""


@when(
    "balance.available",
    "charge.dispute.funds_withdrawn",
    "charge.refunded",
    "topup.reversed",
)
async def adjust_later(tx: Tx, _event: Event) -> None:
    """What an account has available has changed. A transaction of its own follows, which locks both ledgers in the one
    order in which they are always locked; in real time, as the balance is the same under all clocks."""
    account = await tx.account()
    if is_liable(account):
        tx.wake(tx.real_now, adjust, account, merge=True)


@job("reserve.adjust", Account)
async def adjust(own: Tx, account: Account) -> None:
    """Hold what the account owes of its platform's funds, and release what it no longer does."""
    if account.platform_id is None or not is_liable(account):
        return
    platform = own.on(own.tenant._replace(account=account.platform_id))
    await ledger.lock_both(own, platform)
    owed = {currency: -held for currency, held in (await ledger.every_available(own)).items() if held < 0}
    held = await ledger.reserved(platform, account.id)
    for currency in sorted(owed.keys() | held.keys()):
        more = owed.get(currency, 0) - held.get(currency, 0)
        if not more:
            continue
        moved = await _move(platform, account.id, -more, currency)
        if not held.get(currency):
            platform.wake(platform.now + SETTLED_AFTER, settle, moved)
    if owed:
        await schedule.plan_next(own)
        await schedule.plan_next(platform)


async def _move(platform: Tx, account: str, amount: int, currency: str) -> ReserveTransaction:
    """Change the platform's available balance by the amount, and its reserve for the account by the opposite."""
    moved = platform.add(
        ReserveTransaction(
            amount=amount,
            currency=currency,
            description=f"{'Release of the reserve' if amount > 0 else 'Reserve'} for {account}",
            held_for=account,
        )
    )
    await ledger.record(
        platform,
        Movement(
            type=BalanceTransactionType.RESERVE_TRANSACTION,
            amount=amount,
            currency=currency,
            source_id=moved.id,
            source_type="card",
            available_on=platform.now,
            description=moved.description,
            settled=Settled(amount, currency),
            against=ledger.reserve_for(account),
        ),
    )
    return moved


@job("reserve.settle", ReserveTransaction)
async def settle(platform: Tx, first: ReserveTransaction) -> None:
    """Settle what the account still owes of what it has owed ever since the reserve began."""
    held = 0
    for each in await platform.find(ReserveTransaction, held_for=first.held_for, currency=first.currency, lock=False):
        if (each.created, each.id) >= (first.created, first.id):
            held -= each.amount
            if held == 0:
                return
    own = platform.on(platform.tenant._replace(account=first.held_for))
    await ledger.lock_both(own, platform)
    owed = -(await ledger.every_available(own)).get(first.currency, 0)
    if owed <= 0:
        return
    await _move(platform, first.held_for, held, first.currency)
    collected = platform.add(
        ConnectCollectionTransfer(amount=owed, currency=first.currency, destination_id=first.held_for)
    )
    for tx, amount in ((platform, -owed), (own, owed)):
        await ledger.record(
            tx,
            Movement(
                type=BalanceTransactionType.CONNECT_COLLECTION_TRANSFER,
                amount=amount,
                currency=first.currency,
                source_id=collected.id,
                source_type="card",
                available_on=tx.now,
                description=f"Negative balance of {first.held_for}",
                settled=Settled(amount, first.currency),
                against=ACCOUNTS,
            ),
        )
