"""Token: details of a card, a bank account or a person, which a browser sends in place of the merchant's server."""

from typing import ClassVar

from app.tables.columns import given, kept
from app.tables.payment_methods.cards import CardRegulatedStatus
from app.tables.payment_methods.payment_method_values import PaymentMethodDetails
from app.tables.resource import Resource
from app.tables.shapes.billing_details import BillingDetails
from app.tables.values import Value


class TokenCardNetworks(Value):
    """The network that a customer prefers on a co-branded card."""

    preferred: str | None = given(None)
    """Network that the customer prefers; null without a preference."""


class TokenCard(Value):
    """The card of a token, without its number."""

    awaited: ClassVar[tuple[str, ...]] = (
        "account",
        "allow_redisplay",
        "available_payout_methods",
        "customer",
        "default_for_currency",
        "description",
        "iin",
        "issuer",
        "metadata",
        "status",
    )

    id: str = given()
    """Unique identifier of the card."""
    object: str = given("card")
    """The name of the object's type: `card`."""
    address_city: str | None = given(None)
    """City of the billing address."""
    address_country: str | None = given(None)
    """Country of the billing address, as it was given."""
    address_line1: str | None = given(None)
    """First line of the billing address."""
    address_line1_check: str | None = given(None)
    """Result of the check of the address's first line: `unchecked` until the card is used; null without a line."""
    address_line2: str | None = given(None)
    """Second line of the billing address."""
    address_state: str | None = given(None)
    """State, county, province, or region of the billing address."""
    address_zip: str | None = given(None)
    """ZIP or postal code of the billing address."""
    address_zip_check: str | None = given(None)
    """Result of the check of the postal code: `unchecked` until the card is used; null without a postal code."""
    brand: str = given()
    """Brand of the card: `amex`, `diners`, `discover`, `jcb`, `mastercard`, `unionpay`, `visa`, or `unknown`."""
    country: str | None = given(None)
    """Country in which the card was issued: a two-letter ISO 3166-1 code."""
    currency: str | None = given(None)
    """Currency in which a debit card is paid out to; null unless it was given."""
    cvc_check: str | None = given(None)
    """Result of the check of the security code (CVC): `unchecked` until the card is used; null without a code."""
    dynamic_last4: str | None = given(None)
    """Last four digits of the device's account number, with a wallet alone."""
    exp_month: int = given()
    """Expiration month of the card, from 1 to 12."""
    exp_year: int = given()
    """Expiration year of the card, with four digits."""
    fingerprint: str | None = given(None)
    """Fingerprint of the card number: the same number has the same fingerprint within an account."""
    funding: str = given()
    """Funding of the card: `credit`, `debit`, `prepaid`, or `unknown`."""
    last4: str = given()
    """Last four digits of the card number."""
    name: str | None = given(None)
    """Name of the cardholder."""
    networks: TokenCardNetworks | None = given(None)
    """Network that the customer prefers on a co-branded card; null for other cards."""
    regulated_status: CardRegulatedStatus | None = given(None)
    """Whether the issuer's interchange fees are capped by law."""
    tokenization_method: str | None = given(None)
    """Wallet that presented the card; null if the number was entered."""


class TokenBankAccount(Value):
    """The bank account of a token, without its number."""

    awaited: ClassVar[tuple[str, ...]] = (
        "account",
        "available_payout_methods",
        "customer",
        "default_for_currency",
        "future_requirements",
        "metadata",
        "requirements",
    )

    id: str = given()
    """Unique identifier of the bank account."""
    object: str = given("bank_account")
    """The name of the object's type: `bank_account`."""
    account_holder_name: str | None = given(None)
    """Name of the person or business that owns the bank account."""
    account_holder_type: str | None = given(None)
    """Type of the owner: `company` or `individual`."""
    account_type: str | None = given(None)
    """Type of the bank account: `checking`, `savings`, or in Japan `futsu` or `toza`."""
    bank_name: str | None = given(None)
    """Name of the bank."""
    country: str = given()
    """Country of the bank account: a two-letter ISO 3166-1 code."""
    currency: str = given()
    """Currency of the bank account: a three-letter ISO 4217 code, in lower case."""
    fingerprint: str | None = given(None)
    """Fingerprint of the account number: the same number has the same fingerprint within an account."""
    last4: str = given()
    """Last four digits of the account number."""
    routing_number: str | None = given(None)
    """Number that identifies the bank's branch, such as the routing number in the United States."""
    status: str = given()
    """State of the bank account: `new` until it is used."""


class Token(Resource, table=True):
    """Details of a card, a bank account, or a person, sent by a browser to be used once by the merchant's server."""

    prefix: ClassVar[str] = "tok_"
    in_real_time: ClassVar[bool] = True

    bank_account: TokenBankAccount | None = kept(branch=True)
    """The bank account of the token; null unless the type is `bank_account`."""
    card: TokenCard | None = kept(branch=True)
    """The card of the token; null unless the type is `card`."""
    client_ip: str | None = kept()
    """IP address of the browser that created the token; null when a server created it."""
    type: str = kept("", in_groups=True)
    """Type of the token: `account`, `bank_account`, `card`, `cvc_update`, `person`, or `pii`."""
    used: bool = kept(False)
    """Whether the token has been used. A token can be used once."""

    behaviour: str = kept("", hidden=True)
    """How the card's bank answers in test mode, as of a payment method."""
    details: PaymentMethodDetails = kept(PaymentMethodDetails(), hidden=True)
    """The card as a payment method has it."""
    billing_details: BillingDetails = kept(BillingDetails(), hidden=True)
    """The card's billing details as a payment method has them."""
    sealed: str | None = kept(hidden=True)
    """What was given of a bank account, an account or a person, encrypted as hexadecimal digits; removed once the
    token has expired."""
