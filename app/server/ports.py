"""What the transport asks of the rest of the house: who calls, within which limits, and in which context."""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeGuard

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from app.access.faults import Struck
from app.errors import Unauthenticated
from app.files.storage import Storage
from app.server.readiness import Check
from app.server.request_log.entry import NoRequestLog, RequestLogSink
from app.server.trusted import TrustedDocuments


class Caller(Protocol):
    """The holder of a key; `app.access.caller.Caller` is one."""

    @property
    def key_id(self) -> str: ...

    @property
    def grant(self) -> str:
        """What it shows: its key, and the connected account that it acts on."""

    @property
    def view(self) -> Hashable:
        """Equal for callers to whom everything looks the same."""


class Deferred(Protocol):
    """An item of a subscription's source that is read only when it must be shown. With a `cursor`, what it shows does
    not depend on who reads it, nor on the root field's arguments."""

    cursor: str | None

    async def read(self, context: Any) -> Any:
        """The root value."""


class Stream(Protocol):
    """A subscription's source that many follow alike. Each of its items has a `cursor`: its position as a decimal
    number, or None for one without an event."""

    @property
    def key(self) -> Hashable:
        """Equal for streams that give the same items from any position on."""

    @property
    def position(self) -> int:
        """Up to where items have been given."""

    @property
    def has_more(self) -> bool:
        """Whether the next item comes without waiting."""

    def resume(self, position: int) -> "Stream":
        """The same stream, from after a position."""

    def __aiter__(self) -> AsyncIterator[Any]: ...

    async def __anext__(self) -> Any: ...

    async def aclose(self) -> None: ...


def is_deferred(item: object) -> TypeGuard[Deferred]:
    """What `isinstance` says, in a hundredth of its time."""
    return hasattr(type(item), "read") and hasattr(item, "cursor")


def is_stream(source: object) -> TypeGuard[Stream]:
    """The same of a whole source."""
    return hasattr(type(source), "resume") and hasattr(source, "position")


class MakeContext(Protocol):
    """Makes the context of one operation, or of one event of a subscription: its loaders must start empty."""

    def __call__(
        self, caller: Any, *, request_id: str, idempotency_key: str | None, browser: Callable[[], Any] | None
    ) -> Any: ...


class CheckLimits(Protocol):
    """Refuses (a Fault) what asks for too much; otherwise returns what belongs in the result's `extensions`.

    It comes before validation, which takes long for what is too large: the document is parsed and no more, and the
    `variables` are as the caller sent them.
    """

    def __call__(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any], caller: Any
    ) -> Mapping[str, Any]: ...


class Watch(Protocol):
    """Has `gone` called, with the reason, once the caller's key works no more: at a revocation or when it expires. It
    may be called before this returns. The answer ends the watch."""

    async def __call__(self, caller: Any, gone: Callable[[Unauthenticated], None]) -> Callable[[], None]: ...


class Faults(Protocol):
    """The faults that fault rules have happen to operations; `app.access.faults.Faults` is one."""

    def concern(self, caller: Any) -> bool:
        """Whether any may happen to what the caller asks for."""

    async def meet(self, caller: Any, kind: Any, names: Mapping[str, str]) -> Struck:
        """What happens to an operation of a kind, by the names of its fields, each by its response key."""


class NoFaults:
    """For a transport without fault rules."""

    def concern(self, caller: Any) -> bool:
        """None."""
        return False

    async def meet(self, caller: Any, kind: Any, names: Mapping[str, str]) -> Struck:
        """Nothing happens."""
        return Struck()


def not_at_once(authorization: str | None, account: str | None) -> Caller | None:
    """For a transport that remembers no one."""
    return None


@dataclass(frozen=True, slots=True)
class Services:
    """What the transport asks of the rest of the server."""

    schema: GraphQLSchema
    authenticate: Callable[[str | None, str | None], Awaitable[Caller]]
    """From the values of the headers Authorization and Stripe-Account to the caller. Raises Unauthenticated, or
    Forbidden for an account that the key does not act on."""
    watch: Watch
    check_rate: Callable[[str], None]
    """Counts one operation of a key (by its id), whatever the operation is. Raises RateLimited."""
    check_limits: CheckLimits
    make_context: MakeContext
    check_health: Check
    """Returns when objects can be read and changed. Raises anything otherwise, Unavailable to say why."""
    recognise: Callable[[str | None, str | None], Caller | None] = not_at_once
    """As `authenticate`, where the caller is remembered; None where it has to be found out."""
    trusted: TrustedDocuments = field(default_factory=TrustedDocuments)
    """Which documents may be asked for by hash, and whether others may be asked for at all."""
    request_log: RequestLogSink = field(default_factory=NoRequestLog)
    """Where each request is recorded, before it is answered."""
    faults: Faults = field(default_factory=NoFaults)
    """What fault rules have happen to operations."""
    database: Any = None
    """For routes of others, which read and write beside the graph."""
    storage: Storage | None = None
    """Where the content of files is kept; None on a server that takes none."""
