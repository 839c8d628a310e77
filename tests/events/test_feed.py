"""Following events: from which place, which of them, and what is refused."""

import asyncio

import pytest
from sqlalchemy import delete
from sqlmodel import col

from app.database import Database, counting
from app.domain.transaction import transaction
from app.errors import BadRequest, CursorExpired
from app.events.stream import bounds
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event
from app.tables.tenancy import Tenant
from tests.events.conftest import PATIENCE, OpenFeed, sequences, take, tell


async def forget(database: Database, tenant: Tenant, upto: int) -> None:
    """Remove the events up to a sequence, as their retention ends."""
    async with database.begin() as connection:
        mine = (col(Event.account_id) == tenant.account, col(Event.sequence) <= upto)
        await connection.fetch(delete(Event).where(*mine))


async def test_without_a_place_only_what_comes_later(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed()
    await tell(database, tenant, 3)
    following = await feed.subscribe(tenant)
    (id,) = await tell(database, tenant, name="Ada")
    (row,) = await take(following, 1)
    assert (row.sequence, row.type, row.object_id, row.account_id) == (4, "customer.created", id, tenant.account)
    assert row.data["object"]["name"] == "Ada"
    assert row.id.startswith("evt_")
    assert not hasattr(row, "no_such_column")


async def test_many_who_come_at_once_cost_one_statement(
    database: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    feed = await open_feed()
    await tell(database, tenant, 3)
    with counting() as statements:
        following = await asyncio.gather(*(feed.subscribe(tenant) for _ in range(50)))
    assert len([statement for statement in statements if "event_stream" in statement]) == 1
    await tell(database, tenant)
    assert [await sequences(each, 1) for each in following] == [[4]] * 50


async def test_from_a_cursor_or_an_event_on(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed(page=2)
    await tell(database, tenant, 5)
    all_of_them = await take(await feed.subscribe(tenant, after="0"), 5)
    assert [row.sequence for row in all_of_them] == [1, 2, 3, 4, 5]
    for after in ("2", "002", all_of_them[1].id):
        following = await feed.subscribe(tenant, after=after)
        assert await sequences(following, 3) == [3, 4, 5]
    await tell(database, tenant, 2)
    assert await sequences(following, 2) == [6, 7]
    latest = await feed.subscribe(tenant, after="7")
    await tell(database, tenant)
    assert await sequences(latest, 1) == [8]


async def test_a_stream_that_has_yet_to_begin(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed()
    followers = [await feed.subscribe(tenant), await feed.subscribe(tenant, after="0")]
    await tell(database, tenant)
    assert [await sequences(follower, 1) for follower in followers] == [[1], [1]]


async def test_types_and_objects_choose(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed()
    (first,) = await tell(database, tenant)
    followers = {
        "customer.updated": await feed.subscribe(tenant, types=["customer.updated"]),
        "patterns": await feed.subscribe(tenant, types=["invoice.*", "*.deleted"]),
        "object": await feed.subscribe(tenant, objects=[first]),
        "both": await feed.subscribe(tenant, types=["customer.updated"], objects=[first, "cus_none"], after="0"),
        "star": await feed.subscribe(tenant, types=["*", "invoice.*"], after="0"),
    }
    (second,) = await tell(database, tenant)
    for id in (second, first):
        async with transaction(database, tenant) as tx:
            tx.tell("updated", await tx.get(Customer, id))
    async with transaction(database, tenant) as tx:
        tx.tell("deleted", await tx.get(Customer, first))
    assert await sequences(followers["customer.updated"], 2) == [3, 4]
    assert await sequences(followers["patterns"], 1) == [5]
    assert await sequences(followers["object"], 2) == [4, 5]
    assert await sequences(followers["both"], 1) == [4]
    assert await sequences(followers["star"], 5) == [1, 2, 3, 4, 5]


async def test_nothing_of_another_account_or_mode(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed()
    live = Tenant(tenant.account, livemode=True)
    stranger = Tenant("acct_stranger", livemode=False)
    following = await feed.subscribe(tenant)
    others = [await feed.subscribe(live), await feed.subscribe(stranger)]
    (theirs,) = await tell(database, stranger)
    await tell(database, live)
    (mine,) = await tell(database, tenant)
    (row,) = await take(following, 1)
    assert (row.sequence, row.object_id) == (1, mine)
    (event,) = await take(others[1], 1)
    assert event.object_id == theirs
    with pytest.raises(BadRequest, match="No such event"):
        await feed.subscribe(tenant, after=event.id)


@pytest.mark.parametrize("after", ["", "-1", "1.0", "٣", "MQ==", "cus_1", "1" * 19, " 1", "x" * 10_000])
async def test_a_malformed_place(tenant: Tenant, open_feed: OpenFeed, after: str) -> None:
    feed = await open_feed()
    with pytest.raises(BadRequest, match="is neither a cursor nor an id of an event") as refused:
        await feed.subscribe(tenant, after=after)
    assert refused.value.field == "after"
    assert len(refused.value.message) < 300


async def test_a_place_in_the_future(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed()
    await tell(database, tenant, 2)
    with pytest.raises(BadRequest, match="There is no event at cursor 3 yet"):
        await feed.subscribe(tenant, after="3")
    with pytest.raises(BadRequest, match="No such event: 'evt_1'"):
        await feed.subscribe(tenant, after="evt_1")


async def test_choices_that_cannot_be(tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed()
    for types in ([], ["invoice.paid"] * 101):
        with pytest.raises(BadRequest, match="Give 1 to 100 `types`, or leave them out to receive all") as refused:
            await feed.subscribe(tenant, types=types)
        assert refused.value.field == "types"
    with pytest.raises(BadRequest, match="Give 1 to 100 `objects`"):
        await feed.subscribe(tenant, objects=[])
    with pytest.raises(BadRequest, match=r"Did you mean invoice\.paid"):
        await feed.subscribe(tenant, types=["*", "invoice.piad"])


async def test_a_place_whose_future_is_gone(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    feed = await open_feed()
    await tell(database, tenant, 10)
    rows = await take(await feed.subscribe(tenant, after="0"), 10)
    await forget(database, tenant, 5)
    assert await bounds(database, tenant) == (6, 10)
    for after in ("0", "4", rows[0].id, rows[3].id):
        with pytest.raises(CursorExpired, match="no longer kept"):
            await feed.subscribe(tenant, after=after)
    assert await sequences(await feed.subscribe(tenant, after="5"), 2) == [6, 7]
    assert await sequences(await feed.subscribe(tenant, after=rows[5].id), 2) == [7, 8]
    await forget(database, tenant, 10)
    assert await bounds(database, tenant) == (11, 10)
    with pytest.raises(CursorExpired):
        await feed.subscribe(tenant, after=rows[9].id)
    following = await feed.subscribe(tenant, after="10")
    await tell(database, tenant)
    assert await sequences(following, 1) == [11]


async def test_one_who_is_so_slow_that_the_past_is_gone_is_told(
    database: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    feed = await open_feed(kept=2, page=2)
    slow, fast = await feed.subscribe(tenant), await feed.subscribe(tenant)
    await tell(database, tenant, 20)
    assert await sequences(fast, 20) == list(range(1, 21))
    await forget(database, tenant, 10)
    with pytest.raises(CursorExpired):
        await take(slow, 1)


async def test_leaving_and_closing(database: Database, tenant: Tenant, open_feed: OpenFeed) -> None:
    def hubs() -> int:
        return sum(task.get_name() == "event hub" for task in asyncio.all_tasks())

    feed = await open_feed()
    first, second = await feed.subscribe(tenant), await feed.subscribe(tenant)
    waiting = asyncio.create_task(anext(first))
    await tell(database, tenant)
    assert (await waiting).sequence == 1
    assert hubs() == 1
    for _ in range(2):
        await first.aclose()
    assert hubs() == 1
    with pytest.raises(StopAsyncIteration):
        await anext(first)
    await second.aclose()
    assert hubs() == 0


async def test_closing_the_feed_ends_every_subscription(
    database: Database, tenant: Tenant, open_feed: OpenFeed
) -> None:
    received: list[int] = []
    arrived = asyncio.Event()

    async def follow() -> None:
        async for row in following:
            received.append(row.sequence)
            arrived.set()

    feed = await open_feed()
    following = await feed.subscribe(tenant)
    task = asyncio.create_task(follow())
    await tell(database, tenant)
    await asyncio.wait_for(arrived.wait(), PATIENCE)
    await feed.close()
    await asyncio.wait_for(task, PATIENCE)
    assert received == [1]
