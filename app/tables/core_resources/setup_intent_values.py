"""The values of a setup intent: status, errors and next action."""

from enum import StrEnum

from app.tables.core_resources.next_action import NextAction


class SetupIntentStatus(StrEnum):
    """The status of a setup intent."""

    CANCELED = "canceled"
    """The setup was canceled."""
    PROCESSING = "processing"
    """The setup is being processed by the customer's bank."""
    REQUIRES_ACTION = "requires_action"
    """The customer must complete `next_action`."""
    REQUIRES_CONFIRMATION = "requires_confirmation"
    """The setup has a payment method and must be confirmed."""
    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    """The setup has no payment method yet, or the last one failed."""
    SUCCEEDED = "succeeded"
    """The payment method is set up for later payments."""


class SetupIntentCancellationReason(StrEnum):
    """Why a setup was canceled."""

    ABANDONED = "abandoned"
    """The customer abandoned the setup."""
    DUPLICATE = "duplicate"
    """The setup was a duplicate."""
    REQUESTED_BY_CUSTOMER = "requested_by_customer"
    """The customer requested the cancellation."""


class SetupFlowDirection(StrEnum):
    """A direction in which a payment method is going to move funds."""

    INBOUND = "inbound"
    """From the payment method, as its owner pays."""
    OUTBOUND = "outbound"
    """To the payment method, as its owner is paid."""


class SetupIntentNextAction(NextAction):
    """The action that a customer must take before a setup can continue."""
