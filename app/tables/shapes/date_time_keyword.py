"""The word that stands in place of a moment."""

from enum import StrEnum


class DateTimeKeyword(StrEnum):
    """A moment by its name, in place of a date and time."""

    NOW = "now"
    """The moment at which the change is made."""
