"""ThinEvent: an event of Stripe's API v2, which references its object by id."""

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index

from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.shapes.api_request import ApiRequest
from app.tables.values import Value


class ThinEventReasonType(StrEnum):
    """The cause of a thin event."""

    REQUEST = "request"
    """The event was caused by an API request."""


class ThinEventReasonRequest(ApiRequest):
    """The API request that caused a thin event."""


class ThinEventReason(Value):
    """The reason for a thin event."""

    type: ThinEventReasonType = given()
    """Type of the reason for the event."""
    request: ThinEventReasonRequest | None = given(None)
    """API request that caused the event; null for other reasons."""


class ThinEventRelatedObject(Value):
    """The object that a thin event is about."""

    id: str = given()
    """ID of the related object."""
    type: str = given()
    """Stripe's name for the type of the related object, such as `customer`."""
    url: str = given()
    """Path of the related object in Stripe's REST API, such as `/v1/customers/cus_…`."""


class ThinEvent(Resource, table=True):
    """A lightweight event that references its object by id; receivers fetch the object's current state."""

    __table_args__ = (Index("thin_event_object", "object_id", "created", "id"),)

    object_name: ClassVar[str] = "v2.core.event"
    prefix: ClassVar[str] = "evt_"
    path: ClassVar[str] = "/v2/core/events/{id}"
    id_prefixes: ClassVar[tuple[str, ...]] = ("evt_test_", "evt_live_")
    type_column: ClassVar[str | None] = "type"
    shown_to_platform: ClassVar[bool] = True

    context: str | None = kept()
    """ID of the connected account that the event came from; null for the events of a platform's own account."""
    data: dict[str, Any] | None = kept(graph_only=True)
    """Additional data of the event; null if there is none. Not sent to destinations."""
    reason: ThinEventReason | None = kept()
    """Reason for the event; null if no API request caused the event."""
    related_object: ThinEventRelatedObject | None = kept()
    """Object that the event is about; null if there is none."""
    type: str = kept(in_groups=True)
    """Type of the event, such as `v1.customer.created`."""
    object_id: str = kept("", hidden=True)
