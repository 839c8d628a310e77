"""The door to PostgreSQL: connections for writing, and rows for reading.

SQLAlchemy writes every statement that is composed, once for each shape, and asyncpg runs it as a prepared statement.
Reading has connections of its own, which cannot write.
"""

import asyncio
from collections.abc import AsyncIterator, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import asyncpg
import orjson
from sqlalchemy import Executable

from app.connection import READ_ONLY, Connection, lost, not_done
from app.errors import LimitExceeded, Misconfigured, NotDone, Unavailable
from app.listening import Callback, Listening, Unlisten
from app.notifying import NOTIFY, Notifier
from app.pool import Pool
from app.reading import Counted
from app.sql import DIALECT, Written, compiled, count, counting, write

__all__ = ["DIALECT", "Connection", "Database", "Written", "counting", "write"]

Record = TypeVar("Record", bound=asyncpg.Record)

PREPARED_KEPT = 1_000
"""Statements that each connection keeps prepared, for as long as it lives."""
SEVERAL = 3
"""Connections for writing that a task may have at a time, at most."""
SCHEMES = ("postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2")
READING = {
    "application_name": "paygraph reading",
    "DateStyle": "ISO",
    "default_transaction_read_only": "on",
    # What is joined to a page is looked up by its id. To read a whole table in its stead looks cheaper to the
    # planner while the table is small and its pages are thought to be on a disk.
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
}
WRITING = {
    "application_name": "paygraph writing",
    # What is changed is found by its key, and a plan that is made while a table is small stays when it is large.
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "jit": "off",
    # No request waits longer for another that has locked the same: it is refused, and can be sent again.
    "lock_timeout": "10s",
    # Statements are prepared, and their values never change their plans: those by key, and INSERTs.
    "plan_cache_mode": "force_generic_plan",
}
TOO_LONG = (
    "PostgreSQL has more to look through for this than the time that statement_seconds allows. Ask for less: narrow it "
    "by `where`, as by ids, or ask for fewer groups."
)
SMALL = 256
"""Bytes of JSON below which it is not counted: that would take longer than to read it."""
CHECK = """
SET LOCAL work_mem = '64kB';
SELECT count(*) FROM generate_series(1, 4000);
SELECT pg_logical_emit_message(true, 'paygraph', '');
"""
"""More numbers than fit into that memory, which go to a file beside the tables for a moment; and a message to the
write-ahead log, which is on its disk before this ends. Sent as one, so it is one transaction."""


def normalised(url: str) -> str:
    """A database's URL in the one form that asyncpg reads, from any that hosts and frameworks write.

    Raises Misconfigured for another database's URL. A Unix socket's folder goes in `?host=/folder`.
    """
    scheme, separator, rest = url.strip().partition("://")
    if not separator or scheme.lower() not in SCHEMES:
        raise Misconfigured(
            "DATABASE_URL must be the URL of a PostgreSQL database, such as postgresql://user:password@host:5432/name."
        )
    return f"postgresql://{rest}"


