"""What is kept for a time alone: partitions are there before they are needed, and the past goes with its partition."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import httpx
import pytest
from sqlalchemy import select, text

from app.clock.retention import drop_past, maintain, make_coming, partitions, week_of
from app.database import Database, counting
from app.domain.transaction import transaction
from app.errors import CursorExpired
from app.events.stream import bounds, place_of
from app.ids import base62, first_id, moment_of, new_id
from app.server.main import build
from app.settings import Limits, Settings
from app.tables.billing.usage import MeterEvent
from app.tables.core_resources.customer import Customer
from app.tables.core_resources.event import Event, EventData
from app.tables.infrastructure import EventStream
from app.tables.partitions import partitioned
from app.tables.tenancy import Tenant
from schema.derive import batches
from schema.derive.cells import plain
from tests.conftest import MakeDatabase
from tests.graph import Graph, new_caller
from tests.records import put

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
"""A Wednesday; its week began on the 16th."""
KEEP = timedelta(days=30)
DAY = timedelta(days=1)


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncIterator[Database]:
    """One of the test's own, as its partitions are."""
    own = await Database.open(await make_database("template"))
    yield own
    await own.close()


@pytest.fixture
async def graph(database: Database) -> AsyncIterator[Graph]:
    """A merchant of a server on that database."""
    app = build(Settings(database_url=database.url, worker=False, limits=Limits()))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://paygraph.test") as client:
            yield await new_caller(client, database)


async def names(database: Database) -> list[str]:
    """The weeks that events have a partition for."""
    async with database.writing() as connection:
        found = await partitions(connection, Event)
    assert found[0].lower is None
    assert found[-1].upper is None
    return [each.name for each in found if each.name not in ("event_before", "event_rest")]


def id_at(moment: datetime, prefix: str = "evt_") -> str:
    return first_id(prefix, moment) + base62(7, 15)


async def told_at(database: Database, tenant: Tenant, *moments: datetime) -> list[str]:
    """Events with ids of these moments, the first with sequence 1; their ids."""
    ids = [id_at(moment) for moment in moments]
    events = [
        Event(
            id=id,
            **tenant.columns,
            created=moment,
            type="customer.created",
            data=EventData(object={}),
            object_id="cus_1",
            sequence=place,
        )
        for place, (id, moment) in enumerate(zip(ids, moments, strict=True), start=1)
    ]
    await put(database, [EventStream(**tenant.columns, last_sequence=len(ids)), *events])
    return ids


async def homes(database: Database) -> dict[str, str]:
    """Which partition each event is in."""
    connection = await asyncpg.connect(database.url)
    try:
        return {row[0]: row[1] for row in await connection.fetch("SELECT id, tableoid::regclass::text FROM event")}
    finally:
        await connection.close()


def test_a_moment_is_an_exact_bound_of_ids() -> None:
    before = datetime.now(UTC)
    id = new_id("evt_")
    after = datetime.now(UTC) + timedelta(microseconds=1)
    assert first_id("evt_", before) <= id < first_id("evt_", after)
    made = moment_of("evt_", id)
    assert made is not None
    assert before <= made <= after
    assert moment_of("evt_", first_id("evt_", NOW)) == NOW
    assert moment_of("evt_", "evt_1") is None
    assert moment_of("evt_", first_id("req_", NOW)) is None


def test_weeks_begin_on_mondays() -> None:
    assert week_of(NOW) == datetime(2026, 3, 16, tzinfo=UTC)
    assert week_of(datetime(2026, 3, 16, tzinfo=UTC)) == datetime(2026, 3, 16, tzinfo=UTC)
    assert week_of(datetime(2026, 3, 15, 23, 59, 59, 999999, tzinfo=UTC)) == datetime(2026, 3, 9, tzinfo=UTC)


async def test_this_week_and_two_more_have_partitions(database: Database) -> None:
    assert await names(database) == []
    made = await make_coming(database, now=NOW)
    weeks = ["20260316", "20260323", "20260330"]
    assert made == [f"{table.__tablename__}_{week}" for table in partitioned() for week in weeks]
    assert await make_coming(database, now=NOW) == []
    later = [f"{table.__tablename__}_20260406" for table in partitioned()]
    assert await make_coming(database, now=NOW + 5 * DAY) == later
    assert await names(database) == [f"event_{week}" for week in [*weeks, "20260406"]]


async def test_events_are_stored_alike_in_every_partition(database: Database) -> None:
    await make_coming(database, now=NOW)
    await drop_past(database, until=NOW + 70 * DAY, now=NOW + 70 * DAY)
    connection = await asyncpg.connect(database.url)
    try:
        found = await connection.fetch(
            "SELECT reloptions FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid "
            "WHERE inhparent = 'event'::regclass"
        )
    finally:
        await connection.close()
    assert {tuple(row["reloptions"] or ()) for row in found} == {("toast_tuple_target=8160",)}


