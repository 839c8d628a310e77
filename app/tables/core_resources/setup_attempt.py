"""SetupAttempt: one confirmation of a setup intent, whether it succeeds or fails."""

from typing import ClassVar

from app.tables.columns import REQUIRED, kept, ref
from app.tables.connect.application import Application
from app.tables.core_resources.setup_attempt_values import (
    SetupAttemptPaymentMethodDetails,
    SetupAttemptStatus,
)
from app.tables.core_resources.setup_intent_values import SetupFlowDirection
from app.tables.resource import Resource
from app.tables.shapes.api_error import ApiError

_ENDS: set[str] = {SetupAttemptStatus.SUCCEEDED, SetupAttemptStatus.FAILED}


class SetupAttempt(Resource, table=True):
    """One confirmation of a setup intent, whether it succeeds or fails."""

    prefix: ClassVar[str] = "setatt_"
    arrows: ClassVar[dict[str, set[str]]] = {
        SetupAttemptStatus.REQUIRES_CONFIRMATION: {
            *_ENDS,
            SetupAttemptStatus.PROCESSING,
            SetupAttemptStatus.REQUIRES_ACTION,
        },
        SetupAttemptStatus.REQUIRES_ACTION: {*_ENDS, SetupAttemptStatus.ABANDONED},
        SetupAttemptStatus.PROCESSING: _ENDS,
    }

    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    attach_to_self: bool | None = kept()
    """Whether the payment method is set up for the account itself, rather than for a customer."""
    customer_id: str | None = ref("customer", back="setup_attempts", kind="kept", default=None)
    """The customer of the setup at the time of the attempt; null without one."""
    flow_directions: list[SetupFlowDirection] | None = kept()
    """The directions in which the payment method is going to move funds; null if not given."""
    on_behalf_of_id: str | None = ref("account", kind="kept", default=None)
    """The connected account that the payment method is set up for the payments of; null for your own."""
    payment_method_id: str = ref("payment_method", back="setup_attempts", kind="kept")
    """The payment method of the attempt."""
    payment_method_details: SetupAttemptPaymentMethodDetails = kept(REQUIRED)
    """The payment method as it was at the time of the attempt."""
    setup_error: ApiError | None = kept()
    """The error of a failed attempt; null otherwise."""
    setup_intent_id: str = ref("setup_intent", back="setup_attempts", kind="kept")
    """The setup that was confirmed."""
    status: str = kept(SetupAttemptStatus.REQUIRES_CONFIRMATION.value, in_groups=True)
    """The status of the attempt: `requires_confirmation`, `requires_action`, `processing`, `succeeded`, `failed` or
    `abandoned`."""
    usage: str = kept("", in_groups=True)
    """How the payment method is going to be used: `off_session`, also while the customer is absent, or
    `on_session`."""
