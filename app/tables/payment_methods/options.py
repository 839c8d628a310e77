"""Options that several types of payment method share."""

from enum import StrEnum


class SetupFutureUsage(StrEnum):
    """Future use of a payment method beyond the current payment."""

    OFF_SESSION = "off_session"
    """Later payments while the customer is absent."""
    ON_SESSION = "on_session"
    """Later payments while the customer is present."""


class MethodSetupFutureUsage(StrEnum):
    """Future use of the payment method beyond this payment; overrides the payment's own field."""

    NONE = "none"
    """No use beyond this payment."""
    OFF_SESSION = "off_session"
    """Later payments while the customer is absent."""
    ON_SESSION = "on_session"
    """Later payments while the customer is present."""


class MethodOffSessionUsage(StrEnum):
    """Future use of the payment method beyond this payment, for types whose customers are absent later."""

    NONE = "none"
    """No use beyond this payment."""
    OFF_SESSION = "off_session"
    """Later payments while the customer is absent."""


class MethodNoFutureUsage(StrEnum):
    """Future use of the payment method beyond this payment, for types without any."""

    NONE = "none"
    """No use beyond this payment."""


class CheckoutSessionMethodSetupFutureUsage(StrEnum):
    """Future use of the payment method beyond the payment of a checkout session, for types without any."""

    NONE = "none"
    """No use beyond the payment."""


class PaymentIntentCardCaptureMethod(StrEnum):
    """When the funds of a payment with this type are captured."""

    MANUAL = "manual"
    """The funds are authorized first, and captured in a separate request."""


class BankAccountVerificationMethod(StrEnum):
    """How the customer's bank account is verified."""

    AUTOMATIC = "automatic"
    """Verification by bank login, or by microdeposits otherwise."""
    INSTANT = "instant"
    """Verification by bank login only."""
    MICRODEPOSITS = "microdeposits"
    """Verification by microdeposits only."""