async def test_weeks_that_were_missed_are_made_up_for(database: Database) -> None:
    await make_coming(database, now=NOW)
    late = NOW + timedelta(weeks=5)
    (id,) = await told_at(database, Tenant("acct_1", False), late)
    assert await homes(database) == {id: "event_rest"}
    await make_coming(database, now=late)
    assert await homes(database) == {id: "event_20260420"}
    assert await names(database) == [f"event_{NOW - 2 * DAY + timedelta(weeks=week):%Y%m%d}" for week in range(8)]


async def test_what_came_before_there_were_partitions_is_moved_into_them(database: Database) -> None:
    old, new, odd = await told_at(
        database, Tenant("acct_1", False), NOW - 10 * DAY, NOW, datetime(1980, 1, 1, tzinfo=UTC)
    )
    await make_coming(database, now=NOW)
    assert await homes(database) == {old: "event_20260302", new: "event_20260316", odd: "event_before"}


async def test_the_past_is_dropped_by_partitions_and_not_by_rows(database: Database) -> None:
    tenant = Tenant("acct_1", False)
    monday = datetime(2026, 2, 9, tzinfo=UTC)
    last_second = monday + timedelta(days=7, microseconds=-1)
    gone, edge, kept, today = await told_at(
        database, tenant, monday, last_second, last_second + timedelta(seconds=1), NOW
    )
    await make_coming(database, now=NOW)
    before = await names(database)
    assert before[:2] == ["event_20260209", "event_20260216"]

    # The first week ended on the 16th of February: 30 days later it is the 18th of March.
    just_short = monday + timedelta(days=37, microseconds=-1)
    await maintain(database, keep=KEEP, now=just_short)
    assert set(await homes(database)) == {gone, edge, kept, today}
    with counting() as statements:
        await maintain(database, keep=KEEP, now=just_short + timedelta(microseconds=1))
    assert set(await homes(database)) == {kept, today}
    assert await names(database) == before[1:]
    changes = [each for each in statements if each.split()[0] in ("DELETE", "DROP", "TRUNCATE", "WITH")]
    assert changes == ["DROP TABLE IF EXISTS event_20260209"]


async def test_after_the_drop_old_cursors_have_expired_and_old_ids_lead_nowhere(
    database: Database, graph: Graph
) -> None:
    tenant = graph.tenant
    old, older, new = await told_at(database, tenant, NOW - 60 * DAY, NOW - 59 * DAY, NOW)
    await maintain(database, keep=KEEP, now=NOW)
    kept = await bounds(database, tenant)
    assert kept == (3, 3)
    for cursor in ("0", "1", old, older):
        with pytest.raises(CursorExpired):
            await place_of(database, tenant, cursor, kept)
    assert await place_of(database, tenant, "2", kept) == (2, 3)
    data = await graph(
        "query($old: ID!, $new: ID!) { old: event(id: $old) { id } new: event(id: $new) { id } node(id: $old) { id } "
        "nodes(ids: [$old, $new]) { id } events { nodes { id } totalCount } }",
        old=old,
        new=new,
    )
    assert data == {
        "old": None,
        "new": {"id": new},
        "node": None,
        "nodes": [None, {"id": new}],
        "events": {"nodes": [{"id": new}], "totalCount": 1},
    }
    await graph.do("customerCreate", "id", input={"name": "Ada"})
    assert await graph.events() == ["customer.created", "customer.created"]


async def test_requests_of_the_past_are_dropped_as_well(database: Database, graph: Graph) -> None:
    await graph.result("{ nonsense }")
    await make_coming(database)
    assert (await graph("{ requestLogs { totalCount } }"))["requestLogs"]["totalCount"] == 1
    await maintain(database, keep=KEEP, now=datetime.now(UTC) + timedelta(days=38))
    assert (await graph("{ requestLogs { totalCount } }"))["requestLogs"]["totalCount"] == 0


async def test_writers_go_on_while_partitions_come_and_go(database: Database) -> None:
    """Each round makes a partition and drops one, between transactions that tell."""
    await make_coming(database)
    now, tenant, ended = datetime.now(UTC), Tenant("acct_1", False), asyncio.Event()

    async def tell() -> int:
        count = 0
        while not ended.is_set():
            async with transaction(database, tenant) as tx:
                tx.tell("created", tx.add(Customer()))
            count += 1
        return count

    writers = [asyncio.create_task(tell()) for _ in range(4)]
    for week in range(4):
        moment = now + timedelta(weeks=week)
        assert await make_coming(database, now=moment) == [] or week
        await drop_past(database, until=now - timedelta(weeks=1))
    ended.set()
    told = sum(await asyncio.gather(*writers))
    assert told >= 4
    assert await bounds(database, tenant) == (1, told)
    assert len(await names(database)) == 6


