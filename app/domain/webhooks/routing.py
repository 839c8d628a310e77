"""Routing: stores in the account's event stream where events are sent, and cancels other pending deliveries."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import insert

from app.domain.tx import Tx
from app.domain.webhooks.secrets import Target
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import (
    EventDestination,
    EventDestinationEventPayload,
    EventDestinationEventsFrom,
    EventDestinationStatus,
)
from app.tables.infrastructure import EventStream, Route, Routes
from app.tables.resource import Resource
from app.tables.sandboxes.fault_rule import FaultRule
from app.tables.storage import texts
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint, WebhookEndpointStatus

UNACKNOWLEDGED = (WebhookDeliveryStatus.PENDING, WebhookDeliveryStatus.FAILED)
"""Deliveries that their event counts in `pending_webhooks`."""

stream = EventStream.__table__.c
delivery = WebhookDelivery.__table__.c


async def lock_routes(tx: Tx) -> int:
    """Lock the stream: until the transaction ends, no other assigns a sequence to an event or changes the routes.
    Returns how often the routes have changed so far."""
    made = insert(EventStream.__table__).values(**tx.tenant.columns, last_sequence=0, routes_version=0, faulty=False)
    same = {"last_sequence": stream.last_sequence}
    made = made.on_conflict_do_update(index_elements=[*EventStream.__table__.primary_key], set_=same)
    found = await tx.execute(made.returning(stream.routes_version))
    return int(found[0][0])


async def reroute(tx: Tx) -> None:
    """Store where events are sent from now on, by the current endpoints and destinations, and whether fault rules meet
    what is sent."""
    version = await lock_routes(tx) + 1
    endpoints = await tx.find(WebhookEndpoint, lock=False, status=WebhookEndpointStatus.ENABLED.value)
    destinations = await tx.find(EventDestination, lock=False, status=EventDestinationStatus.ENABLED)
    # Endpoints for connected accounts do not receive the account's own events.
    routes = [
        Route(id=endpoint.id, thin=False, types=endpoint.enabled_events)
        for endpoint in endpoints
        if not endpoint.connect
    ]
    routes += [
        Route(
            id=destination.id,
            thin=destination.event_payload == EventDestinationEventPayload.THIN,
            types=destination.enabled_events,
        )
        for destination in destinations
        if EventDestinationEventsFrom.SELF in (destination.events_from or [EventDestinationEventsFrom.SELF])
    ]
    faulty = await count(tx, FaultRule) > 0
    await tx.execute(tx.update(EventStream).values(routes=routes or None, routes_version=version, faulty=faulty))
    # The transaction's own events are sent there, too.
    tx.work.routes[tx.tenant] = Routes(version, routes, faulty)


async def count(tx: Tx, table: type[Resource]) -> int:
    """The number of rows of a table that the account has."""
    found = await tx.rows(tx.select(table, func.count()).where(table.__table__.c.deleted_at.is_(None)))
    return int(found[0][0])


async def cancel(tx: Tx, target: Target, statuses: Sequence[WebhookDeliveryStatus]) -> None:
    """Cancel a target's deliveries that are in one of these states, and count them no longer."""
    stopping = tx.update(WebhookDelivery).where(delivery.target_id == target.id, among(statuses))
    stopping = stopping.values(status=WebhookDeliveryStatus.CANCELED, next_attempt_at=None)
    gone = await tx.execute(stopping.returning(delivery.id, delivery.event_id))
    tx.work.altered[tx.tenant].update(row.id for row in gone)
    await recount(tx, [row.event_id for row in gone if row.event_id is not None], -1)


async def recount(tx: Tx, event_ids: Sequence[str], by: int) -> None:
    """Count one delivery of each of these events more or less as pending."""
    if event_ids:
        event = Event.__table__.c
        counted = tx.update(Event).where(event.id == func.any(texts(event_ids)))
        await tx.execute(counted.values(pending_webhooks=event.pending_webhooks + by))
        tx.work.altered[tx.tenant].update(event_ids)


def among(statuses: Sequence[WebhookDeliveryStatus]) -> ColumnElement[bool]:
    """That a delivery is in one of these states."""
    return delivery.status == func.any(texts(statuses))
