"""Bring a database's schema to the newest version with Alembic, safely when several processes start at once."""

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import asyncpg
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator

import app
from app.database import normalised, plain, where
from app.errors import Misconfigured

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.config import Config

MIGRATIONS = Path(app.__file__).parent.parent / "migrations"
REVISION = re.compile(r'^(down_)?revision\b[^=\n]*= "(\w+)"$', re.MULTILINE)
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
        if await revisions(guard) != heads():
            await asyncio.to_thread(upgrade, url)
    finally:
        guard.terminate()


async def revisions(connection: asyncpg.Connection) -> set[str]:
    """The versions that a database has: none before its first migration, and one after."""
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return set()
    return {row[0] for row in await connection.fetch("SELECT version_num FROM alembic_version")}


def heads() -> set[str]:
    """The newest versions, as the migrations have them: nearly every start finds nothing to do, and need not load
    Alembic, which takes a fifth of a second."""
    found = [
        named for path in (MIGRATIONS / "versions").glob("*.py") for named in REVISION.findall(path.read_text("utf-8"))
    ]
    followed = {revision for down, revision in found if down}
    return {revision for down, revision in found if not down} - followed


def upgrade(url: str) -> None:
    """Alembic's own upgrade, in a thread: it starts an event loop of its own.

    Raises Misconfigured when the database is newer than this code.
    """
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(configuration(url), "head")
    except CommandError as error:
        raise Misconfigured(
            f"The database{where(url)} cannot be migrated: {plain(error)}. If a newer paygraph has used it, run that."
        ) from None


def engine_to(url: str) -> AsyncEngine:
    """SQLAlchemy's engine, which Alembic works on, to the database at a URL of asyncpg's. It keeps no connection."""

    async def connect(*_: object, **__: object) -> asyncpg.Connection:
        return await asyncpg.connect(url)

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool, hide_parameters=True)


def written(kind: str, item: Any, autogenerating: "AutogenContext") -> str | Literal[False]:
    """How Alembic writes a type into a migration, which names PostgreSQL's types and none of ours: it must still run
    when ours have changed."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    if isinstance(item.impl_instance, JSONB):
        autogenerating.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return f"sa.{item.impl_instance!r}"


def configuration(url: str) -> "Config":
    """Alembic's settings, for a database other than the environment's."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config
