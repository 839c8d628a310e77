"""What a payment method consists of, and what a caller hands over to make one."""

from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.texts import MetadataInput
from app.tables.values import Address, BillingDetails, Value


class PaymentMethodType(StrEnum):
    """The kind of payment method."""

    CARD = "card"
    """A credit, debit or prepaid card."""
    US_BANK_ACCOUNT = "us_bank_account"
    """A United States bank account, debited through ACH."""


class PaymentMethodAllowRedisplay(StrEnum):
    """Whether the customer agreed to see this payment method again at a later checkout."""

    ALWAYS = "always"
    """It may be shown in every later checkout."""
    LIMITED = "limited"
    """It may be shown in later checkouts, but the customer only agreed to its use for this purpose."""
    UNSPECIFIED = "unspecified"
    """The customer was not asked."""


class RadarOptions(Value):
    """What helps to judge the risk of fraud."""

    session: str | None = given(None, max_length=5000)
    """The Radar session of the customer's browser or device."""


class CardChecks(Value):
    """What the issuer found when it compared what the customer typed; `pass`, `fail`, `unavailable` or `unchecked`."""

    address_line1_check: str | None = given(None)
    """The first line of the billing address; null when none was given."""
    address_postal_code_check: str | None = given(None)
    """The billing address's postal code; null when none was given."""
    cvc_check: str | None = given(None)
    """The card's security code; null when none was given."""


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


class PaymentMethodCard(Value):
    """A card, without its number."""

    brand: str = given()
    """`amex`, `diners`, `discover`, `jcb`, `mastercard`, `unionpay`, `visa`, or `unknown`."""
    checks: CardChecks | None = given(None)
    """What the issuer found when the card was first used or attached."""
    country: str | None = given(None)
    """Two-letter code of the country that it was issued in."""
    description: str | None = given(None)
    """The issuer's name for this sort of card."""
    display_brand: str | None = given(None)
    """The brand to show to the customer, which on a co-branded card is the one that they chose."""
    exp_month: int = given()
    """Month of its expiry, 1 to 12."""
    exp_year: int = given()
    """Year of its expiry, four digits."""
    fingerprint: str | None = given(None)
    """The same for the same card number within an account."""
    funding: str = given()
    """`credit`, `debit`, `prepaid`, or `unknown`."""
    iin: str | None = given(None)
    """The first digits of the number, which name the issuer."""
    issuer: str | None = given(None)
    """The issuing bank."""
    last4: str = given()
    """The last four digits."""
    networks: CardNetworks | None = given(None)
    """The networks that it can be charged through."""
    regulated_status: CardRegulatedStatus | None = given(None)
    """Whether the issuer's fees are capped by law."""
    three_d_secure_usage: CardThreeDSecureUsage | None = given(None)
    """How it takes part in 3-D Secure."""
    wallet: CardWallet | None = given(None)
    """The wallet that it was presented from; null where it was typed in."""


class UsBankAccountHolderType(StrEnum):
    """Whose bank account it is."""

    COMPANY = "company"
    """A company's."""
    INDIVIDUAL = "individual"
    """A person's."""


class UsBankAccountType(StrEnum):
    """The sort of bank account."""

    CHECKING = "checking"
    """For daily payments."""
    SAVINGS = "savings"
    """For savings."""


class UsBankAccountNetwork(StrEnum):
    """A network that moves money between United States banks."""

    ACH = "ach"
    """ACH, in batches over days."""
    US_DOMESTIC_WIRE = "us_domestic_wire"
    """A wire, one by one within the day."""


class UsBankAccountNetworks(Value):
    """The networks that reach a bank account."""

    preferred: str | None = given(None)
    """The one to be used."""
    supported: list[UsBankAccountNetwork] = given([])
    """Every one that reaches it."""


class UsBankAccountNetworkCode(StrEnum):
    """Why a debit came back, by ACH's own code."""

    R02 = "R02"
    """The account is closed."""
    R03 = "R03"
    """There is no such account."""
    R04 = "R04"
    """The account number is not valid."""
    R05 = "R05"
    """A consumer's account was debited as a company's, without leave."""
    R07 = "R07"
    """The customer took back their leave."""
    R08 = "R08"
    """The customer stopped the payment."""
    R10 = "R10"
    """The customer says that they never gave leave."""
    R11 = "R11"
    """The debit did not keep to what the customer agreed to."""
    R16 = "R16"
    """The account is frozen."""
    R20 = "R20"
    """The account is of a sort that cannot be debited."""
    R29 = "R29"
    """A company says that it never gave leave."""
    R31 = "R31"
    """A return that both banks agreed to."""


