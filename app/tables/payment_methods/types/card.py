"""A card: credit, debit or prepaid, typed in or presented by a wallet."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.payment_methods.cards import (
    CardChecks,
    CardNetwork,
    CardNetworks,
    CardNetworksParams,
    CardRegulatedStatus,
    CardThreeDSecureUsage,
    CardWallet,
    InstallmentPlan,
)
from app.tables.payment_methods.method_type import Face, Fee, Flow, MethodType, Refunds, Settlement
from app.tables.payment_methods.options import PaymentIntentCardCaptureMethod, PaymentIntentMethodSetupFutureUsage
from app.tables.shapes.three_d_secure import ChargeCardThreeDSecure, PaymentIntentThreeDSecureParams
from app.tables.values import Value


class PaymentMethodCard(Value):
    """A card, without its number."""

    awaited: ClassVar[tuple[str, ...]] = ("generated_from",)

    brand: str = given()
    """`amex`, `diners`, `discover`, `jcb`, `mastercard`, `unionpay`, `visa`, or `unknown`."""
    checks: CardChecks | None = given(None)
    """What the issuer found when the card was first used or attached."""
    country: str | None = given(None)
    """Two-letter code (ISO 3166-1) of the country in which the card was issued."""
    description: str | None = given(None)
    """The issuer's name for this sort of card."""
    display_brand: str | None = given(None)
    """The brand to show to the customer. On a co-branded card it is the one that the customer chose."""
    exp_month: int = given()
    """Month of expiry, 1 to 12."""
    exp_year: int = given()
    """Year of expiry, four digits."""
    fingerprint: str | None = given(None)
    """Identifies the card number: the same for the same number within an account."""
    funding: str = given()
    """`credit`, `debit`, `prepaid`, or `unknown`."""
    iin: str | None = given(None)
    """The first digits of the number, which identify the issuer."""
    issuer: str | None = given(None)
    """Name of the issuing bank."""
    last4: str = given()
    """The last four digits of the number."""
    networks: CardNetworks | None = given(None)
    """The networks through which the card can be charged."""
    regulated_status: CardRegulatedStatus | None = given(None)
    """Whether the issuer's fees are capped by law."""
    three_d_secure_usage: CardThreeDSecureUsage | None = given(None)
    """Whether the card takes part in 3-D Secure."""
    wallet: CardWallet | None = given(None)
    """The wallet that presented the card; null where the number was typed in."""


class PaymentMethodCardUpdateParams(Value, like=PaymentMethodCard):
    """What can change on a card."""

    exp_month: int | None = None
    exp_year: int | None = None
    networks: CardNetworksParams | None = None
    """The network through which a co-branded card is charged."""


class PaymentMethodCardParams(PaymentMethodCardUpdateParams):
    """A card as the customer types it in, or a token of one."""

    cvc: str | None = given(None, max_length=10)
    """Security code: three digits, or four on American Express. It is checked, and never stored."""
    number: str | None = given(None, max_length=40)
    """The card number. Spaces and dashes within it are ignored; it is never stored."""
    token: str | None = given(None, max_length=255)
    """A token, such as `tok_visa`, in place of all other fields."""


class ChargeCardExtendedAuthorizationStatus(StrEnum):
    """Whether the authorization lasts longer than usual."""

    DISABLED = "disabled"
    """The authorization lasts for the usual time."""
    ENABLED = "enabled"
    """The authorization lasts longer than usual."""


class ChargeCardExtendedAuthorization(Value):
    """Whether the authorization lasts longer than usual."""

    status: ChargeCardExtendedAuthorizationStatus = given()
    """Whether the authorization lasts longer than usual."""


class ChargeCardFeatureStatus(StrEnum):
    """Whether the authorization has a feature."""

    AVAILABLE = "available"
    """The authorization has the feature."""
    UNAVAILABLE = "unavailable"
    """The authorization lacks the feature."""


class ChargeCardIncrementalAuthorization(Value):
    """Whether the authorized amount can be increased."""

    status: ChargeCardFeatureStatus = given()
    """Whether the authorized amount can be increased."""


class ChargeCardMulticapture(Value):
    """Whether the authorization can be captured in several parts."""

    status: ChargeCardFeatureStatus = given()
    """Whether the authorization can be captured in several parts."""


