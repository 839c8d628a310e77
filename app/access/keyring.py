"""Recognises keys for a server: remembers them for a few seconds, and forgets at once those that are revoked."""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime

import asyncpg
from sqlalchemy import Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.access.caller import Caller
from app.access.keys import KEY_COLUMNS, identify, refusal_of
from app.access.secret import read_authorization
from app.database import Database, write
from app.errors import Fault
from app.listening import Unlisten
from app.single_flight import SingleFlight
from app.tables.access import CHANNEL, ApiKey

REMEMBERED_SECONDS = 5.0
REMEMBERED_KEYS = 4_096
UNKNOWN: tuple[float, Caller | None] = (0.0, None)

_THESE = write(select(*KEY_COLUMNS).where(col(ApiKey.id) == any_(bindparam("ids", type_=ARRAY(Text)))))


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _none_in_use() -> Collection[str]:
    return ()


def _tell_no_one(key_id: str, reason: str) -> None:
    """For a process that holds nothing open."""


class Keyring:
    """The keys in use in this process. Make it with `open`, and `close` it before the database.

    A change of a key, wherever it is made, is heard on the channel `paygraph_keys`; should that be lost for a moment, a
    revoked key is refused within five seconds all the same.
    """

    def __init__(
        self,
        database: Database,
        in_use: Callable[[], Collection[str]],
        gone: Callable[[str, str], object],
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._in_use = in_use
        self._gone = gone
        self._now = now
        self._looks = SingleFlight(self._look)
        # By what was sent, not its hash: looked up in a dict, whose hashes no one outside can guess or time.
        self._known: dict[str | None, tuple[float, Caller]] = {}
        self._changes = 0
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._checks: set[asyncio.Task[None]] = set()
        self._unlisten: Unlisten | None = None

    @classmethod
    async def open(
        cls,
        database: Database,
        *,
        in_use: Callable[[], Collection[str]] = _none_in_use,
        gone: Callable[[str, str], object] = _tell_no_one,
        now: Callable[[], datetime] = _utc_now,
    ) -> "Keyring":
        """`in_use` names the keys (by id) that hold sockets open; `gone` is called with such a key, and a sentence that
        says why, as soon as it is revoked or expires. `now` is real time.

        A socket counts among those in use from the same step of the event loop in which `authenticate` returned, so
        that no revocation falls between.
        """
        keyring = cls(database, in_use, gone, now)
        keyring._unlisten = await database.listen(CHANNEL, keyring._hear)
        return keyring

    async def close(self) -> None:
        """Stop listening."""
        if self._unlisten:
            await self._unlisten()
        for timer in self._timers.values():
            timer.cancel()
        for check in tuple(self._checks):
            check.cancel()
        await asyncio.gather(*self._checks, return_exceptions=True)

    def recognise(self, authorization: str | None) -> Caller | None:
        """Who sends this `Authorization`, if that is remembered."""
        until, caller = self._known.get(authorization, UNKNOWN)
        if caller and until > time.monotonic() and not (caller.expires_at and caller.expires_at <= self._now()):
            return caller
        return None

    async def authenticate(self, authorization: str | None) -> Caller:
        """Who sends this `Authorization`. Raises Unauthenticated, saying what to do about it."""
        caller = self.recognise(authorization)
        if caller is not None:
            return caller
        secret = read_authorization(authorization)
        changes = -1
        # What was read before a change that has been announced since may be out of date.
        while changes != self._changes:
            changes = self._changes
            caller = await identify(self._database, secret, now=self._now())
        assert caller is not None
        if caller.expires_at:
            self._check_later(caller.key_id, caller.expires_at)
        self._known.pop(authorization, None)
        self._known[authorization] = (time.monotonic() + REMEMBERED_SECONDS, caller)
        if len(self._known) > REMEMBERED_KEYS:
            del self._known[next(iter(self._known))]
        return caller

    async def look_again(self, key_id: str) -> None:
        """Look at a key past what is remembered, and notify watchers if it works no more."""
        await self._looks.get(key_id)

    async def _look(self, key_id: str) -> None:
        await self._check([key_id])

    def _hear(self, key_id: str | None) -> None:
        """A key has changed; or, when None, any may have."""
        self._changes += 1
        self._known.clear()
        self._check_soon([id for id in self._in_use() if key_id in (id, None)])

    def _check_soon(self, key_ids: list[str]) -> None:
        if key_ids:
            check = asyncio.create_task(self._check(key_ids), name="checking keys")
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)

    async def _check(self, key_ids: list[str]) -> None:
        """Notify the watchers of keys that work no more; look at the others again when they expire."""
        try:
            rows = await self._database.read(_THESE.text, _THESE.arguments({"ids": key_ids}), asyncpg.Record)
        except Fault:
            # The database is away, and so is the connection that listens: when that is back, all keys are checked.
            return
        now = self._now()
        for row in rows:
            refusal = refusal_of(row, now)
            if refusal:
                self._gone(row["id"], refusal.message)
            elif row["expires_at"]:
                self._check_later(row["id"], row["expires_at"])

    def _check_later(self, key_id: str, moment: datetime) -> None:
        if key_id in self._timers:
            self._timers.pop(key_id).cancel()
        seconds = (moment - self._now()).total_seconds()
        self._timers[key_id] = asyncio.get_running_loop().call_later(seconds, self._expire, key_id)

    def _expire(self, key_id: str) -> None:
        del self._timers[key_id]
        self._check_soon([id for id in self._in_use() if id == key_id])
