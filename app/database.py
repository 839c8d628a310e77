"""The door to PostgreSQL: sessions for writing, and rows for reading.

SQLAlchemy writes every statement. Writing goes through its sessions; reading goes around them, for speed: the text is
compiled once for each shape of statement, and asyncpg runs it as a prepared statement on read-only connections.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import asyncpg
import orjson
from sqlalchemy import Executable, event, func, select
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache
from sqlmodel.ext.asyncio.session import AsyncSession

from app.errors import Fault, Misconfigured
from app.listening import Callback, Listening, Unlisten
from app.reading import ReadingConnections

Record = TypeVar("Record", bound=asyncpg.Record)

STATEMENTS_KEPT = 2_000
"""Shapes of statement whose text is remembered, per process."""
PREPARED_KEPT = 500
"""Statements that each reading connection keeps prepared, for as long as it lives."""
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
WRITING = {"application_name": "paygraph writing", "jit": "off"}
DIALECT: Any = dialects.dialect()  # type: ignore[no-untyped-call]

_counted: ContextVar[list[str] | None] = ContextVar("_counted", default=None)


@contextmanager
def counting() -> Iterator[list[str]]:
    """The SQL texts of every statement run within, by this task and those that it starts, reading and writing alike."""
    statements: list[str] = []
    token = _counted.set(statements)
    try:
        yield statements
    finally:
        _counted.reset(token)


def count(statement: str) -> None:
    """Note a statement for whoever is counting."""
    if (statements := _counted.get()) is not None:
        statements.append(statement)


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


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as PostgreSQL's text with `$1`, `$2`…, whose values are given by name when it is run."""

    text: str
    order: tuple[str, ...]
    values: Mapping[str, Any]
    """Those that the statement was made with."""
    processors: Mapping[str, Callable[[Any], Any]]

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in order, as asyncpg takes them."""
        values = {**self.values, **given}
        if not self.processors:
            return [values[name] for name in self.order]
        processors = self.processors
        return [processors[name](values[name]) if name in processors else values[name] for name in self.order]


def write(statement: Any) -> Written:
    """Have SQLAlchemy write a statement's text, for any database and for good: once for all that differ in values."""
    compiled, extracted, _, _ = statement._compile_w_cache(DIALECT, compiled_cache=_texts, column_keys=[])
    values = compiled.construct_params({}, extracted_parameters=extracted, escape_names=False, _check=False)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError("a statement that lasts has no list of values in its text: compare with = ANY(:values)")
    return Written(
        text=compiled.string,
        order=tuple(compiled.positiontup or ()),
        values=values,
        processors=dict(compiled._bind_processors),
    )


_texts: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)


