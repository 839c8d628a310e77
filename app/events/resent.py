"""Events that are sent again, for those who follow that in this process.

`eventResend` announces them as it is committed, and nothing keeps the announcements: who does not follow then does not
hear of them.
"""

import asyncio
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

from app.database import Database
from app.domain.webhooks.resending import CHANNEL
from app.events.hub import EventFilter
from app.listening import Unlisten
from app.tables.tenancy import Tenant

MOST = 1_000
"""How many wait for a follower who is behind; the oldest are dropped first."""


@dataclass(frozen=True, slots=True)
class Announced:
    """That an event is sent again."""

    id: str
    type: str
    account: str
    """In whose stream the event is."""


class Resent:
    """The announcements of this process. Made with `open`."""

    def __init__(self) -> None:
        self._followers: dict[Tenant, set[Following]] = {}
        self._unlisten: Unlisten | None = None

    @classmethod
    async def open(cls, database: Database) -> "Resent":
        """Begin to listen. Raises Fault when the database is away."""
        resent = cls()
        resent._unlisten = await database.listen(CHANNEL, resent._hear)
        return resent

    async def close(self) -> None:
        """Stop listening, and end what follows."""
        if self._unlisten is not None:
            await self._unlisten()
        for following in [each for those in self._followers.values() for each in those]:
            await following.aclose()

    def follow(
        self,
        tenant: Tenant,
        *,
        types: list[str] | None,
        readable: frozenset[str] | None,
        accounts: Collection[str] | None = (),
    ) -> "Following":
        """Follow what is sent again of an account and mode, from now on. `accounts` are others that are heard of in its
        place, as far as they are connected to it; None for all of them and itself. Raises as `EventFilter.of` does."""
        among = None if accounts is None else frozenset(accounts or {tenant.account})
        following = Following(self, tenant, EventFilter.of(types, None, readable), among)
        self._followers.setdefault(tenant, set()).add(following)
        return following

    def leave(self, following: "Following") -> None:
        """One follower fewer."""
        those = self._followers.get(following.tenant, set())
        those.discard(following)
        if not those:
            self._followers.pop(following.tenant, None)

    def _hear(self, payload: str | None) -> None:
        if payload is None:
            return
        account, platform, mode, type, id = payload.split(":")
        for hearing in {account, platform} - {""}:
            for following in self._followers.get(Tenant(hearing, mode == "live"), ()):
                following.take(Announced(id, type, account))


class Following:
    """One who follows: `async for announced in following`."""

    def __init__(self, resent: Resent, tenant: Tenant, filter: EventFilter, accounts: frozenset[str] | None) -> None:
        self.tenant = tenant
        self._accounts = accounts
        self._resent = resent
        self._filter = filter
        self._waiting: deque[Announced] = deque(maxlen=MOST)
        self._news = asyncio.Event()
        self._closed = False

    def take(self, announced: Announced) -> None:
        """Keep one that fits."""
        if self._accounts is not None and announced.account not in self._accounts:
            return
        if self._filter.types is None or announced.type in self._filter.types:
            self._waiting.append(announced)
            self._news.set()

    def __aiter__(self) -> "Following":
        return self

    async def __anext__(self) -> Announced:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()

    async def aclose(self) -> None:
        """Stop following."""
        self._closed = True
        self._news.set()
        self._resent.leave(self)
