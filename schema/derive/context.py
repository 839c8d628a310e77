"""What every resolver is handed: who asks, their loaders, and a way to change things. Fresh for every operation."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from strawberry.types import Info as StrawberryInfo

from app.access.acting import platforms
from app.access.caller import Caller
from app.access.mutation_log import MutationLog
from app.database import Database
from app.domain.transaction import transaction
from app.domain.tx import Tx
from app.errors import Refusal
from app.events.feed import Feed
from app.events.readable import readable_types
from app.settings import Limits
from app.tables.access import KeyKind
from app.tables.core_resources.event import EventRequest
from app.tables.families import Family
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams
from app.tables.tenancy import Tenant
from app.tables.texts import storable
from schema.derive.loaders import Loaders, account_of
from schema.derive.reading import Reader
from schema.derive.rows import Row


@dataclass(slots=True)
class Context:
    """One operation of one caller. A subscription has one of its own for every event, since loaders remember."""

    _database: Database
    caller: Caller
    limits: Limits
    feed: Feed[Row]
    request_id: str
    idempotency_key: str | None = None
    browser: Callable[[], ConfirmMandateOnlineParams] | None = None
    """What the client shows of itself."""
    across: bool = field(default=False, init=False)
    """Whether the operation reads across the accounts that are connected to the caller's."""
    refused: Mapping[str, Refusal] = field(default_factory=dict, init=False)
    """What refuses mutations whatever they ask for, by their response keys."""
    _mutation_log: MutationLog | None = field(default=None, init=False)
    _reader: Reader | None = field(default=None, init=False)
    _loaders: Loaders | None = field(default=None, init=False)
    _others: dict[str, "Context"] = field(default_factory=dict, init=False)
    """By the account, the operation as its other accounts have it."""

    def within(self, account: str) -> "Context":
        """The same operation as the secret key of an account of test mode would have it, that of a sandbox of the
        caller's."""
        caller = Caller(Tenant(account, livemode=False), self.caller.key_id, KeyKind.SECRET)
        return Context(self._database, caller, self.limits, self.feed, self.request_id)

    def of(self, row: Any) -> "Context":
        """The same operation as the key would have it on the account of a row, for fields that are read for one account
        alone."""
        account = account_of(row) if self.across else None
        if account is None or account == self.tenant.account:
            return self
        found = self._others.get(account)
        if found is None:
            caller = self.caller.on(account)
            found = self._others[account] = Context(self._database, caller, self.limits, self.feed, self.request_id)
        return found

    def turn_to(self, account: str) -> None:
        """Read what follows as the caller at work on an account that is connected to its own."""
        if account != self.tenant.account:
            self.caller = self.caller.on(account)
            self._reader = self._loaders = None

    async def connected(self, accounts: Collection[str]) -> frozenset[str]:
        """Of accounts, by id, the caller's own and those that are connected to it."""
        tenant = self.tenant
        found = await platforms(self._database, [id for id in accounts if storable(id)])
        return frozenset(
            id for id in accounts if id == tenant.account or found.get(tenant._replace(account=id)) == tenant.account
        )

    @property
    def mutation_log(self) -> MutationLog:
        """What its mutations did."""
        if self._mutation_log is None:
            self._mutation_log = MutationLog()
        return self._mutation_log

    @property
    def reader(self) -> Reader:
        """Reads rows of the caller's alone."""
        if self._reader is None:
            self._reader = Reader(self._database, self.caller)
        return self._reader

    @property
    def loaders(self) -> Loaders:
        """What was read so far, and reads the rest in batches."""
        if self._loaders is None:
            self._loaders = Loaders(self.reader, across=self.across)
        return self._loaders

    @asynccontextmanager
    async def transaction(self, idempotency_key: str | None) -> AsyncIterator[Tx]:
        """One transaction of the caller's. Raises as `app.domain.transaction.transaction` does."""
        request = EventRequest(id=self.request_id, idempotency_key=idempotency_key)
        async with transaction(self._database, self.tenant, request=request) as tx:
            tx.event_types = readable_types(self.caller)
            tx.work.platform = self.caller.platform
            if self.caller.kind is KeyKind.PUBLISHABLE and self.browser is not None:
                tx.work.browser = self.browser()
            yield tx

    @asynccontextmanager
    async def preview(self) -> AsyncIterator[Tx]:
        """One transaction of the caller's of which nothing is written, and whose rows are shown from here on. Raises as
        `app.domain.transaction.transaction` does."""
        async with transaction(self._database, self.tenant, preview=True) as tx:
            tx.event_types = readable_types(self.caller)
            yield tx
            self.loaders.unsaved.hold(row for row in tx.seen.values() if tx.work.is_new(row))

    def forget(self) -> None:
        """Drop what was read: something changes now, and what comes later in the document must show it."""
        self._loaders = None

    @property
    def may_cross(self) -> bool:
        """Whether the key reads across the accounts that are connected to its own."""
        caller = self.caller
        return caller.scope is None and caller.platform is None and caller.may(Family.CONNECT, "read")

    @property
    def reads_everything(self) -> bool:
        """Whether no statement that reads the caller's rows can be refused for what else it reads."""
        return self.caller.may_all

    @property
    def tenant(self) -> Tenant:
        """Whose objects it reads and changes."""
        return self.caller.tenant


Info = StrawberryInfo[Context, Any]
