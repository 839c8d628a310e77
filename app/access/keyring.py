"""Recognises keys for a server: remembers them for a few seconds, and forgets at once those that are revoked."""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime

import asyncpg
from sqlalchemy import Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.access.acting import act, platforms
from app.access.caller import ON, Caller
from app.access.keys import KEY_COLUMNS, identify, refusal_of
from app.access.secret import read_authorization
from app.database import Database, write
from app.errors import Fault
from app.listening import Unlisten
from app.single_flight import SingleFlight
from app.tables.access import CHANNEL, ApiKey
from app.tables.tenancy import Tenant

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

    A change of a key, or of what an account is connected to, wherever it is made, is heard on the channel
    `paygraph_keys`; should that be lost for a moment, a revoked key is refused within five seconds all the same.
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
        self._known: dict[tuple[str | None, str | None], tuple[float, Caller]] = {}
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
        """`in_use` names the grants (see Caller) that hold sockets open; `gone` is called with such a grant, and a
        sentence that says why, as soon as its key is revoked or expires, or its account is connected no more. `now` is
        real time.

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

    def recognise(self, authorization: str | None, account: str | None = None) -> Caller | None:
        """Who sends this `Authorization`, with the `account` to act on, if that is remembered."""
        until, caller = self._known.get((authorization, account), UNKNOWN)
        if caller and until > time.monotonic() and not (caller.expires_at and caller.expires_at <= self._now()):
            return caller
        return None

    async def authenticate(self, authorization: str | None, account: str | None = None) -> Caller:
        """Who sends this `Authorization`, with the `account` to act on. Raises Unauthenticated or Forbidden, saying
        what to do about it."""
        caller = self.recognise(authorization, account)
        if caller is not None:
            return caller
        secret = read_authorization(authorization)
        changes = -1
        # What was read before a change that has been announced since may be out of date.
        while changes != self._changes:
            changes = self._changes
            caller = await identify(self._database, secret, now=self._now())
            if account is not None:
                caller = await act(self._database, caller, account)
        assert caller is not None
        if caller.expires_at:
            self._check_later(caller.key_id, caller.expires_at)
        self._known.pop((authorization, account), None)
        self._known[authorization, account] = (time.monotonic() + REMEMBERED_SECONDS, caller)
        if len(self._known) > REMEMBERED_KEYS:
            del self._known[next(iter(self._known))]
        return caller

    async def look_again(self, grant: str) -> None:
        """Look at a grant past what is remembered, and notify watchers if it is one no more."""
        await self._looks.get(grant)

    async def _look(self, grant: str) -> None:
        await self._check([grant])

    def _hear(self, id: str | None) -> None:
        """A key has changed, or an account's connection; or, when None, any may have."""
        self._changes += 1
        self._known.clear()
        self._check_soon(list(self._in_use()) if id is None else self._used(id))

    def _used(self, id: str) -> list[str]:
        """The grants in use that are a key's, or on an account."""
        return [grant for grant in self._in_use() if id in grant.split(ON)]

    def _check_soon(self, grants: list[str]) -> None:
        if grants:
            check = asyncio.create_task(self._check(grants), name="checking keys")
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)

    async def _check(self, grants: list[str]) -> None:
        """Notify the watchers of grants that are none any more; look at the others again when their keys expire."""
        keys = list(dict.fromkeys(grant.partition(ON)[0] for grant in grants))
        accounts = {grant.partition(ON)[2] for grant in grants} - {""}
        try:
            read = await self._database.read(_THESE.text, _THESE.arguments({"ids": keys}), asyncpg.Record)
            connected = await platforms(self._database, accounts) if accounts else {}
        except Fault:
            # The database is away, and so is the connection that listens: when that is back, all keys are checked.
            return
        rows, now = {row["id"]: row for row in read}, self._now()
        for grant in grants:
            key, _, account = grant.partition(ON)
            if (row := rows.get(key)) is None:
                continue
            if refusal := refusal_of(row, now):
                self._gone(grant, refusal.message)
            elif account and connected.get(Tenant.of(row)._replace(account=account)) != Tenant.of(row).account:
                self._gone(grant, f"The account {account} is not connected to yours any more.")
            elif row["expires_at"]:
                self._check_later(key, row["expires_at"])

    def _check_later(self, key_id: str, moment: datetime) -> None:
        if key_id in self._timers:
            self._timers.pop(key_id).cancel()
        seconds = (moment - self._now()).total_seconds()
        self._timers[key_id] = asyncio.get_running_loop().call_later(seconds, self._expire, key_id)

    def _expire(self, key_id: str) -> None:
        del self._timers[key_id]
        self._check_soon(self._used(key_id))
