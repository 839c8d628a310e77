"""What a caller may say of a payment that is not shown again: options as given, and the customer's leave."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.core_resources.charge_values import (
    InstallmentPlan,
    ThreeDSecureExemption,
    ThreeDSecureIndicator,
    ThreeDSecureVersion,
)
from app.tables.core_resources.payment_intent_options import (
    CardNetwork,
    PaymentIntentCardCaptureMethod,
    PaymentIntentCardMandateOptions,
    PaymentIntentMethodSetupFutureUsage,
    PaymentIntentPaymentMethodOptionsUsBankAccount,
    PaymentIntentRequestFeature,
    PaymentIntentRequestThreeDSecure,
)
from app.tables.payment_methods.payment_method_values import UsBankAccountNetwork
from app.tables.values import Value


class PaymentIntentCardInstallmentsParams(Value):
    """Paying a card payment in parts."""

    enabled: bool | None = given(None)
    """Whether the customer can choose a plan."""
    plan: InstallmentPlan | None = given(None)
    """The plan that was chosen."""


class CartesBancairesAvalgo(StrEnum):
    """How Cartes Bancaires' authentication value was made, by its own code."""

    AVALGO_0 = "0"
    """Code 0."""
    AVALGO_1 = "1"
    """Code 1."""
    AVALGO_2 = "2"
    """Code 2."""
    AVALGO_3 = "3"
    """Code 3."""
    AVALGO_4 = "4"
    """Code 4."""
    AVALGO_A = "A"
    """Code A."""


class PaymentIntentCartesBancairesParams(Value):
    """What Cartes Bancaires wants to know about an authentication."""

    cb_avalgo: CartesBancairesAvalgo = given()
    """How the authentication value was made."""
    cb_exemption: str | None = given(None, max_length=4)
    """The exemption that was asked for."""
    cb_score: int | None = given(None, ge=0, le=99)
    """Its score of the risk."""


class PaymentIntentThreeDSecureNetworkOptionsParams(Value):
    """What single networks want to know about an authentication."""

    cartes_bancaires: PaymentIntentCartesBancairesParams | None = given(None)
    """Cartes Bancaires."""


class ThreeDSecureTransStatus(StrEnum):
    """The issuer's answer in an authentication, by EMVCo's code."""

    A = "A"
    """Attempted."""
    C = "C"
    """A challenge is needed."""
    I = "I"  # noqa: E741 - EMVCo's own letter
    """For information only."""
    N = "N"
    """Not authenticated."""
    R = "R"
    """Rejected."""
    U = "U"
    """It could not be done."""
    Y = "Y"
    """Authenticated."""


class PaymentIntentThreeDSecureParams(Value):
    """An authentication that was done elsewhere."""

    ares_trans_status: ThreeDSecureTransStatus | None = given(None)
    """The issuer's answer."""
    cryptogram: str = given(max_length=40)
    """The issuer's proof, base64."""
    electronic_commerce_indicator: ThreeDSecureIndicator | None = given(None)
    """How strongly the customer was authenticated."""
    exemption_indicator: ThreeDSecureExemption | None = given(None)
    """The exemption that was asked for."""
    network_options: PaymentIntentThreeDSecureNetworkOptionsParams | None = given(None)
    """What single networks want to know."""
    requestor_challenge_indicator: str | None = given(None, max_length=2)
    """Whether a challenge was asked for, by EMVCo's code."""
    transaction_id: str = given(max_length=255)
    """The network's id of the authentication."""
    version: ThreeDSecureVersion = given()
    """The version of 3-D Secure."""


class PaymentIntentPaymentMethodOptionsCardParams(Value):
    """How the payment treats cards."""

    capture_method: PaymentIntentCardCaptureMethod | None = given(None)
    """When the money is taken, for cards; it goes before the payment's own field."""
    cvc_token: str | None = given(None, max_length=5000)
    """A token of the security code, typed again."""
    installments: PaymentIntentCardInstallmentsParams | None = given(None)
    """Paying in parts."""
    mandate_options: PaymentIntentCardMandateOptions | None = given(None)
    """What the customer agrees to."""
    moto: bool | None = given(None)
    """Whether the order came by mail or telephone; no authentication is then asked for."""
    network: CardNetwork | None = given(None)
    """The network to charge it through."""
    request_extended_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that lasts longer."""
    request_incremental_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that can grow."""
    request_multicapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that can be captured in parts."""
    request_overcapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization of which more than its amount can be captured."""
    request_three_d_secure: PaymentIntentRequestThreeDSecure | None = given(None)
    """When to ask for 3-D Secure."""
    require_cvc_recollection: bool | None = given(None)
    """Whether the customer must type the security code again."""
    setup_future_usage: PaymentIntentMethodSetupFutureUsage | None = given(None)
    """What else the card will be used for."""
    statement_descriptor_suffix_kana: str | None = given(None, max_length=22)
    """The descriptor's suffix in Kana, for Japanese statements."""
    statement_descriptor_suffix_kanji: str | None = given(None, max_length=17)
    """The descriptor's suffix in Kanji, for Japanese statements."""
    three_d_secure: PaymentIntentThreeDSecureParams | None = given(None)
    """An authentication that was done elsewhere."""


class PaymentIntentUsBankAccountNetworksParams(Value):
    """The networks that may reach the bank account."""

    requested: list[UsBankAccountNetwork] | None = given(None)
    """The ones to be used."""


class PaymentIntentPaymentMethodOptionsUsBankAccountParams(PaymentIntentPaymentMethodOptionsUsBankAccount):
    """How the payment treats bank accounts."""

    networks: PaymentIntentUsBankAccountNetworksParams | None = given(None)
    """The networks that may reach it."""


class PaymentIntentPaymentMethodOptionsParams(Value):
    """How the payment treats each kind of payment method."""

    card: PaymentIntentPaymentMethodOptionsCardParams | None = given(None)
    """Cards; null forgets what was given before."""
    us_bank_account: PaymentIntentPaymentMethodOptionsUsBankAccountParams | None = given(None)
    """United States bank accounts; null forgets what was given before."""


class PaymentIntentMandateOnlineParams(Value):
    """From where the customer agreed online."""

    ip_address: str = given(max_length=45)
    """Their IP address."""
    user_agent: str = given(max_length=5000)
    """Their browser."""


class PaymentIntentMandateAcceptanceType(StrEnum):
    """How the customer agreed."""

    OFFLINE = "offline"
    """On paper, or by word of mouth."""
    ONLINE = "online"
    """On a page."""


class PaymentIntentCustomerAcceptanceParams(Value):
    """How the customer agreed."""

    accepted_at: datetime | None = given(None)
    """When; now, if left out."""
    offline: dict[str, Any] | None = given(None)
    """Nothing more is told of an agreement offline."""
    online: PaymentIntentMandateOnlineParams | None = given(None)
    """From where, if online."""
    type: PaymentIntentMandateAcceptanceType = given()
    """How."""


class PaymentIntentMandateDataParams(Value):
    """The customer's leave to debit their account."""

    customer_acceptance: PaymentIntentCustomerAcceptanceParams = given()
    """How the customer agreed."""
