"""Tx: one tenant, one clock, one database transaction. Every change goes through one."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, func, select, update

from app.domain import lists, statements, writing
from app.domain.jobs import Job
from app.domain.snapshot import Body, leading_to
from app.domain.telling import told
from app.domain.work import Key, Work, key_of
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, Refusal, ResourceMissing, WrongState
from app.ids import new_id
from app.sql import Written
from app.tables.billing.test_clock import TestClock, TestClockStatus
from app.tables.columns import Many
from app.tables.connect.account import Account
from app.tables.core_resources.event import Event, EventData, EventRequest
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.infrastructure import Wake
from app.tables.record import Record
from app.tables.resource import AnyResource, AnySingle, Resource
from app.tables.tenancy import Tenant, belongs, viewing
from app.tables.tombstone import emptied


class Tx:
    """What a domain function is handed.

    `real_now` is the moment in real time (UTC, whole seconds, as Stripe's timestamps are). The first row met that lives
    under a test clock takes the transaction under that clock, and `now` is then the clock's time.

    Rows are plain records. What was changed on them is found at the end, and written in one statement: values are
    replaced, never changed in place, and only on rows that are locked or new.
    """

    def __init__(self, work: Work, tenant: Tenant, request: EventRequest | None = None) -> None:
        self.work = work
        self.tenant = tenant
        self.request = request
        self.event_types: frozenset[str] | None = None
        """The types of events that the caller may read; None for all."""
        self.clock: TestClock | None = None
        self.events: list[Event] = []
        """Events emitted so far, in order."""
        self.reacted: list[Event] = []
        """Events whose reactions have run."""
        self.thin: list[ThinEvent] = []
        self.seen: dict[Key, Resource] = {}
        """Every row got or added, in order."""
        self.led: dict[Key, Any] = {}
        """By which values rows led to what they embed, when that was last read."""
        self.family: dict[Tenant, Tx] = {tenant: self}
        """The transaction as each of its tenants has it."""
        work.grow(self.events, self.reacted, self.thin)

    @property
    def livemode(self) -> bool:
        """Whether the transaction takes place in live mode."""
        return self.tenant.livemode

    @property
    def real_now(self) -> datetime:
        """The moment in real time."""
        return self.work.real_now

    @property
    def now(self) -> datetime:
        """The time that everything in this transaction happens at."""
        return self.clock.frozen_time if self.clock else self.work.real_now

    def on(self, tenant: Tenant) -> "Tx":
        """The same transaction as another tenant has it: the same connection, clock and commit, the other's rows and
        stream of events. For what happens to two at once, such as a platform and its connected account."""
        if tenant not in self.family:
            other = Tx(self.work, tenant, self.request)
            other.clock, other.family = self.clock, self.family
            self.family[tenant] = other
        return self.family[tenant]

    # Reading

    async def get(
        self, table: type[AnyResource], id: str, *, field: str = "id", lock: bool = True, deleted: bool = False
    ) -> AnyResource:
        """The tenant's row of that id, locked against others until the end. The one way to a row: tenancy is here.

        Raises ResourceMissing, naming `field`, for a row of another tenant, and for a deleted one unless `deleted` is
        given.
        """
        key: Key = (table, id, self.tenant)
        row: Any = self.work.rows.get(key)
        if row is None or (lock and key not in self.work.held):
            row = await self._read(table, id, lock)
        if row is None or (row.deleted_at is not None and not deleted):
            raise ResourceMissing(table.object_name, id, field=field)
        await self._hand_out(key, row)
        found: AnyResource = row
        return found

    async def find(self, table: type[AnyResource], *, lock: bool = True, **equals: Any) -> list[AnyResource]:
        """The tenant's undeleted rows whose columns equal the values, oldest first, with the changes of this
        transaction. A value may be None, or a collection of which the column is any."""
        for record in await self._run(statements.by_columns(table, equals, lock=lock), statements.given(equals), lock):
            self.work.met(table, record, locked=lock)
        found = self.known(table, **equals)
        await self.read_embedded(found)
        for row in found:
            await self._hand_out(key_of(row), row)
        return found

    def known(self, table: type[AnyResource], **equals: Any) -> list[AnyResource]:
        """As `find`, of the rows in memory alone. To change one, `get` it."""
        rows = self.work.among(table, self.tenant, equals)
        found = [row for row in rows if row.deleted_at is None and statements.meets(row, equals)]
        return sorted(found, key=lambda row: (row.created, row.id))

    async def prefetch(self, table: type[Resource], ids: Sequence[str], *, whole: bool = False) -> None:
        """Read and lock many rows at once, `whole` with the rows of their lists, and what they lead to together from
        here on."""
        self.work.batched = len(ids) > 1
        wanted = [id for id in ids if (table, id, self.tenant) not in self.work.held]
        if wanted:
            records = await self._run(statements.by_ids(table, lock=True), {"ids": wanted}, lock=True)
            found = [self.work.met(table, record, locked=True) for record in records]
            await self.read_embedded(found)
            if whole and found:
                await self._read_lists(lists.unread(self.work, found[0], lock=True), lock=True)

    async def single(self, table: type[AnySingle], of: str | None = None, *, lock: bool = True) -> AnySingle:
        """The tenant's only row of a table, or the only one of the object `of`. With `lock`, one that was never written
        is made with its defaults; without, it is shown as it would be made, and changing it has no effect.

        Raises ResourceMissing for an object that is not there.
        """
        if owner := table.owner():
            await self.get(owner[1], of or "", field=owner[0], lock=False)
        id = table.key(of)
        with suppress(ResourceMissing):
            return await self.get(table, id, lock=lock)
        made = table.standing(self.tenant, of)
        if not lock:
            return made
        await self.lock(f"{table.__tablename__}:{id}")
        with suppress(ResourceMissing):
            return await self.get(table, id)
        self.add(made)
        self.work.was(made)
        return made

    async def listed(self, row: Resource, many: Many, *, lock: bool = True) -> list[Any]:
        """The rows of one of the lists of a row that is locked, the oldest first. In a batch they are read, and locked,
        together with those of the batch's other rows."""
        found = lists.within(self.work, row, many)
        if lock and not all(key_of(each) in self.work.held for each in found):
            await self._read_lists(lists.locking(self.work, row, many), lock=True)
            found = lists.within(self.work, row, many)
        for each in found:
            await self._hand_out(key_of(each), each)
        return found

    async def account(self) -> Account:
        """The tenant's own account. Read once."""
        key: Key = (Account, self.tenant.account, self.tenant)
        row: Any = self.work.rows.get(key) or await self._read(Account, self.tenant.account, lock=False)
        if row is None:
            raise ResourceMissing(Account.object_name, self.tenant.account)
        account: Account = row
        self.work.touch(key, account)
        return account

    async def rows(self, statement: Select[Any] | Written, **values: Any) -> list[Any]:
        """The rows of a statement made from `select`, or written once for all viewers: plain values, without a lock."""
        if isinstance(statement, Written):
            return await self._run(statement, values, lock=False)
        connection = await self.work.connection()
        return list(await connection.fetch(statement))

    def select(self, table: type[Record], *columns: Any) -> Select[Any]:
        """Columns of the tenant's rows, to be narrowed down, including deleted rows."""
        return select(*columns).where(*belongs(table.__table__.c, self.tenant))

    def update(self, table: type[Record]) -> Update:
        """A change of many of the tenant's rows at once, to be narrowed down and run by `execute`."""
        return update(table.__table__).where(*belongs(table.__table__.c, self.tenant))

    async def execute(self, statement: Any) -> list[Any]:
        """Run a statement that locks or changes rows in the database; what it returns. Sent at once, after all that
        was changed before. What it changes on rows in memory is seen there after `refresh`."""
        await self.flush()
        if self.work.undoing is not None:
            self.work.undoing.sent = True
        connection = await self.work.connection(begun=True)
        return list(await connection.fetch(statement))

    async def refresh(self, row: Resource) -> None:
        """Bring a row that is held up to what a statement of this transaction's has made of it."""
        await self.flush()
        records = await self._run(statements.by_id(type(row), lock=True), {"id": row.id}, lock=True)
        self.work.refreshed(row, records[0])

    async def lock(self, name: str) -> None:
        """Keep other transactions of this tenant that lock the same name waiting until this one ends."""
        connection = await self.work.connection(begun=True)
        whole = f"{name}:{self.tenant.account}:{self.tenant.livemode}"
        await connection.value(select(func.pg_advisory_xact_lock(func.hashtextextended(whole, 0))))

    # Writing

    def add(self, row: AnyResource) -> AnyResource:
        """Make the row one of the tenant's, under the transaction's clock."""
        self.own(row)
        self.work.add(row)
        self.seen[key_of(row)] = row
        return row

    def unsaved(self) -> AbstractContextManager[None]:
        """Rows that are added within are never written, and nothing falls due of them: an event about one shows it with
        its lists. What is changed of other rows, or emitted, is written."""
        return self.work.without_saving()

    def insert(self, record: Record) -> None:
        """Write a record of the tenant's that is not a resource."""
        record.__dict__.update(self.tenant.columns)
        self.work.records.append(record)

    def changed(self, row: Resource) -> bool:
        """Whether the row is new, or differs from what was read, or rows of its lists do."""
        return self.work.is_new(row) or bool(self.work.changed(row)) or lists.changed(self.work, row)

    def unique(self, index: str, refusal: Refusal) -> None:
        """Refuse the transaction if another row has the same value of the unique index. The refusal must roll back."""
        self.work.unique[index] = refusal

    async def flush(self) -> None:
        """Send the changes so far, for a statement that must see them. Seldom needed: `find` sees them anyway."""
        await writing.flush(self.work)

    def must(self, row: Any, to: str, *, verb: str) -> None:
        """Raise WrongState unless an arrow leads from the row's status to `to`. Call before any effect."""
        if to not in row.arrows.get(row.status, ()):
            raise WrongState(row.object_name.rpartition(".")[2], verb, row.status)

    def move(self, row: Any, to: str, *, verb: str) -> None:
        """Change the row's status along an arrow. The only way to change a status."""
        self.must(row, to, verb=verb)
        row.status = to

    def delete(self, row: Resource) -> None:
        """Hide the row from every list, and empty it unless its table says otherwise: a tombstone remains. Its wakes
        are dropped when they are due. Emit its event first, with the object as it was."""
        row.deleted_at = self.now
        if row.deletable and row.emptied:
            row.__dict__.update(emptied(type(row)))

    # Events

    def tell(self, what: str, row: Resource) -> Event:
        """Emit the event `what` of `row`, in this same transaction, with the row as it is now.

        `what` is a word (`finalized` becomes `invoice.finalized`) or, with a dot, a whole type. Emit once a change is
        complete. `told` says which events compare with the row as it was.
        """
        assert what in row.events, f"{row.object_name} does not declare the event {what}"
        if self.work.previewing:  # what is only imagined is never sent
            return self.announce(row.event_type(what), {}, row.id)
        body, *more = told(self.work, what, row)
        return self.announce(row.event_type(what), body, row.id, *more)

    def announce(
        self, type: str, body: Body, object_id: str, previous: Body | None = None, left_out: Body | None = None
    ) -> Event:
        """Emit an event about an object without a row, such as the account's balance. For rows, use `tell`."""
        event = Event(
            type=type,
            data=EventData.trusted(object=body, previous_attributes=previous, left_out=left_out),
            object_id=object_id,
            request=self.request,
            request_log_id=self.request.id if self.request else None,
        )
        self.own(event)
        self.events.append(event)
        return event

    def announce_thin(self, event: ThinEvent, *, created: datetime | None = None) -> ThinEvent:
        """Emit a thin event. Sent to the destinations of thin events that want it."""
        self.thin.append(self.own_thin(event, created=created))
        self.work.records.append(event)
        return event

    def own_thin(self, event: ThinEvent, *, created: datetime | None = None) -> ThinEvent:
        """Make a thin event the tenant's, in real time."""
        event.id = new_id(f"{event.prefix}{self.tenant.mode}_")
        return self.own_in_real_time(event, created=created)

    # Time

    def wake(self, due: datetime, job: Job, row: Resource, *, once: bool = False, merge: bool = False) -> None:
        """Schedule `job(tx, row)` at `due`, by the row's clock. `merge` schedules one call for all rows for which this
        transaction schedules the job at that moment; `once` also for those of other transactions."""
        if key_of(row) in self.work.unsaved:
            return
        owner = Tenant.of(row)
        wake = Wake(**owner.columns, clock_id=row.clock_id, due=due, what=job.name, target_id=row.id)
        self.work.wakes.add(wake, once=once, merge=merge)

    def unwake(self, job: Job, row: Resource) -> None:
        """Cancel the row's pending wakes for this job."""
        self.work.wakes.cancel(row, job.names, stored=key_of(row) in self.work.stored)

    async def live_under(self, clock_id: str) -> None:
        """Put the transaction under a test clock. Objects of different clocks cannot be used in one transaction."""
        if self.clock is not None and self.clock.id == clock_id:
            return
        if self.clock is not None:
            raise InvalidRequest(
                "Objects that live under different test clocks cannot be used together.",
                code=ErrorCode.TEST_CLOCK_MISMATCH,
            )
        # Shared, so that requests under one clock don't wait for each other. A clock locked by another is being moved
        # or deleted; waiting for it, with rows locked that it may want, would be a deadlock.
        found = await self._run(statements.clock(share=True, wait=False), {"id": clock_id}, lock=True)
        clock = self.work.met(TestClock, found[0], locked=False) if found else None
        if clock is None or clock.status == TestClockStatus.ADVANCING:
            raise InvalidRequest(
                "The test clock of this object is being advanced. Try again once its `status` is READY.",
                code=ErrorCode.TEST_CLOCK_ADVANCING,
            )
        self.under(clock)

    async def lock_clock(self, clock_id: str, *, wait: bool, share: bool = False) -> TestClock | None:
        """A test clock, locked to be advanced, or with `share` to stand. Without `wait`, None if another has it."""
        found = await self._run(statements.clock(share=share, wait=wait), {"id": clock_id}, lock=True)
        return self.work.met(TestClock, found[0], locked=not share) if found else None

    def under(self, clock: TestClock | None) -> None:
        """Set the transaction's clock, for all its tenants."""
        for tx in self.family.values():
            tx.clock = clock

    def own_in_real_time(self, row: AnyResource, *, created: datetime | None = None) -> AnyResource:
        """Make the row one of the tenant's, outside any test clock. `created` defaults to now."""
        row.id = row.id or new_id(row.prefix)
        row.__dict__.update(self.tenant.columns)
        row.created = created or self.real_now
        return row

    def own(self, row: Resource) -> None:
        """Make the row one of the tenant's, created now, under the transaction's clock."""
        self.own_in_real_time(row, created=None if row.in_real_time else self.now)
        row.clock_id = self.clock.id if self.clock and not row.in_real_time else None

    async def _read(self, table: type[Resource], id: str, lock: bool) -> Resource | None:
        """The row as the database has it, and with it, in a batch, what the batch's other rows lead to alike."""
        ids = self.work.alike(self.tenant, table, id, lock=lock) if self.work.batched else ()
        if len(ids) > 1:
            records = await self._run(statements.by_ids(table, lock=lock), {"ids": list(ids)}, lock)
        else:
            records = await self._run(statements.by_id(table, lock=lock), {"id": id}, lock)
        found = [self.work.met(table, record, locked=lock) for record in records]
        return next((row for row in found if row.id == id), None)

    async def _run(self, written: Written, values: dict[str, Any], lock: bool) -> list[Any]:
        connection = await self.work.connection(begun=lock)
        arguments = written.arguments({**values, **viewing(self.tenant, self.event_types)})
        return list(await connection.run(written.text, arguments))

    async def _hand_out(self, key: Key, row: Resource) -> None:
        """Let a domain function have the row of that key."""
        if row.clock_id is not None and row.clock_id != (self.clock and self.clock.id) and key[0] is not TestClock:
            await self.live_under(row.clock_id)
        self.seen.setdefault(key, row)
        work = self.work
        work.touch(key, row)
        if (leading := leading_to(key[0])) is not None:
            led = leading(row.__dict__)
            # A row is got again and again, and seldom leads elsewhere by then.
            if self.led.get(key) != led:
                await self.read_embedded((row,))
                self.led[key] = led
        if row.lists and key not in work.brought:
            await self._read_lists(lists.unread(work, row), lock=False)

    async def _read_lists(self, reads: Iterable[lists.Read], *, lock: bool) -> None:
        found = [
            self.work.met(table, record, locked=lock)
            for table, written, values in reads
            for record in await self._run(written, values, lock)
        ]
        await self.read_embedded(found)

    async def read_embedded(self, rows: Iterable[Resource]) -> None:
        """Read, at every depth, what events of the rows embed, as none reads it itself. Rows that were got have it."""
        for table, ids in lists.embedded_unread(self.work, self.tenant, rows).items():
            records = await self._run(statements.by_ids(table, lock=False), {"ids": sorted(ids)}, lock=False)
            await self.read_embedded([self.work.met(table, record, locked=False) for record in records])
