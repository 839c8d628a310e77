"""What the pages of a connected account's owner are opened by. Not part of the graph."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, DateTime, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.tables.record import Record


class AccountPageKind(StrEnum):
    """What a page is for."""

    ONBOARDING = "onboarding"
    UPDATE = "update"
    DASHBOARD = "dashboard"


class AccountPage(Record, table=True):
    """A page of a connected account's owner: found by the token in its address until it is opened, then by the secret
    of the browser that opened it. Only hashes are kept. A page that was opened stays for as long as its address can
    lead to the platform's `refresh_url`."""

    __tablename__ = "account_page_access"
    __table_args__ = (Index("account_page_access_visit", "visit_hash", unique=True),)

    hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    """SHA-256 of the token, which is 256 random bits, so that a slow hash would add nothing."""
    visit_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    """SHA-256 of the browser's secret; null until the page is opened. It is opened once."""
    account_id: str = Field(sa_type=Text)
    """The connected account."""
    livemode: bool
    kind: str = Field(sa_type=Text)
    """One of AccountPageKind."""
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """Where the page leads, and what it asks for, as the link was created."""
    expires_at: datetime = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=False))
    """The moment from which on the page cannot be opened any more, in real time."""
    visited_until: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    """When the visit is over, in real time; null until the page is opened."""
