"""How Alembic reaches the database: the URL it is given, else DATABASE_URL, else the embedded PostgreSQL's."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection

from app.data_folder import default_data_dir
from app.database import normalised
from app.migrate import engine_to, written
from app.postgres import EmbeddedPostgres
from app.settings import Settings
from app.tables import is_partition, metadata


def compared(name: str | None, kind: str, _: object) -> bool:
    """Partitions come and go: they are the server's, not a migration's."""
    return kind != "table" or name is None or not is_partition(name)


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
        render_item=written,
        include_name=compared,
    )
    with context.begin_transaction():
        context.run_migrations()


async def connect(url: str) -> None:
    async with engine_to(normalised(url)).connect() as connection:
        await connection.run_sync(run)
        await connection.commit()


def online() -> None:
    given = context.config.attributes.get("url") or os.environ.get("DATABASE_URL")
    if given:
        asyncio.run(connect(given))
    else:
        with EmbeddedPostgres(Settings.load().data or default_data_dir()) as postgres:
            asyncio.run(connect(postgres.url))


def offline() -> None:
    """`alembic upgrade head --sql` prints the statements for a database administrator."""
    context.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    offline()
else:
    online()
