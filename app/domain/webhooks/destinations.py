"""Event destinations: created, updated, enabled, disabled, pinged, deleted."""

import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import Doc

from app.domain import crud
from app.domain.events import thin
from app.domain.events.fan_out import deliver
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.domain.webhooks.addresses import check_url
from app.domain.webhooks.choosing import PING, check_api_version, check_snapshot_types, check_thin_types
from app.domain.webhooks.endpoints import must_have_room
from app.domain.webhooks.replaying import OnlyFailed, Since, Types, Until, replayed
from app.domain.webhooks.routing import UNACKNOWLEDGED, cancel, reroute
from app.domain.webhooks.secrets import LONGEST_OVERLAP, add_secret, roll
from app.error_codes import ErrorCode
from app.errors import InvalidRequest, shown
from app.ids import new_id
from app.tables.columns import given
from app.tables.core_resources.event_destination import (
    EventDestination,
    EventDestinationAmazonEventbridge,
    EventDestinationAmazonEventbridgeAwsEventSourceStatus,
    EventDestinationEventPayload,
    EventDestinationStatus,
    EventDestinationStatusDetails,
    EventDestinationStatusDetailsDisabled,
    EventDestinationStatusDetailsDisabledReason,
    EventDestinationType,
    EventDestinationWebhookEndpoint,
)
from app.tables.values import Value
from app.tables.webhooks.webhook_delivery import WebhookDeliveryStatus

NO_AWS = EventDestinationStatusDetailsDisabledReason.NO_AWS_EVENT_SOURCE_EXISTS


class EventDestinationInclude(StrEnum):
    """Fields that the REST API includes only on request. In the graph, selecting a field is the request."""

    WEBHOOK_ENDPOINT_SIGNING_SECRET = "webhook_endpoint.signing_secret"
    """The signing secret of the webhook endpoint."""
    WEBHOOK_ENDPOINT_URL = "webhook_endpoint.url"
    """The URL of the webhook endpoint."""


class EventDestinationAmazonEventbridgeParams(Value):
    """The AWS account and region that receive events."""

    aws_account_id: str = given()
    """ID of the AWS account: 12 digits."""
    aws_region: str = given()
    """AWS region, such as `eu-west-1`."""


class EventDestinationWebhookEndpointParams(Value):
    """The webhook endpoint of an event destination."""

    url: str = given()
    """URL that events are sent to: `https://`, or in test mode also `http://`."""


Include = Annotated[
    list[EventDestinationInclude] | None,
    Doc("Fields to include, as in the REST API. Not needed: every selected field is included."),
]


async def create(
    tx: Tx,
    *,
    amazon_eventbridge: Annotated[
        EventDestinationAmazonEventbridgeParams | None,
        Doc("AWS account and region; required with the type `AMAZON_EVENTBRIDGE`."),
    ] = None,
    webhook_endpoint: Annotated[
        EventDestinationWebhookEndpointParams | None,
        Doc("Webhook endpoint; required with the type `WEBHOOK_ENDPOINT`."),
    ] = None,
    include: Include = None,
    **values: Any,
) -> EventDestination:
    """Create a destination. The signing secret, if any, is shown only in the response.

    A destination of Amazon EventBridge stays disabled, as the server has no access to AWS.
    """
    with Mistakes() as mistakes:
        _check_kind(values["type"], amazon_eventbridge, webhook_endpoint, mistakes)
        if amazon_eventbridge is not None:
            _check_aws(amazon_eventbridge, mistakes)
        if webhook_endpoint is not None:
            with mistakes.noted():
                check_url(webhook_endpoint.url, "webhook_endpoint.url", livemode=tx.livemode)
        with mistakes.noted():
            _check_version(values)
        _check_types(tx, values["event_payload"], values["enabled_events"])
    await must_have_room(tx, EventDestination)
    id = new_id("ed_" if tx.livemode else "ed_test_")
    row = await crud.create(tx, EventDestination, {**values, "id": id, "updated": tx.real_now})
    if webhook_endpoint is not None:
        row.webhook_endpoint = EventDestinationWebhookEndpoint(url=webhook_endpoint.url)
        add_secret(tx, row)
    if amazon_eventbridge is not None:
        row.amazon_eventbridge = _event_source(row.id, amazon_eventbridge)
        _stop(row, NO_AWS)
    await reroute(tx)
    return row


