"""A card: credit, debit or prepaid, entered by the customer or presented by a wallet."""

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
    """Brand of the card: `amex`, `diners`, `discover`, `jcb`, `mastercard`, `unionpay`, `visa`, or `unknown`."""
    checks: CardChecks | None = given(None)
    """Results of the issuer's checks when the card was first used or attached."""
    country: str | None = given(None)
    """Country in which the card was issued: a two-letter ISO 3166-1 code."""
    description: str | None = given(None)
    """The issuer's product name for the card."""
    display_brand: str | None = given(None)
    """Brand to show to the customer; on a co-branded card, the one that the customer chose."""
    exp_month: int = given()
    """Expiration month of the card, from 1 to 12."""
    exp_year: int = given()
    """Expiration year of the card, with four digits."""
    fingerprint: str | None = given(None)
    """Fingerprint of the card number: the same number has the same fingerprint within an account."""
    funding: str = given()
    """Funding of the card: `credit`, `debit`, `prepaid`, or `unknown`."""
    iin: str | None = given(None)
    """Issuer identification number (IIN): the first digits of the card number."""
    issuer: str | None = given(None)
    """Name of the issuing bank."""
    last4: str = given()
    """Last four digits of the card number."""
    networks: CardNetworks | None = given(None)
    """The networks that can process the card."""
    regulated_status: CardRegulatedStatus | None = given(None)
    """Whether the issuer's interchange fees are capped by law."""
    three_d_secure_usage: CardThreeDSecureUsage | None = given(None)
    """Whether the card supports 3-D Secure."""
    wallet: CardWallet | None = given(None)
    """The wallet that presented the card; null if the number was entered."""


class PaymentMethodCardUpdateParams(Value, like=PaymentMethodCard):
    """The fields of a card that can change."""

    exp_month: int | None = None
    exp_year: int | None = None
    networks: CardNetworksParams | None = None
    """The network that processes a co-branded card."""


class PaymentMethodCardParams(PaymentMethodCardUpdateParams):
    """A card, by its number or by a token."""

    cvc: str | None = given(None, max_length=10)
    """Security code (CVC): three digits, or four for American Express. The code is verified, and never stored."""
    number: str | None = given(None, max_length=40)
    """The card number, which is never stored. Spaces and dashes are ignored."""
    token: str | None = given(None, max_length=255)
    """A token, such as `tok_visa`, in place of all other fields."""


class ChargeCardExtendedAuthorizationStatus(StrEnum):
    """Whether the authorization is extended."""

    DISABLED = "disabled"
    """The authorization expires after the usual period."""
    ENABLED = "enabled"
    """The authorization expires later than usual."""


class ChargeCardExtendedAuthorization(Value):
    """The extension of an authorization."""

    status: ChargeCardExtendedAuthorizationStatus = given()
    """Whether the authorization is extended."""


class ChargeCardFeatureStatus(StrEnum):
    """Whether a feature is available for an authorization."""

    AVAILABLE = "available"
    """The feature is available for the authorization."""
    UNAVAILABLE = "unavailable"
    """The feature is not available for the authorization."""


class ChargeCardIncrementalAuthorization(Value):
    """The increase of an authorized amount."""

    status: ChargeCardFeatureStatus = given()
    """Whether the authorized amount can be increased."""


class ChargeCardMulticapture(Value):
    """The capture of an authorization in several parts."""

    status: ChargeCardFeatureStatus = given()
    """Whether the authorization can be captured in several parts."""


class ChargeCardOvercapture(Value):
    """The capture of more than the authorized amount."""

    maximum_amount_capturable: int = money()
    """Maximum amount that can be captured, in minor units."""
    status: ChargeCardFeatureStatus = given()
    """Whether more than the authorized amount can be captured."""


class ChargeCardInstallments(Value):
    """The installments of a card payment."""

    plan: InstallmentPlan | None = given(None)
    """The installment plan that the customer chose."""


class ChargeCardNetworkToken(Value):
    """The use of a network token in place of the card number."""

    used: bool = given()
    """Whether a network token was used in place of the card number."""