class UsBankAccountBlockedReason(StrEnum):
    """Why a bank account cannot be debited any more."""

    BANK_ACCOUNT_CLOSED = "bank_account_closed"
    """It is closed."""
    BANK_ACCOUNT_FROZEN = "bank_account_frozen"
    """It is frozen."""
    BANK_ACCOUNT_INVALID_DETAILS = "bank_account_invalid_details"
    """Its number or routing number is wrong."""
    BANK_ACCOUNT_RESTRICTED = "bank_account_restricted"
    """Its sort does not allow debits."""
    BANK_ACCOUNT_UNUSABLE = "bank_account_unusable"
    """The bank refuses it."""
    DEBIT_NOT_AUTHORIZED = "debit_not_authorized"
    """The customer does not allow it."""


class UsBankAccountBlocked(Value):
    """Why a bank account cannot be debited any more."""

    network_code: UsBankAccountNetworkCode | None = given(None)
    """ACH's code of the return that blocked it."""
    reason: UsBankAccountBlockedReason | None = given(None)
    """The same in words."""


class UsBankAccountStatusDetails(Value):
    """Whether a bank account can be debited."""

    blocked: UsBankAccountBlocked | None = given(None)
    """Why it cannot; null while it can."""


class PaymentMethodUsBankAccount(Value):
    """A United States bank account, without its number."""

    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Whose it is."""
    account_type: UsBankAccountType | None = given(None)
    """The sort of account; checking unless said otherwise."""
    bank_name: str | None = given(None)
    """The bank."""
    financial_connections_account: str | None = given(None)
    """The id of the Financial Connections account that it was made from."""
    fingerprint: str | None = given(None)
    """The same for the same bank account within an account of ours."""
    last4: str | None = given(None)
    """The last four digits of its number."""
    networks: UsBankAccountNetworks | None = given(None)
    """The networks that reach it."""
    routing_number: str | None = given(None)
    """The bank's routing number."""
    status_details: UsBankAccountStatusDetails | None = given(None)
    """Whether it can be debited."""


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


class PaymentMethodCardParams(Value):
    """A card as the customer types it in, or a token of one."""

    cvc: str | None = given(None, max_length=10)
    """The security code: three digits, or four on American Express. It is checked, and never kept."""
    exp_month: int | None = given(None)
    """Month of expiry, 1 to 12."""
    exp_year: int | None = given(None)
    """Year of expiry, two or four digits."""
    networks: CardNetworksParams | None = given(None)
    """The network that a co-branded card is to be charged through."""
    number: str | None = given(None, max_length=40)
    """The number; blanks and dashes within it are ignored."""
    token: str | None = given(None, max_length=255)
    """A token, such as `tok_visa`, in place of all the above."""


class PaymentMethodCardUpdateParams(Value):
    """What can change on a card."""

    exp_month: int | None = given(None)
    """Month of expiry, 1 to 12."""
    exp_year: int | None = given(None)
    """Year of expiry, two or four digits."""
    networks: CardNetworksParams | None = given(None)
    """The network that a co-branded card is to be charged through."""


class PaymentMethodUsBankAccountParams(Value):
    """A United States bank account."""

    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Whose it is."""
    account_number: str | None = given(None, max_length=17)
    """Its number. It is never shown again."""
    account_type: UsBankAccountType | None = given(None)
    """The sort of account; checking when left out."""
    financial_connections_account: str | None = given(None, max_length=255)
    """The id of a Financial Connections account, in place of the two numbers."""
    routing_number: str | None = given(None, max_length=9)
    """The bank's routing number: nine digits."""


class PaymentMethodUsBankAccountUpdateParams(Value):
    """What can change on a bank account."""

    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Whose it is."""
    account_type: UsBankAccountType | None = given(None)
    """The sort of account."""


class PaymentMethodDataParams(Value):
    """A payment method to be made and used at once."""

    allow_redisplay: PaymentMethodAllowRedisplay | None = given(None)
    """Whether the customer agreed to see it again at a later checkout."""
    billing_details: BillingDetails | None = given(None)
    """Who pays, as the bank or issuer knows them."""
    card: PaymentMethodCardParams | None = given(None)
    """The card, when `type` is `card`."""
    metadata: MetadataInput | None = given(None)
    """The payment method's own key-value pairs."""
    radar_options: RadarOptions | None = given(None)
    """What helps to judge the risk of fraud."""
    type: PaymentMethodType = given()
    """The kind of payment method."""
    us_bank_account: PaymentMethodUsBankAccountParams | None = given(None)
    """The bank account, when `type` is `us_bank_account`."""
