"""What can go wrong, as one tree.

Problem
├── Refusal                 foreseeable: becomes a row of `userErrors`, with Stripe's `type` and `code`
│   ├── InvalidRequest      the caller's values are not valid; names the field and the remedy
│   │   └── Several         more than one mistake of the same input: a row for each
│   ├── ResourceMissing     no such object for this account and mode
│   ├── WrongState          the object's state does not allow the verb
│   ├── IdempotencyMismatch the key was used with different input
│   └── CardError           the network declined; a fact, so the effects before it are committed
└── Fault                   a top-level GraphQL error: `extensions { code status }`
    ├── Unauthenticated     401
    ├── Forbidden           403
    ├── BadRequest          400: a malformed request, cursor or search query
    ├── NotFound            404: no such page, file or object to follow
    ├── LimitExceeded       400: the operation asks for too much
    ├── RateLimited         429
    │   └── LockTimeout     429: another request holds the same objects
    ├── CursorExpired       410: the events after the cursor are gone
    ├── Unavailable         503: the database is away for the moment
    │   └── NotDone         503: it is there, and cannot do this for the moment
    │       └── DiskFull    503: a disk is full, of the database or of the files
    └── Misconfigured       the operator's mistake, shown on the command line

Anything else that escapes is a bug: it is logged with its request id and shown as `INTERNAL_ERROR`.

In the messages of all of these, names of fields stand in backticks and in Stripe's spelling, with a dot between the
steps of a path (`payment_method_options.card`): the schema writes them as the graph has them. Values of enums are
written as the graph's members are (MANUAL), values of texts in single quotes ('us_bank_account').
"""

import re
from collections.abc import Sequence
from enum import Enum, StrEnum
from typing import ClassVar

from app.error_codes import ErrorCode

DOCS = "https://docs.stripe.com/error-codes/"
BEYOND_STRIPE = frozenset(
    {
        ErrorCode.ALERT_UNEXPECTED_STATE,
        ErrorCode.CHARGE_UNEXPECTED_STATE,
        ErrorCode.CREDIT_NOTE_UNEXPECTED_STATE,
        ErrorCode.DISPUTE_UNEXPECTED_STATE,
        ErrorCode.FEATURE_UNAVAILABLE,
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        ErrorCode.INSUFFICIENT_CAPABILITIES_FOR_TRANSFER,
        ErrorCode.INVOICE_RENDERING_TEMPLATE_UNEXPECTED_STATE,
        ErrorCode.INVOICE_UNEXPECTED_STATE,
        ErrorCode.METER_UNEXPECTED_STATE,
        ErrorCode.PARAMETER_IMMUTABLE,
        ErrorCode.PARAMETER_INVALID,
        ErrorCode.PARAMETER_TOO_LONG,
        ErrorCode.PERMISSION_MISSING,
        ErrorCode.PAYOUT_UNEXPECTED_STATE,
        ErrorCode.QUOTE_UNEXPECTED_STATE,
        ErrorCode.REFUND_UNEXPECTED_STATE,
        ErrorCode.RESOURCE_IN_USE,
        ErrorCode.RESOURCE_LIMIT_EXCEEDED,
        ErrorCode.SANDBOX_UNEXPECTED_STATE,
        ErrorCode.SUBSCRIPTION_SCHEDULE_UNEXPECTED_STATE,
        ErrorCode.SUBSCRIPTION_UNEXPECTED_STATE,
        ErrorCode.TOPUP_UNEXPECTED_STATE,
        ErrorCode.TEST_CLOCK_ADVANCING,
        ErrorCode.TEST_CLOCK_MISMATCH,
        ErrorCode.TEST_CLOCK_UNEXPECTED_STATE,
    }
)
"""Codes that Stripe does not document, as it has none of them."""
OF_METERS = frozenset(
    {
        ErrorCode.ARCHIVED_METER,
        ErrorCode.DUPLICATE_METER_EVENT,
        ErrorCode.METER_EVENT_CUSTOMER_NOT_FOUND,
        ErrorCode.METER_EVENT_INVALID_VALUE,
        ErrorCode.METER_EVENT_NO_CUSTOMER_DEFINED,
        ErrorCode.METER_EVENT_VALUE_NOT_FOUND,
        ErrorCode.NO_METER,
        ErrorCode.TIMESTAMP_IN_FUTURE,
        ErrorCode.TIMESTAMP_TOO_FAR_IN_PAST,
    }
)
"""Codes of meter events in Stripe's API v2, which are not on the page about codes."""


class Problem(Exception):
    """The root of all errors with a message for the caller: `str(problem)` is that sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ErrorType(StrEnum):
    """The type of an error, as Stripe names it."""

    CARD_ERROR = "card_error"
    """The issuer, the network or the bank declined the payment."""
    IDEMPOTENCY_ERROR = "idempotency_error"
    """The idempotency key was first used with different input."""
    INVALID_REQUEST_ERROR = "invalid_request_error"
    """The input, or the state of the object, does not allow the operation."""


class Refusal(Problem):
    """Foreseeable by the caller. `commits`: whether the effects so far are facts to commit.

    `field` is the path of the input's field in Stripe's names, with the place of an entry as a number:
    `items.0.price`. None if the refusal is not about one field.
    """

    type: ClassVar[ErrorType] = ErrorType.INVALID_REQUEST_ERROR
    commits: ClassVar[bool] = False

    def __init__(
        self, message: str, *, code: ErrorCode, field: str | None = None, decline_code: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.decline_code = decline_code

    @property
    def doc_url(self) -> str | None:
        """Where Stripe documents the code, if it is one of Stripe's."""
        return None if self.code in BEYOND_STRIPE | OF_METERS else f"{DOCS}{self.code.replace('_', '-')}"

    @property
    def each(self) -> "Sequence[Refusal]":
        """The refusals that this one consists of: itself, unless it is Several."""
        return (self,)

    def within(self, field: str) -> None:
        """Prefix the field, in the message too: `card.number` within `payment_method_data`."""
        if self.field:
            inner, self.field = self.field, f"{field}.{self.field}"
            self.message = re.sub(rf"`{re.escape(inner)}(?=[`.])", f"`{self.field}", self.message)
            self.args = (self.message,)


