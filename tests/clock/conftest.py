"""An account of its own for each test, and the short way to customers with something due."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col

from app.database import Database
from app.domain.connect.accounts import new_account
from app.domain.jobs import Job
from app.domain.transaction import transaction
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.infrastructure import Wake
from app.tables.tenancy import Tenant
from tests.records import put, record, records

JANUARY = datetime(2025, 1, 1, tzinfo=UTC)
"""When the tests' real time begins, unless they say otherwise."""


class World:
    """One account in test mode, and what is read of it."""

    def __init__(self, database: Database, tenant: Tenant) -> None:
        self.database = database
        self.tenant = tenant

    async def customer(self, *due: tuple[datetime, Job], clock: TestClock | None = None, **values: Any) -> Customer:
        """A customer, under a clock if one is given, with deeds that fall due."""
        async with transaction(self.database, self.tenant, now=JANUARY) as tx:
            if clock is not None:
                await tx.live_under(clock.id)
            customer = tx.add(Customer(**values))
            for moment, job in due:
                tx.wake(moment, job, customer)
        return customer

    async def reread(self, customer: Customer) -> Customer:
        return await record(self.database, Customer, col(Customer.id) == customer.id)

    async def clock(self, id: str) -> TestClock:
        return await record(self.database, TestClock, col(TestClock.id) == id)

    async def told(self) -> list[Event]:
        """Every event of the account, in order."""
        return await records(self.database, Event, col(Event.account_id) == self.tenant.account, by="sequence")

    async def caused(self, clock: TestClock, since: int) -> list[Event]:
        """The events of one move of a clock: from the one that tells it to the one that it stands still again."""
        events = [event for event in await self.told() if event.clock_id == clock.id and event.sequence >= since]
        stands = ("test_helpers.test_clock.ready", "test_helpers.test_clock.internal_failure")
        end = next(place for place, event in enumerate(events) if event.type in stands)
        return events[: end + 1]

    async def pending(self) -> list[Wake]:
        """What has yet to fall due."""
        return await records(self.database, Wake, col(Wake.account_id) == self.tenant.account, by="due")


@pytest.fixture
async def world(database: Database) -> World:
    accounts = new_account(name="Test Shop")
    await put(database, accounts)
    return World(database, Tenant(accounts[0].id, livemode=False))