class ChargeCardOvercapture(Value):
    """Whether more than the authorized amount can be captured."""

    maximum_amount_capturable: int = money()
    """Highest amount that can be captured, in minor units."""
    status: ChargeCardFeatureStatus = given()
    """Whether more than the authorized amount can be captured."""


class ChargeCardInstallments(Value):
    """The installments that the customer chose."""

    plan: InstallmentPlan | None = given(None)
    """The plan that the customer chose."""


class ChargeCardNetworkToken(Value):
    """Whether a network token stood in for the card number."""

    used: bool = given()
    """Whether a network token stood in for the card number."""


class ChargePaymentMethodDetailsCard(Value, like=PaymentMethodCard):
    """The card as it was when it was charged."""

    awaited: ClassVar[tuple[str, ...]] = ("mandate",)

    amount_authorized: int | None = money(None)
    """The authorized amount, in minor units."""
    authorization_code: str | None = given(None)
    """The issuer's code for the authorization."""
    brand: str | None = None
    capture_before: datetime | None = given(None)
    """When the authorization expires, if it is not captured."""
    checks: CardChecks | None = given(None)
    """What the issuer found when it compared what the customer typed."""
    country: str | None = None
    description: str | None = None
    exp_month: int
    exp_year: int
    extended_authorization: ChargeCardExtendedAuthorization | None = given(None)
    """Whether the authorization lasts longer than usual."""
    fingerprint: str | None = None
    funding: str | None = None
    iin: str | None = None
    incremental_authorization: ChargeCardIncrementalAuthorization | None = given(None)
    """Whether the authorized amount can be increased."""
    installments: ChargeCardInstallments | None = given(None)
    """The installments that the customer chose."""
    issuer: str | None = None
    last4: str | None = None
    moto: bool | None = given(None)
    """Whether the order came by mail or telephone."""
    multicapture: ChargeCardMulticapture | None = given(None)
    """Whether the authorization can be captured in several parts."""
    network: str | None = given(None)
    """The network that carried the charge."""
    network_token: ChargeCardNetworkToken | None = given(None)
    """Whether a network token stood in for the card number."""
    network_transaction_id: str | None = given(None)
    """The network's id of the transaction."""
    overcapture: ChargeCardOvercapture | None = given(None)
    """Whether more than the authorized amount can be captured."""
    regulated_status: CardRegulatedStatus | None = None
    three_d_secure: ChargeCardThreeDSecure | None = given(None)
    """How the customer was authenticated; null where no authentication was tried."""
    wallet: CardWallet | None = None


class PaymentIntentCardMandateOptionsAmountType(StrEnum):
    """How the amount of a mandate is meant."""

    FIXED = "fixed"
    """Each payment is of exactly that amount."""
    MAXIMUM = "maximum"
    """No payment is of more than that amount."""


class PaymentIntentCardMandateOptionsInterval(StrEnum):
    """How often a mandate allows a payment."""

    DAY = "day"
    """Once in a number of days."""
    MONTH = "month"
    """Once in a number of months."""
    SPORADIC = "sporadic"
    """At any time, without an interval."""
    WEEK = "week"
    """Once in a number of weeks."""
    YEAR = "year"
    """Once in a number of years."""


class PaymentIntentCardMandateOptionsSupportedType(StrEnum):
    """The country whose rules a mandate follows."""

    INDIA = "india"
    """India."""


class PaymentIntentCardMandateOptions(Value):
    """What the customer agrees to, for cards whose country requires a mandate."""

    amount: int = money(kind="given", gt=0)
    """The amount that `amount_type` explains, in minor units."""
    amount_type: PaymentIntentCardMandateOptionsAmountType = given()
    """How the amount is meant."""
    description: str | None = given(None, max_length=200)
    """What the mandate is for, as the customer reads it."""
    end_date: datetime | None = given(None)
    """When the mandate ends; null for a mandate without an end."""
    interval: PaymentIntentCardMandateOptionsInterval = given()
    """How often the mandate allows a payment."""
    interval_count: int | None = given(None, gt=0)
    """Number of intervals between two payments."""
    reference: str = given(max_length=80)
    """The merchant's own reference of the mandate."""
    start_date: datetime = given()
    """When the mandate begins."""
    supported_types: list[PaymentIntentCardMandateOptionsSupportedType] | None = given(None)
    """The countries whose rules the mandate follows."""


