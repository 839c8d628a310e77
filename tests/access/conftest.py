"""Keys and processes for the tests of access."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.access.keyring import Keyring
from app.access.keys import create_key
from app.database import Database
from app.tables.access import ApiKey, KeyKind
from app.tables.tenancy import Tenant

ACCOUNT = "acct_1AbcdefghijklmnopqrstuvWx"


@dataclass
class Clock:
    """Real time, as a test sets it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
async def elsewhere(database: Database) -> AsyncIterator[Database]:
    """The same database, as another process has it open."""
    other = await Database.open(database.url)
    yield other
    await other.close()


class Sockets:
    """Which keys hold sockets open in a server, and what it was told of them."""

    def __init__(self) -> None:
        self.key_ids: list[str] = []
        self.told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    def gone(self, key_id: str, reason: str) -> None:
        self.told.put_nowait((key_id, reason))


@pytest.fixture
def sockets() -> Sockets:
    return Sockets()


@pytest.fixture
async def keyring(elsewhere: Database, clock: Clock, sockets: Sockets) -> AsyncIterator[Keyring]:
    """A server's keyring, in another process than the one that changes the keys."""
    keyring = await Keyring.open(elsewhere, in_use=lambda: sockets.key_ids, gone=sockets.gone, now=clock)
    yield keyring
    await keyring.close()


async def a_key(
    database: Database,
    kind: KeyKind = KeyKind.SECRET,
    *,
    account: str = ACCOUNT,
    livemode: bool = False,
    **options: Any,
) -> tuple[ApiKey, str]:
    """A committed key, of ACCOUNT in test mode by default, and its secret."""
    async with database.begin() as connection:
        return await create_key(connection, Tenant(account, livemode), kind=kind, **options)


async def heard(database: Database, channel: str) -> asyncio.Queue[str | None]:
    """Everything told on a channel from now on."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    await database.listen(channel, queue.put_nowait)
    return queue
