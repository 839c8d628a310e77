"""3-D Secure: the authentication of a customer, by the server or elsewhere."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.values import Value


class ThreeDSecureFlow(StrEnum):
    """The authentication flow of 3-D Secure."""

    CHALLENGE = "challenge"
    """The issuer required the customer to complete a challenge."""
    FRICTIONLESS = "frictionless"
    """The issuer authenticated the customer without a challenge."""


class ThreeDSecureIndicator(StrEnum):
    """The electronic commerce indicator (ECI) that the card network assigned to the authentication."""

    ECI_01 = "01"
    """Mastercard: authentication was attempted."""
    ECI_02 = "02"
    """Mastercard: the customer was authenticated."""
    ECI_05 = "05"
    """The customer was authenticated."""
    ECI_06 = "06"
    """Authentication of the customer was attempted."""
    ECI_07 = "07"
    """The customer was not authenticated."""


class ThreeDSecureExemption(StrEnum):
    """The exemption from authentication."""

    LOW_RISK = "low_risk"
    """The exemption for low-risk payments."""
    NONE = "none"
    """No exemption from authentication."""


class ThreeDSecureResult(StrEnum):
    """The result of a 3-D Secure authentication."""

    ATTEMPT_ACKNOWLEDGED = "attempt_acknowledged"
    """Authentication was attempted, but the card or issuer does not participate in 3-D Secure."""
    AUTHENTICATED = "authenticated"
    """The customer was authenticated."""
    EXEMPTED = "exempted"
    """The payment was exempt from authentication."""
    FAILED = "failed"
    """The customer was not authenticated."""
    NOT_SUPPORTED = "not_supported"
    """The card or issuer does not support 3-D Secure."""
    PROCESSING_ERROR = "processing_error"
    """A processing error occurred during authentication."""


class ThreeDSecureResultReason(StrEnum):
    """The reason for the result of an authentication."""

    ABANDONED = "abandoned"
    """The customer abandoned the authentication."""
    BYPASSED = "bypassed"
    """The merchant or a rule bypassed the authentication."""
    CANCELED = "canceled"
    """The customer canceled the authentication."""
    CARD_NOT_ENROLLED = "card_not_enrolled"
    """The card is not enrolled in 3-D Secure."""
    NETWORK_NOT_SUPPORTED = "network_not_supported"
    """The card network does not support 3-D Secure."""
    PROTOCOL_ERROR = "protocol_error"
    """A protocol error occurred during authentication."""
    REJECTED = "rejected"
    """The issuer rejected the authentication."""


class ThreeDSecureVersion(StrEnum):
    """The version of the 3-D Secure protocol."""

    V1_0_2 = "1.0.2"
    """1.0.2."""
    V2_1_0 = "2.1.0"
    """2.1.0."""
    V2_2_0 = "2.2.0"
    """2.2.0."""


class ThreeDSecureTransStatus(StrEnum):
    """The transaction status of an authentication, as EMVCo's code."""

    A = "A"
    """Authentication of the customer was attempted."""
    C = "C"
    """A challenge is required."""
    I = "I"  # noqa: E741 - EMVCo's own letter
    """The authentication is for information only."""
    N = "N"
    """The customer was not authenticated."""
    R = "R"
    """The issuer rejected the authentication."""
    U = "U"
    """The authentication could not be performed."""
    Y = "Y"
    """The customer was authenticated."""


class ChargeCardThreeDSecure(Value):
    """The 3-D Secure authentication of a card charge."""

    authentication_flow: ThreeDSecureFlow | None = given(None)
    """Authentication flow: with or without a challenge to the customer."""
    electronic_commerce_indicator: ThreeDSecureIndicator | None = given(None)
    """Electronic commerce indicator (ECI) that the card network assigned."""
    exemption_indicator: ThreeDSecureExemption | None = given(None)
    """Exemption from authentication that was requested."""
    exemption_indicator_applied: bool | None = given(None)
    """Whether the issuer granted the requested exemption."""
    result: ThreeDSecureResult | None = given(None)
    """Result of the authentication."""
    result_reason: ThreeDSecureResultReason | None = given(None)
    """Reason for the result; null if there is none."""
    transaction_id: str | None = given(None)
    """ID of the authentication in the card network."""
    version: ThreeDSecureVersion | None = given(None)
    """Version of the 3-D Secure protocol."""


class CartesBancairesAvalgo(StrEnum):
    """The algorithm of a Cartes Bancaires authentication value, as the network's code."""

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


class CartesBancairesParams(Value):
    """Details of an authentication that Cartes Bancaires requires."""

    cb_avalgo: CartesBancairesAvalgo = given()
    """Algorithm of the authentication value (CAVV)."""
    cb_exemption: str | None = given(None, max_length=4)
    """Exemption indicator that Cartes Bancaires received."""
    cb_score: int | None = given(None, ge=0, le=99)
    """Risk score from Cartes Bancaires, from 0 to 99."""


class ThreeDSecureNetworkOptionsParams(Value):
    """Network-specific details of an authentication."""

    cartes_bancaires: CartesBancairesParams | None = given(None)
    """Details for the network Cartes Bancaires."""


class PaymentIntentThreeDSecureParams(Value):
    """A 3-D Secure authentication performed by another provider."""

    ares_trans_status: ThreeDSecureTransStatus | None = given(None)
    """Transaction status of the authentication response."""
    cryptogram: str = given(max_length=40)
    """Cryptogram (authentication value) of the issuer, in base64."""
    electronic_commerce_indicator: ThreeDSecureIndicator | None = given(None)
    """Electronic commerce indicator (ECI) of the authentication."""
    exemption_indicator: ThreeDSecureExemption | None = given(None)
    """Exemption from authentication that was requested."""
    network_options: ThreeDSecureNetworkOptionsParams | None = given(None)
    """Network-specific details of the authentication."""
    requestor_challenge_indicator: str | None = given(None, max_length=2)
    """Challenge indicator that the merchant requested, as EMVCo's code."""
    transaction_id: str = given(max_length=255)
    """ID of the authentication in the card network."""
    version: ThreeDSecureVersion = given()
    """Version of the 3-D Secure protocol."""
