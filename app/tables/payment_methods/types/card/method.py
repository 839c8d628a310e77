"""A card as it is stored, and the params to create and update one."""

from typing import ClassVar

from app.tables.columns import given
from app.tables.payment_methods.cards import (
    CardChecks,
    CardNetworks,
    CardNetworksParams,
    CardRegulatedStatus,
    CardThreeDSecureUsage,
    CardWallet,
)
from app.tables.values import Value


class PaymentMethodCard(Value):
    """A card, without its number."""

    awaited: ClassVar[tuple[str, ...]] = ("generated_from",)

    brand: str = given()
    """Brand of the card: `amex`, `diners`, `discover`, `eftpos_au`, `jcb`, `link`, `mastercard`, `unionpay`, `visa` or
    `unknown`."""
    checks: CardChecks | None = given(None)
    """Results of the issuer's checks when the card was first used or attached."""
    country: str | None = given(None)
    """Country in which the card was issued: a two-letter ISO 3166-1 code."""
    description: str | None = given(None)
    """The issuer's product name for the card."""
    display_brand: str | None = given(None)
    """Brand to show to the customer; on a co-branded card, the one that the customer chose: `american_express`,
    `cartes_bancaires`, `diners_club`, `discover`, `eftpos_australia`, `interac`, `jcb`, `mastercard`, `union_pay`,
    `visa` or `other`."""
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
