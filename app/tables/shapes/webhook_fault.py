"""What a fault does to the delivery of an event."""

from enum import StrEnum


class WebhookFault(StrEnum):
    """What a fault does to the delivery of an event."""

    DOUBLED = "doubled"
    """The event is delivered twice."""
    LATE = "late"
    """The event is delivered later; others about the same object do not wait for it."""
    LOST = "lost"
    """The event is not delivered. The delivery fails without an attempt, and can be resent."""
    OUT_OF_ORDER = "out_of_order"
    """The event is delivered after the next one to the same endpoint; after 30 seconds if none follows."""
