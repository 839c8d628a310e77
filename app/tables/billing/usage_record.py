"""UsageRecord: usage of a metered price without a meter, as it is reported, and its sums by billing period."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, DateTime, Text
from sqlmodel import Field

from app.tables.columns import REQUIRED, given, kept, ref
from app.tables.record import Record
from app.tables.resource import Resource
from app.tables.transient import Transient
from app.tables.values import Value


class UsageRecordAction(StrEnum):
    """What a usage record does to the usage that was recorded at the same moment."""

    INCREMENT = "increment"
    """The quantity is added."""
    SET = "set"
    """The quantity takes the place of what was recorded."""


class UsageRecord(Transient):
    """Usage of a subscription item whose metered price has no meter."""

    prefix: ClassVar[str] = "mbur_"

    id: str = kept(REQUIRED)
    """Unique identifier of the usage record."""
    livemode: bool = kept(REQUIRED)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    quantity: int = kept(REQUIRED)
    """The usage at the moment of `timestamp`, with all that was recorded there before."""
    subscription_item_id: str = ref("subscription_item", kind="kept")
    """The subscription item whose usage it is."""
    timestamp: datetime = kept(REQUIRED)
    """When the usage took place."""


class UsageRecordSummaryPeriod(Value):
    """The billing period of a summary."""

    end: datetime | None = given(None)
    """The end of the period."""
    start: datetime | None = given(None)
    """The start of the period."""


class UsageRecordSummary(Resource, table=True):
    """The usage of a subscription item in one billing period. It may change until the period has ended."""

    prefix: ClassVar[str] = "sis_"
    plural: ClassVar[str] = "usage_record_summaries"
    path: ClassVar[str] = "/v1/subscription_items/{subscription_item}/usage_record_summaries"

    created: datetime = kept(hidden=True)
    invoice_id: str | None = ref("invoice", back="usage_record_summaries", kind="kept", default=None)
    """The invoice that bills the usage; null until the period has been billed."""
    period: UsageRecordSummaryPeriod = kept()
    """The billing period that is summarized."""
    subscription_item_id: str = ref("subscription_item", back="usage_record_summaries", kind="kept")
    """The subscription item whose usage is summarized."""
    total_usage: int = kept(0)
    """The usage in the period, by the `aggregateUsage` of the price."""


def _key() -> Any:
    return Field(sa_column=Column(Text(collation="C"), primary_key=True))


class RecordedUsage(Record, table=True):
    """What was recorded of a subscription item at one moment. Not part of the graph."""

    __tablename__ = "recorded_usage"

    account_id: str = _key()
    livemode: bool = Field(primary_key=True)
    subscription_item_id: str = _key()
    timestamp: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    quantity: int = Field(sa_type=BigInteger)
