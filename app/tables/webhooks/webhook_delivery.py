"""WebhookDelivery: the delivery of one event to one endpoint or destination."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index

from app.tables.columns import kept, ref
from app.tables.resource import Resource
from app.tables.shapes.webhook_fault import WebhookFault

WAITING = "status = 'pending'"


class WebhookDeliveryStatus(StrEnum):
    """The status of a delivery."""

    CANCELED = "canceled"
    """The endpoint was disabled or deleted before the delivery succeeded."""
    FAILED = "failed"
    """Every attempt failed. No further attempt is scheduled."""
    PENDING = "pending"
    """The delivery is being sent, or waits for the next attempt."""
    SUCCEEDED = "succeeded"
    """The endpoint acknowledged the event with a 2xx status."""


class WebhookDelivery(Resource, table=True):
    """The delivery of an event to a webhook endpoint or event destination. Events are delivered at least once."""

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
    type_column: ClassVar[str | None] = "type"

    event_id: str | None = ref("event", back="deliveries", kind="kept", default=None)
    """Event that is sent; null for thin events and samples."""
    thin_event_id: str | None = ref("thin_event", back="deliveries", kind="kept", default=None)
    """Thin event that is sent; null for other events."""
    webhook_endpoint_id: str | None = ref("webhook_endpoint", back="deliveries", kind="kept", default=None)
    """Webhook endpoint that the event is sent to; null for event destinations."""
    event_destination_id: str | None = ref("event_destination", back="deliveries", kind="kept", default=None)
    """Event destination that the event is sent to; null for webhook endpoints."""
    account: str | None = kept()
    """ID of the connected account in whose stream the event is; null for events in the account's own stream."""
    type: str = kept(in_groups=True)
    """Type of the event that is sent, such as `charge.captured`."""
    sample: bool = kept(False)
    """Whether the event is a sample, sent to test the endpoint and not stored."""
    status: WebhookDeliveryStatus = kept(WebhookDeliveryStatus.PENDING)
    """Status of the delivery."""
    attempt_count: int = kept(0)
    """Number of attempts so far."""
    next_attempt_at: datetime | None = kept()
    """When the next attempt is made; null if no further attempt is scheduled."""
    delivered_at: datetime | None = kept()
    """When the endpoint acknowledged the event; null if not acknowledged."""
    fault: WebhookFault | None = kept()
    """What a fault rule did to the delivery; null if nothing."""
    target_id: str = ref("webhook_endpoint", "event_destination", kind="kept", hidden=True)
    object_id: str = kept("", hidden=True)
    sequence: int = kept(0, hidden=True)
    tries: int = kept(0, hidden=True)
    begun_at: datetime | None = kept(hidden=True)
    lease: str | None = kept(hidden=True)
    leased_until: datetime | None = kept(hidden=True)
    body: dict[str, Any] | None = kept(hidden=True)
