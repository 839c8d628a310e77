"""Card: a debit card that an account is paid out to."""

from datetime import datetime
from typing import ClassVar

from app.tables.columns import given, kept, ref
from app.tables.connect.external_account import EVENTS, PATH, UNION, ExternalAccountParams, ExternalAccountStatus
from app.tables.core_resources.payout_values import PayoutMethod
from app.tables.core_resources.token import TokenCard, TokenCardNetworks
from app.tables.payment_methods.cards import CardRegulatedStatus
from app.tables.payment_methods.payment_method_values import PaymentMethodAllowRedisplay
from app.tables.resource import Resource, Tagged
from app.tables.texts import CountryCode
from app.tables.values import Value


class CardPreferredNetworks(TokenCardNetworks):
    """The network that is preferred on a co-branded card."""

    preferred: str | None = given(None)
    """Network that is preferred: `cartes_bancaires`, `mastercard`, `visa`, or `invalid_preference`; null without a
    preference."""


class Card(Tagged, Resource, table=True):
    """A debit card that an account is paid out to."""

    prefix: ClassVar[str] = "card_"
    path: ClassVar[str] = PATH
    deletable: ClassVar[bool] = True
    in_real_time: ClassVar[bool] = True
    unions: ClassVar[tuple[str, ...]] = (UNION,)
    awaited: ClassVar[tuple[str, ...]] = ("customer",)
    events: ClassVar[dict[str, str]] = EVENTS

    # Stripe's cards have neither.
    livemode: bool = kept(False, graph_only=True, primary_key=True)
    """Whether the object exists in live mode (true) or in test mode (false)."""
    created: datetime = kept(graph_only=True)
    """When the card was added."""
    address_city: str | None = kept(max_length=5000)
    """City of the billing address."""
    address_country: CountryCode | None = kept(in_groups=True)
    """Country of the billing address: a two-letter ISO 3166-1 code."""
    address_line1: str | None = kept(max_length=5000)
    """First line of the billing address."""
    address_line1_check: str | None = kept(in_groups=True)
    """Result of the check of the address's first line: `pass`, `fail`, `unavailable`, or `unchecked`; null without a
    line."""
    address_line2: str | None = kept(max_length=5000)
    """Second line of the billing address."""
    address_state: str | None = kept(max_length=5000)
    """State, county, province, or region of the billing address."""
    address_zip: str | None = kept(max_length=5000)
    """ZIP or postal code of the billing address."""
    address_zip_check: str | None = kept(in_groups=True)
    """Result of the check of the postal code: `pass`, `fail`, `unavailable`, or `unchecked`; null without a code."""
    allow_redisplay: PaymentMethodAllowRedisplay | None = kept()
    """Whether a customer may be shown the card again; null for a card that payouts are sent to."""
    available_payout_methods: list[PayoutMethod] = kept([])
    """How fast payouts to the card can be sent."""
    brand: str = kept("", in_groups=True)
    """Brand of the card: `amex`, `diners`, `discover`, `jcb`, `mastercard`, `unionpay`, `visa`, or `unknown`."""
    country: str | None = kept(in_groups=True)
    """Country in which the card was issued: a two-letter ISO 3166-1 code."""
    currency: str | None = kept()
    """Currency of the payouts to it: a three-letter ISO 4217 code, in lower case."""
    cvc_check: str | None = kept(in_groups=True)
    """Result of the check of the security code (CVC): `pass`, `fail`, `unavailable`, or `unchecked`; null without a
    code."""
    default_for_currency: bool = kept(False)
    """Whether payouts in the currency go there by default."""
    description: str | None = kept()
    """The issuer's product name for the card; null if it is not known."""
    dynamic_last4: str | None = kept()
    """Last four digits of the device's account number, with a wallet alone."""
    exp_month: int = kept(1)
    """Expiration month of the card, from 1 to 12."""
    exp_year: int = kept(1970)
    """Expiration year of the card, with four digits."""
    fingerprint: str | None = kept()
    """Fingerprint of the card number: the same number has the same fingerprint within an account."""
    funding: str = kept("", in_groups=True)
    """Funding of the card: `credit`, `debit`, `prepaid`, or `unknown`."""
    holder_id: str | None = ref("account", back="external_accounts", kind="kept", default=None, name="account")
    """Account that is paid out to it."""
    iin: str | None = kept()
    """First six digits of the card number, which identify the issuer."""
    issuer: str | None = kept()
    """Name of the bank that issued the card; null if it is not known."""
    last4: str = kept("")
    """Last four digits of the card number."""
    name: str | None = kept(max_length=5000)
    """Name of the cardholder."""
    networks: CardPreferredNetworks | None = kept()
    """Network that is preferred on a co-branded card; null for other cards."""
    regulated_status: CardRegulatedStatus | None = kept()
    """Whether the issuer's interchange fees are capped by law."""
    status: str | None = kept(ExternalAccountStatus.NEW.value, in_groups=True)
    """Status: `new`, or `errored` if a payout failed. Nothing is sent to an errored card until other details are
    given."""
    tokenization_method: str | None = kept(in_groups=True)
    """Wallet that presented the card: `android_pay` (which is Google Pay), `apple_pay`, `masterpass` or
    `visa_checkout`; null if the number was entered."""

    behaviour: str = kept("", hidden=True)
    """What it does with payouts in test mode."""


class CardUpdateParams(Value, like=Card):
    """What can be changed of a card."""

    address_city: str | None = given(None)
    address_country: CountryCode | None = given(None)
    address_line1: str | None = given(None)
    address_line2: str | None = given(None)
    address_state: str | None = given(None)
    address_zip: str | None = given(None)
    default_for_currency: bool | None = given(None)
    """True has payouts in the currency go there from now on. There is always one default of a currency, so that false
    is refused for the one that is."""
    exp_month: str | None = given(None, max_length=2)
    """Expiration month of the card, from 1 to 12."""
    exp_year: str | None = given(None, max_length=4)
    """Expiration year of the card, with four digits."""
    name: str | None = given(None)


class CardExternalAccountParams(ExternalAccountParams, like=TokenCard):
    """A debit card that payouts are sent to: its number, or a token."""

    address_city: str | None = given(None, max_length=5000)
    address_country: CountryCode | None = given(None)
    address_line1: str | None = given(None, max_length=5000)
    address_line2: str | None = given(None, max_length=5000)
    address_state: str | None = given(None, max_length=5000)
    address_zip: str | None = given(None, max_length=5000)
    cvc: str | None = given(None, max_length=10)
    """Security code (CVC) of a card: three digits, or four for American Express. The code is verified, and never
    stored."""
    exp_month: int | None = given(None, ge=1, le=12)
    """Month in which a card expires."""
    exp_year: int | None = given(None, ge=1)
    """Year in which a card expires."""
    name: str | None = given(None, max_length=5000)
    number: str | None = given(None, max_length=40)
    """Number of a card. It is never shown again."""
