"""Routing: stores in the account's event stream where its events are sent, and those of the accounts that are connected
to it; and cancels other pending deliveries."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Update, func
from sqlalchemy.dialects.postgresql import insert

from app.domain.events.routes import routes_of
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


async def begin(tx: Tx) -> None:
    """Begin the account's stream, unless it has begun: there are routes to be locked from here on."""
    made = insert(EventStream.__table__).values(**tx.tenant.columns, last_sequence=0, routes_version=0, faulty=False)
    await tx.execute(made.on_conflict_do_nothing())


async def lock_routes(tx: Tx) -> int:
    """Lock the stream: until the transaction ends, no other assigns a sequence to an event, of the account or of one
    that is connected to it, or changes the routes. Returns how often the routes have changed so far."""
    await begin(tx)
    found = await tx.execute(tx.select(EventStream, stream.routes_version).with_for_update())
    return int(found[0][0])


async def reroute(tx: Tx) -> None:
    """Store where events are sent from now on, by the current endpoints and destinations, and whether fault rules meet
    what is sent."""
    version = await lock_routes(tx) + 1
    endpoints = await tx.find(WebhookEndpoint, lock=False, status=WebhookEndpointStatus.ENABLED.value)
    destinations = await tx.find(EventDestination, lock=False, status=EventDestinationStatus.ENABLED)
    routes = {False: list[Route](), True: list[Route]()}
    for endpoint in endpoints:
        # Endpoints for connected accounts do not receive the account's own events.
        routes[endpoint.connect].append(Route(id=endpoint.id, thin=False, types=endpoint.enabled_events))
    for destination in destinations:
        thin = destination.event_payload == EventDestinationEventPayload.THIN
        for events_from in destination.events_from or [EventDestinationEventsFrom.SELF]:
            route = Route(id=destination.id, thin=thin, types=destination.enabled_events)
            routes[events_from == EventDestinationEventsFrom.OTHER_ACCOUNTS].append(route)
    own, connected = routes[False], routes[True]
    faulty = await count(tx, FaultRule) > 0
    stored = {"routes": own or None, "connected_routes": connected or None}
    await tx.execute(tx.update(EventStream).values(**stored, routes_version=version, faulty=faulty))
    # The transaction's own events are sent there, too.
    platform = (await routes_of(tx.work, tx.tenant)).platform
    tx.work.routes[tx.tenant] = Routes(version, own, faulty, connected, platform)


async def part(tx: Tx, platform: Tx) -> None:
    """Tell a platform no longer of what happens in the tenant's account: from the next event on, and of what is on its
    way."""
    # As of any change of routes, every process learns of it before it places an event.
    version = await lock_routes(tx) + 1
    known = await routes_of(tx.work, tx.tenant)
    await tx.execute(tx.update(EventStream).values(routes_version=version))
    tx.work.routes[tx.tenant] = known._replace(version=version, platform=None)
    stopping = platform.update(WebhookDelivery).where(delivery.account == tx.tenant.account, among(UNACKNOWLEDGED))
    await _canceled(platform, stopping)


async def count(tx: Tx, table: type[Resource]) -> int:
    """The number of rows of a table that the account has."""
    found = await tx.rows(tx.select(table, func.count()).where(table.__table__.c.deleted_at.is_(None)))
    return int(found[0][0])


async def cancel(tx: Tx, target: Target, statuses: Sequence[WebhookDeliveryStatus]) -> None:
    """Cancel a target's deliveries that are in one of these states, and count them no longer."""
    stopping = tx.update(WebhookDelivery).where(delivery.target_id == target.id, among(statuses))
    await _canceled(tx, stopping)


async def _canceled(tx: Tx, stopping: Update) -> None:
    stopping = stopping.values(status=WebhookDeliveryStatus.CANCELED, next_attempt_at=None)
    gone = await tx.execute(stopping.returning(delivery.id, delivery.event_id, delivery.account))
    tx.work.altered[tx.tenant].update(row.id for row in gone)
    await recount(tx, gone, -1)


async def recount(tx: Tx, deliveries: Sequence[Any], by: int) -> None:
    """Count each of these deliveries more or less as pending, in its event, which may be a connected account's."""
    events: defaultdict[str, list[str]] = defaultdict(list)
    for each in deliveries:
        if each.event_id is not None:
            events[each.account or tx.tenant.account].append(each.event_id)
    for account, ids in sorted(events.items()):
        event, owner = Event.__table__.c, tx.on(tx.tenant._replace(account=account))
        counted = owner.update(Event).where(event.id == func.any(texts(ids)))
        await owner.execute(counted.values(pending_webhooks=event.pending_webhooks + by))
        tx.work.altered[owner.tenant].update(ids)


def among(statuses: Sequence[WebhookDeliveryStatus]) -> ColumnElement[bool]:
    """That a delivery is in one of these states."""
    return delivery.status == func.any(texts(statuses))
