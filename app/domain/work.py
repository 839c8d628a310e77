"""Work: the in-memory state of one database transaction, and how a part of it is undone."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import is_
from typing import Any

from app import tables
from app.connection import Connection
from app.database import Database
from app.domain.quiet import shown_columns
from app.domain.snapshot import replaced
from app.domain.wakes import Wakes
from app.errors import Refusal
from app.sql import Part
from app.tables.codec import codec
from app.tables.columns import meta_of
from app.tables.connect.application import Application
from app.tables.infrastructure import Routes
from app.tables.record import Record
from app.tables.resource import AnyResource, Resource
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams
from app.tables.storage import without_none
from app.tables.tenancy import Tenant, tenant_in
from app.tables.values import Value

Key = tuple[type[Resource], str, Tenant]
"""A row by its table and its whole primary key."""
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Body:
    """The JSON of a row, and what it was made of."""

    body: dict[str, Any]
    own: list[Resource]
    """The row, and those in its lists."""
    made_of: list[tuple[Resource, State]]
    """These and the rows that they embed and that may be changed, each with its state."""
    only_read: list[Key]
    """The other rows that they embed."""

    def stands(self, held: set[Key], own: Sequence[Resource]) -> bool:
        """Whether it would be the same of these rows as they are now."""
        return (
            len(own) == len(self.own)
            and all(map(is_, own, self.own))
            and all(row.__dict__ == state for row, state in self.made_of)
            and held.isdisjoint(self.only_read)
        )


@dataclass(slots=True)
class Shown:
    """The JSON of rows, as it was last shown."""

    whole: dict[Key, Body] = field(default_factory=dict)
    """With the rows of their lists."""
    alone: dict[Key, tuple[State, dict[str, Any]]] = field(default_factory=dict)
    """Without them, each with the state that it was made of."""
    embedded: dict[Key, dict[str, Any]] = field(default_factory=dict)
    """Of rows that are embedded in others, as they were read; not used of rows that are held."""


def key_of(row: Resource) -> Key:
    """The row's key."""
    state = row.__dict__
    return type(row), state["id"], tenant_in(state)


