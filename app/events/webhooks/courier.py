"""The courier: sends what is due to endpoints, in any number of processes that share the work.

It claims from the database, sends outside any transaction, and records. It is woken by a notification when something is
told, by its own next due time, and when an attempt ended; and it polls now and then, as a notification may be
lost, and the claim of a process that was killed expires.
"""

import asyncio
import logging
import ssl
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from app.database import Database
from app.domain.sealing import Sealer, sealer
from app.domain.transaction import DELIVERIES
from app.domain.webhooks.addresses import Reach, reach
from app.events.webhooks.claiming import Parcel, Shares, claim, next_due, release
from app.events.webhooks.outcome import Outcome
from app.events.webhooks.recording import note_health, record
from app.failures import log_failure
from app.settings import Webhooks
from app.tables.tenancy import Tenant

if TYPE_CHECKING:
    from app.events.webhooks.sending import Sender

logger = logging.getLogger(__name__)

LOOK_EVERY = 10.0
"""Seconds after which the courier polls."""
AFTER_FAILURE = 1.0
"""Seconds to wait when the database is away."""
GRACE = 3.0
"""Seconds that a courier which is to stop gives to what is under way."""
SLACK = timedelta(seconds=40)
"""How much longer a claim holds than a request may take: time to be begun, and to be recorded even if the database is
away for a bit."""
BEGIN_WITHIN = SLACK / 2
"""How long what was claimed may wait to be begun. After that the next process to claim it sends it."""
AHEAD = 8
"""How many times as much is claimed as may be under way: claiming many at once costs little more than claiming one."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _new_sender(options: Webhooks, keeper: Sealer | None, within: Reach, tls: ssl.SSLContext | None) -> "Sender":
    """What sends. aiohttp is loaded with the first delivery: the server's first answer need not wait for it."""
    from app.events.webhooks.sending import Sender

    return Sender(options, keeper, within, tls=tls)