class PaymentIntentCardInstallments(Value):
    """Whether and how a card payment is paid in installments."""

    available_plans: list[InstallmentPlan] | None = given(None)
    """The plans that the card allows."""
    enabled: bool = given(False)
    """Whether the customer can choose a plan."""
    plan: InstallmentPlan | None = given(None)
    """The plan that was chosen."""


class PaymentIntentCardInstallmentsParams(PaymentIntentCardInstallments, without=("available_plans",)):
    """Whether and how a card payment is paid in installments."""


class PaymentIntentRequestFeature(StrEnum):
    """Whether to ask for a feature that not every card has."""

    IF_AVAILABLE = "if_available"
    """Ask for the feature where the card has it."""
    NEVER = "never"
    """Never ask for the feature."""


class PaymentIntentRequestThreeDSecure(StrEnum):
    """When to ask for 3-D Secure."""

    ANY = "any"
    """Always, with or without a challenge."""
    AUTOMATIC = "automatic"
    """Where the issuer or the rules require it."""
    CHALLENGE = "challenge"
    """Always, with a challenge where possible."""


class PaymentIntentPaymentMethodOptionsCard(Value):
    """How the payment treats cards."""

    capture_method: PaymentIntentCardCaptureMethod | None = given(None)
    """When the money of a card is taken; overrides the payment's own field."""
    installments: PaymentIntentCardInstallments | None = given(None)
    """Whether and how the payment is paid in installments."""
    mandate_options: PaymentIntentCardMandateOptions | None = given(None)
    """What the customer agrees to, for cards whose country requires a mandate."""
    network: CardNetwork | None = given(None)
    """The network through which the card is charged."""
    request_extended_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that lasts longer than usual."""
    request_incremental_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization whose amount can be increased."""
    request_multicapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that can be captured in parts."""
    request_overcapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization of which more than its amount can be captured."""
    request_three_d_secure: PaymentIntentRequestThreeDSecure | None = given(PaymentIntentRequestThreeDSecure.AUTOMATIC)
    """When to ask for 3-D Secure."""
    require_cvc_recollection: bool | None = given(None)
    """Whether the customer must type the security code again."""
    setup_future_usage: PaymentIntentMethodSetupFutureUsage | None = given(None)
    """What else the card will be used for; overrides the payment's own field."""
    statement_descriptor_suffix_kana: str | None = given(None, max_length=22)
    """Suffix of the statement descriptor in Kana, for Japanese statements."""
    statement_descriptor_suffix_kanji: str | None = given(None, max_length=17)
    """Suffix of the statement descriptor in Kanji, for Japanese statements."""


class PaymentIntentPaymentMethodOptionsCardParams(PaymentIntentPaymentMethodOptionsCard):
    """How the payment treats cards."""

    installments: PaymentIntentCardInstallmentsParams | None = given(None)
    """Whether and how the payment is paid in installments."""
    request_three_d_secure: PaymentIntentRequestThreeDSecure | None = given(None)
    """When to ask for 3-D Secure. The default is `automatic`."""
    cvc_token: str | None = given(None, max_length=5000)
    """A token of the security code that the customer typed again."""
    moto: bool | None = given(None)
    """Whether the order came by mail or telephone. No authentication is then asked for."""
    three_d_secure: PaymentIntentThreeDSecureParams | None = given(None)
    """An authentication that was done elsewhere."""


CARD = MethodType(
    name="card",
    noun="card",
    description="A credit, debit or prepaid card.",
    flow=Flow.CARD,
    faces={
        Face.METHOD: PaymentMethodCard,
        Face.PARAMS: PaymentMethodCardParams,
        Face.UPDATE: PaymentMethodCardUpdateParams,
        Face.DETAILS: ChargePaymentMethodDetailsCard,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsCard,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsCardParams,
    },
    manual_capture=True,
    settlement=Settlement(business_days=2, business_days_abroad=7),
    fee=Fee(share=Decimal("0.029"), fixed=Decimal("0.30"), abroad=Decimal("0.015")),
    refunds=Refunds(waits_for_funds=True),
)
