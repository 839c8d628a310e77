"""Sending one event again."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

from sqlalchemy import ColumnElement, exists, func, select
from typing_extensions import Doc

from app.domain.events.fan_out import deliver
from app.domain.events.routes import routes_of
from app.domain.tx import Tx
from app.domain.webhooks.choosing import must_be_whole
from app.domain.webhooks.replaying import again, must_be_enabled
from app.domain.webhooks.routing import delivery, recount
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, ResourceMissing
from app.tables.columns import Id
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import EventDestination
from app.tables.tenancy import Tenant, same_tenant
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint

CHANNEL = "paygraph_resent"
"""On which events that are sent again are announced."""


async def find(tx: Tx, id: str) -> Event:
    """The tenant's event, or that of an account that is connected to the tenant's, locked. Raises ResourceMissing."""
    found = await tx.get(Event, id, lock=False)
    return await tx.on(Tenant.of(found)).get(Event, id)


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
    of `eventsResent` receive it, too. Events of connected accounts are sent to the platform's endpoints for these."""
    owner = tx.on(Tenant.of(event))
    # With `Stripe-Account`, a platform has what both have been told sent again.
    platform = tx.work.platform
    receivers = [tx] if platform is None else [tx, tx.on(tx.tenant._replace(account=platform))]
    if webhook_endpoint is not None:
        receiver, endpoint = await _endpoint(receivers, webhook_endpoint)
        must_be_enabled(endpoint, "webhook_endpoint")
        if receiver is not owner and not endpoint.connect:
            raise InvalidRequest(
                "This webhook endpoint receives no events of connected accounts. Name one with `connect`.",
                code=ErrorCode.PARAMETER_INVALID,
                field="webhook_endpoint",
            )
        must_be_whole([event.type], tx.event_types, "id")
        if not await again(receiver, delivery.target_id == endpoint.id, delivery.event_id == event.id):
            await recount(receiver, [deliver(receiver, event, endpoint.id)], +1)
    else:
        for each in receivers:
            await again(each, delivery.event_id == event.id, to_enabled())
        # At the commit, those who follow hear of it in every process.
        above = (await routes_of(tx.work, owner.tenant)).platform or ""
        told = f"{owner.tenant.account}:{above}:{owner.tenant.mode}:{event.type}:{event.id}"
        await tx.execute(select(func.pg_notify(CHANNEL, told)))
    await owner.refresh(event)
    return event


async def _endpoint(receivers: Sequence[Tx], id: str) -> tuple[Tx, WebhookEndpoint]:
    """The endpoint of that id, with the one of several tenants whose it is."""
    for receiver in receivers[1:]:
        with suppress(ResourceMissing):
            return receiver, await receiver.get(WebhookEndpoint, id, field="webhook_endpoint")
    return receivers[0], await receivers[0].get(WebhookEndpoint, id, field="webhook_endpoint")


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
