"""What cards of every kind have in common: checks, networks, wallets, installments."""

from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Value


class CardChecks(Value):
    """What the issuer found when it compared what the customer typed; `pass`, `fail`, `unavailable` or `unchecked`."""

    address_line1_check: str | None = given(None)
    """The first line of the billing address; null when none was given."""
    address_postal_code_check: str | None = given(None)
    """The billing address's postal code; null when none was given."""
    cvc_check: str | None = given(None)
    """The card's security code; null when none was given."""


class CardNetwork(StrEnum):
    """A card network."""

    AMEX = "amex"
    """American Express."""
    CARTES_BANCAIRES = "cartes_bancaires"
    """Cartes Bancaires, in France."""
    DINERS = "diners"
    """Diners Club."""
    DISCOVER = "discover"
    """Discover."""
    EFTPOS_AU = "eftpos_au"
    """Eftpos, in Australia."""
    GIROCARD = "girocard"
    """Girocard, in Germany."""
    INTERAC = "interac"
    """Interac, in Canada."""
    JCB = "jcb"
    """JCB."""
    LINK = "link"
    """Link."""
    MASTERCARD = "mastercard"
    """Mastercard."""
    UNIONPAY = "unionpay"
    """UnionPay."""
    UNKNOWN = "unknown"
    """Not known."""
    VISA = "visa"
    """Visa."""


class CardNetworks(Value):
    """The networks that a card can be charged through."""

    available: list[str] = given([])
    """Every network that the card takes."""
    preferred: str | None = given(None)
    """The network that the customer chose on a co-branded card."""


class CardThreeDSecureUsage(Value):
    """How the card takes part in 3-D Secure."""

    supported: bool = given(False)
    """Whether 3-D Secure can be asked for."""


class CardRegulatedStatus(StrEnum):
    """Whether the issuer's fees are capped by United States law."""

    REGULATED = "regulated"
    """They are."""
    UNREGULATED = "unregulated"
    """They are not."""


class CardWalletType(StrEnum):
    """The wallet that a card was presented from."""

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
    """Whom a wallet says that its card belongs to. Wallets report it; nobody has verified it."""

    billing_address: Address | None = given(None)
    """Billing address."""
    email: str | None = given(None)
    """Email address."""
    name: str | None = given(None)
    """Full name."""
    shipping_address: Address | None = given(None)
    """Shipping address."""


class CardWallet(Value):
    """The wallet that a card was presented from. Only the wallet that `type` names is filled."""

    amex_express_checkout: dict[str, Any] | None = given(None)
    """Amex Express Checkout tells nothing more."""
    apple_pay: dict[str, Any] | None = given(None)
    """Apple Pay tells nothing more."""
    dynamic_last4: str | None = given(None)
    """Last four digits of the number that the device uses, which are not those of the card."""
    google_pay: dict[str, Any] | None = given(None)
    """Google Pay tells nothing more."""
    link: dict[str, Any] | None = given(None)
    """Link tells nothing more."""
    masterpass: CardWalletContact | None = given(None)
    """What Masterpass tells."""
    samsung_pay: dict[str, Any] | None = given(None)
    """Samsung Pay tells nothing more."""
    type: CardWalletType = given()
    """Which wallet it is."""
    visa_checkout: CardWalletContact | None = given(None)
    """What Visa Checkout tells."""


class CardPreferredNetwork(StrEnum):
    """The network that the customer prefers on a co-branded card."""

    CARTES_BANCAIRES = "cartes_bancaires"
    """Cartes Bancaires."""
    MASTERCARD = "mastercard"
    """Mastercard."""
    VISA = "visa"
    """Visa."""


class CardNetworksParams(Value):
    """The network that a co-branded card is to be charged through."""

    preferred: CardPreferredNetwork | None = given(None)
    """The network that the customer chose."""


class InstallmentInterval(StrEnum):
    """How far installments lie apart."""

    MONTH = "month"
    """A month."""


class InstallmentPlanType(StrEnum):
    """The sort of installment plan."""

    FIXED_COUNT = "fixed_count"
    """A fixed number of equal parts."""


class InstallmentPlan(Value):
    """How a payment is split between the customer and the issuer."""

    count: int | None = given(None)
    """How many installments."""
    interval: InstallmentInterval | None = given(None)
    """How far they lie apart."""
    type: InstallmentPlanType = given()
    """The sort of plan."""
