"""Shared values of card types: checks, networks, wallets, installments."""

from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Value


class CardChecks(Value):
    """Checks by the issuer of the customer's entries: `pass`, `fail`, `unavailable` or `unchecked`."""

    address_line1_check: str | None = given(None)
    """Check of the billing address's first line: `pass`, `fail`, `unavailable` or `unchecked`. Null if none was
    provided."""
    address_postal_code_check: str | None = given(None)
    """Check of the billing address's postal code: `pass`, `fail`, `unavailable` or `unchecked`. Null if none was
    provided."""
    cvc_check: str | None = given(None)
    """Check of the card's security code (CVC): `pass`, `fail`, `unavailable` or `unchecked`. Null if none was
    provided."""


class CardNetwork(StrEnum):
    """A network that processes card payments."""

    AMEX = "amex"
    """American Express."""
    CARTES_BANCAIRES = "cartes_bancaires"
    """Cartes Bancaires, a French card network."""
    DINERS = "diners"
    """Diners Club."""
    DISCOVER = "discover"
    """Discover."""
    EFTPOS_AU = "eftpos_au"
    """Eftpos, an Australian card network."""
    GIROCARD = "girocard"
    """Girocard, a German card network."""
    INTERAC = "interac"
    """Interac, a Canadian card network."""
    JCB = "jcb"
    """JCB."""
    LINK = "link"
    """Link."""
    MASTERCARD = "mastercard"
    """Mastercard."""
    UNIONPAY = "unionpay"
    """UnionPay."""
    UNKNOWN = "unknown"
    """The card network is unknown."""
    VISA = "visa"
    """Visa."""


class CardNetworks(Value):
    """The card networks that can process a card."""

    available: list[str] = given([])
    """Networks that can process the card."""
    preferred: str | None = given(None)
    """Network that the customer prefers on a co-branded card: `cartes_bancaires`, `mastercard`, `visa`, or
    `invalid_preference` if the card cannot use the one that was asked for. Null if none is preferred."""


class CardThreeDSecureUsage(Value):
    """Support of a card for 3-D Secure."""

    supported: bool = given(False)
    """Whether the card supports 3-D Secure."""


class CardRegulatedStatus(StrEnum):
    """Whether United States regulation caps the card's interchange fees."""

    REGULATED = "regulated"
    """Interchange fees are capped by United States regulation."""
    UNREGULATED = "unregulated"
    """Interchange fees are not capped by regulation."""


class CardWalletType(StrEnum):
    """The wallet that a card was presented with."""

    AMEX_EXPRESS_CHECKOUT = "amex_express_checkout"
    """Amex Express Checkout."""
    APPLE_PAY = "apple_pay"
    """Apple Pay."""
    GOOGLE_PAY = "google_pay"
    """Google Pay."""
    LINK = "link"
    """Link."""
    MASTERPASS = "masterpass"
    """Masterpass."""
    SAMSUNG_PAY = "samsung_pay"
    """Samsung Pay."""
    VISA_CHECKOUT = "visa_checkout"
    """Visa Checkout."""


class CardWalletContact(Value):
    """Contact details of the cardholder, as reported by the wallet and not verified."""

    billing_address: Address | None = given(None)
    """Billing address reported by the wallet."""
    email: str | None = given(None)
    """Email address reported by the wallet."""
    name: str | None = given(None)
    """Full name reported by the wallet."""
    shipping_address: Address | None = given(None)
    """Shipping address reported by the wallet."""


class CardWallet(Value):
    """The wallet that a card was presented with. Only the field named by `type` is set."""

    amex_express_checkout: dict[str, Any] | None = given(None)
    """Empty object for Amex Express Checkout; null for other wallets."""
    apple_pay: dict[str, Any] | None = given(None)
    """Empty object for Apple Pay; null for other wallets."""
    dynamic_last4: str | None = given(None)
    """Last four digits of the device's account number, which differs from the card number."""
    google_pay: dict[str, Any] | None = given(None)
    """Empty object for Google Pay; null for other wallets."""
    link: dict[str, Any] | None = given(None)
    """Empty object for Link; null for other wallets."""
    masterpass: CardWalletContact | None = given(None)
    """Contact details from Masterpass; null for other wallets."""
    samsung_pay: dict[str, Any] | None = given(None)
    """Empty object for Samsung Pay; null for other wallets."""
    type: CardWalletType = given()
    """Type of the wallet."""
    visa_checkout: CardWalletContact | None = given(None)
    """Contact details from Visa Checkout; null for other wallets."""


class CardPreferredNetwork(StrEnum):
    """The network that a customer prefers on a co-branded card."""

    CARTES_BANCAIRES = "cartes_bancaires"
    """Cartes Bancaires."""
    MASTERCARD = "mastercard"
    """Mastercard."""
    VISA = "visa"
    """Visa."""


class CardNetworksParams(Value):
    """The network preference for a co-branded card."""

    preferred: CardPreferredNetwork | None = given(None)
    """Network that the customer prefers."""


class InstallmentInterval(StrEnum):
    """The interval between installments."""

    MONTH = "month"
    """Installments are charged monthly."""


class InstallmentPlanType(StrEnum):
    """The type of an installment plan."""

    FIXED_COUNT = "fixed_count"
    """A plan with a fixed number of installments."""


class InstallmentPlan(Value):
    """A plan by which a customer pays in installments."""

    count: int | None = given(None)
    """Number of installments; null if not fixed."""
    interval: InstallmentInterval | None = given(None)
    """Interval between two installments."""
    type: InstallmentPlanType = given()
    """Type of the installment plan."""