class Work:
    """One database transaction: its rows, each read once, and its pending changes.

    It begins when a row is locked; a transaction without locks is the single statement at its end.
    """

    platform: str | None = None
    """The account whose key acts on another that is connected to it; None for a key of the account's own."""
    delivers: bool = False
    """Whether there is a delivery that no event of the transaction causes."""

    def __init__(self, database: Database, real_now: datetime) -> None:
        self.database, self.real_now = database, real_now
        self.browser: ConfirmMandateOnlineParams | None = None
        """What a customer's browser shows of itself, where one sent the request; None for a server's requests."""
        self.rows: dict[Key, Resource] = {}
        """Every row that was read or added."""
        self.read: dict[Key, State] = {}
        """Rows as they were read. One that was added is not among them."""
        self.stored: dict[Key, State] = {}
        """Rows as the database has them: as they were read, or as they were last sent."""
        self.held: set[Key] = set()
        """Rows that nobody else can change until the end: locked, or added here."""
        self.inside: dict[tuple[str, str, str, Tenant], list[Resource]] = {}
        """Rows shown inside another's JSON: by their table, their column that refers to it, its id, and the tenant."""
        self.of: dict[tuple[type[Resource], Tenant], dict[str, Resource]] = {}
        """The same rows by table and tenant."""
        self.shown = Shown()
        """The JSON of rows as it was last shown."""
        self.remembered: dict[Hashable, Any] = {}
        """What was asked of the database once, for all of the transaction, by whoever asked."""
        self.unsaved: set[Key] = set()
        """Rows that were added to be shown, and are never written."""
        self.saving = True
        """Whether rows that are added are to be written."""
        self.brought: set[Key] = set()
        """Rows whose lists have been read."""
        self.before: dict[Key, Change] = {}
        """How rows stood around the change that was last emitted, by which `previous_attributes` are found."""
        self.altered: defaultdict[Tenant, set[str]] = defaultdict(set)
        """The ids of objects whose changes can be seen, told or not. Statements of their own add what they change."""
        self.unique: dict[str, Refusal] = {}
        """By a unique index, what to refuse with should another row have what must be unique."""
        # What only grows until it is sent, so that what came last can be cut off again.
        self.records: list[Record] = []
        """New records, resources among them, in order."""
        self.wakes = Wakes()
        self.parts: list[Part] = []
        """Statements of their own, which touch no row that is held here."""
        self.after_commit: list[Callable[[Database], Awaitable[object]]] = []
        """Called, in transactions of their own, after this one is committed and before the caller is answered."""
        self.notices: list[tuple[str, str]] = []
        """Channels and payloads that this process hears at the commit."""
        self.growing: list[list[Any]] = [
            self.records,
            *self.wakes.growing,
            self.parts,
            self.after_commit,
        ]
        self.routes: dict[Tenant, Routes] = {}
        """Where events go, of tenants for whom this transaction has changed it."""
        self.undoing: Undoing | None = None
        self.previewing = False
        """Whether what would be billed is only shown: nothing is collected."""
        self.batched = False
        """Whether many wakes are fired in it, whose rows are read together."""
        self._stack = AsyncExitStack()
        self._connection: Connection | None = None

    async def connection(self, *, begun: bool = False) -> Connection:
        """The transaction's connection, taken when it is first needed; `begun` from the first lock or change on."""
        if self._connection is None:
            self._connection = await self._stack.enter_async_context(self.database.writing())
        if begun:
            await self._connection.begin()
        return self._connection

    async def commit(self) -> None:
        """Commit what was sent and locked, if anything was."""
        if self._connection is not None:
            await self._connection.commit()

    async def close(self) -> None:
        """Give the connection back; what was not committed is rolled back."""
        self._connection = None
        await self._stack.aclose()

    def grow(self, *lists: list[Any]) -> None:
        """Lists that grow along, and are cut along."""
        self.growing += lists
        if self.undoing is not None:
            self.undoing.lengths += [(each, 0) for each in lists]

    def add(self, row: Resource) -> None:
        """Hold a new row. What a platform's key makes on an account that is connected to it names the platform's
        application."""
        key = key_of(row)
        field = key[0].model_fields.get("application")
        if field is not None and self.platform not in (None, key[2].account):
            made_by = Application.of(self.platform)
            # Endpoints show the id alone, as Stripe's do.
            row.__dict__["application"] = made_by.id if field.annotation == str | None else made_by
        if self.undoing is not None:
            self.undoing.added.append(key)
        self._keep(key, row)
        self.held.add(key)
        # Nothing refers to it yet.
        self.brought.add(key)
        if self.saving:
            self.records.append(row)
        else:
            self.unsaved.add(key)

    @contextmanager
    def without_saving(self) -> Iterator[None]:
        """What is added within is never written."""
        before, self.saving = self.saving, False
        try:
            yield
        finally:
            self.saving = before

    def _keep(self, key: Key, row: Resource) -> None:
        self.rows[key] = row
        self.of.setdefault((key[0], key[2]), {})[row.id] = row
        for place in self._places(key, row):
            self.inside.setdefault(place, []).append(row)

    def _places(self, key: Key, row: Resource) -> Iterator[tuple[str, str, str, Tenant]]:
        """The lists that the row is in, whatever becomes of it."""
        for name, column in list_columns(key[0]):
            yield name, column, row.__dict__[column], key[2]

    def drop(self, key: Key) -> None:
        """Forget a row that was added."""
        row = self.rows.pop(key)
        del self.of[key[0], key[2]][key[1]]
        for place in self._places(key, row):
            self.inside[place].remove(row)
        self.read.pop(key, None)
        self.held.discard(key)

    def among(self, table: type[Resource], tenant: Tenant, equals: Mapping[str, Any]) -> Collection[Any]:
        """A tenant's rows in memory, as few as possible, among which are all whose columns equal the values."""
        for name, column in list_columns(table):
            if isinstance(id := equals.get(column), str):
                return self.inside.get((name, column, id, tenant), ())
        return self.of.get((table, tenant), {}).values()

    def was(self, row: Resource) -> None:
        """Note that a new row has been there all along as it now is: what changes of it from here on is a change."""
        self.read[key_of(row)] = dict(row.__dict__)

    def met(self, table: type[AnyResource], values: Sequence[Any], *, locked: bool) -> AnyResource:
        """The row of what was just read: the one in memory, if there is one, which a first lock brings up to date."""
        row = codec(table).load(values)
        key = key_of(row)
        known: Any = self.rows.get(key)
        if known is None:
            known = row
            self._keep(key, row)
            self.read[key] = self.stored[key] = dict(row.__dict__)
        elif locked and key not in self.held:
            assert not self.unsent(known), f"{known!r} was changed before it was locked"
            # Only from the lock on can nobody else change it.
            known.__dict__.update(row.__dict__)
            self.read[key] = self.stored[key] = dict(row.__dict__)
        if locked:
            self.held.add(key)
        found: AnyResource = known
        return found

    def refreshed(self, row: Resource, values: Sequence[Any]) -> None:
        """Note what the database now has of a row."""
        row.__dict__.update(codec(type(row)).load(values).__dict__)
        key = key_of(row)
        self.alter(row, _differing(self.stored.get(key), row))
        self.stored[key] = dict(row.__dict__)

    def alter(self, row: Resource, columns: Iterable[str]) -> None:
        """Note that columns of a row are changed."""
        if not shown_columns(type(row)).isdisjoint(columns):
            self.altered[Tenant.of(row)].add(row.id)

    def moved_under(self, clock_id: str, rows: set[tuple[type[Resource], str]]) -> None:
        """Note that a statement has put rows under a test clock, whichever of them are in memory."""
        for key, row in self.rows.items():
            if key[:2] in rows:
                row.clock_id = clock_id
                self.stored[key] = {**self.stored[key], "clock_id": clock_id}

    def changed(self, row: Resource) -> tuple[str, ...]:
        """The columns that differ from what was read; none for a row that was added."""
        return _differing(self.read.get(key_of(row)), row)

    def is_new(self, row: Resource) -> bool:
        """Whether the row was added."""
        return key_of(row) not in self.read

    def unsent(self, row: Resource) -> tuple[str, ...]:
        """The columns that differ from what the database has; none for a row that it has yet to have."""
        return _differing(self.stored.get(key_of(row)), row)

    def former(self, row: Resource) -> Resource | None:
        """The row as it was read; None for one that was added."""
        state = self.read.get(key_of(row))
        if state is None:
            return None
        former: Resource = type(row).__new__(type(row))
        former.__dict__.update(state)
        return former

    def touch(self, key: Key, row: Resource) -> None:
        """Remember a row's state before a domain function may change it."""
        if self.undoing is not None and key not in self.undoing.states:
            self.undoing.states[key] = (row, dict(row.__dict__))

    def alike(self, tenant: Tenant, table: type[Resource], id: str, *, lock: bool) -> list[str]:
        """The id, and the ids of that table to which rows in memory lead by the same columns as one leads to this."""
        name = str(table.__tablename__)
        leading = [
            row
            for (kind, owner), rows in self.of.items()
            if owner == tenant and references(kind, name)
            for row in rows.values()
        ]
        ways = {
            (type(row), path) for row in leading for path in references(type(row), name) if _led_to(row, path) == id
        }
        known = self.held if lock else self.rows.keys()
        ids = {id: None}
        for row in leading:
            for path in references(type(row), name):
                other = _led_to(row, path)
                if other is not None and (type(row), path) in ways and (table, other, tenant) not in known:
                    ids[other] = None
        return list(ids)

    def emitted(self, key: Key, change: "Change") -> None:
        """Note a row's state around the change that an event was emitted for."""
        if self.undoing is not None:
            self.undoing.before.setdefault(key, self.before.get(key))
        self.before[key] = change

    def undoable(self) -> "Undoing":
        """From here on, what is done can be undone in memory."""
        self.undoing = Undoing(self, [(each, len(each)) for each in self.growing], dict(self.unique))
        return self.undoing