class Courier:
    """One process's share of the work. `now` is real time. Close it with `aclose`."""

    def __init__(
        self,
        database: Database,
        options: Webhooks,
        *,
        keeper: Sealer | None = None,
        within: Reach | None = None,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._database = database
        self._options = options
        self._now = now
        self._sender: Sender | None = None
        self._make_sender = partial(_new_sender, options, keeper or sealer(), within or reach(), tls)
        self._lease = timedelta(seconds=options.timeout_seconds) + SLACK
        self._waiting: dict[str, deque[tuple[Parcel, datetime]]] = {}
        """What was claimed, by target, each with the moment until which it may be begun."""
        self._busy: Counter[str] = Counter()
        """Requests under way, by target."""
        self._accounts: Counter[str] = Counter()
        """Requests under way, by account."""
        self._sent = 0
        self._under_way: set[asyncio.Task[None]] = set()
        self._ended: list[Outcome] = []
        self._recording: asyncio.Task[None] | None = None
        self._stirred = asyncio.Event()

    async def aclose(self, *, grace: float = GRACE) -> None:
        """Stop, once what is under way has ended and is recorded, or after `grace` seconds.

        What was not begun is left to others at once. What is not recorded by then is sent again when its claim expires.
        """
        waiting, self._waiting = self._waiting, {}
        try:
            await release(self._database, [parcel for each in waiting.values() for parcel, _ in each])
        except Exception as error:
            log_failure(
                logger, "What was not sent is left to others when its claim expires", error, level=logging.WARNING
            )
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._at_work():
                    await asyncio.wait(self._at_work())
        cut_off = self._at_work()
        for task in cut_off:
            task.cancel()
        await asyncio.gather(*cut_off, return_exceptions=True)
        if self._sender is not None:
            await self._sender.aclose()

    def _at_work(self) -> list["asyncio.Task[None]"]:
        return [*self._under_way, *([self._recording] if self._recording else [])]

    async def work(self) -> None:
        """Deliver what is due, as soon as it is, until cancelled."""
        unlisten = await self._database.listen(DELIVERIES, lambda _: self._stirred.set())
        try:
            while True:
                try:
                    self._stirred.clear()
                    pause = await self._until_next() if await self._claim() == 0 else LOOK_EVERY
                except Exception as error:
                    log_failure(logger, "Deliveries are looked for again later", error, level=logging.WARNING)
                    pause = AFTER_FAILURE
                # Not wait_for, which in Python 3.11 loses a cancellation that comes with what is waited for.
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._stirred.wait()
        finally:
            await unlisten()

    async def deliver_due(self) -> int:
        """Send all that is due now, and record it. How many requests were sent."""
        before = self._sent
        while True:
            self._stirred.clear()
            if await self._claim() == 0 and not self._at_work() and not self._stirred.is_set():
                return self._sent - before
            await self._stirred.wait()

    async def _claim(self) -> int | None:
        """Claim a good deal more, and begin to send it. How much that was; None while there is a good deal at hand."""
        held = self._busy + Counter({target: len(parcels) for target, parcels in self._waiting.items()})
        most = self._options.concurrency * AHEAD
        # What waits for slow receivers leaves room for as much of others.
        room = 2 * most - held.total()
        if self._at_hand() > most / 2 or room <= 0:
            return None
        now = self._now()
        accounts = self._accounts + Counter(
            Tenant.of(parcel).account for parcels in self._waiting.values() for parcel, _ in parcels
        )
        options = self._options
        shares = Shares(options.endpoint_concurrency * AHEAD, options.account_concurrency * AHEAD, held, accounts)
        parcels = await claim(self._database, now, self._lease, room=room, shares=shares)
        for parcel in parcels:
            self._waiting.setdefault(parcel.target_id, deque()).append((parcel, now + BEGIN_WITHIN))
        for target in list(self._waiting):
            self._begin(target)
        return len(parcels)

    def _at_hand(self) -> int:
        """How much of what was claimed could be begun but for the requests of others."""
        options = self._options
        return sum(
            len(waiting)
            for target, waiting in self._waiting.items()
            if self._busy[target] < options.endpoint_concurrency
            and self._accounts[Tenant.of(waiting[0][0]).account] < options.account_concurrency
        )

    def _begin(self, target: str) -> None:
        """Begin to send what waits for a target, as far as there is room."""
        waiting, options = self._waiting.get(target, ()), self._options
        while waiting and self._busy[target] < options.endpoint_concurrency:
            account = Tenant.of(waiting[0][0]).account
            if len(self._under_way) >= options.concurrency or self._accounts[account] >= options.account_concurrency:
                return
            parcel, until = waiting.popleft()
            if self._now() <= until:
                self._sent += 1
                self._busy[target] += 1
                self._accounts[account] += 1
                task = asyncio.create_task(self._deliver(parcel), name=f"delivery {parcel.id}")
                self._under_way.add(task)
        if not waiting:
            self._waiting.pop(target, None)
        if not self._busy[target]:
            del self._busy[target]

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            self._sender = self._sender or self._make_sender()
            outcome = await self._sender.send(parcel, self._now())
            self._ended.append(outcome)
        except Exception as error:
            # A mistake of ours, not the receiver's. The claim expires, and it is tried again.
            log_failure(logger, f"The delivery {parcel.id} could not be sent", error)
        finally:
            task = asyncio.current_task()
            assert task
            self._under_way.discard(task)
            self._busy[parcel.target_id] -= 1
            account = Tenant.of(parcel).account
            self._accounts[account] -= 1
            if not self._accounts[account]:
                del self._accounts[account]
        for target in (parcel.target_id, *self._waiting):
            if len(self._under_way) >= self._options.concurrency:
                break
            self._begin(target)
        if self._recording is None:
            self._recording = asyncio.create_task(self._record(), name="recording deliveries")

    async def _record(self) -> None:
        """Record what has ended, all that there is at a time, until there is no more. Each time there may be more to
        claim: what waited for an earlier event of the same object."""
        try:
            while self._ended:
                outcomes, self._ended = self._ended, []
                await self._keep(outcomes)
                self._stirred.set()
        finally:
            self._recording = None
            self._stirred.set()

    async def _keep(self, outcomes: list[Outcome]) -> None:
        while True:
            try:
                await record(self._database, outcomes, self._options, self._now())
                break
            except Exception as error:
                log_failure(logger, "What came of deliveries is recorded later", error, level=logging.WARNING)
                await asyncio.sleep(AFTER_FAILURE)
        try:
            await note_health(self._database, outcomes, self._options, self._now())
        except Exception as error:
            log_failure(logger, "How endpoints fare is noted with the next attempt", error, level=logging.WARNING)

    async def _until_next(self) -> float:
        """Seconds until something falls due, or until it is time to look anyway."""
        now = self._now()
        due = await next_due(self._database, now)
        return LOOK_EVERY if due is None else min(max((due - now).total_seconds(), 0), LOOK_EVERY)
