"""A period of time."""

from datetime import datetime

from app.tables.columns import given
from app.tables.values import Value


class Period(Value):
    """A period of time, such as the period that a line of an invoice bills."""

    end: datetime = given()
    """End of the period, at or after the start."""
    start: datetime = given()
    """Start of the period."""
