"""WebhookAttempt: one HTTP request that carried an event, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import kept, ref
from app.tables.resource import Resource


class WebhookAttemptError(StrEnum):
    """Why an attempt failed."""

    ADDRESS_REFUSED = "address_refused"
    """The host's address is none that this server may send to, such as one of a private network."""
    CONNECTION_FAILED = "connection_failed"
    """Nothing answered at the address, or the connection broke off."""
    HOST_NOT_FOUND = "host_not_found"
    """The host's name leads to no address."""
    INVALID_RESPONSE = "invalid_response"
    """What came back was not HTTP, or ended in the middle."""
    REDIRECTED = "redirected"
    """It answered with a status of 3xx. Redirects are not followed."""
    SECRET_UNREADABLE = "secret_unreadable"
    """This server's key does not open the endpoint's signing secret, so nothing was sent. Roll the secret."""
    STATUS_REFUSED = "status_refused"
    """It answered with a status other than 2xx."""
    TIMED_OUT = "timed_out"
    """It took too long to answer."""
    TLS_FAILED = "tls_failed"
    """No secure connection came about: as a rule, the certificate is not valid for the host."""


class WebhookAttempt(Resource, table=True):
    """One request that carried an event to an endpoint or destination."""

    prefix: ClassVar[str] = "wha_"
    retained: ClassVar[bool] = True

    delivery_id: str | None = ref("webhook_delivery", back="attempts", kind="kept", default=None)
    """The delivery that it belongs to."""
    event_id: str | None = ref("event", back="attempts", kind="kept", default=None)
    """The event that was sent; null for a thin event, and for a sample."""
    thin_event_id: str | None = ref("thin_event", back="attempts", kind="kept", default=None)
    """The thin event that was sent."""
    webhook_endpoint_id: str | None = ref("webhook_endpoint", back="attempts", kind="kept", default=None)
    """The endpoint that it was sent to."""
    event_destination_id: str | None = ref("event_destination", back="attempts", kind="kept", default=None)
    """The destination that it was sent to."""
    number: int = kept()
    """Which attempt of its delivery it was, from 1."""
    succeeded: bool = kept()
    """Whether the endpoint acknowledged it."""
    status_code: int | None = kept()
    """The HTTP status of the answer; null when there was none."""
    latency: int = kept()
    """How long it took, in milliseconds."""
    response: str | None = kept()
    """The beginning of the answer's body, as text."""
    error: WebhookAttemptError | None = kept()
    """Why it failed."""
    message: str | None = kept()
    """The same, as a sentence."""
    signed_at: datetime | None = kept()
    """The moment in the signature (`t=`), to the second."""
