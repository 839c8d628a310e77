"""Tables under the resources: wakes, event streams, ledger entries. Not part of the graph."""

from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.tables.record import Record


def _serial() -> Any:
    return Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable))


class Wake(Record, table=True):
    """A scheduled job: at `due`, on `clock_id` or else in real time, the job `what` runs on `target_id`.

    `due` is the moment of the job, and its order; `retry_at` (real time) delays a job that failed.
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


class Route(TypedDict):
    """One place that events are sent to: an endpoint or destination that is enabled."""

    id: str
    thin: bool
    types: list[str]


class Routes(NamedTuple):
    """A tenant's routes, how often they have changed, and whether the tenant has fault rules."""

    version: int
    routes: list[Route]
    """Where the tenant's own events are sent."""
    faulty: bool = False
    connected: list[Route] = []
    """Where the events of all accounts that are connected to the tenant's are sent."""
    platform: str | None = None
    """The account that the tenant's is connected to, which has routes of its own for the tenant's events."""


class EventStream(Record, table=True):
    """The last event sequence of one account and mode.

    The row is locked last in every transaction that emits events, so the order of `last_sequence` is the order of
    commits, without a gap: a reader that has seen N has missed nothing below N.
    """

    __tablename__ = "event_stream"

    account_id: str = Field(sa_type=Text, primary_key=True)
    livemode: bool = Field(primary_key=True)
    last_sequence: int = Field(default=0, sa_type=BigInteger)
    routes: list[dict[str, Any]] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """Where events are sent, if anywhere: see app/domain/events/fan_out.py."""
    connected_routes: list[dict[str, Any]] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """Where the events of connected accounts are sent, if anywhere. They are kept here alone, whatever the number of
    accounts."""
    routes_version: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    """Number of changes of the routes, of `faulty` and of what the account is connected to. A writer that assigns
    sequences states the version that it read."""
    faulty: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whether the account has fault rules: see app/domain/faults."""


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
    """Id of the movement: the balance transaction's id, or that id with a suffix (`txn_…:available`)."""
    book: str = Field(sa_type=Text)
    """Where the money is: `pending:card`, `available:bank_account`, `fees`, `world`…"""
    currency: str = Field(sa_type=Text)
    amount: int = Field(sa_type=BigInteger)
    """Minor units; negative if the money is taken out of the book."""
    created: datetime = _moment()


class ContentRemoval(Record, table=True):
    """Content in the storage of files that is to be removed at `due`, in real time: of an upload whose file is not
    committed, or of a file that expires."""

    __tablename__ = "content_removal"
    __table_args__ = (Index("content_removal_due", "due"),)

    key: str = Field(sa_type=Text, primary_key=True)
    due: datetime = _moment()
