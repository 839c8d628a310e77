"""Writer: puts rows of the request log on disk, all that wait at once in one statement.

While one statement is under way, the rows of other requests gather for the next: the more there is to write, the less
each row costs. Its connection is its own, so that no mutation waits for it.
"""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg
import orjson

from app.database import WRITING, Database
from app.tables.request_logs.request_log import RequestLog

MOST = 500
"""Rows in one statement."""
PATIENCE_SECONDS = 5.0
"""How long an answer waits at most for its row."""
CUT = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
)
"""How a connection that was cut shows. An InternalClientError comes where the news of it crosses with a statement."""
COLUMNS = ", ".join(column.name for column in RequestLog.__table__.c)
INSERT = (
    f"INSERT INTO request_log ({COLUMNS}) "
    f"SELECT {COLUMNS} FROM jsonb_populate_recordset(NULL::request_log, $1::text::jsonb) "
    "ON CONFLICT DO NOTHING"
)
"""A row is there already where the connection was cut just after it was committed, and it was sent again."""

Row = dict[str, Any]


class Writer:
    """One a process. Made with `open`; `close` writes what waits."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: list[tuple[Row, asyncio.Future[None]]] = []
        self._some = asyncio.Event()
        self._connection: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] = asyncio.create_task(self._write(), name="request log")
        self.statements = 0

    @classmethod
    async def open(cls, database: Database) -> "Writer":
        """A writer to the database, which connects when there is something to write."""
        return cls(database.url)

    async def put(self, row: Row) -> None:
        """Return once the row is committed. Raises whatever kept it from that."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, kept))
        self._some.set()
        await kept

    async def close(self) -> None:
        """Write what waits, and let the connection go."""
        while self._waiting:
            await asyncio.wait([kept for _, kept in self._waiting])
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        if self._connection is not None:
            self._connection.terminate()

    async def _write(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._put(batch)

    async def _put(self, batch: list[tuple[Row, asyncio.Future[None]]]) -> None:
        """Write a batch. Of one that the database will not have, each row is tried alone: only a bad one is lost."""
        failure: Exception | None = None
        try:
            await self._insert([row for row, _ in batch])
        except asyncpg.DataError as error:
            if len(batch) > 1:
                for each in batch:
                    await self._put([each])
                return
            failure = error
        except Exception as error:
            failure = error
        for _, kept in batch:
            settle(kept, failure)

    async def _insert(self, rows: list[Row]) -> None:
        """One statement, and once more when the connection turns out to have been cut."""
        text = orjson.dumps(rows).decode()
        async with asyncio.timeout(PATIENCE_SECONDS):
            try:
                await self._run(text)
            except CUT:
                await self._run(text)

    async def _run(self, text: str) -> None:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url, server_settings=WRITING)
        self.statements += 1
        try:
            await self._connection.execute(INSERT, text)
        except BaseException as error:
            if not isinstance(error, asyncpg.PostgresError) or isinstance(error, CUT):
                self._connection.terminate()
            raise


def settle(kept: "asyncio.Future[None]", error: Exception | None = None) -> None:
    """Wake the waiter, unless it is gone."""
    if kept.done():
        return
    if error is None:
        kept.set_result(None)
    else:
        kept.set_exception(error)
