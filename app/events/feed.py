"""Feed: the events of every account as they happen, for those who follow them in this process.

The table is the truth, and a notification only says that it is worth a look; one that is lost costs a moment, as the
feed also polls every few seconds. So any number of processes serve the same streams.
"""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Generic

from sqlalchemy import ARRAY, Text, bindparam, select

from app.database import Database
from app.domain import quiet
from app.domain.connect.connected import CONNECTED
from app.domain.transaction import CHANNEL
from app.events.changes import ObjectChanges
from app.events.fleet import Fleet
from app.events.fleets import Fleets
from app.events.hub import Channel, EventFilter, Hub
from app.events.resent import Resent
from app.events.stream import EventRow, Row, bounds, dense, place_of, read_after
from app.failures import log_failure
from app.listening import Unlisten
from app.single_flight import SingleFlight
from app.tables.infrastructure import EventStream
from app.tables.tenancy import Tenant, in_accounts, owner

SELDOM = 5
"""After how many polls fleets look, too: they read which accounts a platform has, however many these are."""

logger = logging.getLogger(__name__)

STREAM = EventStream.__table__.c
LAST = select(*owner(STREAM), STREAM.last_sequence).where(in_accounts(STREAM, bindparam("accounts", type_=ARRAY(Text))))


class Feed(Generic[Row]):
    """Made with `open`, once a process and event loop. `close` ends every subscription.

    `kept` bounds how many recent events a filter keeps at hand, `page` how many are read at once, and `poll` is the
    number of seconds after which the feed polls.
    """

    def __init__(self, database: Database, record: type[Row], *, kept: int, page: int, poll: float) -> None:
        self._database = database
        self._record = record
        self._kept = kept
        self._page = page
        self._poll = poll
        self._bounds = SingleFlight(partial(bounds, database))
        self._hubs: dict[Tenant, Hub[Row]] = {}
        self._unlisten: list[Unlisten] = []
        self.resent = Resent()
        """What is sent again."""
        self.fleets = Fleets(partial(Fleet, database, record, kept=kept, page=page, pause=poll))
        """What happens in platforms and the accounts that are connected to them."""
        self._looking: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls, database: Database, record: type[Row], *, kept: int = 500, page: int = 200, poll: float = 2.0
    ) -> "Feed[Row]":
        """Begin to listen. Events are handed out as `record`s. Raises Fault when the database is away."""
        feed = cls(database, record, kept=kept, page=page, poll=poll)
        feed._unlisten = [
            await database.listen(CHANNEL, feed._hear),
            await database.listen(quiet.CHANNEL, feed._hear_changes),
            await database.listen(CONNECTED, feed._hear_connection),
        ]
        feed.resent = await Resent.open(database)
        feed._looking = asyncio.create_task(feed._look(), name="event feed")
        return feed

    async def close(self) -> None:
        """Stop listening, and end every subscription."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        for unlisten in self._unlisten:
            await unlisten()
        await self.resent.close()
        await self.fleets.close()
        hubs, self._hubs = self._hubs, {}
        for hub in hubs.values():
            await hub.close()

    async def subscribe(
        self,
        tenant: Tenant,
        *,
        types: list[str] | None = None,
        objects: list[str] | None = None,
        after: str | None = None,
        readable: frozenset[str] | None = None,
    ) -> "Subscription[Row]":
        """Follow the events of an account and mode: an asynchronous iterator, to be closed with `aclose`.

        It begins after the event whose cursor or id is `after`, or else after the last event committed when this was
        called; from there on it gives each event that fits, once and in order. `types` are types or patterns such as
        `invoice.*`; `objects` are ids; `readable` are the types that the follower may read, None for all. Raises
        BadRequest, naming the argument, Forbidden and CursorExpired.
        """
        filter = EventFilter.of(types, objects, readable)
        position, last = await place_of(self._database, tenant, after, await self._bounds.get(tenant))
        return self.follow(tenant, filter, position, last)

    def follow(self, tenant: Tenant, filter: EventFilter, position: int, last: int) -> "Subscription[Row]":
        """Follow what a filter lets through after a position. `last` is a known sequence, or `position`."""
        return Subscription(self, tenant, filter, self._hub(tenant, last).join(filter), position, self._page)

    def _hub(self, tenant: Tenant, last: int) -> Hub[Row]:
        """The hub of a stream; a new one reads what comes after a known sequence."""
        hub = self._hubs.get(tenant)
        if hub is None:
            read = partial(self._read, tenant)
            hub = self._hubs[tenant] = Hub(read, seen=last, kept=self._kept, page=self._page, pause=self._poll)
            hub.poke()
        return hub

    async def object_changes(self, tenant: Tenant, id: str) -> ObjectChanges:
        """Follow the changes of one object that are committed from now on, each once, whether or not events tell of
        them. To be closed with `aclose`."""
        _, last = await self._bounds.get(tenant)
        return self._watching(tenant, id, None, last, last)

    def _watching(self, tenant: Tenant, id: str, position: int | None, since: int, last: int) -> ObjectChanges:
        hub = self._hub(tenant, last)
        watch = hub.watch(id, last)

        async def leave() -> None:
            if hub.unwatch(id) and self._hubs.get(tenant) is hub:
                await self._close(tenant)

        def follow(position: int) -> ObjectChanges:
            return self._watching(tenant, id, position, since, hub.seen)

        place = watch.newest if position is None else position
        return ObjectChanges(watch, place, since, follow=follow, leave=leave)

    async def read(self, tenant: Tenant, position: int) -> list[Row]:
        """A page of the events after a position, none missing. Raises CursorExpired when some are no longer kept."""
        return dense(await self._read(tenant, position, self._page), position)

    async def leave(self, tenant: Tenant, filter: EventFilter) -> None:
        """One subscription fewer; with the last one of a stream, its hub goes."""
        left = self._hubs.get(tenant)
        if left is not None and left.leave(filter):
            await self._close(tenant)

    async def _close(self, tenant: Tenant) -> None:
        await self._hubs.pop(tenant).close()

    async def _read(self, tenant: Tenant, position: int, limit: int) -> list[Row]:
        return await read_after(self._database, tenant, position, limit, self._record)

    def _hear_changes(self, payload: str | None) -> None:
        if payload is None:
            # The connection was lost, and with it what was said meanwhile.
            for each in self._hubs.values():
                each.changed()
            return
        tenant, ids = quiet.heard(payload)
        if hub := self._hubs.get(tenant):
            hub.changed(ids)

    def _hear(self, payload: str | None) -> None:
        if payload is None:
            for each in self._hubs.values():
                each.poke()
            self.fleets.look()
            return
        account, mode, sequence = payload.split(":")
        tenant = Tenant(account, mode == "live")
        self.fleets.hear(tenant)
        if hub := self._hubs.get(tenant):
            hub.poke(int(sequence))

    def _hear_connection(self, payload: str | None) -> None:
        if payload is None:
            self.fleets.look()
            return
        platform, account, mode = payload.split(":")
        self.fleets.look(Tenant(platform, mode == "live"))
        # Whoever follows an object there from the platform's side sees that this is over.
        if hub := self._hubs.get(Tenant(account, mode == "live")):
            hub.changed()

    async def _look(self) -> None:
        """See every few seconds what has come, in one statement for all streams that anyone follows."""
        for turn in count(1):
            await asyncio.sleep(self._poll)
            if turn % SELDOM == 0:
                self.fleets.look()
            if not self._hubs:
                continue
            try:
                accounts = list({tenant.account for tenant in self._hubs})
                for row in await self._database.fetch(LAST, EventRow, {"accounts": accounts}):
                    if hub := self._hubs.get(Tenant.of(row)):
                        hub.poke(row.last_sequence)
            except Exception as error:
                log_failure(logger, "The streams of events are looked at again later", error, level=logging.WARNING)


class Subscription(Generic[Row]):
    """One follower of a stream: `async for event in subscription`. Not shared among tasks."""

    def __init__(
        self, feed: Feed[Row], tenant: Tenant, filter: EventFilter, channel: Channel[Row], position: int, page: int
    ) -> None:
        self._feed = feed
        self._tenant = tenant
        self._filter = filter
        self._channel = channel
        self._place = position
        self._page = page
        self._ready: list[Row] = []
        """The last one first. Most followers never need it, and an empty deque takes ten times as much."""
        self._closed = False

    @property
    def key(self) -> tuple[Tenant, EventFilter]:
        """Equal for those that give the same events from any position on."""
        return self._tenant, self._filter

    @property
    def position(self) -> int:
        """The sequence up to which events have been given."""
        return self._ready[-1].sequence - 1 if self._ready else self._place

    @property
    def has_more(self) -> bool:
        """Whether the next event is at hand."""
        return bool(self._ready)

    def resume(self, position: int) -> "Subscription[Row]":
        """The same from after a position."""
        return self._feed.follow(self._tenant, self._filter, position, position)

    def __aiter__(self) -> "Subscription[Row]":
        return self

    async def __anext__(self) -> Row:
        """The next event that fits. Raises CursorExpired for a follower so slow that events are gone meanwhile."""
        while not self._ready:
            if self._closed or self._channel.closed:
                raise StopAsyncIteration
            if self._place < self._channel.floor:
                page = await self._feed.read(self._tenant, self._place)
                self._ready = [row for row in reversed(page) if self._filter.wants(row)]
                self._place = page[-1].sequence
            elif recent := self._channel.after(self._place, self._page):
                self._ready = recent[::-1]
                self._place = recent[-1].sequence
            else:
                self._place = max(self._place, self._channel.seen)
                await self._channel.news()
        return self._ready.pop()

    async def aclose(self) -> None:
        """Stop following."""
        if not self._closed:
            self._closed = True
            self._ready.clear()
            self._channel.rouse()
            await self._feed.leave(self._tenant, self._filter)
