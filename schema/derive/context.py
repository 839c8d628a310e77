"""What every resolver is handed: who asks, their loaders, and a way to change things. Fresh for every operation."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from strawberry.types import Info as StrawberryInfo

from app.access.caller import Caller
from app.access.trail import Trail
from app.database import Database
from app.domain.transaction import Scope
from app.events.feed import Feed
from app.settings import Limits
from app.tables.access import KeyKind
from schema.derive.loaders import Loaders
from schema.derive.reading import Reader
from schema.derive.rows import Row


@dataclass
class Context:
    """One operation of one caller. A subscription has one of its own for every event, since loaders remember."""

    database: Database
    caller: Caller
    limits: Limits
    feed: Feed[Row]
    request_id: str
    idempotency_key: str | None = None
    trail: Trail = field(default_factory=Trail)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.database, self.caller)

    @cached_property
    def loaders(self) -> Loaders:
        return Loaders(self.reader)

    def forget(self) -> None:
        """Drop what was read: something changes now, and what comes later in the document must show it."""
        self.__dict__.pop("loaders", None)

    @property
    def reads_everything(self) -> bool:
        """Whether no statement that reads the caller's rows can be refused for what else it reads."""
        return self.caller.kind is KeyKind.SECRET

    @property
    def scope(self) -> Scope:
        return Scope(self.caller.account_id, self.caller.livemode)


Info = StrawberryInfo[Context, Any]