class ChargePaymentMethodDetailsCard(Value, like=PaymentMethodCard):
    """The card as it was at the time of the charge."""

    awaited: ClassVar[tuple[str, ...]] = ("mandate",)

    amount_authorized: int | None = money(None)
    """The authorized amount, in minor units; null if the charge was declined."""
    authorization_code: str | None = given(None)
    """The issuer's code for the authorization; null if the charge was declined."""
    brand: str | None = None
    capture_before: datetime | None = given(None)
    """When the authorization expires, if not captured; null for a charge that is captured immediately."""
    checks: CardChecks | None = given(None)
    """Results of the issuer's checks at the time of the charge."""
    country: str | None = None
    description: str | None = None
    exp_month: int
    exp_year: int
    extended_authorization: ChargeCardExtendedAuthorization | None = given(None)
    """The extension of the authorization."""
    fingerprint: str | None = None
    funding: str | None = None
    iin: str | None = None
    incremental_authorization: ChargeCardIncrementalAuthorization | None = given(None)
    """The increase of the authorized amount."""
    installments: ChargeCardInstallments | None = given(None)
    """The installments of the payment; null without installments."""
    issuer: str | None = None
    last4: str | None = None
    moto: bool | None = given(None)
    """Whether the order was placed by mail or telephone."""
    multicapture: ChargeCardMulticapture | None = given(None)
    """The capture of the authorization in several parts."""
    network: str | None = given(None)
    """The network that processed the charge."""
    network_token: ChargeCardNetworkToken | None = given(None)
    """The use of a network token in place of the card number."""
    network_transaction_id: str | None = given(None)
    """The network's identifier of the transaction; null if the charge was declined."""
    overcapture: ChargeCardOvercapture | None = given(None)
    """The capture of more than the authorized amount."""
    regulated_status: CardRegulatedStatus | None = None
    three_d_secure: ChargeCardThreeDSecure | None = given(None)
    """The 3-D Secure authentication of the charge; null without an attempt to authenticate."""
    wallet: CardWallet | None = None


class PaymentIntentCardMandateOptionsAmountType(StrEnum):
    """The type of a mandate's amount."""

    FIXED = "fixed"
    """Every payment is of exactly that amount."""
    MAXIMUM = "maximum"
    """Payments are of at most that amount."""


class PaymentIntentCardMandateOptionsInterval(StrEnum):
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


class PaymentIntentCardMandateOptionsSupportedType(StrEnum):
    """The country whose regulation a mandate follows."""

    INDIA = "india"
    """India."""


class PaymentIntentCardMandateOptions(Value):
    """The mandate for recurring card payments, in countries that require one."""

    amount: int = money(kind="given", gt=0)
    """Amount of the payments, in minor units, as `amountType` defines."""
    amount_type: PaymentIntentCardMandateOptionsAmountType = given()
    """Whether the amount is fixed or a maximum."""
    description: str | None = given(None, max_length=200)
    """Description of the mandate, shown to the customer."""
    end_date: datetime | None = given(None)
    """When the mandate ends; null for a mandate without an end."""
    interval: PaymentIntentCardMandateOptionsInterval = given()
    """How often the mandate allows a payment."""
    interval_count: int | None = given(None, gt=0)
    """Number of intervals between two payments; null for sporadic payments."""
    reference: str = given(max_length=80)
    """The merchant's own reference for the mandate."""
    start_date: datetime = given()
    """When the mandate starts."""
    supported_types: list[PaymentIntentCardMandateOptionsSupportedType] | None = given(None)
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


class PaymentIntentRequestFeature(StrEnum):
    """Whether to request a feature that not every card supports."""

    IF_AVAILABLE = "if_available"
    """Request the feature if the card supports it."""
    NEVER = "never"
    """Do not request the feature."""


class PaymentIntentRequestThreeDSecure(StrEnum):
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
    request_extended_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to request an authorization that expires later than usual."""
    request_incremental_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to request an authorization whose amount can be increased."""
    request_multicapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to request an authorization that can be captured in several parts."""
    request_overcapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to request an authorization of which more than its amount can be captured."""
    request_three_d_secure: PaymentIntentRequestThreeDSecure | None = given(PaymentIntentRequestThreeDSecure.AUTOMATIC)
    """When to request 3-D Secure."""
    require_cvc_recollection: bool | None = given(None)
    """Whether the customer must enter the security code (CVC) again."""
    setup_future_usage: PaymentIntentMethodSetupFutureUsage | None = given(None)
    """Future use of the card beyond this payment; overrides the payment's own field."""
    statement_descriptor_suffix_kana: str | None = given(None, max_length=22)
    """Suffix of the statement descriptor in katakana, for Japan."""
    statement_descriptor_suffix_kanji: str | None = given(None, max_length=17)
    """Suffix of the statement descriptor in kanji, for Japan."""


class PaymentIntentPaymentMethodOptionsCardParams(PaymentIntentPaymentMethodOptionsCard):
    """Settings of the payment for cards."""

    installments: PaymentIntentCardInstallmentsParams | None = given(None)
    """The installments of the payment."""
    request_three_d_secure: PaymentIntentRequestThreeDSecure | None = given(None)
    """When to request 3-D Secure. The default is `AUTOMATIC`."""
    cvc_token: str | None = given(None, max_length=5000)
    """A token of the security code (CVC) that the customer entered again."""
    moto: bool | None = given(None)
    """Whether the order was placed by mail or telephone. Such a payment is not authenticated."""
    three_d_secure: PaymentIntentThreeDSecureParams | None = given(None)
    """The result of a 3-D Secure authentication by another provider."""


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
