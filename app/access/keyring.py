"""Recognises keys for a server: remembers them for a few seconds, and forgets at once those that are revoked."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import asyncpg
from sqlalchemy import Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.access.caller import Caller
from app.access.keys import CHANNEL, KEY_COLUMNS, identify, refusal_of
from app.access.secret import digest, read_authorization
from app.database import Database
from app.errors import Fault, Unauthenticated
from app.listening import Unlisten
from app.tables.access import ApiKey

REMEMBERED_SECONDS = 5.0
REMEMBERED_KEYS = 4_096

Gone = Callable[[Unauthenticated], None]
"""Told, in the event loop, why a watched key works no more. Must not block."""

_THESE = select(*KEY_COLUMNS).where(col(ApiKey.id) == any_(bindparam("ids", type_=ARRAY(Text))))


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Keyring:
    """The keys in use in this process. Make it with `open`, and `close` it before the database.

    A change of a key, wherever it is made, is heard on the channel `paygraph_keys`; should that be lost for a moment, a
    revoked key is refused within five seconds all the same. `now` is real time.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = _utc_now) -> None:
        self._database = database
        self._now = now
        self._known: dict[bytes, tuple[float, Caller]] = {}
        self._changes = 0
        self._watchers: defaultdict[str, list[Gone]] = defaultdict(list)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._checks: set[asyncio.Task[None]] = set()
        self._unlisten: Unlisten | None = None

    @classmethod
    async def open(cls, database: Database, *, now: Callable[[], datetime] = _utc_now) -> "Keyring":
        keyring = cls(database, now)
        keyring._unlisten = await database.listen(CHANNEL, keyring._hear)
        return keyring

    async def close(self) -> None:
        """Stop listening. Watchers are not told."""
        if self._unlisten:
            await self._unlisten()
        for timer in self._timers.values():
            timer.cancel()
        for check in tuple(self._checks):
            check.cancel()
        await asyncio.gather(*self._checks, return_exceptions=True)

    async def authenticate(self, authorization: str | None) -> Caller:
        """Who sends this `Authorization`. Raises Unauthenticated, saying what to do about it."""
        secret = read_authorization(authorization)
        hashed = digest(secret)
        until, caller = self._known.get(hashed, (0.0, None))
        now = self._now()
        if caller and until > time.monotonic() and not (caller.expires_at and caller.expires_at <= now):
            return caller
        changes = self._changes
        caller = await identify(self._database, secret, now=now)
        # What was read before a change that has been told since is not remembered.
        if changes == self._changes:
            self._known.pop(hashed, None)
            self._known[hashed] = (time.monotonic() + REMEMBERED_SECONDS, caller)
            if len(self._known) > REMEMBERED_KEYS:
                del self._known[next(iter(self._known))]
        return caller

    async def watch(self, caller: Caller, gone: Gone) -> Callable[[], None]:
        """Have `gone` called once the caller's key is revoked or expires, as a socket must be closed then.

        It may be called before this returns: the key is looked at again, so that no change since it was recognised is
        missed. Call the answer to watch no more.
        """
        self._watchers[caller.key_id].append(gone)

        def stop() -> None:
            watchers = self._watchers.get(caller.key_id, [])
            if gone in watchers:
                watchers.remove(gone)
            if not watchers:
                self._watchers.pop(caller.key_id, None)

        try:
            await self._check([caller.key_id])
        except BaseException:
            stop()
            raise
        return stop

    def _hear(self, key_id: str | None) -> None:
        """A key has changed; or, when None, any may have."""
        self._changes += 1
        self._known.clear()
        watched = [id for id in self._watchers if key_id in (id, None)]
        if watched:
            self._check_soon(watched)

    def _check_soon(self, key_ids: list[str]) -> None:
        check = asyncio.create_task(self._check_or_leave(key_ids), name="checking keys")
        self._checks.add(check)
        check.add_done_callback(self._checks.discard)

    async def _check_or_leave(self, key_ids: list[str]) -> None:
        # With the database away the listening connection is lost too, and its return has every key checked again.
        with suppress(Fault):
            await self._check(key_ids)

    async def _check(self, key_ids: list[str]) -> None:
        """Tell the watchers of those keys that work no more; look again when the others expire."""
        rows = await self._database.fetch(_THESE, asyncpg.Record, {"ids": key_ids})
        now = self._now()
        for row in rows:
            refusal = refusal_of(row, now)
            if refusal:
                for gone in self._watchers.pop(row["id"], ()):
                    gone(refusal)
            elif row["expires_at"] and row["id"] in self._watchers:
                self._check_later(row["id"], (row["expires_at"] - now).total_seconds())

    def _check_later(self, key_id: str, seconds: float) -> None:
        if key_id in self._timers:
            self._timers.pop(key_id).cancel()
        self._timers[key_id] = asyncio.get_running_loop().call_later(seconds, self._expire, key_id)

    def _expire(self, key_id: str) -> None:
        self._timers.pop(key_id, None)
        if key_id in self._watchers:
            self._check_soon([key_id])
