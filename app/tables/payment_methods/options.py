"""Options that many types of payment method have in common."""

from enum import StrEnum


class PaymentIntentMethodSetupFutureUsage(StrEnum):
    """What else a payment method of this type will be used for; overrides the payment's own field."""

    NONE = "none"
    """Nothing beyond this payment."""
    OFF_SESSION = "off_session"
    """Later payments while the customer is away."""
    ON_SESSION = "on_session"
    """Later payments while the customer is present."""


class PaymentIntentCardCaptureMethod(StrEnum):
    """When the money of a payment with this type is taken."""

    MANUAL = "manual"
    """The money is authorized first, and taken when the payment is captured."""


class PaymentIntentVerificationMethod(StrEnum):
    """How the customer shows that the bank account is theirs."""

    AUTOMATIC = "automatic"
    """By signing in to the bank, or else by microdeposits."""
    INSTANT = "instant"
    """By signing in to the bank."""
    MICRODEPOSITS = "microdeposits"
    """By naming what was deposited in the account."""
