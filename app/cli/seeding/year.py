"""The year lived through: each moment in a transaction of its own, and between them what falls due, when it does."""

import heapq
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import asyncpg
from sqlalchemy import func, select
from sqlmodel import col

from app.cli.seeding.plan import DAYS, Deed, make_plan
from app.cli.seeding.stories import Story
from app.clock.firing import FOUND, Due, fire
from app.database import Database
from app.domain.transaction import Scope, transaction
from app.domain.tx import Tx
from app.tables.connect.account import Account
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentStatus
from app.tables.core_resources.refund import Refund
from app.tables.infrastructure import Wake
from app.tables.products.product import Product
from app.tables.resource import Resource


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
    scope: Scope,
    *,
    customers: int,
    number: int,
    until: datetime,
    passed: Callable[[datetime, float], None] = lambda moment, share: None,
) -> None:
    """Give the account a year of history that ends at `until`, and nothing that was due by then is left over.

    `passed` is called with each moment once it is over, and with the share that is done, from 0 to 1. Workers must be
    at rest meanwhile, since they know of no past.
    """
    since = until - timedelta(days=DAYS)
    begun = make_plan(number, customers, since)
    threads = [Thread(at, place, deed) for place, (at, deed) in enumerate(begun)]
    heapq.heapify(threads)
    await _age(database, scope, since)
    try:
        while threads and threads[0].at <= until:
            moment = threads[0].at
            await _let_fall_due(database, scope, moment)
            async with transaction(database, scope, now=moment) as tx:
                while threads and threads[0].at == moment:
                    thread = heapq.heappop(threads)
                    pause = await thread.go_on(tx)
                    if pause is not None:
                        at = (moment + pause).replace(microsecond=0)
                        heapq.heappush(threads, Thread(at, thread.place, thread.deed, thread.story))
            passed(moment, 1 - len(threads) / len(begun))
        await _let_fall_due(database, scope, until)
    finally:
        for thread in threads:
            if thread.story is not None:
                await thread.story.aclose()


async def _age(database: Database, scope: Scope, since: datetime) -> None:
    """An account is no younger than its history."""
    async with transaction(database, scope, now=since) as tx:
        account = await tx.get(Account, scope.account_id)
        account.created = min(account.created, since)


async def _let_fall_due(database: Database, scope: Scope, moment: datetime) -> None:
    """Fire what the account has due in real time up to a moment, each at its own moment."""
    mine = (col(Wake.account_id) == scope.account_id, col(Wake.livemode) == scope.livemode)
    due = FOUND.where(*mine, col(Wake.clock_id).is_(None), col(Wake.due) <= moment).limit(1)
    while found := await database.fetch(due, asyncpg.Record):
        wake = Due.of(found[0])
        async with transaction(database, scope, now=wake.due) as tx:
            await fire(tx, wake)


async def how_many(database: Database, scope: Scope, table: type[Resource], *, status: str | None = None) -> int:
    """How many rows of a table the account has, or ever had."""
    statement = select(func.count().label("many")).where(
        col(table.account_id) == scope.account_id, col(table.livemode) == scope.livemode
    )
    if status is not None:
        statement = statement.where(table.__table__.c.status == status)  # type: ignore[attr-defined]
    return int((await database.fetch(statement, asyncpg.Record))[0]["many"])


async def summary(database: Database, scope: Scope) -> str:
    """What the account has, in words."""
    many = {
        table: await how_many(database, scope, table) for table in (Customer, Product, PaymentIntent, Refund, Event)
    }
    paid = await how_many(database, scope, PaymentIntent, status=PaymentIntentStatus.SUCCEEDED)
    return (
        f"{many[Customer]:,} customers, {many[Product]:,} products, {many[PaymentIntent]:,} payments "
        f"({paid:,} of them paid), {many[Refund]:,} refunds and {many[Event]:,} events"
    )
