"""PaymentIntent: one payment by a customer, with all its attempts."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import editable, given, kept, ref
from app.tables.connect.application import Application
from app.tables.core_resources.charge_values import ChargeLevel3Params
from app.tables.core_resources.confirmable import Confirmable
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptions
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentAmountDetails,
    PaymentIntentCancellationReason,
    PaymentIntentCaptureMethod,
    PaymentIntentConfirmationMethod,
    PaymentIntentNextAction,
    PaymentIntentProcessing,
    PaymentIntentStatus,
)
from app.tables.payment_methods.options import SetupFutureUsage
from app.tables.resource import Resource, Tagged
from app.tables.shapes.api_error import ApiError
from app.tables.shapes.automatic_payment_methods import AutomaticPaymentMethods
from app.tables.shapes.payment_method_configuration_details import PaymentMethodConfigurationDetails
from app.tables.shapes.radar_options import RadarOptions
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.three_d_secure import PaymentIntentThreeDSecureParams
from app.tables.shapes.transfer_data import TransferData
from app.tables.texts import CurrencyCode, Email, StatementDescriptor, StatementDescriptorSuffix

_PAYS: set[str] = {
    PaymentIntentStatus.SUCCEEDED,
    PaymentIntentStatus.REQUIRES_CAPTURE,
    PaymentIntentStatus.PROCESSING,
    PaymentIntentStatus.REQUIRES_ACTION,
    PaymentIntentStatus.REQUIRES_PAYMENT_METHOD,
    PaymentIntentStatus.CANCELED,
}
"""The statuses that a confirmation can lead to."""


class PaymentIntent(Confirmable, Tagged, Resource, table=True):
    """One payment by a customer, from its creation to its success or cancellation, with all attempts."""

    prefix: ClassVar[str] = "pi_"
    noun: ClassVar[str] = "payment"
    awaited: ClassVar[tuple[str, ...]] = ("review", "source")
    events: ClassVar[dict[str, str]] = {
        "amount_capturable_updated": "A payment has authorized funds to capture, or their amount changed.",
        "canceled": "A payment intent was canceled.",
        "created": "A payment intent was created.",
        "partially_funded": "A customer's cash balance paid a part of a payment.",
        "payment_failed": "An attempt to pay failed, or its payment method could not be set up.",
        "processing": "A payment was submitted to a payment method whose result comes later.",
        "requires_action": "The customer must act before the payment can continue.",
        "succeeded": "A payment completed and was successful.",
    }
    arrows: ClassVar[dict[str, set[str]]] = {
        PaymentIntentStatus.REQUIRES_PAYMENT_METHOD: _PAYS | {PaymentIntentStatus.REQUIRES_CONFIRMATION},
        PaymentIntentStatus.REQUIRES_CONFIRMATION: _PAYS,
        PaymentIntentStatus.REQUIRES_ACTION: _PAYS | {PaymentIntentStatus.REQUIRES_CONFIRMATION},
        PaymentIntentStatus.PROCESSING: {
            PaymentIntentStatus.SUCCEEDED,
            PaymentIntentStatus.REQUIRES_PAYMENT_METHOD,
            PaymentIntentStatus.CANCELED,
        },
        PaymentIntentStatus.REQUIRES_CAPTURE: {
            PaymentIntentStatus.SUCCEEDED,
            PaymentIntentStatus.REQUIRES_CAPTURE,
            PaymentIntentStatus.CANCELED,
        },
    }

    amount: int = money(kind="editable", gt=0)
    """Amount to collect, in minor units of `currency`."""
    amount_capturable: int = money(0)
    """Amount that is authorized and can be captured, in minor units."""
    amount_details: PaymentIntentAmountDetails | None = kept(PaymentIntentAmountDetails())
    """Details of the amount, such as a tip."""
    amount_received: int = money(0)
    """Amount collected so far, in minor units."""
    application: Application | None = kept()
    """Application of the platform whose key made the object; null for one of the account's own making."""
    application_fee_amount: int | None = money(None, kind="editable", ge=0)
    """Amount that the platform takes of the payment as its application fee, in minor units; null if it takes none. At
    most the payment's amount, and of it at most what is captured."""
    automatic_payment_methods: AutomaticPaymentMethods | None = given(None)
    """Whether the account's settings decide which payment methods are allowed. Enabled by default, without
    `payment_method_types`."""
    canceled_at: datetime | None = kept()
    """When the payment was canceled; null while it is not."""
    cancellation_reason: PaymentIntentCancellationReason | None = kept()
    """Why the payment was canceled; null while it is not."""
    capture_method: PaymentIntentCaptureMethod = editable(PaymentIntentCaptureMethod.AUTOMATIC_ASYNC)
    """When the funds are captured."""
    client_secret: str = kept("")
    """Secret with which the customer's browser confirms the payment under a publishable key. Do not store or log it."""
    confirmation_method: PaymentIntentConfirmationMethod = given(PaymentIntentConfirmationMethod.AUTOMATIC)
    """Who confirms the payment again after the customer's `next_action`."""
    currency: CurrencyCode = editable(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    customer_id: str | None = ref("customer", back="payment_intents", kind="editable", default=None)
    """The customer whom the payment belongs to; null for a guest."""
    description: str | None = editable(None, max_length=1000)
    """Description of the payment, for the merchant's own use."""
    invoice_id: str | None = ref("invoice", back="payment_intents", kind="kept", default=None)
    """The invoice that the payment pays; null if it pays none."""
    last_payment_error: ApiError | None = kept()
    """The error of the last attempt; null after a success."""
    latest_charge_id: str | None = ref("charge", kind="kept", default=None)
    """The charge of the last attempt; null before the first attempt."""
    next_action: PaymentIntentNextAction | None = kept()
    """The action that the customer must take before the payment can continue; null without one."""
    on_behalf_of_id: str | None = ref("account", default=None)
    """The connected account whose country, currency, fees and name on statements the payment has; null for your own."""
    payment_method_configuration_details: PaymentMethodConfigurationDetails | None = kept()
    """The payment method configuration that decided the types of payment method; null if they were listed."""
    payment_method_id: str | None = ref("payment_method", back="payment_intents", kind="editable", default=None)
    """The payment method of the payment. Test names such as `pm_card_visa` create a new one."""
    payment_method_options: PaymentIntentPaymentMethodOptions | None = kept()
    """Settings of the payment for each type of payment method."""
    payment_method_types: list[str] = editable([])
    """The types of payment method that the payment allows, such as `card` and `us_bank_account`."""
    processing: PaymentIntentProcessing | None = kept()
    """Details of the processing while the status is `PROCESSING`; null without details."""
    receipt_email: Email | None = editable(None, max_length=800)
    """Email address that the receipt is sent to. In test mode no receipt is sent."""
    setup_future_usage: SetupFutureUsage | None = editable(None)
    """Future use of the payment method. On success the payment method is attached to the payment's customer."""
    shipping: Shipping | None = editable(None)
    """Shipping address and recipient of the goods."""
    statement_descriptor: StatementDescriptor | None = editable(None)
    """Statement descriptor for payment methods other than cards: 5 to 22 characters. Cards do not support it."""
    statement_descriptor_suffix: StatementDescriptorSuffix | None = editable(None)
    """Suffix of the card statement descriptor, after the account's prefix: up to 22 characters. What does not fit on
    the statement is cut off."""
    status: PaymentIntentStatus = kept(PaymentIntentStatus.REQUIRES_PAYMENT_METHOD)
    """The status of the payment."""
    transfer_data: TransferData | None = given(None)
    """The transfer of the payment's funds to a connected account; null without one."""
    transfer_group: str | None = editable(None, max_length=5000, in_groups=True)
    """Identifier that groups related payments and transfers."""

    browser_shipping: Shipping | None = kept(hidden=True)
    """The last `shipping` given under a publishable key, which such a key may change again."""
    off_session: bool = kept(False, hidden=True)
    """Whether the customer was absent at the last confirmation."""
    cvc_token: str | None = kept(hidden=True)
    """Token of a security code that the customer entered again, for the next attempt."""
    three_d_secure: PaymentIntentThreeDSecureParams | None = kept(hidden=True)
    """The result of a 3-D Secure authentication by another provider."""
    radar_options: RadarOptions | None = kept(hidden=True)
    """Information that improves the assessment of fraud risk."""
    authorization_increments: int = kept(0, hidden=True)
    """Number of attempts to increase the authorized amount, declined ones included."""
    level3: ChargeLevel3Params | None = kept(hidden=True)
    """The sold items, for the payment's charge."""
    amount_funded: int = kept(0, hidden=True)
    """Amount of the customer's cash balance that was applied to the payment, in minor units."""
    captures: int = kept(0, hidden=True)
    """Number of captures of the authorization."""
    mandate_id: str | None = ref("mandate", kind="kept", default=None, hidden=True)
    """The mandate of the payment: the one that the caller named, or else the one of its last charge."""