async def update(
    tx: Tx,
    destination: EventDestination,
    *,
    webhook_endpoint: Annotated[
        EventDestinationWebhookEndpointParams | None,
        Doc("New webhook endpoint; only with the type `WEBHOOK_ENDPOINT`."),
    ] = None,
    include: Include = None,
    **values: Any,
) -> EventDestination:
    """Update a destination."""
    with Mistakes() as mistakes:
        if webhook_endpoint is not None:
            with mistakes.noted():
                _check_address(tx, destination, webhook_endpoint.url)
        # Also when the types are unchanged: the URL may be another.
        _check_types(tx, destination.event_payload, values.get("enabled_events", destination.enabled_events))
    if webhook_endpoint is not None:
        destination.webhook_endpoint = EventDestinationWebhookEndpoint(url=webhook_endpoint.url)
    await crud.update(tx, destination, values)
    destination.updated = tx.real_now
    await reroute(tx)
    return destination


async def delete(tx: Tx, destination: EventDestination) -> EventDestination:
    """Delete a destination. Pending deliveries are canceled."""
    await crud.delete(tx, destination)
    await reroute(tx)
    await cancel(tx, destination, UNACKNOWLEDGED)
    return destination


async def enable(tx: Tx, destination: EventDestination) -> EventDestination:
    """Enable an event destination. Events of the meantime are not sent, but can be replayed."""
    _must_be_sendable(destination)
    destination.status, destination.status_details = EventDestinationStatus.ENABLED, None
    destination.failing_since = None
    destination.updated = tx.real_now
    await reroute(tx)
    return destination


async def disable(tx: Tx, destination: EventDestination) -> EventDestination:
    """Disable an event destination. Pending deliveries are canceled."""
    if destination.type == EventDestinationType.WEBHOOK_ENDPOINT:
        _stop(destination, EventDestinationStatusDetailsDisabledReason.USER)
    destination.updated = tx.real_now
    await reroute(tx)
    await cancel(tx, destination, [WebhookDeliveryStatus.PENDING])
    return destination


async def ping(tx: Tx, destination: EventDestination) -> EventDestination:
    """Send a ping, a thin event without data, to an event destination."""
    _must_be_sendable(destination)
    if destination.status != EventDestinationStatus.ENABLED:
        raise InvalidRequest(
            "This event destination is disabled. Enable it to ping it.",
            code=ErrorCode.STATUS_TRANSITION_INVALID,
            field="id",
        )
    # Sent to this destination alone, whichever others have chosen pings.
    event = tx.own_thin(thin.about(destination, PING, request=tx.request))
    tx.insert(event)
    # Each ping is an object of its own, so that none waits for another.
    deliver(tx, event, destination.id).object_id = event.id
    return destination


async def roll_secret(
    tx: Tx,
    destination: EventDestination,
    *,
    expires_in: Annotated[
        int,
        Field(ge=0, le=LONGEST_OVERLAP),
        Doc("Seconds until the old secret expires, at most 86400. Default 0: immediately."),
    ] = 0,
) -> EventDestination:
    """Replace the signing secret of an event destination. The new secret is shown only in the response."""
    _must_be_sendable(destination)
    await roll(tx, destination, expires_in)
    return destination


async def replay(
    tx: Tx,
    destination: EventDestination,
    *,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    only_failed: OnlyFailed = True,
) -> EventDestination:
    """Send failed, canceled and, on request, succeeded deliveries of an event destination again, oldest first."""
    destination.last_replay = await replayed(tx, destination, since, until, types, only_failed)
    return destination


