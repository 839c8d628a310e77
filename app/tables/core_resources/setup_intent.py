"""SetupIntent: the setup of a payment method for later payments, with all its attempts."""

from typing import ClassVar

from app.tables.columns import editable, given, kept, ref
from app.tables.connect.application import Application
from app.tables.core_resources.confirmable import Confirmable
from app.tables.core_resources.mandate_values import MandateSingleUse
from app.tables.core_resources.setup_intent_options import SetupIntentPaymentMethodOptions
from app.tables.core_resources.setup_intent_values import (
    SetupFlowDirection,
    SetupIntentCancellationReason,
    SetupIntentNextAction,
    SetupIntentStatus,
)
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.payment_methods.types.card.setup import SetupIntentThreeDSecureParams
from app.tables.resource import Resource, Tagged
from app.tables.shapes.api_error import ApiError
from app.tables.shapes.automatic_payment_methods import AutomaticPaymentMethods
from app.tables.shapes.payment_method_configuration_details import PaymentMethodConfigurationDetails

_SETS_UP: set[str] = {
    SetupIntentStatus.SUCCEEDED,
    SetupIntentStatus.REQUIRES_ACTION,
    SetupIntentStatus.REQUIRES_PAYMENT_METHOD,
    SetupIntentStatus.PROCESSING,
    SetupIntentStatus.CANCELED,
}
"""The statuses that a confirmation can lead to."""


class SetupIntent(Confirmable, Tagged, Resource, table=True):
    """The setup of a payment method for later payments, from its creation to its success or cancellation."""

    prefix: ClassVar[str] = "seti_"
    noun: ClassVar[str] = "setup"
    events: ClassVar[dict[str, str]] = {
        "canceled": "A setup intent was canceled.",
        "created": "A setup intent was created.",
        "requires_action": "The customer must act before the setup can continue.",
        "setup_failed": "An attempt to set up a payment method failed.",
        "succeeded": "A payment method was set up for later use.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        SetupIntentStatus.REQUIRES_PAYMENT_METHOD: _SETS_UP | {SetupIntentStatus.REQUIRES_CONFIRMATION},
        SetupIntentStatus.REQUIRES_CONFIRMATION: _SETS_UP,
        SetupIntentStatus.REQUIRES_ACTION: _SETS_UP | {SetupIntentStatus.REQUIRES_CONFIRMATION},
        SetupIntentStatus.PROCESSING: {SetupIntentStatus.SUCCEEDED, SetupIntentStatus.REQUIRES_PAYMENT_METHOD},
    }

    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    attach_to_self: bool | None = editable(None)
    """Whether the payment method is set up for the account itself, rather than for a customer."""
    automatic_payment_methods: AutomaticPaymentMethods | None = given(None)
    """Whether the account's settings decide which payment methods are allowed. Enabled by default, without
    `payment_method_types`."""
    cancellation_reason: SetupIntentCancellationReason | None = kept()
    """Why the setup was canceled; null while it is not."""
    client_secret: str = kept("")
    """Secret with which the customer's browser confirms the setup under a publishable key. Do not store or log it."""
    customer_id: str | None = ref("customer", back="setup_intents", kind="editable", default=None)
    """The customer whom the payment method is attached to on success; null without one."""
    description: str | None = editable(None, max_length=1000)
    """Description of the setup, for the merchant's own use."""
    flow_directions: list[SetupFlowDirection] | None = editable(None)
    """The directions in which the payment method is going to move funds; null if not given."""
    last_setup_error: ApiError | None = kept()
    """The error of the last attempt; null after a success."""
    latest_attempt_id: str | None = ref("setup_attempt", kind="kept", default=None)
    """The last attempt; null before the first confirmation."""
    mandate_id: str | None = ref("mandate", kind="kept", default=None)
    """The mandate for any number of payments that the setup created; null without one."""
    next_action: SetupIntentNextAction | None = kept()
    """The action that the customer must take before the setup can continue; null without one."""
    on_behalf_of_id: str | None = ref("account", default=None)
    """The connected account that the payment method is set up for the payments of; null for your own."""
    payment_method_configuration_details: PaymentMethodConfigurationDetails | None = kept()
    """The payment method configuration that decided the types of payment method; null if they were listed."""
    payment_method_id: str | None = ref("payment_method", back="setup_intents", kind="editable", default=None)
    """The payment method to set up. Test names such as `pm_card_visa` create a new one."""
    payment_method_options: SetupIntentPaymentMethodOptions | None = kept()
    """Settings of the setup for each type of payment method."""
    payment_method_types: list[str] = editable([])
    """The types of payment method that the setup allows, such as `card` and `us_bank_account`."""
    single_use_mandate_id: str | None = ref("mandate", kind="kept", default=None)
    """The mandate for one payment that the setup created; null without one."""
    status: SetupIntentStatus = kept(SetupIntentStatus.REQUIRES_PAYMENT_METHOD)
    """The status of the setup."""
    usage: str = kept(SetupFutureUsage.OFF_SESSION.value, in_groups=True)
    """How the payment method is going to be used: `off_session`, also while the customer is absent, or
    `on_session`."""

    single_use: MandateSingleUse | None = kept(hidden=True)
    """The one payment that the mandate is for."""
    three_d_secure: SetupIntentThreeDSecureParams | None = kept(hidden=True)
    """The result of a 3-D Secure authentication by another provider."""
