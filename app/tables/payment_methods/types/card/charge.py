"""What a charge shows of a charged card, and a refund of its destination."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given, ref
from app.tables.payment_methods.cards import (
    CardChecks,
    CardRegulatedStatus,
    CardWallet,
    InstallmentPlan,
)
from app.tables.payment_methods.types.card.method import PaymentMethodCard
from app.tables.shapes.three_d_secure import ChargeCardThreeDSecure
from app.tables.values import Value


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
    mandate_id: str | None = ref("mandate", kind="kept", default=None)
    """The mandate of the charge; null without one."""
    moto: bool | None = given(None)
    """Whether the order was placed by mail or telephone."""
    multicapture: ChargeCardMulticapture | None = given(None)
    """The capture of the authorization in several parts."""
    network: str | None = given(None)
    """The network that processed the charge: `amex`, `cartes_bancaires`, `diners`, `discover`, `eftpos_au`, `interac`,
    `jcb`, `link`, `mastercard`, `unionpay`, `visa` or `unknown`."""
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


class RefundDestinationDetailsCardType(StrEnum):
    """The type of a refund to a card."""

    PENDING = "pending"
    """The type of the refund is not yet known."""
    REFUND = "refund"
    """The refund appears as a credit on the customer's statement."""
    REVERSAL = "reversal"
    """The charge is reversed, and disappears from the customer's statement."""


class RefundDestinationDetailsCard(Value):
    """Details of a refund to a card."""

    reference: str | None = given(None)
    """Reference by which the customer's bank can trace the refund; null if there is none."""
    reference_status: str | None = given(None)
    """Status of the reference: `pending`, `available` or `unavailable`."""
    reference_type: str | None = given(None)
    """Type of the reference, such as `acquirer_reference_number` or `system_trace_audit_number`."""
    type: RefundDestinationDetailsCardType = given()
    """Type of the refund to the card."""