class Database:
    """One PostgreSQL database, for one event loop. Make it with `open`, and `close` it."""

    def __init__(self, url: str, engine: AsyncEngine, readers: ReadingConnections, listening: Listening) -> None:
        self.url = url
        self.engine = engine
        self._readers = readers
        self._listening = listening
        self._compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)

    @classmethod
    async def open(cls, url: str, *, pool_size: int = 10) -> "Database":
        """Connect. `pool_size` holds for reading and for writing each. Raises Misconfigured if nothing answers."""
        url = normalised(url)

        async def connect() -> asyncpg.Connection:
            connection = await asyncpg.connect(
                url,
                server_settings=READING,
                statement_cache_size=PREPARED_KEPT,
                max_cached_statement_lifetime=0,
            )
            await read_json_with_orjson(connection)
            return connection

        readers = ReadingConnections(connect, pool_size)
        try:
            await readers.fetch("SELECT 1", (), asyncpg.Record)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
            raise Misconfigured(f"The database{where(url)} cannot be used: {plain(error)}.") from None
        return cls(url, writing_engine(url, pool_size), readers, Listening(url))

    async def close(self) -> None:
        """Close every connection, once those that run have ended."""
        await self._listening.close()
        await self._readers.close()
        await self.engine.dispose()

    def session(self) -> AsyncSession:
        """A session for writing, of one transaction at a time. Objects stay readable after their commit."""
        return AsyncSession(self.engine, expire_on_commit=False)

    async def fetch(
        self, statement: Executable, record: type[Record], parameters: Mapping[str, Any] | None = None
    ) -> list[Record]:
        """Read rows as `record`s. For a list of values compare with `= ANY(:values)`: with IN every length of list
        is another statement to prepare.

        Values come as asyncpg gives them (JSON decoded, timestamps aware and in UTC, numeric as Decimal); types'
        result processors do not run. A lost connection is retried once. Raises Fault when the database is away.
        """
        return await self.read(*self.compiled(statement, parameters or {}), record)

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
            raise Fault("The database cannot be reached at the moment. Try again shortly.") from error

    def compiled(self, statement: Executable, parameters: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
        """The statement as PostgreSQL's text with `$1`, `$2`…, and its values in that order."""
        names = sorted(parameters)
        # SQLAlchemy's own way from a statement to its compiled form, the cache included.
        writing: Any = statement
        compiled, extracted, _, _ = writing._compile_w_cache(DIALECT, compiled_cache=self._compiled, column_keys=names)
        values = compiled.construct_params(parameters, extracted_parameters=extracted, escape_names=False)
        text, order, processors = compiled.string, compiled.positiontup, compiled._bind_processors
        if compiled.post_compile_params or compiled.literal_execute_params:
            expanded = compiled._process_parameters_for_postcompile(values)
            text, order, values = expanded.statement, expanded.positiontup, {**values, **expanded.parameters}
            processors = {**processors, **expanded.processors}
        return text, [processors[name](values[name]) if name in processors else values[name] for name in order]

    async def _run(self, text: str, arguments: Sequence[Any], record: type[Record]) -> list[Record]:
        """Raises ConnectionError when the connection, and not the statement, is what failed."""
        try:
            return await self._readers.fetch(text, arguments, record)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
            if isinstance(error, OSError) or lost(error):
                raise ConnectionError(str(error)) from error
            raise

    async def listen(self, channel: str, callback: Callback) -> Unlisten:
        """Call `callback` with the payload of each notification on `channel`, from the moment this returns.

        It is called in the event loop and must not block. None in place of a payload says that the connection was
        lost and is back: what came meanwhile is unknown, so read again. `await` the answer to stop.
        """
        return await self._listening.add(channel, callback)

    async def notify(self, channel: str, payload: str) -> None:
        """Tell all listeners, of every process, at once and outside any transaction. At most 7,999 bytes."""
        async with self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(select(func.pg_notify(channel, payload)))


def writing_engine(url: str, pool_size: int) -> AsyncEngine:
    """The engine beneath sessions. A connection that was cut while it lay idle is replaced before it is used."""

    async def connect(*_: object, **__: object) -> asyncpg.Connection:
        return await asyncpg.connect(url, server_settings=WRITING)

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=pool_size,
        max_overflow=0,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def replace_if_cut(connection: Any, *_: object) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def tell_whoever_counts(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        count(statement)

    return engine


async def read_json_with_orjson(connection: asyncpg.Connection) -> None:
    """Decode JSON faster than the standard library; encode nothing, because SQLAlchemy's types have done so."""
    for name in ("jsonb", "json"):
        await connection.set_type_codec(name, schema="pg_catalog", encoder=str, decoder=orjson.loads)


def lost(error: Exception) -> bool:
    """Whether it was the connection that failed."""
    if isinstance(error, asyncpg.InterfaceError):
        return not isinstance(error, asyncpg.DataError) and "closed" in str(error)
    return isinstance(
        error,
        asyncpg.PostgresConnectionError
        | asyncpg.InternalClientError  # the news of the cut crossed with a statement
        | asyncpg.AdminShutdownError
        | asyncpg.CrashShutdownError
        | asyncpg.CannotConnectNowError
        | asyncpg.IdleSessionTimeoutError,
    )


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
