"""Values that webhook endpoints and event destinations share."""

from datetime import datetime

from app.tables.columns import kept
from app.tables.values import Value


class WebhookReplay(Value):
    """A replay: past events that were sent again on request."""

    at: datetime = kept()
    """When the replay was requested."""
    count: int = kept()
    """Number of deliveries that the replay scheduled."""
