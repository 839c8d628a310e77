"""Options for Radar, which assesses the risk of fraud."""

from app.tables.columns import given
from app.tables.values import Value


class RadarOptions(Value):
    """Options for Radar, which assesses the risk of fraud."""

    session: str | None = given(None, max_length=5000)
    """ID of the Radar session of the customer's browser or device."""
