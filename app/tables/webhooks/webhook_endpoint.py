"""WebhookEndpoint: a URL of the merchant's server that receives events."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.tables.columns import computed, editable, given, kept
from app.tables.resource import Resource, Tagged
from app.tables.webhooks.webhook_values import WebhookReplay


class WebhookEndpointStatus(StrEnum):
    """The status of a webhook endpoint. Stripe's field is an open string."""

    DISABLED = "disabled"
    """No events are sent: the endpoint was disabled by a user, or after days of failed attempts."""
    ENABLED = "enabled"
    """Events are sent as they occur."""


class WebhookEndpoint(Tagged, Resource, table=True):
    """A URL that receives events as signed HTTP requests."""

    prefix: ClassVar[str] = "we_"
    deletable: ClassVar[bool] = True

    api_version: str | None = given(None, in_groups=True)
    """API version that events carry as `api_version`; null means the server's, 2024-12-18.acacia. The shape of events
    is always the server's."""
    application: str | None = kept()
    """ID of the Connect application that created the endpoint; null otherwise."""
    connect: bool = kept(False, hidden=True)
    description: str | None = editable(None, max_length=5000)
    """Description of what the endpoint is used for."""
    enabled_events: list[str] = editable(max_length=250)
    """Event types that are sent. `*` selects all but `issuing_authorization.request`,
    `identity.verification_session.redacted` and `reporting.report_type.updated`, which must be listed. The argument
    `types` of the subscription `events` lists all types."""
    status: str = kept(WebhookEndpointStatus.ENABLED.value, in_groups=True)
    """Status of the endpoint: `enabled` or `disabled`. Stripe may add values."""
    url: str = editable()
    """URL that events are sent to: `https://`, or in test mode also `http://`."""
    last_replay: WebhookReplay | None = kept(graph_only=True)
    """Last replay of past events to the endpoint; null if there was none."""
    failing_since: datetime | None = kept(graph_only=True)
    """Time since which every attempt failed; null after a success. Live endpoints that fail for days are disabled."""

    @computed("id")
    def secret(self) -> str | None:
        """Secret that signs requests to the endpoint. Returned only by the mutation that creates or rolls the secret;
        null otherwise."""
        # The mutation's payload adds the secret to the row that it shows. No row that was read has it.
        row: Any = self
        return row.get("secret") if isinstance(row, dict) else None
