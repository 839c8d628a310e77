"""The inputs that create a token of a card, a bank account, a security code, an ID number, or an account."""

from enum import StrEnum

from app.tables.columns import given, ref
from app.tables.connect.account import AccountBusinessType
from app.tables.connect.account_company import AccountCompanyParams
from app.tables.core_resources.token import TokenBankAccount, TokenCard
from app.tables.core_resources.token_people import TokenIndividualParams
from app.tables.payment_methods.cards import CardNetworksParams
from app.tables.payment_methods.types.us_bank_account import UsBankAccountHolderType
from app.tables.texts import CountryCode, CurrencyCode
from app.tables.values import Value


class TokenBankAccountType(StrEnum):
    """The type of a bank account."""

    CHECKING = "checking"
    """A checking account, for payments from day to day."""
    FUTSU = "futsu"
    """An ordinary account in Japan."""
    SAVINGS = "savings"
    """A savings account, for money that is put aside."""
    TOZA = "toza"
    """A current account in Japan."""


class TokenCardParams(Value, like=TokenCard):
    """A card, by its number or by a payment method."""

    address_city: str | None = given(None, max_length=5000)
    address_country: CountryCode | None = given(None)
    address_line1: str | None = given(None, max_length=5000)
    address_line2: str | None = given(None, max_length=5000)
    address_state: str | None = given(None, max_length=5000)
    address_zip: str | None = given(None, max_length=5000)
    currency: CurrencyCode | None = given(None)
    cvc: str | None = given(None, max_length=10)
    """Security code (CVC): three digits, or four for American Express. The code is verified, and never stored."""
    exp_month: str | None = given(None, max_length=2)
    """Expiration month of the card, from 1 to 12; required without `paymentMethod`."""
    exp_year: str | None = given(None, max_length=4)
    """Expiration year of the card, with four digits; required without `paymentMethod`."""
    name: str | None = given(None, max_length=5000)
    networks: CardNetworksParams | None = given(None)
    """The network that processes a co-branded card."""
    number: str | None = given(None, max_length=40)
    """The card number, which is never stored; required without `paymentMethod`. Spaces and dashes are ignored."""
    payment_method_id: str | None = ref("payment_method", default=None)
    """Payment method of the type CARD whose card the token is of. It requires `customer`, and a secret key."""


class TokenBankAccountParams(Value, like=TokenBankAccount):
    """A bank account, by its number or by a payment method."""

    account_holder_name: str | None = given(None, max_length=5000)
    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Type of the owner."""
    account_number: str | None = given(None, max_length=34)
    """The account number, or the IBAN; required without `paymentMethod`. The number is encrypted, and never shown."""
    account_type: TokenBankAccountType | None = given(None)
    """Type of the bank account."""
    country: CountryCode | None = given(None)
    """Country of the bank account: a two-letter ISO 3166-1 code; required without `paymentMethod`."""
    currency: CurrencyCode | None = given(None)
    """Currency of the bank account. The default is USD."""
    payment_method_id: str | None = ref("payment_method", default=None)
    """Payment method of the type US_BANK_ACCOUNT whose bank account the token is of. It requires a secret key."""
    routing_number: str | None = given(None, max_length=20)


class TokenCvcUpdateParams(Value):
    """A security code that the customer entered again."""

    cvc: str = given(max_length=4)
    """Security code (CVC): three digits, or four for American Express."""


class TokenPiiParams(Value):
    """A number that identifies a person."""

    id_number: str | None = given(None, max_length=5000)
    """The number of an identity document, such as a social security number. The number is never shown."""


class TokenAccountCompanyParams(AccountCompanyParams, without=("tax_id_provided", "vat_id_provided")):
    """Company that the account belongs to."""

    ownership_declaration_shown_and_signed: bool | None = given(None)
    """Whether the owner was shown the declaration that the list of owners is complete, and signed it."""


class TokenAccountParams(Value):
    """Details of the owner of an account."""

    business_type: AccountBusinessType | None = given(None)
    """Legal type of the business."""
    company: TokenAccountCompanyParams | None = given(None)
    """Company that the account belongs to."""
    individual: TokenIndividualParams | None = given(None)
    """Person that the account belongs to."""
    tos_shown_and_accepted: bool | None = given(None)
    """Whether the owner was shown the terms of service, and accepted them."""
