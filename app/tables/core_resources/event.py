"""Event: something that happened, emitted once, in the order of commits."""

from typing import Any, ClassVar

from sqlalchemy import Index

from app import API_VERSION
from app.tables.columns import computed, given, kept, ref
from app.tables.resource import Asked, Resource
from app.tables.shapes.api_request import ApiRequest
from app.tables.values import Value


class EventRequest(ApiRequest):
    """The API request that caused the event; both fields are null if no request did."""


class EventData(Value):
    """The data of an event: an object and its former values."""

    ordered: ClassVar[bool] = True

    object: dict[str, Any] = given()
    """The object right after the event, in the JSON shape of Stripe's REST API."""
    previous_attributes: dict[str, Any] | None = given(None)
    """Former values of the changed attributes; null except for `*.updated` events."""
    left_out: dict[str, Any] | None = kept(None, hidden=True)
    """What the graph shows of the object and Stripe's JSON leaves out."""


class Event(Resource, table=True):
    """Something that happened in an account, such as a payment that succeeded."""

    # Not unique, as no unique index across partitions can omit the partition key. The lock on the stream's row gives
    # each sequence to one event alone.
    __table_args__ = (
        Index("event_place", "account_id", "livemode", "sequence"),
        Index("event_object", "object_id", "id"),
        Index("event_version", "object_id", "sequence"),
    )

    prefix: ClassVar[str] = "evt_"
    retained: ClassVar[bool] = True
    # As they are, where they fit a page. Compressing is a quarter of what PostgreSQL does for an invoice that is paid;
    # it would take half of the room on disk.
    storage: ClassVar[str] = "toast_tuple_target = 8160"
    outlives_clock: ClassVar[bool] = True
    type_column: ClassVar[str | None] = "type"
    concealed_column: ClassVar[str | None] = "data"
    shown_to_platform: ClassVar[bool] = True
    asked: ClassVar[dict[str, Asked]] = {
        "delivery_success": Asked(
            "Whether all webhook endpoints that the event is sent to have acknowledged it.",
            lambda columns: columns.pending_webhooks == 0,
        )
    }

    account: str | None = kept()
    """ID of the connected account that the event came from; null for the events of a platform's own account."""
    type: str = kept(in_groups=True)
    """Type of the event, such as `payment_intent.succeeded`."""
    api_version: str | None = kept(API_VERSION, in_groups=True)
    """Version of Stripe's API that defines the shape of `data`."""
    data: EventData = kept()
    """Object that the event is about."""
    pending_webhooks: int = kept(0)
    """Number of webhook endpoints that have not yet acknowledged the event."""
    request: EventRequest | None = kept()
    """API request that caused the event."""
    request_log_id: str | None = ref("request_log", back="events", kind="kept", default=None, graph_only=True)
    """Log entry of the request that caused the event; null if no request did, and until the request is answered."""
    object_id: str = kept("", graph_only=True)
    """ID of the object that the event is about; `balance` for the account's balance."""
    sequence: int = kept(0, hidden=True)
    following: int = kept(0, hidden=True)
    """Number of events of the same transaction that follow it in the stream."""

    @computed("sequence", graph_only=True)
    def cursor(self) -> str:
        """Cursor of the event in the account's stream, for the argument `after` of the subscription `events`."""
        return str(self.sequence)
