"""Fan-out: what a transaction told becomes deliveries, one for each place that wants it, in the same transaction.

Where events go is kept as `routes` in the row of the account's stream of events, which every transaction that tells
something locks anyway. So routes need no look-up of their own, and none can change while events are given their places.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

from app.domain.tx import Tx
from app.domain.webhooks.thin import mirrored
from app.tables.core_resources.event import Event
from app.tables.core_resources.thin_event import ThinEvent
from app.tables.webhooks.webhook_delivery import WebhookDelivery
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint

ON_REQUEST = frozenset(
    {"issuing_authorization.request", "identity.verification_session.redacted", "reporting.report_type.updated"}
)
"""Types that an endpoint receives only when it names them: `*` does not choose them."""
EVERY = "*"


class Route(TypedDict):
    """One place that events are sent to: an endpoint or destination that is enabled."""

    id: str
    thin: bool
    types: list[str]


def fan_out(tx: Tx, routes: list[Route]) -> None:
    """Add a delivery for each event and each route that wants it, and count them in the event."""
    for event in tx.told:
        mirror: ThinEvent | None = None
        for route in routes:
            if not route["thin"] and wants(route["types"], event.type):
                deliver(tx, event, route["id"])
                event.pending_webhooks += 1
            elif route["thin"] and f"v1.{event.type}" in route["types"]:
                if mirror is None:
                    mirror = tx.announce_thin(mirrored(event), created=event.created)
                deliver(tx, mirror, route["id"], sequence=event.sequence)
    mirrors = {delivery.thin_event_id for delivery in tx.deliveries}
    for thin in tx.thin:
        if thin.id not in mirrors:
            for route in routes:
                if route["thin"] and thin.type in route["types"]:
                    deliver(tx, thin, route["id"])


def wants(types: Iterable[str], type: str) -> bool:
    """Whether one who enabled these types is sent events of a type."""
    return type in types or (EVERY in types and type not in ON_REQUEST)


def deliver(tx: Tx, event: Event | ThinEvent, target_id: str, *, sequence: int = 0) -> WebhookDelivery:
    """Add the delivery of an event to an endpoint or destination, due now. Webhooks live in real time alone."""
    thin = isinstance(event, ThinEvent)
    return add(
        tx,
        target_id,
        event_id=None if thin else event.id,
        thin_event_id=event.id if thin else None,
        type=event.type,
        # Whatever belongs to no object has no order to keep.
        object_id=event.object_id or event.id,
        sequence=sequence if isinstance(event, ThinEvent) else event.sequence,
    )


def add(tx: Tx, target_id: str, **values: Any) -> WebhookDelivery:
    """Add a delivery to an endpoint or destination."""
    is_endpoint = target_id.startswith(WebhookEndpoint.prefix)
    delivery = tx.own_in_real_time(
        WebhookDelivery(
            target_id=target_id,
            webhook_endpoint_id=target_id if is_endpoint else None,
            event_destination_id=None if is_endpoint else target_id,
            next_attempt_at=tx.real_now,
            **values,
        )
    )
    tx.deliveries.append(delivery)
    tx.delivers = True
    return delivery


def new_rows(tx: Tx) -> Iterator[Event | ThinEvent | WebhookDelivery]:
    """All that the transaction told, for its session."""
    yield from tx.told
    yield from tx.thin
    yield from tx.deliveries
