"""Sending one event again."""

from typing import Annotated

from sqlalchemy import ColumnElement, exists, func, select
from typing_extensions import Doc

from app.domain.events.fan_out import deliver
from app.domain.tx import Tx
from app.domain.webhooks.choosing import must_be_whole
from app.domain.webhooks.replaying import again, must_be_enabled
from app.domain.webhooks.routing import delivery, recount
from app.tables.columns import Id
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import EventDestination
from app.tables.tenancy import same_tenant
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint

CHANNEL = "paygraph_resent"
"""On which events that are sent again are announced."""


async def resend(
    tx: Tx,
    event: Event,
    *,
    webhook_endpoint: Annotated[
        str | None,
        Id("webhook_endpoint"),
        Doc("Endpoint to send to, by id; by default all earlier targets."),
    ] = None,
) -> Event:
    """Send an event to webhook endpoints again, whether or not acknowledged. Unless an endpoint is named, subscribers
    of `eventsResent` receive it, too."""
    if webhook_endpoint is not None:
        endpoint = await tx.get(WebhookEndpoint, webhook_endpoint, field="webhook_endpoint")
        must_be_enabled(endpoint, "webhook_endpoint")
        must_be_whole([event.type], tx.event_types, "id")
        if not await again(tx, delivery.target_id == endpoint.id, delivery.event_id == event.id):
            deliver(tx, event, endpoint.id)
            await recount(tx, [event.id], +1)
    else:
        await again(tx, delivery.event_id == event.id, to_enabled())
        # At the commit, those who follow hear of it in every process.
        told = f"{tx.tenant.account}:{tx.tenant.mode}:{event.type}:{event.id}"
        await tx.execute(select(func.pg_notify(CHANNEL, told)))
    await tx.refresh(event)
    return event


def to_enabled() -> ColumnElement[bool]:
    """That a delivery goes to an endpoint or destination that is there and enabled."""
    to_one: list[ColumnElement[bool]] = [
        exists().where(
            target.id == delivery.target_id,
            *same_tenant(target, delivery),
            target.status == "enabled",
            target.deleted_at.is_(None),
        )
        for target in (WebhookEndpoint.__table__.c, EventDestination.__table__.c)
    ]
    return to_one[0] | to_one[1]
