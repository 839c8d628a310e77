"""EventDestination: a target that events are sent to, as in Stripe's API v2."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import editable, given, kept
from app.tables.resource import Resource, Tagged
from app.tables.values import Value
from app.tables.webhooks.webhook_values import WebhookReplay


class EventDestinationEventPayload(StrEnum):
    """The payload of events sent to a destination."""

    SNAPSHOT = "snapshot"
    """Events include a snapshot of the object."""
    THIN = "thin"
    """Events include only a reference to the object."""


class EventDestinationEventsFrom(StrEnum):
    """The accounts whose events are sent to a destination."""

    OTHER_ACCOUNTS = "other_accounts"
    """Events of connected accounts are sent."""
    SELF = "self"
    """Events of the account itself are sent."""


class EventDestinationStatus(StrEnum):
    """The status of an event destination."""

    DISABLED = "disabled"
    """No events are sent to the destination."""
    ENABLED = "enabled"
    """Events are sent to the destination as they occur."""


class EventDestinationType(StrEnum):
    """The type of an event destination."""

    AMAZON_EVENTBRIDGE = "amazon_eventbridge"
    """A partner event source of Amazon EventBridge. Always disabled, as the server has no access to AWS."""
    WEBHOOK_ENDPOINT = "webhook_endpoint"
    """A URL that receives events as signed HTTP requests."""


class EventDestinationStatusDetailsDisabledReason(StrEnum):
    """The reason why an event destination is disabled."""

    DELIVERIES_FAILED = "deliveries_failed"
    """Every delivery failed for days. Not part of Stripe's API."""
    NO_AWS_EVENT_SOURCE_EXISTS = "no_aws_event_source_exists"
    """The event source does not exist in AWS."""
    USER = "user"
    """A user disabled the destination."""


class EventDestinationStatusDetailsDisabled(Value):
    """Details of a disabled event destination."""

    reason: EventDestinationStatusDetailsDisabledReason = given()
    """Reason why the destination is disabled."""


class EventDestinationStatusDetails(Value):
    """Details of an event destination's status."""

    disabled: EventDestinationStatusDetailsDisabled | None = given(None)
    """Details of the disabled destination; null if the destination is enabled."""


class EventDestinationAmazonEventbridgeAwsEventSourceStatus(StrEnum):
    """The status of the event source in AWS."""

    ACTIVE = "active"
    """The event source is connected to an event bus."""
    DELETED = "deleted"
    """The event source was deleted."""
    PENDING = "pending"
    """The event source is not yet connected to an event bus."""
    UNKNOWN = "unknown"
    """The status of the event source is unknown."""


class EventDestinationAmazonEventbridge(Value):
    """A partner event source of Amazon EventBridge."""

    aws_account_id: str = given()
    """ID of the AWS account."""
    aws_event_source_arn: str = given()
    """ARN of the event source in AWS."""
    aws_event_source_status: EventDestinationAmazonEventbridgeAwsEventSourceStatus = given()
    """Status of the event source in AWS."""


class EventDestinationWebhookEndpoint(Value):
    """The webhook endpoint of an event destination."""

    signing_secret: str | None = given(None, includable=True)
    """Secret that signs requests to the destination. Returned only by the mutation that creates or rolls the secret;
    null otherwise."""
    url: str | None = given(None, includable=True)
    """URL that events are sent to."""


class EventDestination(Tagged, Resource, table=True):
    """A target that events are sent to, as snapshots or as thin events."""

    object_name: ClassVar[str] = "v2.core.event_destination"
    prefix: ClassVar[str] = "ed_"
    deletable: ClassVar[bool] = True

    amazon_eventbridge: EventDestinationAmazonEventbridge | None = kept()
    """Event source of Amazon EventBridge; null unless the type is `amazon_eventbridge`."""
    description: str = editable("", max_length=5000)
    """Description of what the destination is used for."""
    enabled_events: list[str] = editable(max_length=250)
    """Event types that are sent; thin events have the prefix `v1.`. For snapshots, `*` selects all types, as for
    webhook endpoints. The argument `types` of the subscription `events` lists all types."""
    event_payload: EventDestinationEventPayload = given()
    """Payload of events: the object's snapshot, or a reference to the object."""
    events_from: list[EventDestinationEventsFrom] | None = given(None)
    """Accounts whose events are sent; by default the account itself."""
    name: str = editable(min_length=1, max_length=5000)
    """Name of the event destination."""
    snapshot_api_version: str | None = given(None, in_groups=True)
    """API version that snapshot events carry as `api_version`; null means the server's. Not allowed for thin events."""
    status: EventDestinationStatus = kept(EventDestinationStatus.ENABLED)
    """Status of the event destination."""
    status_details: EventDestinationStatusDetails | None = kept()
    """Details of the status; null if the destination is enabled."""
    type: EventDestinationType = given()
    """Type of the event destination."""
    updated: datetime = kept()
    """When the event destination was last updated."""
    webhook_endpoint: EventDestinationWebhookEndpoint | None = kept()
    """Webhook endpoint of the destination; null unless the type is `webhook_endpoint`."""
    last_replay: WebhookReplay | None = kept(graph_only=True)
    """Last replay of past events to the destination; null if there was none."""
    failing_since: datetime | None = kept(graph_only=True)
    """Time since which every attempt failed; null after a success. Live destinations that fail for days are
    disabled."""
