"""Pool of one kind, opened as they are needed and kept on a free list.

asyncpg's own pool resets a connection each time it is given back, in a task of its own. Here the holder leaves
it as it was, or ends it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import asyncpg

from app.reading import Counted, current

Record = TypeVar("Record", bound=asyncpg.Record)
Connect = Callable[[], Awaitable[Counted]]


class Pool:
    """At most `size` connections, opened as they are needed."""

    def __init__(self, connect: Connect, size: int) -> None:
        self._connect = connect
        self.size = size
        self._open: set[Counted] = set()
        self._opening = 0
        self._free: list[Counted] = []
        self._waiting: deque[asyncio.Future[Counted | None]] = deque()
        self._closed = False

    async def fetch(self, text: str, arguments: Sequence[Any], record: type[Record]) -> list[Record]:
        """The rows of a statement. Raises asyncpg's errors, and OSError when there is no connecting."""
        connection = await self.take()
        connection.budget = current.get()
        try:
            rows: list[Record] = await connection.fetch(text, *arguments, record_class=record)
        except (asyncpg.PostgresError, asyncpg.InterfaceError):
            # A statement that failed is over; if the connection is too, it says so itself.
            raise
        except BaseException:
            connection.terminate()
            raise
        finally:
            connection.budget = None
            self.give(connection)
        return rows

    async def take(self) -> Counted:
        """A connection of one's own, until it is given back. Raises OSError and asyncpg's errors."""
        while True:
            if self._closed:
                raise asyncpg.InterfaceError("the connections are closed")
            while self._free:
                connection = self._free.pop()
                if not connection.is_closed():
                    return connection
                self._open.discard(connection)
            if len(self._open) + self._opening < self.size:
                return await self._opened()
            waiter: asyncio.Future[Counted | None] = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            try:
                given = await waiter
            except asyncio.CancelledError:
                if waiter.done() and not waiter.cancelled():
                    self.give(waiter.result())
                raise
            if given is not None and not given.is_closed():
                return given

    async def _opened(self) -> Counted:
        self._opening += 1
        try:
            connection = await self._connect()
        except BaseException:
            self._opening -= 1
            self._pass_on(None)
            raise
        self._opening -= 1
        self._open.add(connection)
        return connection

    def distrust(self) -> None:
        """End the idle connections. Where one was lost the others may be too, and some do not know it yet."""
        for connection in self._free:
            self._open.discard(connection)
            connection.terminate()
        self._free.clear()

    def give(self, connection: Counted | None) -> None:
        """Take a connection back, outside any transaction; with None, there is room for another one."""
        if connection is not None and connection.is_closed():
            self._open.discard(connection)
            connection = None
        if not self._pass_on(connection) and connection is not None:
            self._free.append(connection)

    def _pass_on(self, connection: Counted | None) -> bool:
        """Hand a connection to the one that has waited longest, so that none who comes later is before them; with None
        they see for themselves. False when no one waits."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return True
        return False

    async def close(self) -> None:
        """Close every connection, once what runs on it has ended."""
        while len(self._free) < sum(not connection.is_closed() for connection in self._open):
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            self.give(await waiter)
        self._closed = True
        for connection in self._free:
            await connection.close()
        self._free.clear()
        self._open.clear()
        while self._pass_on(None):
            pass
