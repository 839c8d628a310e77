"""WebhookAttempt: one HTTP request that carried an event, and its result."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import kept, ref
from app.tables.resource import Resource


class WebhookAttemptError(StrEnum):
    """The reason why an attempt failed."""

    ADDRESS_REFUSED = "address_refused"
    """The host resolves to an address that is not allowed, such as an address of a private network."""
    CONNECTION_FAILED = "connection_failed"
    """The connection could not be established, or was closed early."""
    HOST_NOT_FOUND = "host_not_found"
    """The host name could not be resolved."""
    INVALID_RESPONSE = "invalid_response"
    """The response was not valid HTTP, or was incomplete."""
    REDIRECTED = "redirected"
    """The response had a 3xx status. Redirects are not followed."""
    SECRET_UNREADABLE = "secret_unreadable"
    """The endpoint's signing secret could not be decrypted with the server's key, so no request was sent. Roll the
    secret."""
    STATUS_REFUSED = "status_refused"
    """The response had a status other than 2xx."""
    TIMED_OUT = "timed_out"
    """The endpoint did not respond in time."""
    TLS_FAILED = "tls_failed"
    """The TLS handshake failed, usually because the certificate is not valid for the host."""


class WebhookAttempt(Resource, table=True):
    """An HTTP request that carried an event to a webhook endpoint or event destination."""

    prefix: ClassVar[str] = "wha_"
    retained: ClassVar[bool] = True
    type_column: ClassVar[str | None] = "type"

    delivery_id: str | None = ref("webhook_delivery", back="attempts", kind="kept", default=None)
    """Delivery that the attempt belongs to."""
    event_id: str | None = ref("event", back="attempts", kind="kept", default=None)
    """Event that was sent; null for thin events and samples."""
    thin_event_id: str | None = ref("thin_event", back="attempts", kind="kept", default=None)
    """Thin event that was sent; null for other events."""
    webhook_endpoint_id: str | None = ref("webhook_endpoint", back="attempts", kind="kept", default=None)
    """Webhook endpoint that the request was sent to; null for event destinations."""
    event_destination_id: str | None = ref("event_destination", back="attempts", kind="kept", default=None)
    """Event destination that the request was sent to; null for webhook endpoints."""
    number: int = kept()
    """Number of the attempt within the delivery, starting at 1."""
    succeeded: bool = kept()
    """Whether the endpoint acknowledged the request with a 2xx status."""
    status_code: int | None = kept()
    """HTTP status of the response; null if there was no response."""
    latency: int = kept()
    """Duration of the attempt, in milliseconds."""
    response: str | None = kept()
    """Beginning of the response's body, as text; null if there was no response."""
    error: WebhookAttemptError | None = kept()
    """Reason why the attempt failed; null if the attempt succeeded."""
    message: str | None = kept()
    """Message that explains the error; null if the attempt succeeded."""
    type: str = kept("", hidden=True)
    signed_at: datetime | None = kept()
    """Timestamp in the signature (`t=`), to the second; null if nothing was signed."""
