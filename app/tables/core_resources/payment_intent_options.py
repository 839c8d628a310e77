"""How a payment treats each kind of payment method: `payment_method_options`, as they are shown."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.core_resources.charge_values import InstallmentPlan
from app.tables.values import Value


class PaymentIntentCardCaptureMethod(StrEnum):
    """When the money of a card payment is taken."""

    MANUAL = "manual"
    """It is held on the card until it is captured."""


class PaymentIntentCardMandateOptionsAmountType(StrEnum):
    """How to read the amount of a mandate."""

    FIXED = "fixed"
    """Each payment is of exactly that amount."""
    MAXIMUM = "maximum"
    """No payment is of more than that amount."""


class PaymentIntentCardMandateOptionsInterval(StrEnum):
    """How often a mandate allows a payment."""

    DAY = "day"
    """Every so many days."""
    MONTH = "month"
    """Every so many months."""
    SPORADIC = "sporadic"
    """At any time."""
    WEEK = "week"
    """Every so many weeks."""
    YEAR = "year"
    """Every so many years."""


class PaymentIntentCardMandateOptionsSupportedType(StrEnum):
    """The country whose rules a mandate keeps."""

    INDIA = "india"
    """India."""


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


class PaymentIntentRequestFeature(StrEnum):
    """Whether to ask for what not every card allows."""

    IF_AVAILABLE = "if_available"
    """Where the card allows it."""
    NEVER = "never"
    """Not at all."""


class PaymentIntentRequestThreeDSecure(StrEnum):
    """When to ask for 3-D Secure."""

    ANY = "any"
    """Always, with or without a challenge."""
    AUTOMATIC = "automatic"
    """Where the issuer or the rules ask for it."""
    CHALLENGE = "challenge"
    """Always, and if possible with a challenge."""


class PaymentIntentMethodSetupFutureUsage(StrEnum):
    """What else a payment method of this kind will be used for; it goes before the payment's own field."""

    NONE = "none"
    """Nothing."""
    OFF_SESSION = "off_session"
    """Payments while the customer is away."""
    ON_SESSION = "on_session"
    """Payments while the customer is there."""


class PaymentIntentCardMandateOptions(Value):
    """What the customer agrees to, for cards whose country wants it in writing."""

    amount: int = money(kind="given", gt=0)
    """The amount that `amount_type` reads, in minor units."""
    amount_type: PaymentIntentCardMandateOptionsAmountType = given()
    """How to read the amount."""
    description: str | None = given(None, max_length=200)
    """What it is for, as the customer reads it."""
    end_date: datetime | None = given(None)
    """When it ends; null for never."""
    interval: PaymentIntentCardMandateOptionsInterval = given()
    """How often a payment is allowed."""
    interval_count: int | None = given(None, gt=0)
    """How many intervals lie between two payments."""
    reference: str = given(max_length=80)
    """The merchant's own name for it."""
    start_date: datetime = given()
    """When it begins."""
    supported_types: list[PaymentIntentCardMandateOptionsSupportedType] | None = given(None)
    """The countries whose rules it keeps."""


class PaymentIntentCardInstallments(Value):
    """Paying a card payment in parts."""

    available_plans: list[InstallmentPlan] | None = given(None)
    """The plans that the card allows."""
    enabled: bool = given(False)
    """Whether the customer can choose one."""
    plan: InstallmentPlan | None = given(None)
    """The plan that was chosen."""


class PaymentIntentPaymentMethodOptionsCard(Value):
    """How the payment treats cards."""

    capture_method: PaymentIntentCardCaptureMethod | None = given(None)
    """When the money is taken, for cards; it goes before the payment's own field."""
    installments: PaymentIntentCardInstallments | None = given(None)
    """Paying in parts."""
    mandate_options: PaymentIntentCardMandateOptions | None = given(None)
    """What the customer agrees to."""
    network: CardNetwork | None = given(None)
    """The network to charge it through."""
    request_extended_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that lasts longer."""
    request_incremental_authorization: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that can grow."""
    request_multicapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization that can be captured in parts."""
    request_overcapture: PaymentIntentRequestFeature | None = given(None)
    """Whether to ask for an authorization of which more than its amount can be captured."""
    request_three_d_secure: PaymentIntentRequestThreeDSecure | None = given(PaymentIntentRequestThreeDSecure.AUTOMATIC)
    """When to ask for 3-D Secure."""
    require_cvc_recollection: bool | None = given(None)
    """Whether the customer must type the security code again."""
    setup_future_usage: PaymentIntentMethodSetupFutureUsage | None = given(None)
    """What else the card will be used for."""
    statement_descriptor_suffix_kana: str | None = given(None, max_length=22)
    """The descriptor's suffix in Kana, for Japanese statements."""
    statement_descriptor_suffix_kanji: str | None = given(None, max_length=17)
    """The descriptor's suffix in Kanji, for Japanese statements."""


