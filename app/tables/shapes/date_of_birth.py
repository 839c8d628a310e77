"""A date of birth, and other dates on identity documents."""

from app.tables.columns import given
from app.tables.values import Value


class DateOfBirth(Value):
    """A calendar date: of birth, or as written on an identity document."""

    day: int | None = given(None, ge=1, le=31)
    """Day of the month, from 1 to 31; null if unknown."""
    month: int | None = given(None, ge=1, le=12)
    """Month of the year, from 1 to 12; null if unknown."""
    year: int | None = given(None, ge=1, le=9999)
    """Year, with four digits; null if unknown."""


class DateOfBirthParams(Value, like=DateOfBirth):
    """A date of birth."""

    day: int = given(ge=1, le=31)
    month: int = given(ge=1, le=12)
    year: int = given(ge=1, le=9999)