@cache
def list_columns(table: type[Resource]) -> tuple[tuple[str, str], ...]:
    """The table's name with each of its columns that puts its rows into a list inside another's JSON."""
    name = str(table.__tablename__)
    found = [(name, many.by) for each in tables.every() for many in each.lists.values() if name in many.tables]
    return tuple(dict.fromkeys(found))


@cache
def references(table: type[Resource], target: str) -> tuple[tuple[str, ...], ...]:
    """The columns of a table that hold the id of another, and the fields of its values that do, as paths."""
    found: list[tuple[str, ...]] = []
    for name, info in table.model_fields.items():
        bare, _ = without_none(info.annotation)
        if target in meta_of(info).targets and isinstance(bare, type):
            found.append((name,))
        elif isinstance(bare, type) and issubclass(bare, Value):
            found += [(name, key) for key, each in bare.model_fields.items() if target in meta_of(each).targets]
    return tuple(found)


def _led_to(row: Resource, path: tuple[str, ...]) -> str | None:
    value: Any = row.__dict__[path[0]]
    for key in path[1:]:
        value = value and value.__dict__[key]
    return value if isinstance(value, str) else None


def _differing(before: State | None, row: Resource) -> tuple[str, ...]:
    state = row.__dict__
    if before is None or before == state:
        return ()
    # Values are replaced and never changed in place, so that most are the very same.
    return tuple(name for name in replaced(before, state) if state[name] != before[name])


@dataclass(slots=True)
class Change:
    """A row's state before and after a change, as its events show it."""

    before: State | None
    after: State


@dataclass
class Undoing:
    """What it takes to undo what was done since, as long as none of it has been sent."""

    work: Work
    lengths: list[tuple[list[Any], int]]
    unique: dict[str, Refusal]
    states: dict[Key, tuple[Resource, State]] = field(default_factory=dict)
    added: list[Key] = field(default_factory=list)
    before: dict[Key, Change | None] = field(default_factory=dict)
    sent: bool = False
    """Whether some of it has been sent to the database, so that only the whole transaction can be undone."""

    def undo(self) -> None:
        """Put everything back as it was."""
        assert not self.sent, "what was sent cannot be undone in memory"
        for row, state in self.states.values():
            row.__dict__.update(state)
        for key in self.added:
            self.work.drop(key)
        for key, change in self.before.items():
            if change is None:
                del self.work.before[key]
            else:
                self.work.before[key] = change
        for each, length in self.lengths:
            del each[length:]
        self.work.unique = self.unique
