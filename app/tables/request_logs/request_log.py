"""RequestLog: a request and its outcome, without secrets."""

from enum import StrEnum
from typing import Any, ClassVar

from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.values import Value


class RequestLogOperationKind(StrEnum):
    """The kind of GraphQL operation."""

    QUERY = "query"
    """An operation that reads objects."""
    MUTATION = "mutation"
    """An operation that changes objects."""
    SUBSCRIPTION = "subscription"
    """An operation that streams events or changes."""


class RequestLogTransport(StrEnum):
    """The transport of a request."""

    HTTP = "http"
    """An HTTP request with a single response."""
    SSE = "sse"
    """An HTTP request with a stream of server-sent events as response."""
    WEBSOCKET = "websocket"
    """A message on a WebSocket."""


class RequestLogOutcome(StrEnum):
    """The outcome of a request."""

    SUCCEEDED = "succeeded"
    """The request succeeded without errors."""
    REFUSED = "refused"
    """A mutation was refused or declined; see `userErrors`."""
    FAILED = "failed"
    """The response had top-level errors; see `errors`."""


class RequestLogKey(Value):
    """The API key of a request."""

    id: str = given()
    """ID of the API key."""
    hint: str = given("")
    """Redacted API key: prefix and last four characters."""


class RequestLogError(Value):
    """A top-level error of the response."""

    code: str | None = given(None)
    """Code of the error, such as `RATE_LIMITED`; null if there is none."""
    message: str = given()
    """Message of the error; possible secrets are replaced by [redacted]."""
    path: list[str] = given([])
    """Path of the field that failed in the response; empty if the operation did not run."""


class RequestLogUserError(Value):
    """A user error of one of the request's mutations."""

    mutation: str = given()
    """Name of the mutation that returned the error."""
    type: str = given()
    """Stripe's error type, such as `card_error`."""
    code: str | None = given(None)
    """Stripe's error code, such as `card_declined`; null if there is none."""
    field: str | None = given(None)
    """Input field that the error refers to; null if the error refers to none."""
    message: str = given()
    """Message of the error; possible secrets are replaced by [redacted]."""


class RequestLog(Resource, table=True):
    """A request that changed objects, or that failed. The id is the request id of the response.

    The entry is written before the response is sent. Secrets and card data are never stored: `document` and
    `variables` show [redacted] in place of every value that the graph itself does not show.
    """

    prefix: ClassVar[str] = "req_"
    retained: ClassVar[bool] = True
    families_column: ClassVar[str | None] = "families"

    operation_name: str | None = kept(in_groups=True)
    """Name of the operation; null if the operation is anonymous or the document could not be parsed."""
    operation_kind: RequestLogOperationKind | None = kept()
    """Kind of the operation; null if the document could not be parsed."""
    mutations: list[str] = kept([])
    """Names of the operation's mutations, in order."""
    document: str | None = kept()
    """The operation and the fragments it uses, without secrets; null if the document could not be parsed."""
    variables: dict[str, Any] = kept({})
    """Variables that the operation declares, without secrets."""
    key: RequestLogKey = kept()
    """API key of the request, without the secret."""
    idempotency_key: str | None = kept()
    """Idempotency key of the request, or of the first mutation with a key; null if there is none."""
    transport: RequestLogTransport = kept()
    """Transport of the request."""
    status: int = kept(200)
    """HTTP status for the outcome. The status of the response itself may differ, depending on the media type."""
    close_code: int | None = kept()
    """Code that the WebSocket was closed with; null if the request did not close the WebSocket."""
    outcome: RequestLogOutcome = kept(RequestLogOutcome.SUCCEEDED)
    """Outcome of the request."""
    errors: list[RequestLogError] = kept([])
    """Top-level errors of the response."""
    user_errors: list[RequestLogUserError] = kept([])
    """User errors of the request's mutations."""
    duration_ms: int = kept(0)
    """Duration until the response was ready, in milliseconds. Just after a mutation, the duration until the mutation's
    changes were written."""
    objects: list[str] = kept([])
    """IDs of the objects that the request's mutations read or changed, in order."""
    replayed: bool = kept(False)
    """Whether a mutation returned the result of an earlier request with the same idempotency key."""
    families: list[str] | None = kept(hidden=True)
