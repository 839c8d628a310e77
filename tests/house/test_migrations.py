"""The migrations lead to the tables as the code has them, there and back."""

import asyncio

import asyncpg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.database import Database
from app.migrate import configuration, migrate
from app.tables import metadata
from tests.conftest import MakeDatabase


async def test_the_migrated_schema_is_that_of_the_tables(make_database: MakeDatabase) -> None:
    url = await make_database("template1")
    await migrate(url)

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    database = await Database.open(url)
    try:
        async with database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await database.close()


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
