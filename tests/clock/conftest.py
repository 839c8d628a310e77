"""An account of its own for each test, and the short way to customers with something due."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from app.database import Database
from app.domain.transaction import Scope, transaction
from app.domain.wakes import Handler
from app.ids import new_id
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.infrastructure import Wake

JANUARY = datetime(2025, 1, 1, tzinfo=UTC)
"""When the tests' real time begins, unless they say otherwise."""


class World:
    """One account in test mode, and what is read of it."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self.database = database
        self.scope = scope

    async def customer(self, *due: tuple[datetime, Handler], clock: TestClock | None = None, **values: Any) -> Customer:
        """A customer, under a clock if one is given, with deeds that fall due."""
        async with transaction(self.database, self.scope, now=JANUARY) as tx:
            if clock is not None:
                await tx.live_under(clock.id)
            customer = tx.add(Customer(**values))
            for moment, handler in due:
                tx.wake(moment, handler, customer)
        return customer

    async def reread(self, customer: Customer) -> Customer:
        async with self.database.session() as session:
            return (await session.scalars(select(Customer).where(col(Customer.id) == customer.id))).one()

    async def clock(self, id: str) -> TestClock:
        async with self.database.session() as session:
            return (await session.scalars(select(TestClock).where(col(TestClock.id) == id))).one()

    async def told(self) -> list[Event]:
        """Every event of the account, in order."""
        async with self.database.session() as session:
            mine = select(Event).where(col(Event.account_id) == self.scope.account_id)
            return list((await session.scalars(mine.order_by(col(Event.sequence)))).all())

    async def caused(self, clock: TestClock, since: int) -> list[Event]:
        """The events of one move of a clock: from the one that tells it to the one that it stands still again."""
        events = [event for event in await self.told() if event.clock_id == clock.id and event.sequence >= since]
        stands = ("test_helpers.test_clock.ready", "test_helpers.test_clock.internal_failure")
        end = next(place for place, event in enumerate(events) if event.type in stands)
        return events[: end + 1]

    async def pending(self) -> list[Wake]:
        """What has yet to fall due."""
        async with self.database.session() as session:
            mine = select(Wake).where(col(Wake.account_id) == self.scope.account_id)
            return list((await session.scalars(mine.order_by(col(Wake.due), col(Wake.id)))).all())


@pytest.fixture
def world(database: Database) -> World:
    return World(database, Scope(new_id("acct_"), livemode=False))