async def test_meter_events_are_kept_for_the_longest_billing_period(database: Database) -> None:
    """By the week in which they were received: 3 years, and 35 days more."""
    longest = timedelta(days=3 * 366 + 35)
    begin = NOW - longest - 14 * DAY
    await make_coming(database, now=begin)
    weeks = [week_of(begin) + place * 7 * DAY for place in range(3)]
    async with database.writing() as connection:
        for place, week in enumerate(weeks):
            values = f"'acct_1', false, 'e{place}', '{week:%Y-%m-%d}', 'mtr_1', 'cus_1', now(), now(), now(), 1, false"
            await connection.fetch(text(f"INSERT INTO meter_event VALUES ({values})"))
        made = [each.name for each in await partitions(connection, MeterEvent)]
    assert made[1:-1] == [f"meter_event_{week:%Y%m%d}" for week in weeks]
    await drop_past(database, until=NOW - KEEP, now=NOW)  # without the partitions of the years between
    async with database.writing() as connection:
        left = await connection.values(text("SELECT identifier FROM meter_event ORDER BY week"))
    assert left == ["e2"]


async def test_two_processes_make_each_partition_once(database: Database) -> None:
    made = await asyncio.gather(*(make_coming(database, now=NOW) for _ in range(4)))
    assert len([name for names in made for name in names]) == len(partitioned()) * 3
    assert len(await names(database)) == 3


async def test_a_partition_in_use_is_dropped_next_time(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    await told_at(database, Tenant("acct_1", False), NOW - 60 * DAY)
    await make_coming(database, now=NOW)
    old = (await names(database))[0]
    async with database.begin() as connection:
        await connection.fetch(select(Event.__table__.c.id).limit(1))
        await maintain(database, keep=KEEP, now=NOW)
        assert old in await names(database)
    assert f"{old} is in use" in caplog.text
    await maintain(database, keep=KEEP, now=NOW)
    assert old not in await names(database)


async def plan(database: Database, query: str) -> str:
    async with database.begin() as connection:
        await connection.fetch(text("SET LOCAL enable_seqscan = off"))
        return "\n".join(await connection.values(text(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {query}")))


async def test_reading_touches_only_the_partitions_that_it_must(database: Database) -> None:
    tenant = Tenant("acct_1", False)
    ids = await told_at(database, tenant, *(NOW - timedelta(hours=hour) for hour in range(24 * 28, 0, -1)))
    await make_coming(database, now=NOW)
    mine = "account_id = 'acct_1' AND livemode = false AND deleted_at IS NULL"

    # The newest ten: partitions are looked into from the newest on, and no further than the page reaches.
    newest = await plan(database, f"SELECT id FROM event WHERE {mine} ORDER BY id DESC LIMIT 11")
    assert "event_20260316_account_id_livemode_id_idx" in newest
    assert "Sort" not in newest
    assert newest.count("never executed") == 5  # four weeks before, and the partition for the rest
    # By id, one partition; by a list, those between its bounds.
    one = await plan(database, f"SELECT id FROM event WHERE id = '{ids[-1]}' AND {mine}")
    assert "event_20260316" in one
    assert "Append" not in one
    template = batches.by_id(Event, plain(["id", "type"]))
    literals = {"ids": f"'{{{ids[-2]},{ids[-1]}}}'", "_account": "'acct_1'", "_livemode": "false", "_types": "NULL"}
    given = ", ".join(literals[name] for name in template.written.order)
    connection = await asyncpg.connect(database.url)
    try:
        # As of its sixth run, when a prepared statement is planned for all values alike.
        await connection.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE by_id AS {template.written.text}")
        explained = await connection.fetch(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE by_id({given})")
    finally:
        await connection.close()
    lines = [row[0] for row in explained if " on event_" in row[0] and "Bitmap Index" not in row[0]]
    assert len(lines) == 9
    assert ["event_20260316" in line for line in lines if "never executed" not in line] == [True]
    # From a cursor on, by an index of each partition.
    after = await plan(database, f"SELECT id FROM event WHERE {mine} AND sequence > 660 ORDER BY sequence LIMIT 200")
    assert "Merge Append" in after
    assert "Sort Method" not in after
    assert after.count("sequence_idx") == 9
