"""Rows that another account may see, as a platform sees what is its connected accounts'."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

import pytest
from sqlalchemy import MetaData

from app import tables
from app.access.caller import Caller
from app.access.permissions import Action
from app.database import Database
from app.domain.transaction import transaction
from app.errors import ResourceMissing
from app.tables.access import KeyKind
from app.tables.columns import kept
from app.tables.families import Family
from app.tables.resource import Resource
from app.tables.tenancy import Tenant
from schema.derive.reading import Reader
from tests.conftest import MakeDatabase
from tests.factory import START
from tests.records import create_all, put

PLATFORM = Tenant("acct_platform", livemode=False)
CONNECTED = Tenant("acct_connected", livemode=False)


def declare() -> type[Resource]:
    """A table of the test's own, known to nothing else."""

    class Fee(Resource, table=True):
        """What a connected account owes its platform."""

        __module__ = "app.tables.connect.fee"
        prefix: ClassVar[str] = "fee_"
        shared_with: ClassVar[str | None] = "platform"
        platform: str | None = kept()
        """The account that may see it."""
        amount: int = kept()
        """How much."""

    del tables.by_name["fee"]
    Fee.metadata.remove(Fee.__table__)
    return Fee


FEE = declare()


@pytest.fixture(scope="module")
async def house(make_database: MakeDatabase) -> AsyncIterator[Database]:
    url = await make_database("template")
    alone = MetaData()
    FEE.__table__.to_metadata(alone)
    await create_all(url, alone)
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def fee(house: Database) -> AsyncIterator[str]:
    """A fee of the connected account's, shared with the platform; and beside it two that are not."""
    shared, own = fee_of(CONNECTED, "fee_shared", PLATFORM.account), fee_of(CONNECTED, "fee_own", None)
    live = fee_of(Tenant(CONNECTED.account, livemode=True), "fee_live", PLATFORM.account)
    await put(house, [shared, own, live])
    yield shared.id
    async with house.writing() as connection:
        await connection.run("TRUNCATE fee")


def fee_of(tenant: Tenant, id: str, platform: str | None) -> Resource:
    return FEE(**tenant.columns, id=id, created=START, platform=platform, amount=5)


async def seen_by(house: Database, tenant: Tenant) -> list[str]:
    permissions = dict.fromkeys(Family, Action.WRITE)
    caller = Caller(key_id="key", tenant=tenant, kind=KeyKind.SECRET, permissions=permissions)
    reader = Reader(house, caller)
    rows = await reader.fetch(FEE, reader.select(FEE).order_by(FEE.__table__.c.id))
    return [row["id"] for row in rows]


async def test_a_platform_sees_what_is_shared_with_it_in_its_own_mode(house: Database, fee: str) -> None:
    assert await seen_by(house, PLATFORM) == [fee]
    assert await seen_by(house, CONNECTED) == ["fee_own", fee]
    assert await seen_by(house, Tenant("acct_stranger", livemode=False)) == []
    assert await seen_by(house, Tenant(PLATFORM.account, livemode=True)) == ["fee_live"]


async def test_only_the_owner_locks_and_changes_it(house: Database, fee: str) -> None:
    async with transaction(house, PLATFORM) as tx:
        seen: Any = await tx.get(FEE, fee, lock=False)
        assert (seen.amount, Tenant.of(seen)) == (5, CONNECTED)
        for id, lock in ((fee, True), ("fee_own", False), ("fee_live", False)):
            with pytest.raises(ResourceMissing):
                await tx.get(FEE, id, lock=lock)
    async with transaction(house, PLATFORM) as tx:
        # The way to change it: as its owner has it, in the same transaction.
        own: Any = await tx.on(CONNECTED).get(FEE, fee)
        own.amount = 7
    async with transaction(house, CONNECTED) as tx:
        changed: Any = await tx.get(FEE, fee, lock=False)
        assert changed.amount == 7
