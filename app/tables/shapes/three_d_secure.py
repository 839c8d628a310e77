"""3-D Secure: how a customer was authenticated, by us or elsewhere."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.values import Value


class ThreeDSecureFlow(StrEnum):
    """How the customer was authenticated."""

    CHALLENGE = "challenge"
    """They had to answer the issuer."""
    FRICTIONLESS = "frictionless"
    """The issuer asked nothing of them."""


class ThreeDSecureIndicator(StrEnum):
    """The electronic commerce indicator: how strongly the payment was authenticated, by the network's code."""

    ECI_01 = "01"
    """Mastercard: attempted."""
    ECI_02 = "02"
    """Mastercard: authenticated."""
    ECI_05 = "05"
    """Authenticated."""
    ECI_06 = "06"
    """Attempted."""
    ECI_07 = "07"
    """Not authenticated."""


class ThreeDSecureExemption(StrEnum):
    """Why authentication could be left out."""

    LOW_RISK = "low_risk"
    """The risk is low."""
    NONE = "none"
    """It could not."""


class ThreeDSecureResult(StrEnum):
    """What came of the authentication."""

    ATTEMPT_ACKNOWLEDGED = "attempt_acknowledged"
    """It was tried; the issuer or the card does not take part."""
    AUTHENTICATED = "authenticated"
    """The customer was authenticated."""
    EXEMPTED = "exempted"
    """It was not needed."""
    FAILED = "failed"
    """The customer was not authenticated."""
    NOT_SUPPORTED = "not_supported"
    """The card or its issuer cannot."""
    PROCESSING_ERROR = "processing_error"
    """Something went wrong in between."""


class ThreeDSecureResultReason(StrEnum):
    """Why the authentication came to its result."""

    ABANDONED = "abandoned"
    """The customer left."""
    BYPASSED = "bypassed"
    """The merchant or the rules went past it."""
    CANCELED = "canceled"
    """The customer called it off."""
    CARD_NOT_ENROLLED = "card_not_enrolled"
    """The card does not take part."""
    NETWORK_NOT_SUPPORTED = "network_not_supported"
    """The network does not take part."""
    PROTOCOL_ERROR = "protocol_error"
    """The parties did not understand each other."""
    REJECTED = "rejected"
    """The issuer rejected it."""


class ThreeDSecureVersion(StrEnum):
    """The version of 3-D Secure."""

    V1_0_2 = "1.0.2"
    """1.0.2."""
    V2_1_0 = "2.1.0"
    """2.1.0."""
    V2_2_0 = "2.2.0"
    """2.2.0."""


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


class ChargeCardThreeDSecure(Value):
    """How the customer was authenticated."""

    authentication_flow: ThreeDSecureFlow | None = given(None)
    """Whether they had to do anything."""
    electronic_commerce_indicator: ThreeDSecureIndicator | None = given(None)
    """How strongly, by the network's code."""
    exemption_indicator: ThreeDSecureExemption | None = given(None)
    """The exemption that was asked for."""
    exemption_indicator_applied: bool | None = given(None)
    """Whether the issuer granted it."""
    result: ThreeDSecureResult | None = given(None)
    """What came of it."""
    result_reason: ThreeDSecureResultReason | None = given(None)
    """Why."""
    transaction_id: str | None = given(None)
    """The network's id of the authentication."""
    version: ThreeDSecureVersion | None = given(None)
    """The version of 3-D Secure."""


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
