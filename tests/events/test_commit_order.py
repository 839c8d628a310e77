"""The order of the stream is that of the commits: no gap, no repeat, whatever happens at once or goes wrong."""

import asyncio
import gc
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text

from app.database import Database
from app.domain.transaction import transaction
from app.events.feed import Feed
from app.events.stream import EventRow
from app.tables.core_resources.customer import Customer
from app.tables.tenancy import Tenant
from tests.events.conftest import PATIENCE, OpenFeed, sequences, take, tell
from tests.records import run

KILL_LISTENERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'paygraph listening' AND datname = current_database()"
)


@pytest.fixture
async def other_process(database: Database) -> AsyncIterator[Database]:
    """The same database as another process would open it."""
    other = await Database.open(database.url)
    yield other
    await other.close()


async def test_who_commits_first_comes_first_whoever_began(
    database: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    following = await (await open_feed()).subscribe(tenant)
    async with transaction(database, tenant) as early:
        early.tell("created", early.add(Customer(name="early")))
        await early.flush()
        await tell(database, tenant, name="late")
        (first,) = await take(following, 1)
    (second,) = await take(following, 1)
    assert [(row.sequence, row.data["object"]["name"]) for row in (first, second)] == [(1, "late"), (2, "early")]


async def test_a_number_is_not_given_to_what_was_rolled_back(
    database: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    following = await (await open_feed()).subscribe(tenant)

    async def fail() -> None:
        async with transaction(database, tenant) as tx:
            tx.tell("created", tx.add(Customer(invoice_prefix="TAKEN")))

    await tell(database, tenant, invoice_prefix="TAKEN")
    with pytest.raises(asyncpg.UniqueViolationError):
        await fail()
    await tell(database, tenant)
    assert await sequences(following, 2) == [1, 2]


async def test_many_writers_of_two_processes_and_many_readers(
    database: Database, other_process: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    writers, each = 10, 20
    chance = random.Random(7)
    feeds = [
        await open_feed(kept=20, page=7),
        await open_feed(other_process, kept=1000, page=100),
    ]
    counts = [[chance.randint(1, 4) for _ in range(each)] for _ in range(writers)]
    total = sum(map(sum, counts))

    async def write(number: int) -> None:
        process = (database, other_process)[number % 2]
        for count in counts[number]:
            async with transaction(process, tenant) as tx:
                for _ in range(count):
                    customer = tx.add(Customer(name=str(number)))
                    await tx.flush()
                    tx.tell("created", customer)

    async def tail(feed: Feed[EventRow], after: str | None) -> list[EventRow]:
        following = await feed.subscribe(tenant, after=after)
        return await take(following, total if after else total - 1)

    async def cut_now_and_then() -> None:
        """Resume from the last cursor again and again, as a client on a train does."""
        after = "0"
        seen: list[int] = []
        while len(seen) < total:
            following = await feeds[1].subscribe(tenant, after=after)
            seen += await sequences(following, min(chance.randint(1, 60), total - len(seen)))
            after = str(seen[-1])
            await following.aclose()
        assert seen == list(range(1, total + 1))

    await tell(database, tenant)
    total += 1
    begun = [await feed.subscribe(tenant) for feed in feeds]
    readers = [asyncio.create_task(tail(feed, "0")) for feed in feeds for _ in range(3)]
    traveller = asyncio.create_task(cut_now_and_then())
    await asyncio.gather(*(write(number) for number in range(writers)))
    for reader in readers:
        assert [row.sequence for row in await reader] == list(range(1, total + 1))
    for following in begun:
        assert await sequences(following, total - 1) == list(range(2, total + 1))
    await traveller


async def test_a_killed_listening_connection_loses_nothing(
    database: Database, other_process: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    """The feed looks by itself once an hour only: that it listens again is what must save it."""
    following = await (await open_feed()).subscribe(tenant)
    await tell(other_process, tenant)
    assert await sequences(following, 1) == [1]
    for round in range(3):
        assert len(await run(database, KILL_LISTENERS)) == 1
        await tell(other_process, tenant, 2)
        assert await sequences(following, 2) == [2 * round + 2, 2 * round + 3]


async def test_a_lost_notification_is_made_up_for_by_the_next(
    database: Database, tenant: Tenant, open_feed: OpenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = await (await open_feed()).subscribe(tenant)
    with monkeypatch.context() as patch:
        patch.setattr(database, "notify", silence)
        await tell(database, tenant, 3)
    await tell(database, tenant)
    assert await sequences(following, 4) == [1, 2, 3, 4]


async def test_a_lost_notification_is_made_up_for_by_looking(
    database: Database, tenant: Tenant, open_feed: OpenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = await (await open_feed(poll=0.01)).subscribe(tenant)
    monkeypatch.setattr(database, "notify", silence)
    await tell(database, tenant, 3)
    assert await sequences(following, 3) == [1, 2, 3]


async def test_a_change_whose_announcement_fails_is_made_all_the_same(
    database: Database, tenant: Tenant, open_feed: OpenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(channels: list[str], payloads: list[str]) -> None:
        raise OSError("the network is gone")

    following = await (await open_feed(poll=0.01)).subscribe(tenant)
    monkeypatch.setattr(database._notifier, "_run", broken)
    (id,) = await tell(database, tenant)
    (row,) = await take(following, 1)
    assert row.object_id == id


async def test_reading_goes_on_after_the_database_was_away(
    database: Database, other_process: Database, tenant: Tenant, open_feed: OpenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = asyncio.Event()
    feed = await open_feed(other_process, poll=0.01)
    following = await feed.subscribe(tenant)

    async def away(*_: object) -> list[EventRow]:
        tried.set()
        raise ConnectionError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(other_process, "fetch", away)
        await tell(database, tenant)
        await asyncio.wait_for(tried.wait(), PATIENCE)
    assert await sequences(following, 1) == [1]


async def test_a_slow_follower_costs_the_others_nothing_and_loses_nothing(
    database: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    feed = await open_feed(kept=5, page=10)
    slow, fast = await feed.subscribe(tenant), await feed.subscribe(tenant)
    choosy = await feed.subscribe(tenant, types=["customer.updated"])
    for _ in range(10):
        await tell(database, tenant, 10)
    assert await sequences(fast, 100) == list(range(1, 101))
    assert await sequences(slow, 40) == list(range(1, 41))
    async with transaction(database, tenant) as tx:
        tx.tell("updated", tx.add(Customer()))
    assert await sequences(choosy, 1) == [101]
    assert await sequences(slow, 61) == list(range(41, 102))


async def test_what_is_kept_at_hand_is_bounded(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    async def at_hand() -> int:
        # The loop holds what a turn began with, such as the rows just read, until that turn is over.
        await asyncio.sleep(0)
        gc.collect()
        return sum(isinstance(thing, EventRow) for thing in gc.get_objects())

    feed = await open_feed(kept=5, page=10)
    followers = [await feed.subscribe(tenant) for _ in range(50)]
    for _ in range(10):
        await tell(database, tenant, 20)
    assert await sequences(followers[0], 200) == list(range(1, 201))
    assert await at_hand() <= 10
    assert await sequences(followers[-1], 1) == [1]
    assert await at_hand() <= 10 + 10


def silence(channel: str, payload: str, *, key: object = None) -> None:
    """A process that dies between its commit and its notification."""
