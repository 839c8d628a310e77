"""A United States bank account, debited through ACH."""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.tables.columns import given
from app.tables.payment_methods.method_type import Face, Fee, Flow, MethodType, Settlement
from app.tables.payment_methods.options import PaymentIntentMethodSetupFutureUsage, PaymentIntentVerificationMethod
from app.tables.values import Value


class UsBankAccountHolderType(StrEnum):
    """Whether a company or a person holds the bank account."""

    COMPANY = "company"
    """A company holds the account."""
    INDIVIDUAL = "individual"
    """A person holds the account."""


class UsBankAccountType(StrEnum):
    """Whether the bank account is for payments or for savings."""

    CHECKING = "checking"
    """A checking account, for daily payments."""
    SAVINGS = "savings"
    """A savings account."""


class UsBankAccountNetwork(StrEnum):
    """A network that moves money between United States banks."""

    ACH = "ach"
    """ACH, which moves money in batches over days."""
    US_DOMESTIC_WIRE = "us_domestic_wire"
    """A wire, which moves each payment alone within the day."""


class UsBankAccountNetworks(Value):
    """The networks that reach a bank account."""

    preferred: str | None = given(None)
    """The network to use."""
    supported: list[UsBankAccountNetwork] = given([])
    """Every network that reaches the account."""


class UsBankAccountNetworkCode(StrEnum):
    """ACH's code for a returned debit."""

    R02 = "R02"
    """The account is closed."""
    R03 = "R03"
    """No account has this number."""
    R04 = "R04"
    """The account number is not valid."""
    R05 = "R05"
    """A consumer's account was debited as a company's, without authorization."""
    R07 = "R07"
    """The customer revoked the authorization."""
    R08 = "R08"
    """The customer stopped the payment."""
    R10 = "R10"
    """The customer says that they never authorized the debit."""
    R11 = "R11"
    """The debit differs from what the customer authorized."""
    R16 = "R16"
    """The account is frozen."""
    R20 = "R20"
    """The account cannot be debited through ACH."""
    R29 = "R29"
    """A company says that it never authorized the debit."""
    R31 = "R31"
    """Both banks agreed to return the debit."""


class UsBankAccountBlockedReason(StrEnum):
    """Why a bank account can no longer be debited."""

    BANK_ACCOUNT_CLOSED = "bank_account_closed"
    """The account is closed."""
    BANK_ACCOUNT_FROZEN = "bank_account_frozen"
    """The account is frozen."""
    BANK_ACCOUNT_INVALID_DETAILS = "bank_account_invalid_details"
    """The account number or the routing number is wrong."""
    BANK_ACCOUNT_RESTRICTED = "bank_account_restricted"
    """The account is of a sort that allows no debits."""
    BANK_ACCOUNT_UNUSABLE = "bank_account_unusable"
    """The bank refuses debits of the account."""
    DEBIT_NOT_AUTHORIZED = "debit_not_authorized"
    """The customer does not authorize debits."""


class UsBankAccountBlocked(Value):
    """Why a bank account can no longer be debited."""

    network_code: UsBankAccountNetworkCode | None = given(None)
    """ACH's code for the return that blocked the account."""
    reason: UsBankAccountBlockedReason | None = given(None)
    """Why the account is blocked."""


class UsBankAccountStatusDetails(Value):
    """Whether a bank account can be debited."""

    blocked: UsBankAccountBlocked | None = given(None)
    """Why the account cannot be debited; null while it can."""


class PaymentMethodUsBankAccount(Value):
    """A United States bank account, without its number."""

    account_holder_type: UsBankAccountHolderType | None = given(None)
    """Whether a company or a person holds the account."""
    account_type: UsBankAccountType | None = given(None)
    """Whether the account is for payments or for savings. The default is `checking`."""
    bank_name: str | None = given(None)
    """Name of the bank."""
    financial_connections_account: str | None = given(None, max_length=255)
    """Id of the Financial Connections account from which the payment method was made."""
    fingerprint: str | None = given(None)
    """Identifies the bank account: the same for the same numbers within an account."""
    last4: str | None = given(None)
    """The last four digits of the account number."""
    networks: UsBankAccountNetworks | None = given(None)
    """The networks that reach the account."""
    routing_number: str | None = given(None, max_length=9)
    """The bank's routing number: nine digits."""
    status_details: UsBankAccountStatusDetails | None = given(None)
    """Whether the account can be debited."""


class PaymentMethodUsBankAccountUpdateParams(Value, like=PaymentMethodUsBankAccount):
    """What can change on a bank account."""

    account_holder_type: UsBankAccountHolderType | None = None
    account_type: UsBankAccountType | None = None


class PaymentMethodUsBankAccountParams(Value, like=PaymentMethodUsBankAccount):
    """A United States bank account."""

    account_holder_type: UsBankAccountHolderType | None = None
    account_number: str | None = given(None, max_length=17)
    """The account number. It is never shown again."""
    account_type: UsBankAccountType | None = None
    financial_connections_account: str | None = None
    """Id of a Financial Connections account, in place of the two numbers."""
    routing_number: str | None = None


