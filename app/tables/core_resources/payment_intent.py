"""PaymentIntent: one payment of a customer's, from the wish to the money, however many attempts it takes."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import editable, given, kept, ref
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptions
from app.tables.core_resources.payment_intent_values import (
    PaymentIntentAmountDetails,
    PaymentIntentAutomaticPaymentMethods,
    PaymentIntentCancellationReason,
    PaymentIntentCaptureMethod,
    PaymentIntentConfirmationMethod,
    PaymentIntentLastPaymentError,
    PaymentIntentNextAction,
    PaymentIntentProcessing,
    PaymentIntentSetupFutureUsage,
    PaymentIntentStatus,
)
from app.tables.resource import Resource, Tagged
from app.tables.shapes.mandate_data import PaymentIntentMandateDataParams
from app.tables.shapes.radar_options import RadarOptions
from app.tables.shapes.shipping import Shipping
from app.tables.shapes.three_d_secure import PaymentIntentThreeDSecureParams
from app.tables.texts import CurrencyCode, StatementDescriptor

_PAYS: set[str] = {
    PaymentIntentStatus.SUCCEEDED,
    PaymentIntentStatus.REQUIRES_CAPTURE,
    PaymentIntentStatus.PROCESSING,
    PaymentIntentStatus.REQUIRES_ACTION,
    PaymentIntentStatus.REQUIRES_PAYMENT_METHOD,
    PaymentIntentStatus.CANCELED,
}
"""Where a confirmation can lead."""


class PaymentIntent(Tagged, Resource, table=True):
    """One payment of a customer's: what is to be paid, and how far that has come."""

    prefix: ClassVar[str] = "pi_"
    awaited: ClassVar[tuple[str, ...]] = (
        "application",
        "application_fee_amount",
        "invoice",
        "on_behalf_of",
        "payment_method_configuration_details",
        "review",
        "source",
        "transfer_data",
    )
    events: ClassVar[dict[str, str]] = {
        "amount_capturable_updated": "A payment has authorized funds to capture, or their amount changed.",
        "canceled": "A payment intent was canceled.",
        "created": "A payment intent was created.",
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
    """What is to be paid, in minor units of `currency`."""
    amount_capturable: int = money(0)
    """How much is held on the card and can be captured, in minor units."""
    amount_details: PaymentIntentAmountDetails | None = kept(PaymentIntentAmountDetails())
    """What the amount consists of."""
    amount_received: int = money(0)
    """How much was taken, in minor units."""
    automatic_payment_methods: PaymentIntentAutomaticPaymentMethods | None = given(None)
    """Whether the account's settings decide which payment methods can be used. They do, unless
    `payment_method_types` is given."""
    canceled_at: datetime | None = kept()
    """When it was called off."""
    cancellation_reason: PaymentIntentCancellationReason | None = kept()
    """Why it was called off."""
    capture_method: PaymentIntentCaptureMethod = editable(PaymentIntentCaptureMethod.AUTOMATIC_ASYNC)
    """When the money is taken."""
    client_secret: str = kept("")
    """What lets the customer's browser confirm this one payment with a publishable key. It is not to be stored."""
    confirmation_method: PaymentIntentConfirmationMethod = given(PaymentIntentConfirmationMethod.AUTOMATIC)
    """Who confirms again once the customer has done what was asked."""
    currency: CurrencyCode = editable(min_length=3, max_length=3)
    """Three-letter currency code (ISO 4217), lower case."""
    customer_id: str | None = ref("customer", back="payment_intents", kind="editable", default=None)
    """The customer who pays."""
    description: str | None = editable(None, max_length=1000)
    """What it is for."""
    last_payment_error: PaymentIntentLastPaymentError | None = kept()
    """Why the last attempt failed; null once one succeeds."""
    latest_charge_id: str | None = ref("charge", kind="kept", default=None)
    """The charge of the last attempt."""
    next_action: PaymentIntentNextAction | None = kept()
    """What the customer must do before it goes on."""
    payment_method_id: str | None = ref("payment_method", back="payment_intents", kind="editable", default=None)
    """What it is paid with. Test names such as `pm_card_visa` make a fresh one."""
    payment_method_options: PaymentIntentPaymentMethodOptions | None = kept()
    """How it treats each kind of payment method."""
    payment_method_types: list[str] = editable([])
    """The kinds of payment method that can pay it: `card`, `us_bank_account`."""
    processing: PaymentIntentProcessing | None = kept()
    """What it waits for, while its status is `processing`, where there is more to say."""
    receipt_email: str | None = editable(None, max_length=800)
    """Where the receipt is sent. In test mode nothing is sent."""
    setup_future_usage: PaymentIntentSetupFutureUsage | None = editable(None)
    """What else the payment method will be used for. With a customer, it is attached to them on success."""
    shipping: Shipping | None = editable(None)
    """Where the goods go."""
    statement_descriptor: StatementDescriptor | None = editable(None)
    """Words for the statement of methods other than cards: 5 to 22 characters."""
    statement_descriptor_suffix: str | None = editable(None)
    """Words that follow the account's own on a card statement."""
    status: PaymentIntentStatus = kept(PaymentIntentStatus.REQUIRES_PAYMENT_METHOD)
    """How far it has come."""
    transfer_group: str | None = editable(None, max_length=5000)
    """Names the payments and transfers that belong together."""

    authentication_token: str | None = kept(hidden=True)
    """What opens the page of the pending `next_action` to whoever holds its address."""
    return_url: str | None = kept(hidden=True)
    """Where that page sends the customer afterwards."""
    browser_shipping: Shipping | None = kept(hidden=True)
    """The `shipping` that a publishable key gave last, which it may change again."""
    off_session: bool = kept(False, hidden=True)
    """Whether the last confirmation was made in the customer's absence."""
    authenticated: bool = kept(False, hidden=True)
    """Whether the customer has done what the last `next_action` asked, and the next attempt may say so."""
    moto: bool = kept(False, hidden=True)
    """Whether the order came by mail or telephone."""
    three_d_secure: PaymentIntentThreeDSecureParams | None = kept(hidden=True)
    """An authentication that was done elsewhere."""
    radar_options: RadarOptions | None = kept(hidden=True)
    """What helps to judge the risk of fraud."""
    microdeposit_attempts: int = kept(0, hidden=True)
    """How often wrong microdeposits were named."""
    mandate_data: PaymentIntentMandateDataParams | None = kept(hidden=True)
    """The customer's leave to debit their account."""
