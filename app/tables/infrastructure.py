"""What stands beneath the resources: wakes, event streams, the ledger's entries. None of it is in the graph."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.tables.record import Record


def _serial() -> Any:
    return Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable))


class Wake(Record, table=True):
    """Something that falls due: at `due`, on `clock_id` or else in real time, `what` is done to `target_id`.

    `due` is the moment that the deed takes place at, and orders them; `retry_at` (real time) delays one that failed.
    """

    __tablename__ = "wake"
    __table_args__ = (
        Index("wake_real", "due", "id", postgresql_where="clock_id IS NULL"),
        Index("wake_clock", "clock_id", "due", "id", postgresql_where="clock_id IS NOT NULL"),
        Index("wake_target", "account_id", "target_id"),
    )

    id: int | None = _serial()
    account_id: str = Field(sa_type=Text)
    livemode: bool
    clock_id: str | None = Field(default=None, sa_type=Text)
    due: datetime = _moment()
    what: str = Field(sa_type=Text)
    target_id: str = Field(sa_type=Text)
    attempts: int = 0
    retry_at: datetime | None = _moment(nullable=True)


class EventStream(Record, table=True):
    """How far the events of one account and mode have come.

    Its row is locked last in every transaction that tells something, so the order of `last_sequence` is the order of
    commits, without a gap: whoever has read up to N has missed nothing below N.
    """

    __tablename__ = "event_stream"

    account_id: str = Field(sa_type=Text, primary_key=True)
    livemode: bool = Field(primary_key=True)
    last_sequence: int = Field(default=0, sa_type=BigInteger)
    routes: list[dict[str, Any]] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """Where events are sent, if anywhere: see app/domain/webhooks/fan_out.py."""
    routes_version: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    """How often `routes` have changed. Whoever gives events their places says which version they reckoned with."""


class LedgerEntry(Record, table=True):
    """One side of a movement of money. The entries of a movement sum to zero in each currency."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ledger_entry_balance", "account_id", "livemode", "book", "currency"),
        Index("ledger_entry_movement", "movement_id"),
    )

    id: int | None = _serial()
    account_id: str = Field(sa_type=Text)
    livemode: bool
    movement_id: str = Field(sa_type=Text)
    """Names the movement: the balance transaction's id, or that with what became of it (`txn_…:available`)."""
    book: str = Field(sa_type=Text)
    """Where the money is: `pending:card`, `available:bank_account`, `fees`, `world`…"""
    currency: str = Field(sa_type=Text)
    amount: int = Field(sa_type=BigInteger)
    """Minor units; negative where money leaves the book."""
    created: datetime = _moment()
