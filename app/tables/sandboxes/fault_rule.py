"""FaultRule: a fault that a test asks for."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.error_codes import ErrorCode
from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.shapes.webhook_fault import WebhookFault
from app.tables.values import Value

LARGEST = 2_147_483_647


class FaultCut(StrEnum):
    """When a connection is closed in place of a response."""

    AFTER_COMMIT = "after_commit"
    """After the operation has run: what it changes is changed, and the client does not know."""
    BEFORE_COMMIT = "before_commit"
    """Before the operation runs: nothing is changed."""


class FaultDelay(Value):
    """A delay of an operation."""

    milliseconds: int = given(ge=1, le=30_000)
    """Milliseconds before the operation runs: 1 to 30000."""


class FaultError(Value):
    """A refusal of a mutation. Nothing is changed."""

    code: ErrorCode = given()
    """Code of the error in `userErrors`. Its `type` is the one that the code has elsewhere."""
    decline_code: str | None = given(None, max_length=100)
    """Reason of the issuer's decline, such as `insufficient_funds`; only with a code of a declined payment."""


class FaultRateLimit(Value):
    """A refusal of a request as by the rate limit: HTTP status 429."""

    retry_after: int = given(1, ge=1, le=3600)
    """Seconds in the header `Retry-After`: 1 to 3600. Default 1."""


class FaultWebhook(Value):
    """A fault of the delivery of an event."""

    fault: WebhookFault = given()
    """What happens to the delivery."""
    seconds: int | None = given(None, ge=1, le=86_400)
    """Seconds by which a delivery is late: 1 to 86400. Required with `LATE`, and only with it."""


class FaultEffect(Value):
    """What a fault rule does. Exactly one of the fields is set."""

    one_of: ClassVar[bool] = True

    delay: FaultDelay | None = given(None)
    """Delays the operation by a time."""
    error: FaultError | None = given(None)
    """Refuses the mutation, with a row of `userErrors`."""
    rate_limited: FaultRateLimit | None = given(None)
    """Refuses the request, as if there were too many."""
    cut: FaultCut | None = given(None)
    """Closes the connection in place of a response."""
    webhook: FaultWebhook | None = given(None)
    """Loses, delays, doubles or reorders the delivery of the event."""


class FaultRule(Resource, table=True):
    """A fault on demand, in test mode: what happens to certain operations, or to the webhooks of certain events. Where
    several rules match, the oldest one that strikes acts, and younger ones do not meet the operation."""

    prefix: ClassVar[str] = "flt_"
    plural: ClassVar[str] = "fault_rules"
    deletable: ClassVar[bool] = True
    emptied: ClassVar[bool] = False
    in_real_time: ClassVar[bool] = True

    name: str | None = given(None, max_length=200)
    """Name of the rule, such as that of the test that needs it."""
    operations: list[str] | None = given(None, min_length=1, max_length=100)
    """Queries and mutations that the rule meets, by the names of their fields, such as `paymentIntentConfirm`; `*`
    matches any characters: `subscription*`. Null for a rule of events."""
    event_types: list[str] | None = given(None, min_length=1, max_length=100)
    """Types of events whose deliveries the rule meets, such as `charge.failed`; `*` matches any characters:
    `invoice.*`. Deliveries are those to the account's own endpoints and destinations, also of events of connected
    accounts. Null for a rule of operations."""
    effect: FaultEffect = given()
    """What the rule does."""
    share: Decimal | None = given(None, gt=0, le=1)
    """Share of the meetings in which the rule strikes, above 0 and at most 1; null means all of them, up to `count`."""
    count: int | None = given(None, ge=1, le=LARGEST)
    """Number of meetings in which the rule strikes, beginning after those that it skips; null means no limit."""
    after: int = given(0, ge=0, le=LARGEST)
    """Number of meetings that the rule skips at first. Default 0."""
    seed: int = given(0, ge=0, le=LARGEST)
    """Seed of `share`. Whether the rule strikes in its nth meeting depends on the seed and n alone. Default 0."""

    met: int = kept(0)
    """Number of operations or deliveries that the rule has met."""
    applied: int = kept(0)
    """Number of operations or deliveries that the rule has struck."""
    expires_at: datetime | None = kept()
    """When the rule is deleted; null if it stays until then."""
