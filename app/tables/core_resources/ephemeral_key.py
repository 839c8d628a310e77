"""EphemeralKey: an API key for the device of one customer."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import REQUIRED, kept
from app.tables.transient import Transient


class EphemeralKey(Transient):
    """An API key that a mobile app may hold, to one customer, for an hour."""

    prefix: ClassVar[str] = "ephkey_"

    id: str = kept(REQUIRED)
    """Unique identifier of the key."""
    created: datetime = kept(REQUIRED)
    """When the key was created."""
    expires: datetime = kept(REQUIRED)
    """When the key expires."""
    livemode: bool = kept(REQUIRED)
    """Whether the key is of live mode (true) or of test mode (false)."""
    secret: str | None = kept()
    """The API key itself, shown when it is created; null afterwards."""
