"""Faults of operations: what fault rules do to what a caller asks for. Asks nothing of the database for an account
without rules."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg
from sqlalchemy import select

from app.access.caller import Caller
from app.database import Database
from app.domain import quiet
from app.domain.faults.faulted import CHANNEL, faulted
from app.domain.faults.meeting import EXEMPT, Kind, Strike, meet, meets, standing
from app.domain.faults.refusing import refusal_of
from app.domain.real_time import real_now
from app.errors import Fault, LockTimeout, RateLimited, Refusal
from app.listening import Unlisten
from app.tables.codec import codec
from app.tables.sandboxes.fault_rule import FaultCut, FaultRule
from app.tables.tenancy import Tenant, owner

_RULE = FaultRule.__table__.c


@dataclass(slots=True)
class Struck:
    """What happens to an operation."""

    seconds: float = 0
    """How long it waits before anything else happens."""
    limit: RateLimited | None = None
    """What refuses the request, after that."""
    cut: FaultCut | None = None
    """Whether the connection is closed in place of a response, and when."""
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    """What refuses mutations, by their response keys."""


class Faults:
    """The faults of one process. Make it with `open`, and `close` it before the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._faulted = faulted(database)
        self._unlisten: Unlisten | None = None
        self._reading: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, database: Database) -> "Faults":
        """Know all accounts that have rules, and hear of others from here on."""
        faults = cls(database)
        faults._unlisten = await database.listen(CHANNEL, faults._hear)
        await faults._read()
        return faults

    async def close(self) -> None:
        """Stop listening."""
        if self._unlisten:
            await self._unlisten()
        for task in tuple(self._reading):
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)

    def concern(self, caller: Caller) -> bool:
        """Whether the caller's account may have rules."""
        return caller.tenant in self._faulted

    async def meet(self, caller: Caller, kind: Kind, names: Mapping[str, str]) -> Struck:
        """Have the account's rules meet the fields of an operation, each named by its response key."""
        tenant, now = caller.tenant, real_now()
        additions = self._faulted.additions
        rules = await self._standing(tenant, now)
        if not rules:
            self._faulted.discard(tenant, additions=additions)
            return Struck()
        met = {key: name for key, name in names.items() if not name.startswith(("__", EXEMPT))}
        these = [rule.id for rule in rules if any(meets(rule, kind, name) for name in met.values())]
        if not these:
            return Struck()
        try:
            async with self._database.begin() as connection:
                strikes = await meet(connection, tenant, kind, [*met.values()], now)
        except asyncpg.LockNotAvailableError as error:
            raise LockTimeout from error
        quiet.notify(self._database.notify, tenant, these)
        return _summed(dict(zip(met, strikes, strict=True)))

    async def _standing(self, tenant: Tenant, now: datetime) -> list[FaultRule]:
        rows = await self._database.fetch(standing(tenant, now, of_events=False), asyncpg.Record)
        return [codec(FaultRule).load(row) for row in rows]

    def _hear(self, account: str | None) -> None:
        """An account has a rule; or, when None, any may have one."""
        if account is not None:
            self._faulted.add(Tenant(account, livemode=False))
            return
        task = asyncio.create_task(self._read(), name="reading fault rules")
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read(self) -> None:
        """Know all accounts that have rules."""
        owned = select(*owner(_RULE)).where(_RULE.deleted_at.is_(None))
        # While the database is away there is nothing to be struck; when it is back, all is read again.
        with suppress(Fault):
            for row in await self._database.fetch(owned.distinct(), asyncpg.Record):
                self._faulted.add(Tenant.of(row))


def _summed(strikes: Mapping[str, Strike | None]) -> Struck:
    """What strikes on several fields of one operation come to: the longest delay, and the first of the others."""
    struck = Struck()
    refused = {}
    for key, strike in strikes.items():
        if strike is None:
            continue
        effect = strike.effect
        if effect.delay is not None:
            struck.seconds = max(struck.seconds, effect.delay.milliseconds / 1_000)
        elif effect.error is not None:
            refused[key] = refusal_of(strike.rule, effect.error)
        elif effect.rate_limited is not None:
            message = f"The fault rule {strike.rule} refused this request, as if there were too many."
            struck.limit = struck.limit or RateLimited(message, retry_after=effect.rate_limited.retry_after)
        elif struck.cut is not FaultCut.BEFORE_COMMIT:
            struck.cut = effect.cut
    struck.refused = refused
    return struck