def _check_types(tx: Tx, payload: EventDestinationEventPayload, types: list[str]) -> None:
    check = check_thin_types if payload == EventDestinationEventPayload.THIN else check_snapshot_types
    check(types, tx.event_types)


def _check_version(values: dict[str, Any]) -> None:
    version = values.get("snapshot_api_version")
    if version is not None and values["event_payload"] == EventDestinationEventPayload.THIN:
        raise InvalidRequest(
            "Thin events have no version. Omit `snapshot_api_version`.",
            code=ErrorCode.PARAMETER_UNKNOWN,
            field="snapshot_api_version",
        )
    check_api_version(version, "snapshot_api_version")


def _check_address(tx: Tx, destination: EventDestination, url: str) -> None:
    if destination.type != EventDestinationType.WEBHOOK_ENDPOINT:
        raise InvalidRequest(
            "This destination has no `webhook_endpoint` to change.",
            code=ErrorCode.PARAMETER_UNKNOWN,
            field="webhook_endpoint",
        )
    check_url(url, "webhook_endpoint.url", livemode=tx.livemode)


def _check_kind(
    type: EventDestinationType, eventbridge: Value | None, endpoint: Value | None, mistakes: Mistakes
) -> None:
    for kind, details in (
        (EventDestinationType.AMAZON_EVENTBRIDGE, eventbridge),
        (EventDestinationType.WEBHOOK_ENDPOINT, endpoint),
    ):
        field = kind.value
        if type == kind and details is None:
            mistakes.add(
                InvalidRequest(
                    f"With the `type` {shown(kind)}, `{field}` is required.",
                    code=ErrorCode.PARAMETER_MISSING,
                    field=field,
                )
            )
        if type != kind and details is not None:
            mistakes.add(
                InvalidRequest(
                    f"Only a destination of the `type` {shown(kind)} has `{field}`. Omit it.",
                    code=ErrorCode.PARAMETER_UNKNOWN,
                    field=field,
                )
            )


def _check_aws(params: EventDestinationAmazonEventbridgeParams, mistakes: Mistakes) -> None:
    for field, pattern, example in (
        ("aws_account_id", r"[0-9]{12}", "123456789012"),
        ("aws_region", r"[a-z]{2}(-[a-z]+)+-[0-9]", "us-east-1"),
    ):
        if not re.fullmatch(pattern, params[field]):
            path = f"amazon_eventbridge.{field}"
            mistakes.add(
                InvalidRequest(
                    f"`{path}` cannot be '{params[field][:100]}': give one such as '{example}'.",
                    code=ErrorCode.PARAMETER_INVALID,
                    field=path,
                )
            )


def _must_be_sendable(destination: EventDestination) -> None:
    if destination.type == EventDestinationType.AMAZON_EVENTBRIDGE:
        raise InvalidRequest(
            "This server has no AWS behind it, so nothing can be sent to Amazon EventBridge. Use a destination of the "
            "`type` WEBHOOK_ENDPOINT.",
            code=ErrorCode.FEATURE_UNAVAILABLE,
            field="id",
        )


def _stop(destination: EventDestination, reason: EventDestinationStatusDetailsDisabledReason) -> None:
    destination.status = EventDestinationStatus.DISABLED
    disabled = EventDestinationStatusDetailsDisabled(reason=reason)
    destination.status_details = EventDestinationStatusDetails(disabled=disabled)


def _event_source(id: str, params: EventDestinationAmazonEventbridgeParams) -> EventDestinationAmazonEventbridge:
    return EventDestinationAmazonEventbridge(
        aws_account_id=params.aws_account_id,
        aws_event_source_arn=f"arn:aws:events:{params.aws_region}::event-source/aws.partner/stripe.com/{id}",
        aws_event_source_status=EventDestinationAmazonEventbridgeAwsEventSourceStatus.UNKNOWN,
    )
