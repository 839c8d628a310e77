"""BillingAlert: tells when a customer's usage reaches a threshold."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import REQUIRED, given, kept, ref
from app.tables.resource import Resource
from app.tables.transient import Transient
from app.tables.values import Value


class BillingAlertAlertType(StrEnum):
    """What an alert watches."""

    USAGE_THRESHOLD = "usage_threshold"
    """The usage that is reported to a meter."""


class BillingAlertStatus(StrEnum):
    """The status of an alert."""

    ACTIVE = "active"
    """The alert triggers when usage reaches the threshold."""
    ARCHIVED = "archived"
    """The alert was archived: the alert is in no list, and never triggers again."""
    INACTIVE = "inactive"
    """The alert was deactivated: it does not trigger until it is activated."""


class BillingAlertUsageThresholdFilterType(StrEnum):
    """What a filter of an alert is about."""

    CUSTOMER = "customer"
    """The customer whose usage is watched."""


class BillingAlertUsageThresholdFilter(Value):
    """What an alert is limited to."""

    customer_id: str | None = ref("customer", default=None)
    """The only customer whose usage is watched."""
    type: BillingAlertUsageThresholdFilterType = given()
    """What the filter is about."""


class BillingAlertUsageThresholdRecurrence(StrEnum):
    """How often an alert triggers."""

    ONE_TIME = "one_time"
    """Once for each customer."""


class BillingAlertUsageThreshold(Value):
    """The usage at which an alert triggers."""

    filters: list[BillingAlertUsageThresholdFilter] | None = given(None, max_length=1)
    """What the alert is limited to, at most one filter; null or empty for all customers."""
    gte: int = given(ge=1)
    """The usage at which the alert triggers. Counted is what was reported since the alert was created."""
    meter_id: str = ref("billing_meter")
    """The meter whose usage is watched."""
    recurrence: BillingAlertUsageThresholdRecurrence = given()
    """How often the alert triggers."""


class BillingAlert(Resource, table=True):
    """An alert that triggers when the usage of a customer reaches a threshold."""

    object_name: ClassVar[str] = "billing.alert"
    prefix: ClassVar[str] = "alrt_"
    path: ClassVar[str] = "/v1/billing/alerts/{id}"
    in_real_time: ClassVar[bool] = True
    arrows: ClassVar[dict[str, set[str]]] = {
        BillingAlertStatus.ACTIVE: {BillingAlertStatus.INACTIVE, BillingAlertStatus.ARCHIVED},
        BillingAlertStatus.INACTIVE: {BillingAlertStatus.ACTIVE, BillingAlertStatus.ARCHIVED},
    }

    # Stripe shows no moment of creation.
    created: datetime = kept(hidden=True)
    alert_type: BillingAlertAlertType = given()
    """What the alert watches."""
    status: BillingAlertStatus | None = kept(BillingAlertStatus.ACTIVE)
    """Whether the alert triggers."""
    title: str = given(min_length=1, max_length=256)
    """Title of the alert, for the merchant."""
    usage_threshold: BillingAlertUsageThreshold | None = given(None)
    """The usage at which the alert triggers."""


class BillingAlertTriggered(Transient):
    """An alert that a customer's usage has triggered."""

    object_name: ClassVar[str] = "billing.alert_triggered"
    events: ClassVar[dict[str, str]] = {
        "billing.alert.triggered": "A customer's usage reached the threshold of an alert."
    }

    alert_id: str = ref("billing_alert", kind="kept", embedded=True)
    """The alert that triggered."""
    created: datetime = kept(REQUIRED)
    """When the alert triggered, by the test clock that the customer is attached to, if any."""
    customer_id: str = ref("customer", kind="kept")
    """The customer whose usage triggered the alert."""
    livemode: bool = kept(REQUIRED)
    """Whether the alert is of live mode (true) or of test mode (false)."""
    value: int = kept(REQUIRED)
    """The usage that triggered the alert."""
