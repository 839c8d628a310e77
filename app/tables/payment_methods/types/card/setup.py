"""How a setup treats cards, and what its attempts show."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.payment_methods.cards import CardChecks, CardNetwork, CardWallet
from app.tables.payment_methods.types.card.charge import ChargePaymentMethodDetailsCard
from app.tables.payment_methods.types.card.payment import (
    CardMandateAmountType,
    CardMandateInterval,
    CardMandateSupportedType,
    PaymentIntentCardMandateOptions,
    PaymentIntentPaymentMethodOptionsCard,
    PaymentIntentPaymentMethodOptionsCardParams,
    RequestThreeDSecure,
)
from app.tables.shapes.three_d_secure import (
    ChargeCardThreeDSecure,
    PaymentIntentThreeDSecureParams,
    ThreeDSecureIndicator,
    ThreeDSecureNetworkOptionsParams,
    ThreeDSecureTransStatus,
    ThreeDSecureVersion,
)
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class SetupIntentCardMandateOptions(Value, like=PaymentIntentCardMandateOptions):
    """The mandate for recurring card payments, in countries that require one."""

    amount: int = money(kind="given", gt=0)
    """Amount of the payments, in minor units of `currency`, as `amountType` defines."""
    amount_type: CardMandateAmountType
    currency: CurrencyCode = given(min_length=3, max_length=3)
    """Currency of the payments: a three-letter ISO 4217 code, in lower case."""
    description: str | None = None
    end_date: datetime | None = None
    interval: CardMandateInterval
    interval_count: int | None = None
    reference: str
    start_date: datetime
    supported_types: list[CardMandateSupportedType] | None = None


class SetupIntentPaymentMethodOptionsCard(Value, like=PaymentIntentPaymentMethodOptionsCard):
    """Settings of the setup for cards."""

    mandate_options: SetupIntentCardMandateOptions | None = given(None)
    """The mandate for recurring payments, for cards whose country requires one."""
    network: CardNetwork | None = None
    request_three_d_secure: RequestThreeDSecure | None = RequestThreeDSecure.AUTOMATIC


class SetupIntentThreeDSecureParams(Value, like=PaymentIntentThreeDSecureParams):
    """A 3-D Secure authentication performed by another provider."""

    ares_trans_status: ThreeDSecureTransStatus | None = None
    cryptogram: str | None = None
    electronic_commerce_indicator: ThreeDSecureIndicator | None = None
    network_options: ThreeDSecureNetworkOptionsParams | None = None
    requestor_challenge_indicator: str | None = None
    transaction_id: str | None = None
    version: ThreeDSecureVersion | None = None


class SetupIntentPaymentMethodOptionsCardParams(Value, like=PaymentIntentPaymentMethodOptionsCardParams):
    """Settings of the setup for cards."""

    mandate_options: SetupIntentCardMandateOptions | None = given(None)
    """The mandate for recurring payments, for cards whose country requires one."""
    moto: bool | None = given(None)
    """Whether the card details came by mail or telephone. Such a setup is not authenticated."""
    network: CardNetwork | None = None
    request_three_d_secure: RequestThreeDSecure | None = None
    three_d_secure: SetupIntentThreeDSecureParams | None = given(None)
    """The result of a 3-D Secure authentication by another provider."""


class SetupAttemptCardThreeDSecure(
    ChargeCardThreeDSecure, without=("exemption_indicator", "exemption_indicator_applied")
):
    """The 3-D Secure authentication of a card setup."""


class SetupAttemptCardWalletType(StrEnum):
    """The wallet that a card was set up with."""

    APPLE_PAY = "apple_pay"
    """Apple Pay."""
    GOOGLE_PAY = "google_pay"
    """Google Pay."""
    LINK = "link"
    """Link."""


class SetupAttemptCardWallet(Value, like=CardWallet):
    """The wallet that a card was set up with. Only the field named by `type` is set."""

    apple_pay: dict[str, Any] | None = None
    google_pay: dict[str, Any] | None = None
    type: SetupAttemptCardWalletType


class SetupAttemptPaymentMethodDetailsCard(Value, like=ChargePaymentMethodDetailsCard):
    """The card as it was at the time of the attempt."""

    brand: str | None = None
    checks: CardChecks | None = given(None)
    """Results of the issuer's checks at the time of the attempt."""
    country: str | None = None
    description: str | None = None
    exp_month: int | None = None
    exp_year: int | None = None
    fingerprint: str | None = None
    funding: str | None = None
    iin: str | None = None
    issuer: str | None = None
    last4: str | None = None
    network: str | None = given(None)
    """The network that authorized the setup: `amex`, `cartes_bancaires`, `diners`, `discover`, `eftpos_au`, `interac`,
    `jcb`, `link`, `mastercard`, `unionpay`, `visa` or `unknown`."""
    three_d_secure: SetupAttemptCardThreeDSecure | None = given(None)
    """The 3-D Secure authentication of the attempt; null without an attempt to authenticate."""
    wallet: SetupAttemptCardWallet | None = given(None)
    """The wallet that presented the card; null if the number was entered."""
