"""A connection for writing, whose holder runs statements: each alone, or from `begin` on in a transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import asyncpg

from app.errors import DiskFull, NotDone, Unavailable
from app.sql import Part, Row, alone, compiled, count

AnyRow = TypeVar("AnyRow", bound=asyncpg.Record)

OUTCOME_UNKNOWN = (
    "The database was lost while the change was being committed, so it is not known whether it was made. Send it again "
    "with the same idempotency key; without one, look first."
)
READ_ONLY = "The database takes no changes at the moment. Nothing was changed. Try again later."
ENDING = ("FATAL", "PANIC")
"""How grave an error is after which PostgreSQL ends the connection, and perhaps itself."""


class Connection:
    """One connection, for one task at a time. Raises asyncpg's errors, Unavailable when it is lost, and NotDone where
    the database is not able to do what it is asked."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self.begun = False
        """Whether a transaction is open."""

    async def begin(self) -> None:
        """Open a transaction, unless one is open."""
        if not self.begun:
            await self._command("BEGIN")
            self.begun = True

    async def commit(self) -> None:
        """Commit the transaction, if one is open. Raises Unavailable where it is not known whether it was."""
        if self.begun:
            self.begun = False
            try:
                await self._command("COMMIT")
            except NotDone:
                raise
            except Unavailable as error:
                raise Unavailable(OUTCOME_UNKNOWN) from error

    async def rollback(self) -> None:
        """Roll the transaction back, if one is open."""
        if self.begun:
            self.begun = False
            await self._command("ROLLBACK")

    async def run(self, text: str, arguments: Sequence[Any] = (), record: type[AnyRow] = Row) -> list[AnyRow]:
        """The rows of a statement in PostgreSQL's own words, with its values in their order."""
        count(text)
        try:
            rows: list[AnyRow] = await self._connection.fetch(text, *arguments, record_class=record)
        except Exception as error:
            raise self._told(error) from error
        return rows

    async def apply(self, part: Part) -> list[Row]:
        """Run one part as a statement of its own."""
        return await self.run(alone(part.text), part.values)

    async def fetch(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """The rows of a statement of SQLAlchemy's, or of a part."""
        if isinstance(statement, Part):
            return await self.apply(statement)
        return await self.run(*compiled(statement, parameters or {}))

    async def first(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> Row | None:
        """The first row of a statement; None when there is none."""
        rows = await self.fetch(statement, parameters)
        return rows[0] if rows else None

    async def value(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row of a statement; None when there is none."""
        row = await self.first(statement, parameters)
        return None if row is None else row[0]

    async def values(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """The first column of every row of a statement."""
        return [row[0] for row in await self.fetch(statement, parameters)]

    async def _command(self, text: str) -> None:
        count(text)
        try:
            await self._connection.execute(text)
        except Exception as error:
            raise self._told(error) from error

    def _told(self, error: Exception) -> Exception:
        """The error; or in its place Unavailable where the connection is what failed, NotDone where the database is not
        able to."""
        if isinstance(error, OSError) or lost(error) or self._connection.is_closed():
            self._connection.terminate()
            return Unavailable()
        return not_done(error) or error


def not_done(error: Exception) -> NotDone | None:
    """What to raise for a statement that the database was not able to run, through no fault of the statement."""
    if isinstance(error, asyncpg.DiskFullError):
        return DiskFull("database")
    if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
        return NotDone(READ_ONLY, retry_after=5.0)
    if isinstance(error, asyncpg.InsufficientResourcesError | asyncpg.PostgresIOError):
        return NotDone("The database is not able to do this at the moment. Nothing was changed. Try again shortly.")
    return None


def foreseen(error: Exception) -> Unavailable | None:
    """The same, and where there is no connection, or no answer in time."""
    return Unavailable() if isinstance(error, OSError) or lost(error) else not_done(error)


def lost(error: Exception) -> bool:
    """Whether it was the connection that failed."""
    if getattr(error, "severity_en", None) in ENDING:
        return True
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
