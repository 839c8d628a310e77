"""Usage as it is stored: events, what they come to, and what alerts have seen of it. Not part of the graph.

Rows are written by the statements of `app/domain/billing/usage/`, many at once.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Date, DateTime, Identity, Index, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.tables.partitions import Partitioned
from app.tables.record import Record


def _text(*, key: bool = False) -> Any:
    return Field(sa_column=Column(Text(collation="C"), nullable=False, primary_key=key))


def _mode(*, key: bool = False) -> Any:
    return Field(primary_key=key)


def _moment(*, nullable: bool = False, key: bool = False) -> Any:
    return Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=nullable, primary_key=key))


def _number() -> Any:
    return Field(sa_column=Column(Numeric, nullable=False))


class MeterEvent(Partitioned, table=True):
    """Usage of a customer that a meter counts.

    The table is partitioned by the week in which events are received, in real time. Within a week an identifier is
    unique; the statement that inserts events also looks at the week before.
    """

    __tablename__ = "meter_event"
    __table_args__ = (Index("meter_event_usage", "meter_id", "customer_id", "timestamp"),)

    retained: ClassVar[bool] = True
    partitioned_by: ClassVar[str] = "week"
    kept_at_least: ClassVar[timedelta] = timedelta(days=3 * 366 + 35)
    """The longest billing period, and how late an event may come: a period need not begin or end at a full hour, and
    what is between is found in events alone."""

    account_id: str = _text(key=True)
    livemode: bool = _mode(key=True)
    identifier: str = _text(key=True)
    week: date = Field(sa_column=Column(Date, primary_key=True))
    """The Monday of the week in which the event was received."""
    meter_id: str = _text()
    customer_id: str = _text()
    timestamp: datetime = _moment()
    """When the usage took place, by the customer's clock."""
    created: datetime = _moment()
    """When the event was received, by the customer's clock."""
    received: datetime = _moment()
    """When the event was received in real time; those received together differ by a microsecond, in their order."""
    amount: Decimal = _number()
    """What the event adds: its value, or 1 for a meter that counts events."""
    canceled: bool = False

    @classmethod
    def partition_bound(cls, moment: datetime) -> str:
        return moment.date().isoformat()

    @classmethod
    def partition_begin(cls, bound: str) -> datetime | None:
        return datetime.fromisoformat(f"{bound}T00:00:00+00:00")


class UsageBucket(Record, table=True):
    """What a customer's events of one hour come to, by the meter's formula, which never changes. For a meter of which
    only the last event of a window counts: that event's usage, by window."""

    __tablename__ = "usage_bucket"

    account_id: str = _text(key=True)
    livemode: bool = _mode(key=True)
    meter_id: str = _text(key=True)
    customer_id: str = _text(key=True)
    start: datetime = _moment(key=True)
    """The start of the hour, or of the window, in UTC."""
    usage: Decimal = _number()
    former: Decimal = _number()
    """The usage before the last change: a statement that changes it returns the difference."""
    last_at: datetime | None = _moment(nullable=True)
    """Timestamp of the event that counts, where only one does: the window is part of the period in which that lies."""


class AlertUsage(Record, table=True):
    """What was reported of one customer since an alert was created."""

    __tablename__ = "alert_usage"

    account_id: str = _text(key=True)
    livemode: bool = _mode(key=True)
    alert_id: str = _text(key=True)
    customer_id: str = _text(key=True)
    usage: Decimal = _number()
    triggered_at: datetime | None = _moment(nullable=True)
    """When the alert triggered, by the customer's clock; null until then."""
    value: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    """The usage at which the alert triggered."""


class MeterError(Record, table=True):
    """Events of one batch that no meter took, until they are reported."""

    __tablename__ = "meter_error"
    __table_args__ = (Index("meter_error_reported", "account_id", "livemode", "reported_at"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    account_id: str = _text()
    livemode: bool
    reported_at: datetime = _moment()
    """The end of the ten seconds whose errors are reported together."""
    meter_id: str | None = Field(default=None, sa_type=Text, nullable=True)
    """Null where there is no meter for the event's name."""
    code: str = _text()
    count: int
    samples: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """The first of them: identifier and message."""
