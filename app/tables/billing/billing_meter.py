"""BillingMeter: how usage is recognized in events, and aggregated."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, text

from app.tables.columns import editable, given, kept
from app.tables.resource import Resource
from app.tables.values import Value


class BillingMeterCustomerMappingType(StrEnum):
    """How a customer is named in meter events."""

    BY_ID = "by_id"
    """By the customer's id."""


class BillingMeterCustomerMapping(Value):
    """Where meter events name the customer."""

    event_payload_key: str = given(min_length=1, max_length=100)
    """Key of the payload whose value is the customer. The default is `stripe_customer_id`."""
    type: BillingMeterCustomerMappingType = given()
    """How the customer is named."""


class BillingMeterDefaultAggregationFormula(StrEnum):
    """How the events of a period are aggregated."""

    COUNT = "count"
    """The number of events."""
    SUM = "sum"
    """The sum of the events' values."""


class BillingMeterDefaultAggregation(Value):
    """How the events of a period become one quantity."""

    formula: BillingMeterDefaultAggregationFormula = given()
    """How the events are aggregated."""


class BillingMeterEventTimeWindow(StrEnum):
    """The window within which only the last event counts."""

    DAY = "day"
    """A day in UTC."""
    HOUR = "hour"
    """An hour by the clock."""


class BillingMeterStatus(StrEnum):
    """The status of a meter."""

    ACTIVE = "active"
    """The meter takes events, and prices can use the meter."""
    INACTIVE = "inactive"
    """The meter was deactivated: events for the meter are refused."""


class BillingMeterStatusTransitions(Value):
    """When the meter's status changed."""

    deactivated_at: datetime | None = given(None)
    """When the meter was deactivated; null while the meter is active."""


class BillingMeterValueSettings(Value):
    """Where meter events hold the value."""

    event_payload_key: str = given(min_length=1, max_length=100)
    """Key of the payload whose value is the usage. The default is `value`."""


class BillingMeter(Resource, table=True):
    """A meter: how usage is recognized in events, and aggregated for prices that are billed by usage."""

    __table_args__ = (
        Index(
            "billing_meter_event_name",
            "account_id",
            "livemode",
            "event_name",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
    )

    object_name: ClassVar[str] = "billing.meter"
    prefix: ClassVar[str] = "mtr_"
    path: ClassVar[str] = "/v1/billing/meters/{id}"
    in_real_time: ClassVar[bool] = True
    arrows: ClassVar[dict[str, set[str]]] = {
        BillingMeterStatus.ACTIVE: {BillingMeterStatus.INACTIVE},
        BillingMeterStatus.INACTIVE: {BillingMeterStatus.ACTIVE},
    }

    customer_mapping: BillingMeterCustomerMapping = given(
        BillingMeterCustomerMapping(event_payload_key="stripe_customer_id", type=BillingMeterCustomerMappingType.BY_ID)
    )
    """Where meter events name the customer."""
    default_aggregation: BillingMeterDefaultAggregation = given()
    """How the events of a period become one quantity."""
    display_name: str = editable(min_length=1, max_length=250)
    """Name of the meter, for the merchant."""
    event_name: str = given(min_length=1, max_length=100, in_groups=True)
    """Name of the events that the meter takes. No other active meter of the account has the same."""
    event_time_window: BillingMeterEventTimeWindow | None = given(None)
    """For usage that is aggregated before it is reported: of the events of one customer in the same window, only the
    last one counts. Null if every event counts."""
    status: BillingMeterStatus = kept(BillingMeterStatus.ACTIVE)
    """Whether the meter takes events."""
    status_transitions: BillingMeterStatusTransitions = kept(BillingMeterStatusTransitions())
    """When the meter's status changed."""
    updated: datetime = kept()
    """When the meter was last changed."""
    value_settings: BillingMeterValueSettings = given(BillingMeterValueSettings(event_payload_key="value"))
    """Where meter events hold the value, which meters that count events ignore."""
