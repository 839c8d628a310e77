"""What endpoints and destinations both remember."""

from datetime import datetime

from app.tables.columns import kept
from app.tables.values import Value


class WebhookReplay(Value):
    """Events of the past that were sent again on request."""

    at: datetime = kept()
    """When that was asked for."""
    count: int = kept()
    """How many were to be sent again."""
