"""Entry: what is known of one request while it is worked on, filled in as it becomes known."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from app.access.mutation_log import MutationLog, MutationRecord
from app.server.documents import Document, Operation
from app.server.requests import GraphQLRequest
from app.server.responses import Result
from app.sql import Part
from app.tables.shapes.mandate_data import ConfirmMandateOnlineParams


@dataclass(slots=True)
class Entry:
    """One request, from its arrival on. Without a `caller` it is no account's, and is not recorded."""

    request_id: str
    transport: str
    """`http`, `sse` or `websocket`."""
    caller: Any = None
    request: GraphQLRequest | None = None
    document: Document | None = None
    operation: Operation | None = None
    idempotency_key: str | None = None
    mutation_log: MutationLog | None = None
    """What its mutations did."""
    browser: Callable[[], ConfirmMandateOnlineParams] | None = None
    """What the client shows of itself."""
    close_code: int | None = None
    since: float = field(default_factory=time.time)
    """When it arrived, in seconds since 1970."""
    started: float = field(default_factory=time.perf_counter)

    @property
    def arrived(self) -> datetime:
        """When it arrived, in UTC."""
        return datetime.fromtimestamp(self.since, UTC)

    @property
    def milliseconds(self) -> int:
        """How long it has taken so far."""
        return round((time.perf_counter() - self.started) * 1000)


class RequestLogSink(Protocol):
    """Where requests are recorded."""

    def keeps(self, entry: Entry, result: Result) -> bool:
        """Whether a request is one of those that are recorded."""

    async def write(self, entry: Entry, result: Result) -> None:
        """Record a request, and return once it is on disk. Raises nothing."""

    def part(self, entry: Entry, records: Sequence[MutationRecord]) -> Part | None:
        """The statement that records a request in the transaction of the last of these mutations. Raises nothing."""


class NoRequestLog:
    """Keeps nothing: for a transport alone."""

    def keeps(self, entry: Entry, result: Result) -> bool:
        """None is recorded."""
        return False

    async def write(self, entry: Entry, result: Result) -> None:
        """Nothing is kept."""

    def part(self, entry: Entry, records: Sequence[MutationRecord]) -> Part | None:
        """Nothing is kept."""
        return None
