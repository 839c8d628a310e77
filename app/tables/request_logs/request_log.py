"""RequestLog: what a request asked for and what it was answered, without any secret that it carried."""

from enum import StrEnum
from typing import Any, ClassVar

from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.values import Value


class RequestLogOperationKind(StrEnum):
    """What kind of operation was asked for."""

    QUERY = "query"
    """It reads."""
    MUTATION = "mutation"
    """It changes something."""
    SUBSCRIPTION = "subscription"
    """It follows something live."""


class RequestLogTransport(StrEnum):
    """How the request came."""

    HTTP = "http"
    """As one request with one response."""
    SSE = "sse"
    """As a request that is answered by a stream of server-sent events."""
    WEBSOCKET = "websocket"
    """As a message on a WebSocket."""


class RequestLogOutcome(StrEnum):
    """How the request ended."""

    SUCCEEDED = "succeeded"
    """All that was asked for was done."""
    REFUSED = "refused"
    """A mutation was refused, or declined: `userErrors` tell why."""
    FAILED = "failed"
    """There were errors at the top level: `errors` tell which."""


class RequestLogKey(Value):
    """The API key that the request came with."""

    id: str = given()
    """The key's id."""
    hint: str = given("")
    """How the key is shown: its beginning and its last four characters."""


class RequestLogError(Value):
    """An error at the top level of the response."""

    code: str | None = given(None)
    """What it is called, such as `RATE_LIMITED`."""
    message: str = given()
    """What it said; whatever might be a secret is replaced by [redacted]."""
    path: list[str] = given([])
    """Where in the response it stands; empty where the operation did not run."""


class RequestLogUserError(Value):
    """A refusal by one of the mutations."""

    mutation: str = given()
    """The mutation that refused."""
    type: str = given()
    """Stripe's type of error, such as `card_error`."""
    code: str | None = given(None)
    """Stripe's code, such as `card_declined`."""
    field: str | None = given(None)
    """The input field that is meant."""
    message: str = given()
    """What it said; whatever might be a secret is replaced by [redacted]."""


class RequestLog(Resource, table=True):
    """A request that changed something, or that failed. Its id is the one that the response carried.

    It is written before the answer goes out. Secrets and card data are never in it: `document` and `variables` show
    [redacted] in the place of all that the graph does not itself show again.
    """

    prefix: ClassVar[str] = "req_"
    retained: ClassVar[bool] = True

    operation_name: str | None = kept()
    """The operation's name in the document; null for one without a name, or a document that could not be read."""
    operation_kind: RequestLogOperationKind | None = kept()
    """What kind of operation it was; null where the document could not be read."""
    mutations: list[str] = kept([])
    """The mutations that the operation asked for, in order."""
    document: str | None = kept()
    """The operation and its fragments, without secrets; null where the document could not be read."""
    variables: dict[str, Any] = kept({})
    """The variables that the operation declares, without secrets."""
    key: RequestLogKey = kept()
    """The API key that it came with, never its secret."""
    idempotency_key: str | None = kept()
    """The idempotency key that came with it, or with the first of its mutations that had one."""
    transport: RequestLogTransport = kept()
    """How it came."""
    status: int = kept(200)
    """The HTTP status that tells how it ended, whatever the media type let the response's own status tell."""
    close_code: int | None = kept()
    """The code that the WebSocket was closed with, where that was the answer."""
    outcome: RequestLogOutcome = kept(RequestLogOutcome.SUCCEEDED)
    """How it ended."""
    errors: list[RequestLogError] = kept([])
    """The errors at the top level of the response."""
    user_errors: list[RequestLogUserError] = kept([])
    """What its mutations refused."""
    duration_ms: int = kept(0)
    """How long it took until it was ready to be answered, in milliseconds."""
    objects: list[str] = kept([])
    """The ids of the objects that its mutations read or changed, in order."""
    replayed: bool = kept(False)
    """Whether a mutation gave the result of an earlier request with the same idempotency key."""
