"""ThinEvent: an event of the second version of Stripe's API, which names its object rather than showing it."""

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index

from app.tables.columns import given, kept
from app.tables.resource import Resource
from app.tables.values import Value


class ThinEventReasonType(StrEnum):
    """What caused a thin event."""

    REQUEST = "request"
    """A request to the API."""


class ThinEventReasonRequest(Value):
    """The request that caused the event."""

    id: str | None = given(None)
    """The request's id, as its response carried it."""
    idempotency_key: str | None = given(None)
    """The idempotency key that came with it."""


class ThinEventReason(Value):
    """Why the event happened."""

    type: ThinEventReasonType = given()
    """What caused it."""
    request: ThinEventReasonRequest | None = given(None)
    """The request that did."""


class ThinEventRelatedObject(Value):
    """The object that the event is about."""

    id: str = given()
    """Its id."""
    type: str = given()
    """Stripe's name of its kind, such as `customer`."""
    url: str = given()
    """Where Stripe's REST API has it, such as `/v1/customers/cus_…`."""


class ThinEvent(Resource, table=True):
    """Something that happened, told by name alone: whoever receives it reads the object as it is by then."""

    __table_args__ = (Index("thin_event_object", "object_id", "created", "id"),)

    object_name: ClassVar[str] = "v2.core.event"
    prefix: ClassVar[str] = "evt_"
    path: ClassVar[str] = "/v2/core/events/{id}"
    id_prefixes: ClassVar[tuple[str, ...]] = ("evt_test_", "evt_live_")
    type_column: ClassVar[str | None] = "type"

    context: str | None = kept()
    """With an event of a connected account: which account that is."""
    data: dict[str, Any] | None = kept(graph_only=True)
    """What the event says besides. Not part of what is sent to destinations."""
    reason: ThinEventReason | None = kept()
    """Why it happened; null where time, rather than a request, caused it."""
    related_object: ThinEventRelatedObject | None = kept()
    """The object that it is about."""
    type: str = kept()
    """What happened, such as `v1.customer.created`."""
    object_id: str = kept("", hidden=True)
