"""What came of sending, as plain facts."""

from dataclasses import dataclass
from datetime import datetime

from app.events.webhooks.claiming import Parcel
from app.tables.webhooks.webhook_attempt import WebhookAttemptError


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt."""

    parcel: Parcel
    sent_at: datetime
    latency: int
    status_code: int | None = None
    response: str | None = None
    error: WebhookAttemptError | None = None
    message: str | None = None
    signed_at: datetime | None = None

    @property
    def succeeded(self) -> bool:
        return self.error is None
