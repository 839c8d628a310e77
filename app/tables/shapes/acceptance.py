"""Who agreed to something, and when."""

from datetime import datetime

from app.tables.columns import given
from app.tables.values import Value


class Acceptance(Value):
    """When, and from where, someone agreed."""

    date: datetime | None = given(None)
    """When the person agreed; null if nobody has."""
    ip: str | None = given(None, max_length=45)
    """IP address from which the person agreed."""
    user_agent: str | None = given(None, max_length=5000)
    """User agent of the browser in which the person agreed."""
