"""What the page of a portal session is opened by. Not part of the graph."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.tables.record import Record


class PortalAccess(Record, table=True):
    """A session of the customer portal, found by the token in its address until it is opened, then by the secret of the
    browser that opened it. Only hashes are kept."""

    __tablename__ = "billing_portal_access"

    hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    """SHA-256 of the token or secret, which are 256 random bits, so that a slow hash would add nothing."""
    account_id: str = Field(sa_type=Text)
    livemode: bool
    session: dict[str, Any] = Field(sa_type=JSONB)
    """The session as it was created, without its address. `by_email` is there if it is one of the login page."""
    expires_at: datetime = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=False))
    """The moment from which on the page cannot be opened any more, or the visit is over, in real time."""
    opened_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    """When the page was opened; null until then. It is opened once."""
