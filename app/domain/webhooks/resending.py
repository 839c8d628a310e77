"""Sending one event again."""

from typing import Annotated

from sqlalchemy import ColumnElement, exists
from typing_extensions import Doc

from app.domain.events.fan_out import deliver
from app.domain.tx import Tx
from app.domain.webhooks.choosing import must_be_whole
from app.domain.webhooks.replaying import again, must_be_enabled
from app.domain.webhooks.routing import delivery, recount
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.columns import Id
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import EventDestination
from app.tables.tenancy import same_tenant
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint


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
    """Send an event to webhook endpoints again, whether or not acknowledged."""
    if webhook_endpoint is not None:
        endpoint = await tx.get(WebhookEndpoint, webhook_endpoint, field="webhook_endpoint")
        must_be_enabled(endpoint, "webhook_endpoint")
        must_be_whole([event.type], tx.event_types, "id")
        if not await again(tx, delivery.target_id == endpoint.id, delivery.event_id == event.id):
            deliver(tx, event, endpoint.id)
            await recount(tx, [event.id], +1)
    elif not await again(tx, delivery.event_id == event.id, to_enabled()):
        raise InvalidRequest(
            "This event was sent to no endpoint that is still enabled. Name one as `webhook_endpoint`.",
            code=ErrorCode.PARAMETER_MISSING,
            field="webhook_endpoint",
        )
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
