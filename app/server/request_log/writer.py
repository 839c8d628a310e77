"""Writer: puts rows of the request log on disk, all that wait at once in one statement.

What a mutation changes is committed together with its row (`part_of`). Other rows come from here: while one statement
is under way, the rows of other requests gather for the next, so the more there is to write, the less each row costs. So
do the durations of mutations, which are known when their rows are written already, and for which no answer waits. The
connection is the writer's own, so that no mutation waits for it.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import asyncpg
import orjson

from app.connection import foreseen
from app.database import WRITING, Database
from app.failures import log_failure
from app.server.request_log.storable import storable
from app.sql import Part, alone, updating
from app.tables.codec import codec
from app.tables.request_logs.request_log import RequestLog

logger = logging.getLogger(__name__)

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
KEY = codec(RequestLog).key
KNOWN_LATER = ("duration_ms", "errors", "idempotency_key", "outcome", "replayed", "status", "user_errors")
"""The columns that a later statement about the same request knows better."""
INSERT = (
    f"INSERT INTO request_log AS log ({COLUMNS}) "
    f"SELECT {COLUMNS} FROM jsonb_populate_recordset(NULL::request_log, $?::text::jsonb) "
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET "
    f"{', '.join(f'{name} = excluded.{name}' for name in KNOWN_LATER)}"
    # A mutation that is not known to be committed, and was, told its row what it touched.
    ", objects = CASE excluded.objects WHEN '[]' THEN log.objects ELSE excluded.objects END"
)
"""A row is there already where a mutation of the request was committed, or where the connection was cut just after the
row was, and it was sent again."""
FINISH = alone(updating(RequestLog, ("duration_ms",), frozenset()))
OWN = WRITING | {"enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off"}
"""Rows are found by their keys, however few there are when PostgreSQL plans."""
GATHERING_SECONDS = 0.2
"""How long durations gather."""
MOST_ENDED = 10_000
"""Durations that wait; beyond, rows keep those that they have."""

NUL = rb"\u0000"

Row = dict[str, Any]
Ended = tuple[Any, ...]
"""A row's key, in the order of KEY, and its duration in milliseconds."""


def part_of(row: Row) -> Part:
    """The row as a part of a transaction's statement."""
    return Part(INSERT, (text_of([row]),))


def text_of(rows: Sequence[Row]) -> str:
    """Rows as PostgreSQL takes them, whatever they hold: what it could not hold is changed."""
    try:
        text = orjson.dumps(rows)
    except TypeError:
        text = NUL
    return (orjson.dumps([storable(row) for row in rows]) if NUL in text else text).decode()


class Writer:
    """One a process. Made with `open`; `close` writes what waits."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: list[tuple[Row, asyncio.Future[None]]] = []
        self._some = asyncio.Event()
        self._connection: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] = asyncio.create_task(self._write(), name="request log")
        self._ended: list[Ended] = []
        self._finishing: asyncio.Task[None] | None = None
        self._busy = asyncio.Lock()
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

    def finish(self, ended: Ended) -> None:
        """Note soon how long a request took whose row is committed. Where this is lost, the row keeps the duration up
        to then."""
        if len(self._ended) < MOST_ENDED:
            self._ended.append(ended)
        if self._finishing is None:
            self._finishing = asyncio.create_task(self._finish(), name="request log: durations")

    async def close(self) -> None:
        """Write what waits, and let the connection go."""
        while self._waiting:
            await asyncio.wait([kept for _, kept in self._waiting])
        if self._finishing is not None:
            await self._finishing
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

    async def _finish(self) -> None:
        await asyncio.sleep(GATHERING_SECONDS)
        while self._ended:
            ended, self._ended = self._ended[:MOST], self._ended[MOST:]
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._run(FINISH, *map(list, zip(*ended, strict=True)))
            except Exception as error:
                said = "Durations of requests could not be noted"
                log_failure(logger, said, foreseen(error) or error, level=logging.WARNING)
        self._finishing = None

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
        text = text_of(rows)
        async with asyncio.timeout(PATIENCE_SECONDS):
            try:
                await self._run(alone(INSERT), text)
            except CUT:
                await self._run(alone(INSERT), text)

    async def _run(self, statement: str, *values: Any) -> None:
        async with self._busy:
            if self._connection is None or self._connection.is_closed():
                self._connection = await asyncpg.connect(self._url, server_settings=OWN)
            self.statements += 1
            try:
                await self._connection.execute(statement, *values)
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
