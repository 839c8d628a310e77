"""The year lived through: each moment in a transaction of its own, and between them what falls due, when it does."""

import heapq
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from sqlalchemy import ColumnElement, and_, func, or_, select

from app.cli.seeding.papers import Papers
from app.cli.seeding.plan import DAYS, Deed, make_plan
from app.cli.seeding.stories import Story
from app.database import Database
from app.domain.batches import FOUND, Due, batches, fire, settle, wake
from app.domain.connect import accounts
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.files import removal
from app.files.storage import Storage
from app.network.banks import TEST_ROUTING_NUMBER
from app.tables.billing.invoice import Invoice
from app.tables.billing.subscription import Subscription
from app.tables.connect.account import Account
from app.tables.connect.account_external_account import AccountExternalAccountParams
from app.tables.connect.account_settings import (
    AccountSettingsParams,
    AccountSettingsPayoutsParams,
    AccountSettingsPayoutsScheduleInterval,
    AccountSettingsPayoutsScheduleParams,
    AccountSettingsPayoutsScheduleWeeklyAnchor,
)
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.core_resources.payout import Payout
from app.tables.core_resources.refund import Refund
from app.tables.products.product import Product
from app.tables.resource import Resource
from app.tables.tenancy import Tenant, belongs, of_connected

Planner = Callable[[int, int, datetime, Papers | None], list[tuple[datetime, Deed]]]
"""All that begins in a year: by its number, how many customers there are, its beginning, and where papers are kept."""


@dataclass(order=True)
class Thread:
    """One thing that happens, from its first moment to its last; `place` keeps those of one moment in order."""

    at: datetime
    place: int
    deed: Deed = field(compare=False)
    story: Story | None = field(default=None, compare=False)

    async def go_on(self, tx: Tx) -> timedelta | None:
        """Let it happen. How long until there is more of it; None at its end."""
        try:
            if self.story is not None:
                return await self.story.asend(tx)
            begun = self.deed(tx)
            if not isinstance(begun, AsyncGenerator):
                await begun
                return None
            self.story = begun
            return await anext(begun)
        except StopAsyncIteration:
            return None


async def live_through(
    database: Database,
    tenant: Tenant,
    *,
    customers: int,
    number: int,
    until: datetime,
    plan: Planner = make_plan,
    storage: Storage | None = None,
    passed: Callable[[datetime, float], None] = lambda moment, share: None,
) -> None:
    """Give the account a year of history that ends at `until`, and nothing that was due by then is left over, be it in
    accounts that are connected to it.

    Without a `storage`, no story has files. `passed` is called with each moment once it is over, and with the share
    that is done, from 0 to 1. Workers must be at rest meanwhile, since they know of no past.
    """
    since = until - timedelta(days=DAYS)
    begun = plan(number, customers, since, Papers(database, storage) if storage is not None else None)
    threads = [Thread(at, place, deed) for place, (at, deed) in enumerate(begun)]
    heapq.heapify(threads)
    await _age(database, tenant, since)
    try:
        while threads and threads[0].at <= until:
            moment = threads[0].at
            await _let_fall_due(database, tenant, moment)
            async with transaction(database, tenant, now=moment) as tx:
                while threads and threads[0].at == moment:
                    thread = heapq.heappop(threads)
                    pause = await thread.go_on(tx)
                    if pause is not None:
                        at = (moment + pause).replace(microsecond=0)
                        heapq.heappush(threads, Thread(at, thread.place, thread.deed, thread.story))
            passed(moment, 1 - len(threads) / len(begun))
        await _let_fall_due(database, tenant, until)
        if storage is not None:
            await removal.sweep(database, storage, now=until)
    finally:
        for thread in threads:
            if thread.story is not None:
                await thread.story.aclose()


async def _age(database: Database, tenant: Tenant, since: datetime) -> None:
    """An account is no younger than its history, in which it is paid out every Friday."""
    async with transaction(database, tenant, now=since) as tx:
        account = await tx.get(Account, tenant.account)
        account.created = min(account.created, since)
        schedule = AccountSettingsPayoutsScheduleParams(
            interval=AccountSettingsPayoutsScheduleInterval.WEEKLY,
            weekly_anchor=AccountSettingsPayoutsScheduleWeeklyAnchor.FRIDAY,
        )
        await accounts.update(
            tx,
            account,
            external_account=AccountExternalAccountParams(
                object="bank_account", routing_number=TEST_ROUTING_NUMBER, account_number="000123456789"
            ),
            settings=AccountSettingsParams(payouts=AccountSettingsPayoutsParams(schedule=schedule)),
        )


async def _let_fall_due(database: Database, tenant: Tenant, moment: datetime) -> None:
    """Fire what the account and those that are connected to it have due in real time up to a moment, each at its own
    moment."""
    mine = _with_connected(wake, tenant)
    earliest = select(func.min(wake.due)).where(mine, wake.clock_id.is_(None)).scalar_subquery()
    due = FOUND.where(mine, wake.clock_id.is_(None), wake.due == earliest, wake.due <= moment)
    while found := await database.fetch(due, asyncpg.Record):
        batch = batches(map(Due.of, found))[0]
        async with transaction(database, batch[0].tenant, now=batch[0].due) as tx:
            fired = await fire(tx, batch)
            for _, error in fired.failed:
                raise error
            settle(tx, fired, {})


def _with_connected(columns: Any, tenant: Tenant) -> ColumnElement[bool]:
    """That a row belongs to the account, or to one that is connected to it."""
    own, mode = belongs(columns, tenant)
    return and_(or_(own, of_connected(columns, tenant.account)), mode)


async def how_many(
    database: Database,
    tenant: Tenant,
    table: type[Resource],
    *,
    status: str | None = None,
    listed: bool = False,
    across: bool = False,
) -> int:
    """How many rows of a table the account has, or ever had, `across` those that are connected to it, too; those that
    are `listed` alone are not deleted."""
    columns = table.__table__.c
    mine = _with_connected(columns, tenant) if across else and_(*belongs(columns, tenant))
    statement = select(func.count().label("many")).where(mine)
    if status is not None:
        statement = statement.where(columns.status == status)
    if listed:
        statement = statement.where(columns.deleted_at.is_(None))
    return int((await database.fetch(statement, asyncpg.Record))[0]["many"])


def counted(many: int, noun: str) -> str:
    """Such as "1 customer" or "2 customers"."""
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"


async def summary(database: Database, tenant: Tenant) -> str:
    """What the account has, in words."""

    async def listed(table: type[Resource], noun: str) -> str:
        return counted(await how_many(database, tenant, table, listed=True), noun)

    gone = await how_many(database, tenant, Customer) - await how_many(database, tenant, Customer, listed=True)
    paid = await how_many(database, tenant, PaymentIntent, status=PaymentIntentStatus.SUCCEEDED)
    return (
        f"{await listed(Customer, 'customer')}{f' (and had {gone:,} that were deleted)' if gone else ''}, "
        f"{await listed(Product, 'product')}, {await listed(Subscription, 'subscription')}, "
        f"{await listed(Invoice, 'invoice')}, {await listed(PaymentIntent, 'payment')} ({paid:,} of them paid), "
        f"{await listed(Refund, 'refund')}, {await listed(Payout, 'payout')} and {await listed(Event, 'event')}"
    )
