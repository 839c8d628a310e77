"""Fleet: the events of a platform and of all accounts that are connected to it, for those who follow them here.

Each account has a stream of its own, and no number is common to all. A fleet knows how far it has read each of them,
and reads what has come in one statement, of accounts alone that are connected as it is read. Followers keep a place in
what the fleet has read lately. One that falls behind, or comes back, begins again a little before the last event that
it was given: ids encode the moment of their making, which a commit follows in far less than `OVERLAP`.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Text, and_, bindparam, column, func, or_, select, true

from app.database import Database
from app.errors import BadRequest, CursorExpired
from app.events.hub import EventFilter
from app.events.stream import EventRow, Row, expired
from app.failures import log_failure
from app.ids import first_id, moment_of
from app.tables.connect.account import Account
from app.tables.core_resources.event import Event
from app.tables.infrastructure import EventStream
from app.tables.storage import texts
from app.tables.tenancy import Tenant, belongs, in_accounts, owner, same_tenant

logger = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=1)
"""How much of what was told before an event is told again to those who resume after it: as they followed many streams,
others may have been ahead of that event's."""

_ACCOUNT, _EVENT, _STREAM = Account.__table__.c, Event.__table__.c, EventStream.__table__.c


@dataclass(frozen=True)
class FleetFilter:
    """Which events a follower wants: of which accounts, None for all."""

    events: EventFilter
    accounts: frozenset[str] | None

    def wants(self, row: EventRow) -> bool:
        """Whether the event is wanted."""
        # What a platform alone is told of an account of its is in its own stream.
        of = row.account or Tenant.of(row).account
        return (self.accounts is None or of in self.accounts) and self.events.wants(row)


class Channel(Generic[Row]):
    """What passed one filter lately: rows by their places, which count all that ever passed it."""

    def __init__(self, kept: int) -> None:
        self.followers = 0
        self.closed = False
        self.first = 0
        """The place of the oldest row that is kept."""
        self.rows: list[Row] = []
        self._kept = kept
        self._news = asyncio.Event()

    @property
    def end(self) -> int:
        """The place of the next row."""
        return self.first + len(self.rows)

    def offer(self, rows: list[Row]) -> None:
        """Take what passed the filter. At twice the size, the older half is dropped."""
        if rows:
            self.rows += rows
            if len(self.rows) > 2 * self._kept:
                gone = len(self.rows) - self._kept
                self.first += gone
                del self.rows[:gone]
            self.rouse()

    def close(self) -> None:
        """Have all followers come to their end."""
        self.closed = True
        self.rouse()

    def rouse(self) -> None:
        """Let every follower look again."""
        self._news.set()
        self._news = asyncio.Event()

    async def news(self) -> None:
        """Wait for something new."""
        await self._news.wait()


