"""Makes what was created older than it is: real time is not waited for."""

from datetime import timedelta

from sqlalchemy import update

from app.database import Database
from app.tables.core_resources.token import Token


async def age(database: Database, id: str, by: timedelta) -> None:
    """Move the creation of a token into the past."""
    table = Token.__table__
    async with database.writing() as connection:
        await connection.fetch(update(table).where(table.c.id == id).values(created=table.c.created - by))
