"""API keys, and the results stored under idempotency keys.

Not part of the graph.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.tables.record import Record
from app.tables.values import Value

CHANNEL = "paygraph_keys"
"""The channel on which all processes hear of changed keys."""


def _moment(*, nullable: bool = True, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable, index=index))


class KeyKind(StrEnum):
    """The kind of an API key: for a server, for a browser, for a server with restricted permissions, for the browser or
    device of one customer, to report meter events, or for the browser of a connected account's owner."""

    SECRET = "secret"
    PUBLISHABLE = "publishable"
    RESTRICTED = "restricted"
    CUSTOMER_SESSION = "customer_session"
    EPHEMERAL = "ephemeral"
    METER_EVENT_SESSION = "meter_event_session"
    ACCOUNT_SESSION = "account_session"


MADE = (KeyKind.CUSTOMER_SESSION, KeyKind.EPHEMERAL, KeyKind.METER_EVENT_SESSION, KeyKind.ACCOUNT_SESSION)
"""Kinds of keys that the merchant's server makes, and that expire soon."""


class KeyScope(Value):
    """The one customer that a key opens, and what the key may do there."""

    customer: str
    """The customer's id."""
    redisplay: tuple[str, ...] = ()
    """Which payment methods it shows, by their `allow_redisplay`."""
    limit: int | None = None
    """How many payment methods it shows, the newest; None for all."""
    save: bool = False
    """Whether it may create payment methods, and attach them to the customer."""
    remove: bool = False
    """Whether it may detach the payment methods that it shows."""
    update: bool = False
    """Whether it may update the customer's contact details, and the default payment method."""
    marks: bool = False
    """Whether what it attaches may be shown to the customer again, as the customer asked for it to be saved."""


class Components(Value):
    """What the secret of an account session opens of its account."""

    enabled: tuple[str, ...] = ()
    """Names of the components, such as `payouts`."""
    features: tuple[str, ...] = ()
    """Names of the features that one of them has, such as `instant_payouts`."""


class ApiKey(Record, table=True):
    """A key to one account in one mode. Its secret is shown once, and only the hash is kept."""

    __tablename__ = "api_key"
    __table_args__ = (
        Index("api_key_account", "account_id", "livemode"),
        Index("api_key_customer", "customer_id", postgresql_where=text("customer_id IS NOT NULL")),
    )

    id: str = Field(sa_type=Text, primary_key=True)
    account_id: str = Field(sa_type=Text)
    livemode: bool
    kind: str = Field(sa_type=Text)
    """One of KeyKind."""
    name: str | None = Field(default=None, sa_type=Text)
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    """SHA-256 of the secret. The secret is 256 random bits, so that a slow hash would add nothing."""
    hint: str = Field(sa_type=Text)
    """How the key is shown: `sk_test_…a1b2`."""
    permissions: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    """Of a restricted key: `read` or `write`, by family."""
    customer_id: str | None = Field(default=None, sa_type=Text)
    """The one customer that the key opens; None for all that its kind and permissions allow."""
    scope: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """Of a key to one customer: a KeyScope. Of an account session: its Components."""
    demo: bool = False
    """Whether the server made it for the demo account, and so may replace it."""
    created: datetime = _moment(nullable=False)
    last_used: datetime | None = _moment()
    """When the key was last used, to the minute, so that requests seldom write."""
    expires_at: datetime | None = _moment()
    """When a rolled key expires."""
    revoked_at: datetime | None = _moment()


class IdempotencyRecord(Record, table=True):
    """The result of a mutation for the first request with an idempotency key."""

    __tablename__ = "idempotency_record"

    account_id: str = Field(sa_type=Text, primary_key=True)
    livemode: bool = Field(primary_key=True)
    key: str = Field(sa_type=Text, primary_key=True)
    mutation: str = Field(sa_type=Text)
    request_hash: str = Field(sa_type=Text)
    response: Any = Field(default=None, sa_type=JSONB, nullable=True)
    """None only until the first request's transaction ends."""
    created: datetime = _moment(nullable=False, index=True)
    """In real time."""
