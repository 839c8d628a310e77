"""Why customers cancel subscriptions, as they say themselves."""

from enum import StrEnum


class CancellationFeedback(StrEnum):
    """The customer's reason for canceling a subscription."""

    CUSTOMER_SERVICE = "customer_service"
    """The customer service did not meet expectations."""
    LOW_QUALITY = "low_quality"
    """The quality was lower than expected."""
    MISSING_FEATURES = "missing_features"
    """Some features are missing."""
    OTHER = "other"
    """A reason not listed here."""
    SWITCHED_SERVICE = "switched_service"
    """The customer switches to another service."""
    TOO_COMPLEX = "too_complex"
    """The product is too difficult to use."""
    TOO_EXPENSIVE = "too_expensive"
    """The price is too high."""
    UNUSED = "unused"
    """The customer makes too little use of the product."""
