"""LISTEN on one connection of its own, for as long as anyone listens, through every loss of that connection."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg

from app.errors import Unavailable

Callback = Callable[[str | None], None]
Unlisten = Callable[[], Awaitable[None]]

HEARTBEAT_SECONDS = 30.0
"""How often a silent connection is asked whether it is still there: a cut network says nothing."""
HEARTBEAT_TIMEOUT_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 2.0


class Listening:
    """The channels that this process listens on, and who wants to hear."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._callbacks: defaultdict[str, list[Callback]] = defaultdict(list)
        self._connection: asyncpg.Connection | None = None
        self._changing = asyncio.Lock()
        self._keeper: asyncio.Task[None] | None = None

    async def add(self, channel: str, callback: Callback) -> Unlisten:
        """Listen, from the moment this returns. Raises Unavailable where there is no connecting."""
        async with self._changing:
            if self._keeper is None:
                try:
                    self._connection = await self._connect()
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                    raise Unavailable from error
                self._keeper = asyncio.create_task(self._keep(), name="listening")
            callbacks = self._callbacks[channel]
            callbacks.append(callback)
            if len(callbacks) == 1:
                await self._tell_server("LISTEN", channel)
        removed = False

        async def unlisten() -> None:
            nonlocal removed
            if removed:
                return
            removed = True
            async with self._changing:
                callbacks.remove(callback)
                if not callbacks:
                    del self._callbacks[channel]
                    await self._tell_server("UNLISTEN", channel)

        return unlisten

    async def close(self) -> None:
        """Stop listening to anything."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _tell_server(self, verb: str, channel: str) -> None:
        """If the connection is just being lost, the next one will listen to what is wanted then."""
        if self._connection is None:
            return
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            change = self._connection.add_listener if verb == "LISTEN" else self._connection.remove_listener
            await change(channel, self._hear)

    def _hear(self, _connection: object, _pid: int, channel: str, payload: str) -> None:
        self.hear(channel, payload)

    def hear(self, channel: str, payload: str) -> None:
        """Tell those who listen in this process."""
        for callback in tuple(self._callbacks.get(channel, ())):
            callback(payload)

    async def _connect(self) -> asyncpg.Connection:
        settings = {"application_name": "paygraph listening"}
        return await asyncpg.connect(self._url, server_settings=settings, timeout=HEARTBEAT_TIMEOUT_SECONDS)

    async def _keep(self) -> None:
        """Watch the connection, and make another when it is gone."""
        while True:
            assert self._connection is not None
            await self._until_lost(self._connection)
            self._connection.terminate()
            await self._reconnect()

    async def _until_lost(self, connection: asyncpg.Connection) -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        while not connection.is_closed():
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await lost.wait()
            except TimeoutError:
                try:
                    await connection.execute("SELECT 1", timeout=HEARTBEAT_TIMEOUT_SECONDS)
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    return

    async def _reconnect(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                connection = await self._connect()
                async with self._changing:
                    for channel in self._callbacks:
                        await connection.add_listener(channel, self._hear)
                    self._connection = connection
                    wanted = [callback for callbacks in self._callbacks.values() for callback in callbacks]
                break
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        for callback in wanted:
            callback(None)
