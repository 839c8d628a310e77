"""Event: something that happened, told once, in the order in which it became true."""

from typing import Any, ClassVar

from sqlalchemy import Index

from app.tables.columns import computed, given, kept, ref
from app.tables.resource import Resource
from app.tables.values import Value


class EventRequest(Value):
    """The request that caused the event; both are null where time, rather than a request, did."""

    id: str | None = given(None)
    """The request's id, as its response carried it."""
    idempotency_key: str | None = given(None)
    """The idempotency key that came with it."""


class EventData(Value):
    """What the event is about."""

    ordered: ClassVar[bool] = True

    object: dict[str, Any] = given()
    """The object as it stood just after, in the JSON shape of Stripe's REST API."""
    previous_attributes: dict[str, Any] | None = given(None)
    """With `*.updated`: the former values of what changed."""


class Event(Resource, table=True):
    """Something that happened in the account."""

    # Not unique, as no index across partitions can be that leaves out what they are parted by. The lock on the stream's
    # row gives each place to one event alone.
    __table_args__ = (
        Index("event_place", "account_id", "livemode", "sequence"),
        Index("event_object", "object_id", "id"),
    )

    prefix: ClassVar[str] = "evt_"
    retained: ClassVar[bool] = True
    outlives_clock: ClassVar[bool] = True
    type_column: ClassVar[str | None] = "type"

    account: str | None = kept()
    """With an event of a connected account: which account that is."""
    type: str = kept()
    """What happened, such as `payment_intent.succeeded`."""
    api_version: str | None = kept("2024-12-18.acacia")
    """The version of Stripe's API whose shape `data` has."""
    data: EventData = kept()
    """The object it is about."""
    pending_webhooks: int = kept(0)
    """How many endpoints have yet to acknowledge it."""
    request: EventRequest | None = kept()
    """The request that caused it."""
    request_log_id: str | None = ref("request_log", back="events", kind="kept", default=None, graph_only=True)
    """The request that caused it, as the request log tells of it; null where time did, and until it is answered."""
    object_id: str = kept("", graph_only=True)
    """The id of the object that it is about; `balance` for the account's balance."""
    sequence: int = kept(0, hidden=True)

    @computed("sequence", graph_only=True)
    def cursor(self) -> str:
        """Where it stands in the account's stream: `events(after:)` resumes from here."""
        return str(self.sequence)
