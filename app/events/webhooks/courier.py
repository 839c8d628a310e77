"""The courier: sends what is due to endpoints, in any number of processes that share the work.

It claims from the database, sends outside any transaction, and records. It is woken by a notification when something is
told, by its own next due time, and when an attempt ended; and it looks by itself now and then, as a notification may be
lost, and the claim of a process that was killed lapses.
"""

import asyncio
import logging
import ssl
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from app.database import Database
from app.domain.transaction import DELIVERIES
from app.events.webhooks.addresses import Reach, reach
from app.events.webhooks.claiming import Parcel, claim, next_due
from app.events.webhooks.recording import note_health, record
from app.events.webhooks.sealing import Sealer, sealer
from app.events.webhooks.sending import Outcome, Sender
from app.settings import Webhooks

logger = logging.getLogger(__name__)

LOOK_EVERY = 10.0
"""Seconds after which the courier looks by itself."""
AFTER_FAILURE = 1.0
"""Seconds to wait when the database is away."""
GRACE = 3.0
"""Seconds that a courier which is to stop gives to what is under way."""
SLACK = timedelta(seconds=40)
"""How much longer a claim holds than a request may take: time to record it, even if the database is away for a bit."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


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
        self._sender = Sender(options, keeper or sealer(), within or reach(), tls=tls)
        self._lease = timedelta(seconds=options.timeout_seconds) + SLACK
        self._busy: Counter[str] = Counter()
        self._under_way: set[asyncio.Task[None]] = set()
        self._ended: list[Outcome] = []
        self._recording: asyncio.Task[None] | None = None
        self._stirred = asyncio.Event()

    async def aclose(self, *, grace: float = GRACE) -> None:
        """Stop, once what is under way has ended and is recorded, or after `grace` seconds.

        What is not recorded by then is sent again when its claim lapses.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._at_work():
                    await asyncio.wait(self._at_work())
        cut_off = self._at_work()
        for task in cut_off:
            task.cancel()
        await asyncio.gather(*cut_off, return_exceptions=True)
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
                    await self._begin()
                    pause = await self._until_next()
                except Exception:
                    logger.warning("Deliveries could not be looked for; trying again.", exc_info=True)
                    pause = AFTER_FAILURE
                # Not wait_for, which in Python 3.11 loses a cancellation that comes with what is waited for.
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._stirred.wait()
        finally:
            await unlisten()

    async def deliver_due(self) -> int:
        """Send all that is due now, and record it. How many requests were sent."""
        sent = 0
        while True:
            self._stirred.clear()
            begun = await self._begin()
            sent += begun
            if not begun and not self._under_way and self._recording is None and not self._stirred.is_set():
                return sent
            await self._stirred.wait()

    async def _begin(self) -> int:
        """Claim as much as there is room for, and begin to send it."""
        room = self._options.concurrency - len(self._under_way)
        if room <= 0:
            return 0
        each = self._options.endpoint_concurrency
        now = self._now()
        parcels = await claim(self._database, now, self._lease, room=room, each=each, busy=self._busy)
        for parcel in parcels:
            self._busy[parcel.target_id] += 1
            task = asyncio.create_task(self._deliver(parcel), name=f"delivery {parcel.id}")
            self._under_way.add(task)
        return len(parcels)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            outcome = await self._sender.send(parcel, self._now())
            self._ended.append(outcome)
        except Exception:
            # A mistake of ours, not the receiver's. The claim lapses, and it is tried again.
            logger.exception("The delivery %s could not be sent.", parcel.id)
        finally:
            task = asyncio.current_task()
            assert task
            self._under_way.discard(task)
            self._busy[parcel.target_id] -= 1
            if not self._busy[parcel.target_id]:
                del self._busy[parcel.target_id]
        if self._ended and self._recording is None:
            self._recording = asyncio.create_task(self._record(), name="recording deliveries")
        self._stirred.set()

    async def _record(self) -> None:
        """Record what has ended, all that there is at a time, until there is no more."""
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
            except Exception:
                logger.warning("What came of deliveries could not be recorded; trying again.", exc_info=True)
                await asyncio.sleep(AFTER_FAILURE)
        try:
            await note_health(self._database, outcomes, self._options, self._now())
        except Exception:
            logger.warning("How endpoints fare could not be noted; the next attempt tells as well.", exc_info=True)

    async def _until_next(self) -> float:
        """Seconds until something falls due, or until it is time to look anyway."""
        now = self._now()
        due = await next_due(self._database, now)
        return LOOK_EVERY if due is None else min(max((due - now).total_seconds(), 0), LOOK_EVERY)
