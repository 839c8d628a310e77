"""EventDestination: where events are sent, as the second version of Stripe's API has it."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import editable, given, kept
from app.tables.resource import Resource, Tagged
from app.tables.values import Value
from app.tables.webhooks.webhook_values import WebhookReplay


class EventDestinationEventPayload(StrEnum):
    """What is sent of an event."""

    SNAPSHOT = "snapshot"
    """The object as it was when the event happened."""
    THIN = "thin"
    """The name of the object alone."""


class EventDestinationEventsFrom(StrEnum):
    """Whose events are sent."""

    OTHER_ACCOUNTS = "other_accounts"
    """Those of connected accounts."""
    SELF = "self"
    """Those of the account itself."""


class EventDestinationStatus(StrEnum):
    """Whether events are sent."""

    DISABLED = "disabled"
    """Nothing is sent."""
    ENABLED = "enabled"
    """Events are sent as they happen."""


class EventDestinationType(StrEnum):
    """What kind of destination it is."""

    AMAZON_EVENTBRIDGE = "amazon_eventbridge"
    """A partner event source of Amazon EventBridge. This server has no AWS behind it, so it stays disabled."""
    WEBHOOK_ENDPOINT = "webhook_endpoint"
    """An address that is sent signed requests."""


class EventDestinationStatusDetailsDisabledReason(StrEnum):
    """Why nothing is sent."""

    DELIVERIES_FAILED = "deliveries_failed"
    """Every attempt failed for days. Not one of Stripe's reasons."""
    NO_AWS_EVENT_SOURCE_EXISTS = "no_aws_event_source_exists"
    """There is no event source in AWS."""
    USER = "user"
    """Someone disabled it."""


class EventDestinationStatusDetailsDisabled(Value):
    """About a destination that is disabled."""

    reason: EventDestinationStatusDetailsDisabledReason = given()
    """Why it is."""


class EventDestinationStatusDetails(Value):
    """More about the status."""

    disabled: EventDestinationStatusDetailsDisabled | None = given(None)
    """Why it is disabled."""


class EventDestinationAmazonEventbridgeAwsEventSourceStatus(StrEnum):
    """How the event source stands in AWS."""

    ACTIVE = "active"
    """It is connected to an event bus."""
    DELETED = "deleted"
    """It was deleted."""
    PENDING = "pending"
    """It waits to be connected to an event bus."""
    UNKNOWN = "unknown"
    """It cannot be told."""


class EventDestinationAmazonEventbridge(Value):
    """A partner event source of Amazon EventBridge."""

    aws_account_id: str = given()
    """The AWS account."""
    aws_event_source_arn: str = given()
    """The ARN that the event source would have."""
    aws_event_source_status: EventDestinationAmazonEventbridgeAwsEventSourceStatus = given()
    """How it stands in AWS."""


class EventDestinationWebhookEndpoint(Value):
    """The address of a destination that is sent signed requests."""

    signing_secret: str | None = given(None, includable=True)
    """What the signatures are made with. Told once, by the mutation that made it; null ever after."""
    url: str | None = given(None, includable=True)
    """Where events are sent."""


class EventDestination(Tagged, Resource, table=True):
    """A place that events are sent to, whole or by name alone."""

    object_name: ClassVar[str] = "v2.core.event_destination"
    prefix: ClassVar[str] = "ed_"
    deletable: ClassVar[bool] = True

    amazon_eventbridge: EventDestinationAmazonEventbridge | None = kept()
    """With the type `amazon_eventbridge`: its event source."""
    description: str = editable("", max_length=5000)
    """What the merchant uses it for."""
    enabled_events: list[str] = editable(max_length=250)
    """The types of event that are sent. The argument `types` of the subscription `events` lists them; thin events are
    named `v1.` and the type. For snapshots `*` stands for all but those that must be named: see webhook endpoints."""
    event_payload: EventDestinationEventPayload = given()
    """What is sent of an event."""
    events_from: list[EventDestinationEventsFrom] | None = given(None)
    """Whose events are sent: the account's own unless said."""
    name: str = editable(min_length=1, max_length=5000)
    """What the merchant calls it."""
    snapshot_api_version: str | None = given(None)
    """With snapshots: the version of Stripe's API that the events carry as `api_version`."""
    status: EventDestinationStatus = kept(EventDestinationStatus.ENABLED)
    """Whether events are sent."""
    status_details: EventDestinationStatusDetails | None = kept()
    """Why it is disabled, when it is."""
    type: EventDestinationType = given()
    """What kind of destination it is."""
    updated: datetime = kept()
    """When it was last changed."""
    webhook_endpoint: EventDestinationWebhookEndpoint | None = kept()
    """With the type `webhook_endpoint`: its address."""
    last_replay: WebhookReplay | None = kept(graph_only=True)
    """The last time that events were sent again on request."""
    failing_since: datetime | None = kept(graph_only=True)
    """Since when every attempt failed; null once one succeeds. Live destinations that fail for days are disabled."""
