"""What can go wrong, as one tree.

Problem
├── Refusal                 foreseeable: becomes a row of `userErrors`, with Stripe's `type` and `code`
│   ├── InvalidRequest      the caller's values cannot be taken; names the field and the remedy
│   ├── ResourceMissing     no such object for this account and mode
│   ├── WrongState          the object's state does not allow the verb
│   ├── IdempotencyMismatch the key was used with other input
│   └── CardError           the network said no; a fact, so what was done before it is committed
└── Fault                   a top-level GraphQL error: `extensions { code status }`
    ├── Unauthenticated     401
    ├── Forbidden           403
    ├── BadRequest          400: a malformed request, cursor or search query
    ├── LimitExceeded       400: the operation asks for too much
    ├── RateLimited         429
    │   └── LockTimeout     429: another request holds the same objects
    ├── CursorExpired       410: the events after the cursor are gone
    ├── Unavailable         503: the database is away for the moment
    └── Misconfigured       the operator's mistake, told on the command line

Anything else that escapes is a bug: it is logged with its request id and shown as `internal_error`.
"""

from typing import ClassVar

DOCS = "https://docs.stripe.com/error-codes/"


class Problem(Exception):
    """The root of what is ours to say. `str(problem)` is a sentence meant for the caller."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refusal(Problem):
    """Foreseeable by the caller. `commits` says whether the effects so far are facts to be kept."""

    type: ClassVar[str] = "invalid_request_error"
    commits: ClassVar[bool] = False

    def __init__(
        self, message: str, *, code: str | None = None, field: str | None = None, decline_code: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.decline_code = decline_code

    @property
    def doc_url(self) -> str | None:
        """Where Stripe documents the code."""
        return f"{DOCS}{self.code.replace('_', '-')}" if self.code else None


class InvalidRequest(Refusal):
    """A value that cannot be taken. `field` is the input's path in the graph, such as `shipping.address.line1`."""


class ResourceMissing(InvalidRequest):
    """No such object, or one of another account or mode, which is the same to the caller."""

    def __init__(self, object_name: str, id: str, *, field: str = "id") -> None:
        super().__init__(f"No such {object_name}: '{id}'", code="resource_missing", field=field)


class WrongState(InvalidRequest):
    """The object's state does not allow the verb."""

    def __init__(self, object_name: str, verb: str, status: str, *, code: str | None = None) -> None:
        words = object_name.replace("_", " ")
        super().__init__(
            f"This {words} cannot {verb.replace('_', ' ')} while its status is {status}.",
            code=code or f"{object_name}_unexpected_state",
            field="id",
        )


class IdempotencyMismatch(Refusal):
    """The idempotency key came with other input the first time."""

    type: ClassVar[str] = "idempotency_error"


class CardError(Refusal):
    """A payment that the bank or the card's network refused."""

    type: ClassVar[str] = "card_error"
    commits: ClassVar[bool] = True


class Fault(Problem):
    """Not foreseeable, or not about one object: told as a top-level GraphQL error."""

    code: ClassVar[str] = "api_error"
    status: ClassVar[int] = 500


class Unauthenticated(Fault):
    code = "unauthenticated"
    status = 401


class Forbidden(Fault):
    code = "forbidden"
    status = 403


class BadRequest(Fault):
    """A malformed request, cursor or search query. `field` names the argument."""

    code = "bad_request"
    status = 400

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class LimitExceeded(Fault):
    """The operation asks for more than a limit allows. `limit` is the limit's name in the settings."""

    code = "limit_exceeded"
    status = 400

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class RateLimited(Fault):
    """Too many requests or sockets. `retry_after` is in seconds."""

    code = "rate_limit"
    status = 429

    def __init__(self, message: str, *, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class LockTimeout(RateLimited):
    """Another request has held what this one needs for too long. Nothing was done for this one."""

    code = "lock_timeout"

    def __init__(
        self, message: str = "Another request is changing the same objects. Try again in a few seconds."
    ) -> None:
        super().__init__(message)


class CursorExpired(Fault):
    code = "cursor_expired"
    status = 410


class Unavailable(Fault):
    """The database is away for the moment: nothing is wrong with what was asked. `retry_after` is in seconds."""

    code = "unavailable"
    status = 503

    def __init__(
        self,
        message: str = "The database cannot be reached at the moment. Try again shortly.",
        *,
        retry_after: float = 1.0,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Misconfigured(Fault):
    code = "misconfigured"
    status = 500
