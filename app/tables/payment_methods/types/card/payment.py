"""How a payment treats cards, as shown and as given."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.payment_methods.cards import (
    CardNetwork,
    InstallmentPlan,
)
from app.tables.payment_methods.options import MethodSetupFutureUsage, PaymentIntentCardCaptureMethod
from app.tables.shapes.three_d_secure import PaymentIntentThreeDSecureParams
from app.tables.values import Value


class CardMandateAmountType(StrEnum):
    """The type of a mandate's amount."""

    FIXED = "fixed"
    """Every payment is of exactly that amount."""
    MAXIMUM = "maximum"
    """Payments are of at most that amount."""


class CardMandateInterval(StrEnum):
    """How often a mandate allows a payment."""

    DAY = "day"
    """A payment every number of days."""
    MONTH = "month"
    """A payment every number of months."""
    SPORADIC = "sporadic"
    """Payments at any time, without an interval."""
    WEEK = "week"
    """A payment every number of weeks."""
    YEAR = "year"
    """A payment every number of years."""


class CardMandateSupportedType(StrEnum):
    """The country whose regulation a mandate follows."""

    INDIA = "india"
    """India."""


class PaymentIntentCardMandateOptions(Value):
    """The mandate for recurring card payments, in countries that require one."""

    amount: int = money(kind="given", gt=0)
    """Amount of the payments, in minor units, as `amountType` defines."""
    amount_type: CardMandateAmountType = given()
    """Whether the amount is fixed or a maximum."""
    description: str | None = given(None, max_length=200)
    """Description of the mandate, shown to the customer."""
    end_date: datetime | None = given(None)
    """When the mandate ends; null for a mandate without an end."""
    interval: CardMandateInterval = given()
    """How often the mandate allows a payment."""
    interval_count: int | None = given(None, gt=0)
    """Number of intervals between two payments; null for sporadic payments."""
    reference: str = given(max_length=80)
    """The merchant's own reference for the mandate."""
    start_date: datetime = given()
    """When the mandate starts."""
    supported_types: list[CardMandateSupportedType] | None = given(None)
    """The countries whose regulation the mandate follows."""


class PaymentIntentCardInstallments(Value):
    """The installments of a card payment."""

    available_plans: list[InstallmentPlan] | None = given(None)
    """The installment plans that the card supports."""
    enabled: bool = given(False)
    """Whether the customer can choose a plan."""
    plan: InstallmentPlan | None = given(None)
    """The installment plan that the customer chose; null without one."""


class PaymentIntentCardInstallmentsParams(PaymentIntentCardInstallments, without=("available_plans",)):
    """The installments of a card payment."""


class CardRequestFeature(StrEnum):
    """Whether to request a feature that not every card supports."""

    IF_AVAILABLE = "if_available"
    """Request the feature if the card supports it."""
    NEVER = "never"
    """Do not request the feature."""


class RequestThreeDSecure(StrEnum):
    """When to request 3-D Secure."""

    ANY = "any"
    """Always, with or without a challenge."""
    AUTOMATIC = "automatic"
    """If the issuer or the rules require it."""
    CHALLENGE = "challenge"
    """Always, with a challenge where possible."""


class PaymentIntentPaymentMethodOptionsCard(Value):
    """Settings of the payment for cards."""

    capture_method: PaymentIntentCardCaptureMethod | None = given(None)
    """When the funds of a card are captured; overrides the payment's own field."""
    installments: PaymentIntentCardInstallments | None = given(None)
    """The installments of the payment."""
    mandate_options: PaymentIntentCardMandateOptions | None = given(None)
    """The mandate for recurring payments, for cards whose country requires one."""
    network: CardNetwork | None = given(None)
    """The network that processes the card."""
    request_extended_authorization: CardRequestFeature | None = given(None)
    """Whether to request an authorization that expires later than usual."""
    request_incremental_authorization: CardRequestFeature | None = given(None)
    """Whether to request an authorization whose amount can be increased."""
    request_multicapture: CardRequestFeature | None = given(None)
    """Whether to request an authorization that can be captured in several parts."""
    request_overcapture: CardRequestFeature | None = given(None)
    """Whether to request an authorization of which more than its amount can be captured."""
    request_three_d_secure: RequestThreeDSecure | None = given(RequestThreeDSecure.AUTOMATIC)
    """When to request 3-D Secure."""
    require_cvc_recollection: bool | None = given(None)
    """Whether the customer must enter the security code (CVC) again."""
    setup_future_usage: MethodSetupFutureUsage | None = given(None)
    """Future use of the card beyond this payment; overrides the payment's own field."""
    statement_descriptor_suffix_kana: str | None = given(None, max_length=22)
    """Suffix of the statement descriptor in katakana, for Japan."""
    statement_descriptor_suffix_kanji: str | None = given(None, max_length=17)
    """Suffix of the statement descriptor in kanji, for Japan."""


class PaymentIntentPaymentMethodOptionsCardParams(PaymentIntentPaymentMethodOptionsCard):
    """Settings of the payment for cards."""

    installments: PaymentIntentCardInstallmentsParams | None = given(None)
    """The installments of the payment."""
    request_three_d_secure: RequestThreeDSecure | None = given(None)
    """When to request 3-D Secure. The default is `AUTOMATIC`."""
    cvc_token: str | None = given(None, max_length=5000)
    """A token of the security code (CVC) that the customer entered again."""
    moto: bool | None = given(None)
    """Whether the order was placed by mail or telephone. Such a payment is not authenticated."""
    three_d_secure: PaymentIntentThreeDSecureParams | None = given(None)
    """The result of a 3-D Secure authentication by another provider."""
