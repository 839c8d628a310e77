"""API keys, and the results stored under idempotency keys.

Not part of the graph.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, DateTime, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.tables.record import Record


def _moment(*, nullable: bool = True, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable, index=index))


class KeyKind(StrEnum):
    """The kind of an API key: for a server, for a browser, or for a server with restricted permissions."""

    SECRET = "secret"
    PUBLISHABLE = "publishable"
    RESTRICTED = "restricted"


class ApiKey(Record, table=True):
    """A key to one account in one mode. Its secret is shown once, and only the hash is kept."""

    __tablename__ = "api_key"
    __table_args__ = (Index("api_key_account", "account_id", "livemode"),)

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
