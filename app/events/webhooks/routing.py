"""Routing: keeps in the account's stream of events where its events go, and stops what was on its way elsewhere."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.domain.tx import Tx
from app.domain.webhooks.fan_out import Route
from app.events.webhooks.secrets import Target
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import (
    EventDestination,
    EventDestinationEventPayload,
    EventDestinationEventsFrom,
    EventDestinationStatus,
)
from app.tables.infrastructure import EventStream
from app.tables.webhooks.webhook_delivery import WebhookDelivery, WebhookDeliveryStatus
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint, WebhookEndpointStatus

UNACKNOWLEDGED = (WebhookDeliveryStatus.PENDING, WebhookDeliveryStatus.FAILED)
"""Deliveries that their event counts in `pending_webhooks`."""


async def lock_routes(tx: Tx) -> None:
    """From here to the end of the transaction no event is given its place, and no other changes where events go."""
    stream = insert(EventStream).values(account_id=tx.account_id, livemode=tx.livemode, last_sequence=0)
    same = {"last_sequence": col(EventStream.last_sequence)}
    await tx.session.execute(stream.on_conflict_do_update(index_elements=["account_id", "livemode"], set_=same))


async def reroute(tx: Tx) -> None:
    """Write down where events go from now on, by the endpoints and destinations as they now are."""
    await tx.session.flush()
    await lock_routes(tx)
    endpoints = await tx.session.scalars(_of(tx, WebhookEndpoint, WebhookEndpointStatus.ENABLED))
    destinations = await tx.session.scalars(_of(tx, EventDestination, EventDestinationStatus.ENABLED))
    # Endpoints for connected accounts alone are not told of the account's own events.
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
    mine = (col(EventStream.account_id) == tx.account_id, col(EventStream.livemode) == tx.livemode)
    await tx.session.execute(update(EventStream).where(*mine).values(routes=routes or None))


async def count(tx: Tx, table: type[Target]) -> int:
    """How many of them the account has."""
    mine = (col(table.account_id) == tx.account_id, col(table.livemode) == tx.livemode)
    undeleted = select(func.count()).select_from(table).where(*mine, col(table.deleted_at).is_(None))
    return int((await tx.session.scalars(undeleted)).one())


async def cancel(tx: Tx, target: Target, statuses: Sequence[WebhookDeliveryStatus]) -> None:
    """Let nothing more be sent to a target of what is in one of these states, and count it no longer."""
    which = (*of_target(tx, target), col(WebhookDelivery.status).in_(statuses))
    stopped = {"status": WebhookDeliveryStatus.CANCELED, "next_attempt_at": None}
    stopping = update(WebhookDelivery).where(*which).values(stopped).returning(col(WebhookDelivery.event_id))
    gone = (await tx.session.scalars(stopping, execution_options={"synchronize_session": False})).all()
    await recount(tx, [event_id for event_id in gone if event_id is not None], -1)


async def recount(tx: Tx, event_ids: Sequence[str], by: int) -> None:
    """Count one delivery of each of these events more or less as pending."""
    if event_ids:
        mine = (col(Event.account_id) == tx.account_id, col(Event.livemode) == tx.livemode)
        counted = update(Event).where(*mine, col(Event.id).in_(event_ids))
        counted = counted.values(pending_webhooks=col(Event.pending_webhooks) + by)
        await tx.session.execute(counted, execution_options={"synchronize_session": False})


def of_target(tx: Tx, target: Target) -> tuple[ColumnElement[bool], ...]:
    """What makes a delivery one to the target."""
    return (
        col(WebhookDelivery.account_id) == tx.account_id,
        col(WebhookDelivery.livemode) == tx.livemode,
        col(WebhookDelivery.target_id) == target.id,
    )


def _of(tx: Tx, table: type[Target], status: str) -> Any:
    mine = (col(table.account_id) == tx.account_id, col(table.livemode) == tx.livemode)
    return select(table).where(*mine, col(table.deleted_at).is_(None), col(table.status) == status)
