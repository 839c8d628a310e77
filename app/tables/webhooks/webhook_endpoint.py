"""WebhookEndpoint: an address of the merchant's that is told of events by HTTP."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.tables.columns import computed, editable, given, kept
from app.tables.resource import Resource, Tagged
from app.tables.webhooks.webhook_values import WebhookReplay


class WebhookEndpointStatus(StrEnum):
    """Whether events are sent. Stripe's field is an open string."""

    DISABLED = "disabled"
    """Nothing is sent: someone switched it off, or it only failed for days."""
    ENABLED = "enabled"
    """Events are sent as they happen."""


class WebhookEndpoint(Tagged, Resource, table=True):
    """An address that is told of events, each in a signed request."""

    prefix: ClassVar[str] = "we_"
    deletable: ClassVar[bool] = True

    api_version: str | None = given(None)
    """The version of Stripe's API that its events carry as `api_version`, as libraries compare it with their own. Null
    stands for the server's, 2024-12-18.acacia. The shape of what is sent is the server's in any case."""
    application: str | None = kept()
    """The Connect application that it belongs to."""
    connect: bool = kept(False, hidden=True)
    description: str | None = editable(None, max_length=5000)
    """What the merchant uses it for."""
    enabled_events: list[str] = editable(max_length=250)
    """The types of event that are sent. `*` stands for all but three that must be named:
    `issuing_authorization.request`, `identity.verification_session.redacted` and `reporting.report_type.updated`. The
    argument `types` of the subscription `events` lists all types."""
    status: str = kept(WebhookEndpointStatus.ENABLED.value)
    """Whether events are sent: `enabled` or `disabled`. Stripe may add others."""
    url: str = editable()
    """Where events are sent: `https://`, or in test mode also `http://`."""
    last_replay: WebhookReplay | None = kept(graph_only=True)
    """The last time that events were sent again on request."""
    failing_since: datetime | None = kept(graph_only=True)
    """Since when every attempt failed; null once one succeeds. Live endpoints that fail for days are disabled."""

    @computed("id")
    def secret(self) -> str | None:
        """What the requests' signatures are made with. Told once, by the mutation that made it; null ever after."""
        # The mutation's payload adds it to the row that it shows. No row that was read has it.
        row: Any = self
        return row.get("secret") if isinstance(row, dict) else None
