"""The migrations lead to the tables as the code has them, there and back."""

import asyncio

import asyncpg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.clock.retention import make_coming, retained
from app.database import Database
from app.ids import new_id
from app.migrate import configuration, engine_to, migrate
from app.tables import is_partition, metadata
from tests.conftest import MakeDatabase


async def test_the_migrated_schema_is_that_of_the_tables(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)

    def differences(connection: Connection) -> list[object]:
        options = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or not is_partition(name),
        }
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with engine_to(url).connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_migration_can_be_taken_back(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)
    await asyncio.to_thread(command.downgrade, configuration(url), "base")
    connection = await asyncpg.connect(url)
    try:
        left = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    finally:
        await connection.close()
    assert [row["tablename"] for row in left] == ["alembic_version"]


EVENT = (
    "INSERT INTO event (id, account_id, livemode, created, type, data, pending_webhooks, request, object_id, sequence) "
    "VALUES ($1, 'acct_1', false, now(), 'customer.created', '{}', 0, $2, 'cus_1', $3)"
)


async def test_events_that_were_there_become_a_partition_and_come_back(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await asyncio.to_thread(command.upgrade, configuration(url), "0003")
    ids = [new_id("evt_"), new_id("evt_"), "chosen_by_a_test", "evt_zzzzzzzzz"]
    connection = await asyncpg.connect(url)
    try:
        for place, id in enumerate(ids, start=1):
            await connection.execute(EVENT, id, '{"id": "req_1"}' if place == 1 else "{}", place)
        await migrate(url)
        rows = await connection.fetch(
            "SELECT id, sequence, request_log_id, tableoid::regclass::text AS part FROM event ORDER BY sequence"
        )
        assert [tuple(row) for row in rows] == [
            (ids[0], 1, "req_1", "event_first"),
            (ids[1], 2, None, "event_first"),
            (ids[2], 3, None, "event_first"),
            (ids[3], 4, None, "event_rest"),
        ]
        database = await Database.open(url)
        made = await make_coming(database)
        await database.close()
        assert {name.rpartition("_")[0] for name in made} == {table.__tablename__ for table in retained()}
        await asyncio.to_thread(command.downgrade, configuration(url), "0003")
        rows = await connection.fetch("SELECT id, sequence, tableoid::regclass::text FROM event ORDER BY sequence")
        assert [tuple(row) for row in rows] == [(id, place, "event") for place, id in enumerate(ids, start=1)]
    finally:
        await connection.close()