class ChargePaymentMethodDetailsUsBankAccount(Value, like=PaymentMethodUsBankAccount):
    """The bank account as it was when it was debited."""

    awaited: ClassVar[tuple[str, ...]] = ("mandate",)

    account_holder_type: UsBankAccountHolderType | None = None
    account_type: UsBankAccountType | None = None
    bank_name: str | None = None
    fingerprint: str | None = None
    last4: str | None = None
    payment_reference: str | None = given(None)
    """The trace number by which both banks know the debit."""
    routing_number: str | None = None


class FinancialConnectionsSubcategory(StrEnum):
    """The sort of bank account that a customer may link."""

    CHECKING = "checking"
    """A checking account, for daily payments."""
    SAVINGS = "savings"
    """A savings account."""


class FinancialConnectionsPermission(StrEnum):
    """What may be read of a linked bank account."""

    BALANCES = "balances"
    """The balance of the account."""
    OWNERSHIP = "ownership"
    """Who owns the account."""
    PAYMENT_METHOD = "payment_method"
    """The numbers of the account, to pay from it."""
    TRANSACTIONS = "transactions"
    """The transactions on the account."""


class FinancialConnectionsPrefetch(StrEnum):
    """What is read of a linked bank account at once."""

    BALANCES = "balances"
    """The balance of the account."""
    OWNERSHIP = "ownership"
    """Who owns the account."""
    TRANSACTIONS = "transactions"
    """The transactions on the account."""


class PaymentIntentFinancialConnectionsFilters(Value):
    """Which bank accounts a customer may link."""

    account_subcategories: list[FinancialConnectionsSubcategory] | None = given(None)
    """The sorts of account that may be linked; null for any."""


class PaymentIntentFinancialConnections(Value):
    """How the customer links a bank account."""

    filters: PaymentIntentFinancialConnectionsFilters | None = given(None)
    """Which accounts the customer may link."""
    permissions: list[FinancialConnectionsPermission] | None = given(None)
    """What may be read of the account."""
    prefetch: list[FinancialConnectionsPrefetch] | None = given(None)
    """What is read of the account at once."""
    return_url: str | None = given(None, max_length=5000)
    """Where the customer returns to on a mobile device."""


class PaymentIntentUsBankAccountCollectionMethod(StrEnum):
    """How the customer's authorization was collected."""

    PAPER = "paper"
    """The customer signed on paper."""


class PaymentIntentUsBankAccountMandateOptions(Value):
    """How the customer's authorization (mandate) was collected."""

    collection_method: PaymentIntentUsBankAccountCollectionMethod | None = given(None)
    """How the authorization was collected; null for online."""


class PaymentIntentPreferredSettlementSpeed(StrEnum):
    """How fast the money of a debit should settle."""

    FASTEST = "fastest"
    """As fast as the network allows."""
    STANDARD = "standard"
    """In the network's usual time."""


class PaymentIntentPaymentMethodOptionsUsBankAccount(Value):
    """How the payment treats United States bank accounts."""

    financial_connections: PaymentIntentFinancialConnections | None = given(None)
    """How the customer links a bank account."""
    mandate_options: PaymentIntentUsBankAccountMandateOptions | None = given(None)
    """How the customer's authorization (mandate) was collected."""
    preferred_settlement_speed: PaymentIntentPreferredSettlementSpeed | None = given(None)
    """How fast the money should settle."""
    setup_future_usage: PaymentIntentMethodSetupFutureUsage | None = given(None)
    """What else the bank account will be used for; overrides the payment's own field."""
    verification_method: PaymentIntentVerificationMethod | None = given(None)
    """How the customer shows that the bank account is theirs."""


class PaymentIntentUsBankAccountNetworksParams(Value):
    """The networks that may reach the bank account."""

    requested: list[UsBankAccountNetwork] | None = given(None)
    """The networks to use."""


class PaymentIntentPaymentMethodOptionsUsBankAccountParams(PaymentIntentPaymentMethodOptionsUsBankAccount):
    """How the payment treats United States bank accounts."""

    networks: PaymentIntentUsBankAccountNetworksParams | None = given(None)
    """The networks that may reach the bank account."""


US_BANK_ACCOUNT = MethodType(
    name="us_bank_account",
    noun="bank account",
    description="A United States bank account, debited through ACH.",
    flow=Flow.BANK_DEBIT,
    faces={
        Face.METHOD: PaymentMethodUsBankAccount,
        Face.PARAMS: PaymentMethodUsBankAccountParams,
        Face.UPDATE: PaymentMethodUsBankAccountUpdateParams,
        Face.DETAILS: ChargePaymentMethodDetailsUsBankAccount,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsUsBankAccount,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsUsBankAccountParams,
    },
    currencies=frozenset({"usd"}),
    countries=frozenset({"US"}),
    source_type="bank_account",
    settlement=Settlement(business_days=4, business_days_abroad=4),
    fee=Fee(share=Decimal("0.008"), most=500),
)
