"""Removal: content that is to go is written down, with the moment, before there is any.

So whatever becomes of a server meanwhile, no content stays that no file has: an upload's content is to go in an hour,
unless its file is committed first; that of a file that expires goes then.
"""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import ARRAY, DateTime, Text, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from app.database import Database
from app.files.storage import Storage, remove_abandoned
from app.files.upload import Upload
from app.sql import Part, Row
from app.tables.infrastructure import ContentRemoval

UNCOMMITTED = timedelta(hours=1)
"""How long an upload's content is kept without a file."""
MOST = 1_000
"""Keys that are looked at in one statement."""

_COLUMNS = ContentRemoval.__table__.c
_KEYS = bindparam("keys", type_=ARRAY(Text))
_DUE = bindparam("due", type_=DateTime(timezone=True))
_EXPECT = insert(ContentRemoval.__table__).from_select(["key", "due"], select(func.unnest(_KEYS), _DUE))
_FORGET = delete(ContentRemoval.__table__).where(_COLUMNS.key == func.any(_KEYS))
_WHICH = select(_COLUMNS.key).where(_COLUMNS.due <= _DUE).order_by(_COLUMNS.due).limit(MOST)


async def expect(database: Database, uploads: Collection[Upload]) -> None:
    """Before anything of a request's uploads is kept. Raises Unavailable."""
    if uploads:
        keys = [upload.key for upload in uploads]
        async with database.begin() as connection:
            await connection.fetch(_EXPECT, {"keys": keys, "due": datetime.now(UTC) + UNCOMMITTED})


async def forget(database: Database, uploads: Collection[Upload]) -> None:
    """Of uploads that were never kept there is nothing to remove."""
    if keys := [upload.key for upload in uploads if not upload.kept]:
        async with database.begin() as connection:
            await connection.fetch(_FORGET, {"keys": keys})


def committed(key: str, until: datetime | None) -> Part:
    """The part of a transaction by which a file's content stays, for ever or until the file expires."""
    if until is None:
        return Part("DELETE FROM content_removal WHERE key = $?", (key,))
    return Part("UPDATE content_removal SET due = $? WHERE key = $?", (until, key))


async def sweep(database: Database, storage: Storage, *, now: datetime | None = None) -> int:
    """Remove all content that is due, in real time, and say of how many files that was. Raises Unavailable."""
    moment = now or datetime.now(UTC)
    await asyncio.to_thread(remove_abandoned, storage, now=moment.timestamp())
    count = 0
    while due := await database.fetch(_WHICH, Row, {"due": moment}):
        keys = [row.key for row in due]
        for key in keys:
            await storage.remove(key)
        async with database.begin() as connection:
            await connection.fetch(_FORGET, {"keys": keys})
        count += len(keys)
    return count