class Database:
    """One PostgreSQL database, for one event loop. Make it with `open`, and `close` it."""

    def __init__(self, url: str, writers: Pool, readers: Pool) -> None:
        self.url = url
        self.several = asyncio.Semaphore(1 if writers.size >= SEVERAL else 0)
        """Of tasks that have several connections for writing at a time there is one. So none of them waits for a
        connection that another one holds while it waits itself."""
        self._writers = writers
        self._readers = readers
        self._checking: asyncpg.Connection | None = None
        self._listening = Listening(url)
        self._notifier = Notifier(self._notify)

    @classmethod
    async def open(cls, url: str, *, pool_size: int = 10, statement_seconds: float = 30) -> "Database":
        """Connect. `pool_size` holds for reading and for writing each; a statement that reads takes at most
        `statement_seconds`. Raises Misconfigured if nothing answers."""
        url = normalised(url)

        def pool(settings: dict[str, str]) -> Pool:
            return Pool(lambda: connect(url, settings), pool_size)

        reading = {**READING, "statement_timeout": f"{round(statement_seconds * 1_000)}ms"}
        database = cls(url, pool(WRITING), pool(reading))
        try:
            await database._readers.fetch("SELECT 1", (), asyncpg.Record)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
            raise Misconfigured(f"The database{where(url)} cannot be used: {plain(error)}.") from None
        return database

    async def close(self) -> None:
        """Close every connection, once those that run have ended."""
        await self._notifier.settle()
        await self._listening.close()
        if self._checking is not None:
            self._checking.terminate()
        await self._readers.close()
        await self._writers.close()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """A connection for writing, of one's own until the end. What was begun and not committed is rolled back."""
        try:
            taken = await self._writers.take()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise Unavailable from error
        connection = Connection(taken)
        try:
            yield connection
        except Exception as error:
            await _undo(connection, taken)
            if isinstance(error, Unavailable) and not isinstance(error, NotDone):
                self._writers.distrust()
            raise
        except BaseException:
            taken.terminate()
            raise
        else:
            await _undo(connection, taken)
        finally:
            self._writers.give(taken)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Connection]:
        """A transaction, committed at the end and rolled back by an error."""
        async with self.writing() as connection:
            await connection.begin()
            yield connection
            await connection.commit()

    async def fetch(
        self, statement: Executable, record: type[Record], parameters: Mapping[str, Any] | None = None
    ) -> list[Record]:
        """Read rows as `record`s. For a list of values compare with `= ANY(:values)`: with IN every length of list
        is another statement to prepare.

        Values come as asyncpg gives them (JSON decoded, timestamps aware and in UTC, numeric as Decimal); types'
        result processors do not run. A lost connection is retried once. Raises Unavailable when the database is away,
        and LimitExceeded for a statement that takes too long.
        """
        return await self.read(*compiled(statement, parameters or {}), record)

    async def read(self, text: str, arguments: Sequence[Any], record: type[Record]) -> list[Record]:
        """Run a statement's text. As `fetch`."""
        count(text)
        try:
            return await self._run(text, arguments, record)
        except ConnectionError:
            pass
        try:
            return await self._run(text, arguments, record)
        except ConnectionError as error:
            raise Unavailable from error

    async def _run(self, text: str, arguments: Sequence[Any], record: type[Record]) -> list[Record]:
        """Raises ConnectionError when the connection, and not the statement, is what failed."""
        try:
            return await self._readers.fetch(text, arguments, record)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
            if isinstance(error, OSError) or lost(error):
                self._readers.distrust()
                raise ConnectionError(str(error)) from error
            if isinstance(error, asyncpg.QueryCanceledError):
                raise LimitExceeded(TOO_LONG, limit="statement_seconds") from error
            # These connections never write: a statement that would is at fault itself.
            is_ours = isinstance(error, asyncpg.ReadOnlySQLTransactionError)
            if not is_ours and (unable := not_done(error)) is not None:
                raise unable from error
            raise

    async def check(self) -> None:
        """Write, and leave nothing behind. Raises Unavailable, whose message says why there is no writing.

        On a connection of its own, as those of the pool may be waiting for locks.
        """
        try:
            if self._checking is None or self._checking.is_closed():
                self._checking = await asyncpg.connect(self.url, server_settings=WRITING)
            if await self._checking.fetchval("SHOW transaction_read_only") == "on":
                raise NotDone(READ_ONLY)
            await self._checking.execute(CHECK)
        except BaseException as error:
            if self._checking is not None:
                self._checking.terminate()
            if not isinstance(error, OSError | asyncpg.PostgresError | asyncpg.InterfaceError):
                raise
            raise not_done(error) or Unavailable() from error

    async def listen(self, channel: str, callback: Callback) -> Unlisten:
        """Call `callback` with the payload of each notification on `channel`, from the moment this returns.

        It is called in the event loop and must not block. None in place of a payload says that the connection was
        lost and is back: what came meanwhile is unknown, so read again. `await` the answer to stop.
        """
        return await self._listening.add(channel, callback)

    def hear(self, channel: str, payload: str) -> None:
        """Call those who listen in this process, as if a notification had come."""
        self._listening.hear(channel, payload)

    def notify(self, channel: str, payload: str, *, key: Hashable = None) -> None:
        """Notify all listeners, of every process, soon and outside any transaction. At most 7,999 bytes.

        News with a key replace earlier ones of that key which have not been sent yet.
        """
        self._notifier.put(channel, payload, key)

    async def notified(self) -> None:
        """Return once all notifications have been sent."""
        await self._notifier.settle()

    async def _notify(self, channels: list[str], payloads: list[str]) -> None:
        async with self.writing() as connection:
            await connection.run(NOTIFY, (channels, payloads))


async def connect(url: str, settings: dict[str, str]) -> Counted:
    """A connection whose statements stay prepared as long as it lives, and that decodes JSON."""
    connection: Counted = await asyncpg.connect(
        url,
        connection_class=Counted,
        server_settings=settings,
        statement_cache_size=PREPARED_KEPT,
        max_cached_statement_lifetime=0,
        max_cacheable_statement_size=0,
    )
    # PostgreSQL's binary form of JSONB is a byte for its version, and the text.
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda text: b"\x01" + (text if isinstance(text, bytes) else text.encode()),
        decoder=lambda data: orjson.loads((data if len(data) < SMALL else connection.count(data))[1:]),
    )
    await connection.set_type_codec(
        "json",
        schema="pg_catalog",
        format="binary",
        encoder=lambda text: text if isinstance(text, bytes) else text.encode(),
        decoder=lambda data: orjson.loads(data if len(data) < SMALL else connection.count(data)),
    )
    # No column is of this type: as such JSON is read that is shown as it stands.
    await connection.set_type_codec(
        "varchar",
        schema="pg_catalog",
        format="binary",
        encoder=str.encode,
        decoder=lambda data: (data if len(data) < SMALL else connection.count(data)).decode(),
    )
    return connection


async def _undo(connection: Connection, taken: asyncpg.Connection) -> None:
    """Return a connection to outside any transaction, or end it where that fails."""
    try:
        await connection.rollback()
    except (Unavailable, asyncpg.PostgresError, asyncpg.InterfaceError):
        taken.terminate()


def where(url: str) -> str:
    """The server, without the password."""
    try:
        parts = urlsplit(url)
        return f" at {parts.hostname}:{parts.port or 5432}" if parts.hostname else ""
    except ValueError:
        return ""


def plain(error: Exception) -> str:
    """A driver's message as the end of a sentence."""
    return (str(error) or type(error).__name__).strip().rstrip(".")
