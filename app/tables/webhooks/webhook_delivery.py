"""WebhookDelivery: one event on its way to one endpoint or destination."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index

from app.tables.columns import kept, ref
from app.tables.resource import Resource

WAITING = "status = 'pending'"


class WebhookDeliveryStatus(StrEnum):
    """How far a delivery has come."""

    CANCELED = "canceled"
    """Its endpoint was disabled or deleted first."""
    FAILED = "failed"
    """Every attempt failed, and none is to come, unless it is sent again on request."""
    PENDING = "pending"
    """It is about to be sent, or waits for its next attempt."""
    SUCCEEDED = "succeeded"
    """The endpoint acknowledged it with a status of 2xx."""


class WebhookDelivery(Resource, table=True):
    """An event on its way to an endpoint or destination. It is delivered at least once."""

    # Fillfactor leaves room for the new versions of a row beside it, as each delivery is changed twice at least.
    __table_args__ = (
        Index("webhook_delivery_due", "target_id", "next_attempt_at", "sequence", postgresql_where=WAITING),
        Index("webhook_delivery_next", "next_attempt_at", postgresql_where=WAITING),
        Index("webhook_delivery_order", "target_id", "object_id", "sequence", postgresql_where=WAITING),
        Index("webhook_delivery_replay", "target_id", "created"),
    )

    prefix: ClassVar[str] = "whd_"
    retained: ClassVar[bool] = True
    plural: ClassVar[str] = "webhook_deliveries"

    event_id: str | None = ref("event", back="deliveries", kind="kept", default=None)
    """The event that is sent; null for a thin event, and for a sample."""
    thin_event_id: str | None = ref("thin_event", back="deliveries", kind="kept", default=None)
    """The thin event that is sent."""
    webhook_endpoint_id: str | None = ref("webhook_endpoint", back="deliveries", kind="kept", default=None)
    """The endpoint that it is sent to."""
    event_destination_id: str | None = ref("event_destination", back="deliveries", kind="kept", default=None)
    """The destination that it is sent to."""
    type: str = kept()
    """The type of what is sent, such as `charge.captured`."""
    sample: bool = kept(False)
    """Whether it is a made-up sample for a test of the endpoint: no such event happened."""
    status: WebhookDeliveryStatus = kept(WebhookDeliveryStatus.PENDING)
    """How far it has come."""
    attempt_count: int = kept(0)
    """How often it was sent so far."""
    next_attempt_at: datetime | None = kept()
    """When it is sent next; null once nothing more is to come."""
    delivered_at: datetime | None = kept()
    """When the endpoint acknowledged it."""
    target_id: str = ref("webhook_endpoint", "event_destination", kind="kept", hidden=True)
    object_id: str = kept("", hidden=True)
    sequence: int = kept(0, hidden=True)
    tries: int = kept(0, hidden=True)
    begun_at: datetime | None = kept(hidden=True)
    lease: str | None = kept(hidden=True)
    leased_until: datetime | None = kept(hidden=True)
    body: dict[str, Any] | None = kept(hidden=True)
