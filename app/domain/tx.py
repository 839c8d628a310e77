"""Tx: one account, one mode, one clock, one database transaction. Every change goes through one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.domain import wakes
from app.domain.snapshot import changes, snapshot
from app.errors import InvalidRequest, ResourceMissing, WrongState
from app.ids import new_id
from app.tables.billing.test_clock import TestClock, TestClockStatus
from app.tables.core_resources.event import Event, EventData, EventRequest
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.infrastructure import Wake
from app.tables.resource import AnyResource, Resource
from app.tables.webhooks.webhook_delivery import WebhookDelivery

if TYPE_CHECKING:
    from app.database import Database


@dataclass
class Tx:
    """What a domain function is handed.

    `real_now` is the moment in real time (UTC, whole seconds, as Stripe's timestamps are). The first row met that lives
    under a test clock takes the transaction under that clock, and `now` is then the clock's time.
    """

    session: AsyncSession
    account_id: str
    livemode: bool
    real_now: datetime
    request: EventRequest | None = None
    clock: TestClock | None = None
    told: list[Event] = field(default_factory=list)
    thin: list[ThinEvent] = field(default_factory=list)
    deliveries: list[WebhookDelivery] = field(default_factory=list)
    """What is to be sent to endpoints that was not before."""
    delivers: bool = False
    """Whether there is anything to be sent."""
    seen: list[Resource] = field(default_factory=list)
    """Every row got or added, in order."""
    after_commit: list[Callable[["Database"], Awaitable[object]]] = field(default_factory=list)
    """What is to be done, in transactions of its own, once this one is committed and before the caller is answered."""
    _as_told: dict[str, dict[str, Any]] = field(default_factory=dict)
    _held: dict[tuple[type[Resource], str], Resource] = field(default_factory=dict)
    """Rows that nobody else can change until the end: locked, or made here."""
    _read: dict[tuple[type[Resource], str], Resource] = field(default_factory=dict)
    """Rows read without a lock."""

    @property
    def now(self) -> datetime:
        """The time that everything in this transaction happens at."""
        return self.clock.frozen_time if self.clock else self.real_now

    async def get(
        self, table: type[AnyResource], id: str, *, field: str = "id", lock: bool = True, deleted: bool = False
    ) -> AnyResource:
        """The account's row of that id, locked against others until the end. The one way to a row: tenancy is here.

        Raises ResourceMissing, naming `field`, for a row of another account or mode, and for a deleted one unless
        `deleted` is given.
        """
        row: Any = self._held.get((table, id)) or (None if lock else self._read.get((table, id)))
        if row is None:
            row = await self._fetch(table, id, lock)
        if row is None or (row.deleted_at is not None and not deleted):
            raise ResourceMissing(table.object_name, id, field=field)
        found: AnyResource = row
        return found

    async def find(
        self, table: type[AnyResource], *conditions: ColumnElement[bool], lock: bool = True
    ) -> list[AnyResource]:
        """The account's undeleted rows that meet the conditions, oldest first."""
        statement = self._mine(table).where(col(table.deleted_at).is_(None), *conditions)
        statement = statement.order_by(col(table.created), col(table.id))
        rows = list((await self.session.scalars(statement.with_for_update() if lock else statement)).all())
        for row in rows:
            await self._met(row)
            if lock:
                self._held[table, row.id] = row
        return rows

    def add(self, row: AnyResource) -> AnyResource:
        """Make the row one of the account's, under the transaction's clock."""
        self.session.add(self._own(row))
        self.seen.append(row)
        self._held[type(row), row.id] = row
        return row

    def must(self, row: Any, to: str, *, verb: str) -> None:
        """Raise WrongState unless an arrow leads from where the row stands to `to`. Ask before any effect."""
        if to not in row.arrows.get(row.status, ()):
            raise WrongState(row.object_name.rpartition(".")[2], verb, str(row.status))

    def move(self, row: Any, to: str, *, verb: str) -> None:
        """Change the row's status along an arrow. The only way that a status changes."""
        self.must(row, to, verb=verb)
        row.status = to

    def tell(self, what: str, row: Resource) -> Event:
        """Say that `what` happened to `row`: an event, in this same transaction.

        `what` is a word (`finalized` becomes `invoice.finalized`) or, with a dot, a whole type. An `updated` event
        carries what changed since the row was last told or read, and so does `detached`: whom it was taken from.
        """
        assert what in row.tells, f"{row.object_name} does not say that it tells {what}"
        after = snapshot(row)
        previous = None
        if what.endswith(("updated", "detached")) and row.id in self._as_told:
            previous = changes(self._as_told[row.id], after)
        self._as_told[row.id] = after
        type_ = what if "." in what else f"{row.object_name}.{what}"
        return self.announce(type_, after, row.id, previous)

    def announce(
        self, type: str, body: dict[str, Any], object_id: str, previous: dict[str, Any] | None = None
    ) -> Event:
        """Tell of something that is no row, such as the account's balance. For rows, use `tell`.

        The event is stored at the commit, which alone knows its place.
        """
        data = EventData(object=body, previous_attributes=previous)
        cause = self.request.id if self.request else None
        event = Event(type=type, data=data, object_id=object_id, request=self.request, request_log_id=cause)
        self._own(event)
        self.told.append(event)
        return event

    def announce_thin(self, event: ThinEvent, *, created: datetime | None = None) -> ThinEvent:
        """Tell of something by name alone. Sent to the destinations of thin events that want it."""
        mode = "live" if self.livemode else "test"
        event.id = new_id(f"{event.prefix}{mode}_")
        self.thin.append(self.own_in_real_time(event, created=created))
        return event

    def delete(self, row: Resource) -> None:
        """Hide the row from every list and relation. What was due for it is dropped when its time comes."""
        row.deleted_at = self.now

    def wake(self, due: datetime, handler: wakes.Handler, row: Resource) -> None:
        """Have `handler(tx, row)` called at `due`, by the clock that the row lives under."""
        self.session.add(
            Wake(
                account_id=row.account_id,
                livemode=row.livemode,
                clock_id=row.clock_id,
                due=due,
                what=wakes.name_of(handler),
                target_id=row.id,
            )
        )

    async def unwake(self, handler: wakes.Handler, row: Resource) -> None:
        """Drop what was due for the row by that handler, if anything."""
        await self.session.execute(
            delete(Wake).where(
                col(Wake.account_id) == row.account_id,
                col(Wake.target_id) == row.id,
                col(Wake.what) == wakes.name_of(handler),
            )
        )

    async def live_under(self, clock_id: str) -> None:
        """Take the transaction under a test clock. Objects of two clocks never meet in one transaction."""
        if self.clock is not None and self.clock.id == clock_id:
            return
        if self.clock is not None:
            raise InvalidRequest("Objects that live under different test clocks cannot be used together.")
        # Shared, so that requests under one clock don't wait for each other. A clock locked by another is being moved
        # or deleted; waiting for it, with rows locked that it may want, would be a deadlock.
        statement = self._mine(TestClock).where(col(TestClock.id) == clock_id)
        clock = (await self.session.scalars(statement.with_for_update(read=True, skip_locked=True))).first()
        if clock is None or clock.status == TestClockStatus.ADVANCING:
            raise InvalidRequest(
                "The test clock of this object is being advanced. Try again once its status is ready.",
                code="test_clock_advancing",
            )
        self.clock = clock

    def own_in_real_time(self, row: AnyResource, *, created: datetime | None = None) -> AnyResource:
        """Make the row one of the account's, but of no test clock. It was made now, unless said otherwise."""
        row.id = row.id or new_id(row.prefix)
        row.account_id, row.livemode = self.account_id, self.livemode
        row.created = created or self.real_now
        return row

    def _own(self, row: AnyResource) -> AnyResource:
        row.id = row.id or new_id(row.prefix)
        row.account_id, row.livemode = self.account_id, self.livemode
        row.created = self.now
        row.clock_id = self.clock.id if self.clock else None
        return row

    def _mine(self, table: type[AnyResource]) -> Any:
        return select(table).where(col(table.account_id) == self.account_id, col(table.livemode) == self.livemode)

    async def _fetch(self, table: type[AnyResource], id: str, lock: bool) -> AnyResource | None:
        statement = self._mine(table).where(col(table.id) == id)
        if lock:
            # Read anew even where it was read before: only from the lock on can nobody else change it.
            statement = statement.with_for_update().execution_options(populate_existing=True)
        row: AnyResource | None = (await self.session.scalars(statement)).first()
        if row is not None:
            await self._met(row)
            (self._held if lock else self._read)[table, id] = row
        return row

    async def _met(self, row: Resource) -> None:
        if row.clock_id is not None and not isinstance(row, TestClock):
            await self.live_under(row.clock_id)
        if row.id not in self._as_told:
            self._as_told[row.id] = snapshot(row)
            self.seen.append(row)
