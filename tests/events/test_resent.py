"""Following what is sent again: of one account and mode, of the types that are wanted, and a bounded number."""

import asyncio

import pytest
from sqlalchemy import func, select

from app.database import Database
from app.domain.webhooks.resending import CHANNEL
from app.errors import BadRequest, Forbidden
from app.events.resent import MOST, Announced, Resent
from app.tables.tenancy import Tenant
from tests.events.conftest import PATIENCE

MINE, LIVE, ANOTHERS = Tenant("acct_1", False), Tenant("acct_1", True), Tenant("acct_2", False)


async def announce(database: Database, tenant: Tenant, type: str, *ids: str, platform: str = "") -> None:
    async with database.begin() as connection:
        for id in ids:
            told = f"{tenant.account}:{platform}:{tenant.mode}:{type}:{id}"
            await connection.fetch(select(func.pg_notify(CHANNEL, told)))


async def test_each_hears_of_what_is_theirs(database: Database) -> None:
    resent = await Resent.open(database)
    all_mine = resent.follow(MINE, types=None, readable=None)
    some = resent.follow(MINE, types=["customer.*"], readable=None)
    readable = resent.follow(MINE, types=None, readable=frozenset(("product.created",)))
    await announce(database, ANOTHERS, "customer.created", "evt_theirs")
    await announce(database, LIVE, "customer.created", "evt_live")
    await announce(database, MINE, "product.created", "evt_1")
    await announce(database, MINE, "customer.updated", "evt_2")
    first, second = (
        Announced("evt_1", "product.created", MINE.account),
        Announced("evt_2", "customer.updated", MINE.account),
    )
    async with asyncio.timeout(PATIENCE):
        assert [await anext(all_mine), await anext(all_mine)] == [first, second]
        assert await anext(some) == second
        assert await anext(readable) == first
    await resent.close()


async def test_a_platform_hears_of_its_accounts(database: Database) -> None:
    resent = await Resent.open(database)
    alone = resent.follow(MINE, types=None, readable=None)
    everything = resent.follow(MINE, types=None, readable=None, accounts=None)
    some = resent.follow(MINE, types=None, readable=None, accounts=["acct_3"])
    for number, (account, platform) in enumerate((("acct_2", "acct_1"), ("acct_3", "acct_1"), ("acct_3", ""))):
        await announce(database, Tenant(account, False), "product.created", f"evt_{number}", platform=platform)
    await announce(database, MINE, "product.created", "evt_own")
    async with asyncio.timeout(PATIENCE):
        assert [(await anext(everything)).id for _ in range(3)] == ["evt_0", "evt_1", "evt_own"]
        assert (await anext(some)).id == "evt_1"
        assert (await anext(alone)).id == "evt_own"
    await resent.close()


async def test_what_may_not_be_read_cannot_be_followed(database: Database) -> None:
    resent = await Resent.open(database)
    with pytest.raises(Forbidden):
        resent.follow(MINE, types=["customer.created"], readable=frozenset(("product.created",)))
    with pytest.raises(BadRequest):
        resent.follow(MINE, types=["nonsense.*"], readable=None)
    await resent.close()


async def test_who_is_far_behind_loses_the_oldest(database: Database) -> None:
    resent = await Resent.open(database)
    slow = resent.follow(MINE, types=None, readable=None)
    quick = resent.follow(MINE, types=None, readable=None)
    await announce(database, MINE, "customer.created", *(f"evt_{number}" for number in range(MOST + 2)))
    async with asyncio.timeout(PATIENCE):
        while (await anext(quick)).id != f"evt_{MOST + 1}":
            pass
        assert [(await anext(slow)).id for _ in range(MOST)] == [f"evt_{number}" for number in range(2, MOST + 2)]
    await resent.close()


async def test_following_ends_with_either(database: Database) -> None:
    resent = await Resent.open(database)
    left, stays = (resent.follow(MINE, types=None, readable=None) for _ in range(2))
    await left.aclose()
    waiting = asyncio.ensure_future(anext(stays, None))
    await asyncio.sleep(0)
    await resent.close()
    assert await waiting is None
    assert await anext(left, None) is None
