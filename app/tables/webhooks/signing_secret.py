"""Signing secrets of webhook endpoints and event destinations, sealed. Not part of the graph."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, LargeBinary, Text
from sqlmodel import Field

from app.tables.record import Record


def _id() -> Any:
    return Field(sa_type=Text(collation="C"))


def _moment(*, nullable: bool) -> Any:
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable))


class SigningSecret(Record, table=True):
    """A signing secret. While a secret is being rolled, an endpoint has two, and both sign."""

    __tablename__ = "signing_secret"
    __table_args__ = (
        Index("signing_secret_account", "account_id"),
        Index("signing_secret_target", "target_id", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    account_id: str = _id()
    livemode: bool
    target_id: str = _id()
    """The endpoint or destination."""
    sealed: bytes = Field(sa_type=LargeBinary)
    """The secret, sealed with the server's key."""
    created: datetime = _moment(nullable=False)
    expires_at: datetime | None = _moment(nullable=True)
    """When a rolled secret stops signing; null for the current secret."""
