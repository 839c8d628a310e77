"""Webhook endpoints: created, updated, deleted, secrets rolled, disabled after days of failures."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.events import thin
from app.domain.events.fan_out import add, delivery_to
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.domain.webhooks.addresses import check_url
from app.domain.webhooks.choosing import DISABLED, check_api_version, check_snapshot_types, must_be_readable
from app.domain.webhooks.replaying import OnlyFailed, Since, Types, Until, must_be_enabled, replayed, types_chosen
from app.domain.webhooks.routing import UNACKNOWLEDGED, cancel, count, lock_routes, reroute
from app.domain.webhooks.samples import sample
from app.domain.webhooks.secrets import LONGEST_OVERLAP, Target, add_secret, roll
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.ids import new_id
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import (
    EventDestination,
    EventDestinationStatus,
    EventDestinationStatusDetails,
    EventDestinationStatusDetailsDisabled,
    EventDestinationStatusDetailsDisabledReason,
)
from app.tables.webhooks.webhook_delivery import WebhookDeliveryStatus
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint, WebhookEndpointStatus

MOST = 16
"""Maximum number of endpoints, and of destinations, of an account in one mode."""


async def create(
    tx: Tx,
    *,
    connect: Annotated[
        bool,
        Doc("Whether the endpoint receives events of connected accounts in place of the account's own. Default false."),
    ] = False,
    **values: Any,
) -> WebhookEndpoint:
    """Create an endpoint. The signing secret is shown only in the response."""
    with Mistakes() as mistakes:
        with mistakes.noted():
            check_url(values["url"], "url", livemode=tx.livemode)
        with mistakes.noted():
            check_snapshot_types(values["enabled_events"], tx.event_types)
        check_api_version(values.get("api_version"), "api_version")
    await must_have_room(tx, WebhookEndpoint)
    endpoint = await crud.create(tx, WebhookEndpoint, {**values, "connect": connect})
    add_secret(tx, endpoint)
    await reroute(tx)
    return endpoint


async def update(
    tx: Tx,
    endpoint: WebhookEndpoint,
    *,
    disabled: Annotated[
        bool | None,
        Doc("Whether to disable the endpoint: true cancels pending deliveries, false sends future events again."),
    ] = None,
    **values: Any,
) -> WebhookEndpoint:
    """Update an endpoint."""
    with Mistakes() as mistakes:
        if "url" in values:
            with mistakes.noted():
                check_url(values["url"], "url", livemode=tx.livemode)
        # Also when the types are unchanged: the URL may be another.
        check_snapshot_types(values.get("enabled_events", endpoint.enabled_events), tx.event_types)
    await crud.update(tx, endpoint, values)
    if disabled is not None:
        endpoint.status = (WebhookEndpointStatus.DISABLED if disabled else WebhookEndpointStatus.ENABLED).value
        endpoint.failing_since = None
    await reroute(tx)
    if disabled:
        await cancel(tx, endpoint, [WebhookDeliveryStatus.PENDING])
    return endpoint


async def delete(tx: Tx, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """Delete an endpoint. Pending deliveries are canceled."""
    await crud.delete(tx, endpoint)
    await reroute(tx)
    await cancel(tx, endpoint, UNACKNOWLEDGED)
    return endpoint


async def roll_secret(
    tx: Tx,
    endpoint: WebhookEndpoint,
    *,
    expires_in: Annotated[
        int,
        Field(ge=0, le=LONGEST_OVERLAP),
        Doc("Seconds until the old secret expires, at most 86400. Default 0: immediately."),
    ] = 0,
) -> WebhookEndpoint:
    """Replace the signing secret of a webhook endpoint. The new secret is shown only in the response."""
    await roll(tx, endpoint, expires_in)
    return endpoint


async def replay(
    tx: Tx,
    endpoint: WebhookEndpoint,
    *,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    only_failed: OnlyFailed = True,
) -> WebhookEndpoint:
    """Send failed, canceled and, on request, succeeded deliveries of a webhook endpoint again, oldest first.

    Samples are not sent again, and pending deliveries are unaffected.
    """
    endpoint.last_replay = await replayed(tx, endpoint, since, until, types, only_failed)
    return endpoint


async def test(
    tx: Tx,
    endpoint: WebhookEndpoint,
    *,
    type: Annotated[str, Doc("Type of the sample event, such as `invoice.paid`.")],
) -> WebhookEndpoint:
    """Send a sample event of one type to a webhook endpoint, in test mode only. Samples are not stored as events."""
    if tx.livemode:
        raise InvalidRequest(
            "Samples are only sent in test mode. Use a key of test mode.",
            code=ErrorCode.LIVEMODE_MISMATCH,
            field="id",
        )
    if "*" in type:
        raise InvalidRequest(
            f"Name one type of event in `type`, not '{type[:100]}'.", code=ErrorCode.PARAMETER_INVALID, field="type"
        )
    types_chosen([type], "type")
    must_be_readable([type], tx.event_types, "type")
    must_be_enabled(endpoint, "id")
    id = new_id(Event.prefix)
    body = sample(id, type, endpoint.api_version, tx.real_now, request_id=tx.request.id if tx.request else None)
    add(tx, delivery_to(tx, endpoint.id, type=type, sample=True, body=body, object_id=id))
    return endpoint


async def must_have_room(tx: Tx, table: type[Target]) -> None:
    """Raise InvalidRequest when the account has the maximum number of endpoints, or destinations."""
    await lock_routes(tx)
    if await count(tx, table) >= MOST:
        words = "webhook endpoints" if table is WebhookEndpoint else "event destinations"
        raise InvalidRequest(
            f"An account has at most {MOST} {words} in each mode. Delete one that is not needed.",
            code=ErrorCode.RESOURCE_LIMIT_EXCEEDED,
        )


async def give_up(tx: Tx, target: Target) -> None:
    """Disable a target whose every attempt failed for days, and emit a thin event."""
    if isinstance(target, EventDestination):
        target.status = EventDestinationStatus.DISABLED
        reason = EventDestinationStatusDetailsDisabledReason.DELIVERIES_FAILED
        target.status_details = EventDestinationStatusDetails(
            disabled=EventDestinationStatusDetailsDisabled(reason=reason)
        )
        target.updated = tx.real_now
    else:
        target.status = WebhookEndpointStatus.DISABLED.value
    await reroute(tx)
    await cancel(tx, target, [WebhookDeliveryStatus.PENDING])
    since = target.failing_since
    data = {"reason": "deliveries_failed", "failing_since": int(since.timestamp()) if since else None}
    tx.announce_thin(thin.about(target, DISABLED, request=tx.request, data=data))