class InvalidRequest(Refusal):
    """A value that is not valid."""


class Several(InvalidRequest):
    """More than one mistake of an input, in the order in which they were found."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        super().__init__(" ".join(refusal.message for refusal in refusals), code=first.code, field=first.field)
        self._each = tuple(refusals)

    @property
    def each(self) -> Sequence[Refusal]:
        return self._each

    def within(self, field: str) -> None:
        for refusal in self._each:
            refusal.within(field)


class Malformed(ValueError):
    """A text without the required form, in any field. Raised by the checks of `app/tables/texts.py`; becomes an
    InvalidRequest with the field, with which its sentence begins."""

    def __init__(self, message: str, *, code: ErrorCode = ErrorCode.PARAMETER_INVALID) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def at(self, field: str) -> InvalidRequest:
        """The refusal of the field's value."""
        return InvalidRequest(f"`{field}` {self.message}", code=self.code, field=field)


class ResourceMissing(InvalidRequest):
    """No such object, or one of another account or mode, which is the same to the caller."""

    def __init__(self, object_name: str, id: str, *, field: str = "id") -> None:
        # Stripe names most objects here by words, and this one by its class.
        noun = "PaymentMethod" if object_name == "payment_method" else spoken(object_name)
        super().__init__(f"No such {noun}: '{id}'", code=ErrorCode.RESOURCE_MISSING, field=field)


class WrongState(InvalidRequest):
    """The object's state does not allow the verb."""

    def __init__(self, object_name: str, verb: str, status: str) -> None:
        code = f"{object_name}_unexpected_state"
        super().__init__(
            f"This {spoken(object_name)} cannot {spoken(verb)} while its `status` is {shown(status)}.",
            code=ErrorCode.__members__.get(code.upper(), ErrorCode.STATUS_TRANSITION_INVALID),
            field="id",
        )


def spoken(name: str) -> str:
    """A name of Stripe's as words: `payment_intent` is "payment intent", `test_helpers.test_clock` "test clock"."""
    return name.removeprefix("test_helpers.").replace("_", " ").replace(".", " ")


def shown(value: str) -> str:
    """A value within a sentence, as the graph shows it: the member of an enum, a text in quotes."""
    return value.name.upper() if isinstance(value, Enum) else repr(value[:100])


class IdempotencyMismatch(Refusal):
    """The idempotency key was first used with different input."""

    type: ClassVar[ErrorType] = ErrorType.IDEMPOTENCY_ERROR


class CardError(Refusal):
    """A payment that the bank or the card's network declined."""

    type: ClassVar[ErrorType] = ErrorType.CARD_ERROR
    commits: ClassVar[bool] = True


class Fault(Problem):
    """Not foreseeable, or not about one object: shown as a top-level GraphQL error."""

    code: ClassVar[str] = "INTERNAL_ERROR"
    status: ClassVar[int] = 500


class Unauthenticated(Fault):
    code = "UNAUTHENTICATED"
    status = 401


class Forbidden(Fault):
    code = "FORBIDDEN"
    status = 403


class BadRequest(Fault):
    """A malformed request, cursor or search query. `field` names the argument."""

    code = "BAD_REQUEST"
    status = 400

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFound(Fault):
    code = "NOT_FOUND"
    status = 404


class LimitExceeded(Fault):
    """The operation asks for more than a limit allows. `limit` is the limit's name in the settings."""

    code = "LIMIT_EXCEEDED"
    status = 400

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class RateLimited(Fault):
    """Too many requests or sockets. `retry_after` is in seconds."""

    code = "RATE_LIMITED"
    status = 429

    def __init__(self, message: str, *, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class LockTimeout(RateLimited):
    """Another request has locked the same objects for too long. This one had no effect."""

    code = "LOCK_TIMEOUT"

    def __init__(
        self, message: str = "Another request is changing the same objects. Try again in a few seconds."
    ) -> None:
        super().__init__(message)


class CursorExpired(Fault):
    code = "CURSOR_EXPIRED"
    status = 410


class Unavailable(Fault):
    """The database cannot be reached at the moment: the request may be valid. `retry_after` is in seconds, and
    `altogether` says whether this is so whatever is asked of it."""

    code = "SERVICE_UNAVAILABLE"
    status = 503
    altogether: ClassVar[bool] = True

    def __init__(
        self,
        message: str = "The database cannot be reached at the moment. Try again shortly.",
        *,
        retry_after: float = 1.0,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotDone(Unavailable):
    """The database answered that it cannot do this at the moment: what was asked had no effect."""

    altogether = False

    def __init__(self, message: str, *, retry_after: float = 1.0) -> None:
        super().__init__(message, retry_after=retry_after)


class DiskFull(NotDone):
    """There is no room to write to. `whose` disk it is: that of the database, or of the files."""

    altogether = True

    def __init__(self, whose: str) -> None:
        super().__init__(
            f"The disk of the {whose} is full. Nothing was changed. Try again when there is room.", retry_after=5.0
        )


class Misconfigured(Fault):
    code = "MISCONFIGURED"
    status = 500