class Fleet(Generic[Row]):
    """A platform's accounts as this process follows them, from the moment on at which it is made."""

    def __init__(
        self, database: Database, record: type[Row], platform: Tenant, *, kept: int, page: int, pause: float
    ) -> None:
        self.platform = platform
        self.seen: dict[str, int] = {}
        """By account, the sequence up to which its stream was read."""
        self._database, self._record = database, record
        self._kept, self._page, self._pause = kept, page, pause
        self._channels: dict[FleetFilter, Channel[Row]] = {}
        self._heard: set[str] = set()
        """Accounts of which there is something to be read."""
        self._changed = False
        """Whether other accounts may be connected now."""
        self._begun = False
        """Whether it is known which are."""
        self._waiting: list[asyncio.Future[None]] = []
        """Those who wait until all that is committed by now has been read."""
        self._poked = asyncio.Event()
        self._reader = asyncio.create_task(self._follow(), name="event fleet")

    async def close(self) -> None:
        """Stop reading. Followers come to their end."""
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        for channel in self._channels.values():
            channel.close()
        self._answer(self._waiting)

    def hear(self, account: str) -> None:
        """There may be events in an account."""
        if not self._begun or account in self.seen:
            self._heard.add(account)
            self._poked.set()

    def look(self) -> None:
        """There may be other accounts, and more events in any of them."""
        self._changed = True
        self._poked.set()

    async def come_up(self) -> None:
        """Wait until all has been read that is committed when this is called. Raises what hinders that."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        self.look()
        await waiting

    def join(self, filter: FleetFilter) -> Channel[Row]:
        """The filter's channel, for one more follower."""
        channel = self._channels.setdefault(filter, Channel(self._kept))
        channel.followers += 1
        return channel

    def leave(self, filter: FleetFilter) -> bool:
        """One follower fewer. Whether that was the last of the fleet."""
        channel = self._channels[filter]
        channel.followers -= 1
        if not channel.followers:
            del self._channels[filter]
        return not self._channels

    async def begun_after(self, id: str, filter: FleetFilter) -> dict[str, int]:
        """As `since`, for whoever names the last event that was received. Raises BadRequest for what is no event, and
        CursorExpired for one that is no longer kept."""
        made = moment_of(Event.prefix, id)
        named = select(_EVENT.id).where(_EVENT.id == id, _EVENT.livemode == self.platform.livemode)
        if made is None or not await self._database.fetch(named, EventRow):
            (oldest,) = await self._database.fetch(select(func.min(_EVENT.id).label("id")), EventRow)
            if made is not None and oldest.id is not None and id < oldest.id:
                raise CursorExpired(expired(id))
            raise BadRequest(
                f"No such event: '{id[:100]}'. With `accounts`, resume after the id of an event that you received.",
                field="after",
            )
        return await self.since(id, filter)

    async def since(self, id: str, filter: FleetFilter) -> dict[str, int]:
        """Up to where a follower whose last event this is had read each stream that has later ones, but for OVERLAP."""
        made = moment_of(Event.prefix, id)
        assert made is not None
        accounts = self.seen.keys() if filter.accounts is None else (filter.accounts | {self.platform.account})
        later = select(*owner(_EVENT), (func.min(_EVENT.sequence) - 1).label("before")).where(
            _EVENT.id >= first_id(Event.prefix, made - OVERLAP),
            in_accounts(_EVENT, texts(accounts)),
            _EVENT.livemode == self.platform.livemode,
        )
        found = await self._database.fetch(later.group_by(*owner(_EVENT)), EventRow)
        return {Tenant.of(row).account: row.before for row in found}

    async def read(self, after: Mapping[str, int]) -> list[Row]:
        """A page of what came after these places in the streams of accounts, as far as these are connected: that of one
        account after the other, in order."""
        followed = (
            func.unnest(
                bindparam("accounts", list(after), type_=ARRAY(Text)),
                bindparam("places", list(after.values()), type_=ARRAY(BigInteger)),
            )
            .table_valued(column("id", Text), column("seen", BigInteger), name="followed")
            .render_derived()
        )
        rows = select(*_EVENT).where(
            *belongs(_EVENT, Tenant(followed.c.id, self.platform.livemode)),  # type: ignore[arg-type]
            _EVENT.sequence > followed.c.seen,
        )
        page = rows.order_by(_EVENT.sequence).limit(self._page).lateral("page")
        statement = select(*page.c).select_from(
            followed.join(Account.__table__, and_(_ACCOUNT.id == followed.c.id, *self._ours())).join(page, true())
        )
        return await self._database.fetch(
            statement.order_by(*owner(page.c), page.c.sequence).limit(self._page), self._record
        )

    async def _members(self) -> dict[str, int]:
        last = func.coalesce(_STREAM.last_sequence, 0).label("last")
        rows = Account.__table__.outerjoin(EventStream.__table__, and_(*same_tenant(_STREAM, _ACCOUNT)))
        members = select(_ACCOUNT.id, last).select_from(rows).where(*self._ours())
        return {row.id: row.last for row in await self._database.fetch(members, EventRow)}

    def _ours(self) -> tuple[ColumnElement[bool], ...]:
        """That an account is the platform's own, or connected to it."""
        platform, livemode = self.platform
        return (
            or_(_ACCOUNT.platform_id == platform, _ACCOUNT.id == platform),
            _ACCOUNT.livemode == livemode,
            _ACCOUNT.deleted_at.is_(None),
        )

    async def _follow(self) -> None:
        while True:
            await self._poked.wait()
            self._poked.clear()
            heard, self._heard = self._heard, set()
            waiting, self._waiting = self._waiting, []
            try:
                changed, self._changed = self._changed, False
                if changed:
                    heard |= await self._meet()
                await self._advance({account: self.seen[account] for account in heard if account in self.seen})
                if changed:
                    self._part()
            except Exception as error:
                log_failure(logger, "Events of connected accounts are read again later", error, level=logging.WARNING)
                self._heard |= heard
                self._answer(waiting, error)
                await asyncio.sleep(self._pause)
                self.look()
            else:
                self._answer(waiting)

    async def _meet(self) -> set[str]:
        """See which accounts are connected now. Returns those with something to be read: of one that is new, all."""
        members = await self._members()
        if not self._begun:
            self._begun, self.seen = True, members
            return set()
        self.seen = {account: self.seen.get(account, 0) for account in members}
        return {account for account, last in members.items() if last > self.seen[account]}

    @staticmethod
    def _answer(waiting: list[asyncio.Future[None]], error: Exception | None = None) -> None:
        for each in waiting:
            if not each.done():
                each.set_exception(error) if error else each.set_result(None)

    def _part(self) -> None:
        """Have those come to their end who follow accounts of which none is connected any more."""
        for filter, channel in self._channels.items():
            if filter.accounts is not None and filter.accounts.isdisjoint(self.seen):
                channel.close()

    async def _advance(self, after: dict[str, int]) -> None:
        """Read what came after these places, and hand it on."""
        while after:
            rows = await self.read(after)
            for row in rows:
                account = Tenant.of(row).account
                self.seen[account] = after[account] = row.sequence
            for filter, channel in self._channels.items():
                channel.offer([row for row in rows if filter.wants(row)])
            if len(rows) < self._page:
                return
