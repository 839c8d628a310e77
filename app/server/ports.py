"""What the transport asks of the rest of the house: who calls, in which context, within which limits."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode


class Caller(Protocol):
    """Whoever holds a key. The transport only needs to know which key it is."""

    @property
    def key_id(self) -> str: ...


class Limits(Protocol):
    """The limits that the transport itself keeps; `app.settings.Limits` is one."""

    @property
    def max_body_bytes(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...
    @property
    def sockets_per_key(self) -> int: ...
    @property
    def subscriptions_per_socket(self) -> int: ...
    @property
    def socket_buffer_events(self) -> int: ...
    @property
    def connection_init_seconds(self) -> float: ...


class MakeContext(Protocol):
    """Makes the context of one operation, or of one event of a subscription: its loaders must start empty."""

    def __call__(self, caller: Any, *, request_id: str, idempotency_key: str | None) -> Any: ...


class CheckLimits(Protocol):
    """Refuses (a Fault) what asks for too much; otherwise returns what belongs in the result's `extensions`.
    `variables` are coerced, with their defaults."""

    def __call__(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any], caller: Any
    ) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Services:
    """The doors that the transport knocks at."""

    schema: GraphQLSchema
    authenticate: Callable[[str | None], Awaitable[Caller]]
    """From the Authorization header's value to the caller. Raises Unauthenticated."""
    make_context: MakeContext
    check_limits: CheckLimits
    check_health: Callable[[], Awaitable[object]]
    """A trivial read. Raises anything when queries cannot be answered."""
    database: Any = None
    """For routes of others, which read and write beside the graph."""
