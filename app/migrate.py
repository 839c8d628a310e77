"""Bring a database's schema to the newest version with Alembic, safely when several processes start at once."""

import asyncio
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

import app
from app.database import normalised, plain, where
from app.errors import Misconfigured

ROOT = Path(app.__file__).parent.parent
LOCK = 7_290_001
"""The number of the advisory lock that a migrating process holds; any will do that nothing else uses."""


async def migrate(url: str) -> None:
    """Upgrade the database at `url` to the head. Others who ask meanwhile wait, and then find nothing left to do.

    Raises Misconfigured when the database is away, or newer than this code.
    """
    url = normalised(url)
    try:
        guard = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise Misconfigured(f"The database{where(url)} cannot be used: {plain(error)}.") from None
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", LOCK)
        await asyncio.to_thread(upgrade, url)
    except CommandError as error:
        raise Misconfigured(
            f"The database{where(url)} cannot be migrated: {plain(error)}. If a newer paygraph has used it, run that."
        ) from None
    finally:
        guard.terminate()


def upgrade(url: str) -> None:
    """Alembic's own upgrade, in a thread: it starts an event loop of its own."""
    command.upgrade(configuration(url), "head")


def engine_to(url: str) -> AsyncEngine:
    """SQLAlchemy's engine, which Alembic works on, to the database at a URL of asyncpg's. It keeps no connection."""

    async def connect(*_: object, **__: object) -> asyncpg.Connection:
        return await asyncpg.connect(url)

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)


def configuration(url: str) -> Config:
    """Alembic's settings, for a database other than the environment's."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["url"] = url
    return config