class FinancialConnectionsSubcategory(StrEnum):
    """The sort of bank account that a customer may link."""

    CHECKING = "checking"
    """For daily payments."""
    SAVINGS = "savings"
    """For savings."""


class FinancialConnectionsPermission(StrEnum):
    """What a linked bank account may be read for."""

    BALANCES = "balances"
    """Its balance."""
    OWNERSHIP = "ownership"
    """Whose it is."""
    PAYMENT_METHOD = "payment_method"
    """Its numbers, to pay from it."""
    TRANSACTIONS = "transactions"
    """What moved on it."""


class FinancialConnectionsPrefetch(StrEnum):
    """What is read from a linked bank account at once."""

    BALANCES = "balances"
    """Its balance."""
    OWNERSHIP = "ownership"
    """Whose it is."""
    TRANSACTIONS = "transactions"
    """What moved on it."""


class PaymentIntentFinancialConnectionsFilters(Value):
    """Which bank accounts a customer may link."""

    account_subcategories: list[FinancialConnectionsSubcategory] | None = given(None)
    """The sorts of account; any when left out."""


class PaymentIntentFinancialConnections(Value):
    """How the customer links a bank account."""

    filters: PaymentIntentFinancialConnectionsFilters | None = given(None)
    """Which accounts they may link."""
    permissions: list[FinancialConnectionsPermission] | None = given(None)
    """What it may be read for."""
    prefetch: list[FinancialConnectionsPrefetch] | None = given(None)
    """What is read at once."""
    return_url: str | None = given(None, max_length=5000)
    """Where the customer comes back to, on a mobile device."""


class PaymentIntentUsBankAccountCollectionMethod(StrEnum):
    """How the customer's leave was taken."""

    PAPER = "paper"
    """On paper."""


class PaymentIntentUsBankAccountMandateOptions(Value):
    """How the customer's leave to debit was taken."""

    collection_method: PaymentIntentUsBankAccountCollectionMethod | None = given(None)
    """How it was taken, unless online."""


class PaymentIntentPreferredSettlementSpeed(StrEnum):
    """How fast the money of a debit should come."""

    FASTEST = "fastest"
    """As fast as can be."""
    STANDARD = "standard"
    """In the usual time."""


class PaymentIntentVerificationMethod(StrEnum):
    """How the bank account is shown to be the customer's."""

    AUTOMATIC = "automatic"
    """By signing in to the bank, or else by small deposits."""
    INSTANT = "instant"
    """By signing in to the bank."""
    MICRODEPOSITS = "microdeposits"
    """By small deposits."""


class PaymentIntentPaymentMethodOptionsUsBankAccount(Value):
    """How the payment treats bank accounts."""

    financial_connections: PaymentIntentFinancialConnections | None = given(None)
    """How the customer links one."""
    mandate_options: PaymentIntentUsBankAccountMandateOptions | None = given(None)
    """How the customer's leave to debit was taken."""
    preferred_settlement_speed: PaymentIntentPreferredSettlementSpeed | None = given(None)
    """How fast the money should come."""
    setup_future_usage: PaymentIntentMethodSetupFutureUsage | None = given(None)
    """What else the bank account will be used for."""
    verification_method: PaymentIntentVerificationMethod | None = given(None)
    """How the bank account is shown to be the customer's."""


class PaymentIntentPaymentMethodOptions(Value):
    """How the payment treats each kind of payment method."""

    card: PaymentIntentPaymentMethodOptionsCard | None = given(None)
    """Cards."""
    us_bank_account: PaymentIntentPaymentMethodOptionsUsBankAccount | None = given(None)
    """United States bank accounts."""
