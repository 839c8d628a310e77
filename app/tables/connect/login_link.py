"""LoginLink: the way of a connected account's owner into the express dashboard."""

from datetime import datetime

from app.tables.columns import REQUIRED, kept
from app.tables.transient import Transient


class LoginLink(Transient):
    """The address of a connected account's express dashboard, opened once within minutes."""

    created: datetime = kept(REQUIRED)
    """When the link was created."""
    url: str = kept(REQUIRED)
    """Address of the dashboard. It is shown once."""
