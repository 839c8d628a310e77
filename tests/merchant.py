"""A merchant to test the domain with: their account, their transactions, and what was told in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from app.access.opening import open_account
from app.database import Database
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.errors import Refusal
from app.tables.billing.test_clock import TestClock
from app.tables.core_resources.event import Event
from app.tables.resource import AnyResource
from app.tables.tenancy import Tenant, belongs
from tests.records import record, records

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Merchant:
    """One account in one mode. Every transaction takes place at noon, unless said otherwise."""

    database: Database
    tenant: Tenant

    @asynccontextmanager
    async def begin(self, now: datetime = NOON) -> AsyncIterator[Tx]:
        async with transaction(self.database, self.tenant, now=now) as tx:
            yield tx

    async def again(self, row: AnyResource) -> AnyResource:
        """The row as the database has it."""
        columns = type(row).__table__.c
        return await record(self.database, type(row), columns.id == row.id, *belongs(columns, Tenant.of(row)))

    async def told(self) -> list[Event]:
        """The account's events, in order."""
        return await records(self.database, Event, *belongs(Event.__table__.c, self.tenant), by="sequence")

    async def types_told(self) -> list[str]:
        return [event.type for event in await self.told()]

    async def clock(self, frozen_time: datetime) -> TestClock:
        """A test clock that stands still."""
        async with self.begin() as tx:
            return tx.add(TestClock(frozen_time=frozen_time, deletes_after=frozen_time))


@pytest.fixture
async def merchant(database: Database) -> Merchant:
    return await open_shop(database)


async def open_shop(database: Database, *, livemode: bool = False) -> Merchant:
    """A merchant with an account of their own."""
    async with database.begin() as connection:
        account = await open_account(connection, name="Rocket Rides", email="owner@rocket.example")
    return Merchant(database, Tenant(account.id, livemode))


def told_by(refusal: pytest.ExceptionInfo[Any]) -> tuple[str | None, str | None]:
    """The field and the code of a refusal."""
    assert isinstance(refusal.value, Refusal)
    return refusal.value.field, refusal.value.code
