"""Whether what is charged includes tax."""

from enum import StrEnum


class TaxBehavior(StrEnum):
    """Whether the amount of a price or a shipping rate includes tax."""

    EXCLUSIVE = "exclusive"
    """Tax is added to the amount."""
    INCLUSIVE = "inclusive"
    """The amount includes tax."""
    UNSPECIFIED = "unspecified"
    """Not specified; tax cannot be calculated until the behavior is set."""
