"""The values of a setup attempt."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


class SetupAttemptStatus(StrEnum):
    """The status of a setup attempt. Stripe's field is an open string."""

    ABANDONED = "abandoned"
    """The setup was canceled, or confirmed again, before the customer acted."""
    FAILED = "failed"
    """The payment method could not be set up."""
    PROCESSING = "processing"
    """The customer's bank is processing the attempt."""
    REQUIRES_ACTION = "requires_action"
    """The customer must act."""
    REQUIRES_CONFIRMATION = "requires_confirmation"
    """The attempt begins."""
    SUCCEEDED = "succeeded"
    """The payment method was set up."""


@branches(Face.SETUP_DETAILS)
class SetupAttemptPaymentMethodDetails(Branches):
    """The payment method as it was at the time of the attempt."""

    type: str = given()
    """Type of the payment method. The field with the same name has its details."""
