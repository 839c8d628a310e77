"""A United States bank account, debited through ACH."""

from decimal import Decimal
from enum import StrEnum

from app.tables.columns import given, ref
from app.tables.payment_methods.method_type import (
    Debit,
    Disputes,
    Empty,
    Face,
    Fee,
    Flow,
    MethodType,
    Refunds,
    Settlement,
)
from app.tables.payment_methods.options import BankAccountVerificationMethod, MethodSetupFutureUsage
from app.tables.texts import ReturnUrl
from app.tables.values import Value


class UsBankAccountHolderType(StrEnum):
    """The type of a bank account's holder."""

    COMPANY = "company"
    """A company holds the account."""
    INDIVIDUAL = "individual"
    """A person holds the account."""


class UsBankAccountType(StrEnum):
    """The type of a bank account."""

    CHECKING = "checking"
    """A checking account, for everyday payments."""
    SAVINGS = "savings"
    """A savings account, for deposits."""


class UsBankAccountNetwork(StrEnum):
    """A network that transfers funds between United States banks."""

    ACH = "ach"
    """ACH, which transfers funds in batches over days."""
    US_DOMESTIC_WIRE = "us_domestic_wire"
    """A wire, which transfers each payment individually within a day."""


class UsBankAccountNetworks(Value):
    """The networks that a bank account supports."""

    preferred: str | None = given(None)
    """The preferred network of the account."""
    supported: list[UsBankAccountNetwork] = given([])
    """All networks that the account supports."""


class UsBankAccountNetworkCode(StrEnum):
    """The ACH return code of a debit."""

    R02 = "R02"
    """The account is closed."""
    R03 = "R03"
    """No account matches the number."""
    R04 = "R04"
    """The account number is not valid."""
    R05 = "R05"
    """A consumer's account was debited with a corporate code, without authorization."""
    R07 = "R07"
    """The customer revoked the authorization."""
    R08 = "R08"
    """The customer stopped the payment."""
    R10 = "R10"
    """The customer reports that the debit was not authorized."""
    R11 = "R11"
    """The debit differs from what the customer authorized."""
    R16 = "R16"
    """The account is frozen."""
    R20 = "R20"
    """The account does not support ACH debits."""
    R29 = "R29"
    """The company reports that the debit was not authorized."""
    R31 = "R31"
    """Both banks agreed to return the debit."""


class UsBankAccountBlockedReason(StrEnum):
    """Why a bank account is blocked from further debits."""

    BANK_ACCOUNT_CLOSED = "bank_account_closed"
    """The account is closed."""
    BANK_ACCOUNT_FROZEN = "bank_account_frozen"
    """The account is frozen."""
    BANK_ACCOUNT_INVALID_DETAILS = "bank_account_invalid_details"
    """The account number or the routing number is wrong."""
    BANK_ACCOUNT_RESTRICTED = "bank_account_restricted"
    """The account's type does not allow debits."""
    BANK_ACCOUNT_UNUSABLE = "bank_account_unusable"
    """The bank rejects debits from the account."""
    DEBIT_NOT_AUTHORIZED = "debit_not_authorized"
    """The customer does not authorize debits."""


class UsBankAccountBlocked(Value):
    """The block of a bank account from further debits."""

    network_code: UsBankAccountNetworkCode | None = given(None)
    """The ACH return code that blocked the account."""
    reason: UsBankAccountBlockedReason | None = given(None)
    """Why the account is blocked."""


class UsBankAccountStatusDetails(Value):
    """The status of a bank account."""

    blocked: UsBankAccountBlocked | None = given(None)
    """The block of the account from further debits; null while debits are possible."""


class PaymentMethodUsBankAccount(Value):
    """A United States bank account, without its number."""

    account_holder_type: UsBankAccountHolderType | None = given(None)
    """The type of the account holder: a company or a person."""
    account_type: UsBankAccountType | None = given(None)
    """The type of the account. The default is `CHECKING`."""
    bank_name: str | None = given(None)
    """Name of the customer's bank."""
    financial_connections_account: str | None = given(None, max_length=255)
    """Id of the Financial Connections account that the payment method was created from."""
    fingerprint: str | None = given(None)
    """Fingerprint of the bank account: the same numbers have the same fingerprint within an account."""
    last4: str | None = given(None)
    """Last four digits of the account number."""
    networks: UsBankAccountNetworks | None = given(None)
    """The networks that the account supports."""
    routing_number: str | None = given(None, max_length=9)
    """The bank's routing number: nine digits."""
    status_details: UsBankAccountStatusDetails | None = given(None)
    """The status of the account."""


class PaymentMethodUsBankAccountUpdateParams(Value, like=PaymentMethodUsBankAccount):
    """The fields of a bank account that can change."""

    account_holder_type: UsBankAccountHolderType | None = None
    account_type: UsBankAccountType | None = None


class PaymentMethodUsBankAccountParams(Value, like=PaymentMethodUsBankAccount):
    """A United States bank account, by its numbers."""

    account_holder_type: UsBankAccountHolderType | None = None
    account_number: str | None = given(None, max_length=17)
    """The account number, which is never shown again."""
    account_type: UsBankAccountType | None = None
    financial_connections_account: str | None = None
    """Id of a Financial Connections account, in place of the account and routing numbers."""
    routing_number: str | None = None


class ChargePaymentMethodDetailsUsBankAccount(Value, like=PaymentMethodUsBankAccount):
    """The bank account as it was at the time of the debit."""

    account_holder_type: UsBankAccountHolderType | None = None
    account_type: UsBankAccountType | None = None
    bank_name: str | None = None
    fingerprint: str | None = None
    last4: str | None = None
    mandate_id: str | None = ref("mandate", kind="kept", default=None)
    """The customer's mandate for the debit."""
    payment_reference: str | None = given(None)
    """The trace number of the debit, known to both banks."""
    routing_number: str | None = None


class FinancialConnectionsPermission(StrEnum):
    """The data that can be read from a linked bank account."""

    BALANCES = "balances"
    """The balances of the account."""
    OWNERSHIP = "ownership"
    """The owners of the account."""
    PAYMENT_METHOD = "payment_method"
    """The account and routing numbers, for payments."""
    TRANSACTIONS = "transactions"
    """The transactions on the account."""


class FinancialConnectionsPrefetch(StrEnum):
    """The data that is read immediately from a linked bank account."""

    BALANCES = "balances"
    """The balances of the account."""
    OWNERSHIP = "ownership"
    """The owners of the account."""
    TRANSACTIONS = "transactions"
    """The transactions on the account."""


class UsBankAccountFinancialConnectionsFilters(Value):
    """The bank accounts that a customer can link."""

    account_subcategories: list[UsBankAccountType] | None = given(None)
    """The types of account that can be linked; null for any."""


class UsBankAccountFinancialConnections(Value):
    """The linking of a bank account through Financial Connections."""

    filters: UsBankAccountFinancialConnectionsFilters | None = given(None)
    """The accounts that the customer can link."""
    permissions: list[FinancialConnectionsPermission] | None = given(None)
    """The data that can be read from the account."""
    prefetch: list[FinancialConnectionsPrefetch] | None = given(None)
    """The data that is read immediately from the account."""
    return_url: ReturnUrl | None = given(None, max_length=5000)
    """Address that the customer returns to on a mobile device."""


class UsBankAccountCollectionMethod(StrEnum):
    """How the customer's authorization (mandate) was collected."""

    PAPER = "paper"
    """The customer signed on paper."""


class UsBankAccountMandateOptions(Value):
    """The collection of the customer's authorization (mandate)."""

    collection_method: UsBankAccountCollectionMethod | None = given(None)
    """How the authorization was collected; null for online."""


class PaymentIntentPreferredSettlementSpeed(StrEnum):
    """The preferred settlement speed of a debit."""

    FASTEST = "fastest"
    """As fast as the network allows."""
    STANDARD = "standard"
    """The standard speed of the network."""


class PaymentIntentPaymentMethodOptionsUsBankAccount(Value):
    """Settings of the payment for United States bank accounts."""

    financial_connections: UsBankAccountFinancialConnections | None = given(None)
    """The linking of a bank account through Financial Connections."""
    mandate_options: UsBankAccountMandateOptions | None = given(None)
    """The collection of the customer's authorization (mandate)."""
    preferred_settlement_speed: PaymentIntentPreferredSettlementSpeed | None = given(None)
    """The preferred settlement speed of the debit."""
    setup_future_usage: MethodSetupFutureUsage | None = given(None)
    """Future use of the bank account beyond this payment; overrides the payment's own field."""
    verification_method: BankAccountVerificationMethod | None = given(None)
    """How the customer's bank account is verified."""


class UsBankAccountNetworksParams(Value):
    """The networks for the debit of the bank account."""

    requested: list[UsBankAccountNetwork] | None = given(None)
    """The networks that are requested."""


class PaymentIntentPaymentMethodOptionsUsBankAccountParams(PaymentIntentPaymentMethodOptionsUsBankAccount):
    """Settings of the payment for United States bank accounts."""

    networks: UsBankAccountNetworksParams | None = given(None)
    """The networks for the debit of the bank account."""


class SetupIntentPaymentMethodOptionsUsBankAccount(Value, like=PaymentIntentPaymentMethodOptionsUsBankAccount):
    """Settings of the setup for United States bank accounts."""

    financial_connections: UsBankAccountFinancialConnections | None = None
    mandate_options: UsBankAccountMandateOptions | None = None
    verification_method: BankAccountVerificationMethod | None = None


class SetupIntentPaymentMethodOptionsUsBankAccountParams(SetupIntentPaymentMethodOptionsUsBankAccount):
    """Settings of the setup for United States bank accounts."""

    networks: UsBankAccountNetworksParams | None = given(None)
    """The networks for later debits of the bank account."""


class MandatePaymentMethodDetailsUsBankAccount(UsBankAccountMandateOptions):
    """The mandate to debit a United States bank account."""


class CheckoutSessionVerificationMethod(StrEnum):
    """How the bank account of a checkout session is verified."""

    AUTOMATIC = "automatic"
    """Verification by bank login, or by microdeposits otherwise."""
    INSTANT = "instant"
    """Verification by bank login only."""


class CheckoutSessionPaymentMethodOptionsUsBankAccount(Value, like=PaymentIntentPaymentMethodOptionsUsBankAccount):
    """Settings of the checkout session for United States bank accounts."""

    financial_connections: UsBankAccountFinancialConnections | None = None
    setup_future_usage: MethodSetupFutureUsage | None = given(None)
    """Future use of the bank account beyond the payment; null if the session does not set it up."""
    verification_method: CheckoutSessionVerificationMethod | None = None


class CheckoutSessionFinancialConnectionsParams(UsBankAccountFinancialConnections, without=("filters", "return_url")):
    """The linking of a bank account through Financial Connections."""


class CheckoutSessionPaymentMethodOptionsUsBankAccountParams(CheckoutSessionPaymentMethodOptionsUsBankAccount):
    """Settings of the checkout session for United States bank accounts."""

    financial_connections: CheckoutSessionFinancialConnectionsParams | None = given(None)
    """The linking of a bank account through Financial Connections."""


class BillingFinancialConnections(UsBankAccountFinancialConnections, without=("return_url",)):
    """The linking of a bank account that pays invoices through Financial Connections."""


class BillingPaymentMethodOptionsUsBankAccount(Value, like=PaymentIntentPaymentMethodOptionsUsBankAccount):
    """Settings of the payments of an invoice or of a subscription for United States bank accounts."""

    financial_connections: BillingFinancialConnections | None = given(None)
    """The linking of a bank account through Financial Connections."""
    verification_method: BankAccountVerificationMethod | None = None


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
        Face.SETUP_OPTIONS: SetupIntentPaymentMethodOptionsUsBankAccount,
        Face.SETUP_OPTIONS_PARAMS: SetupIntentPaymentMethodOptionsUsBankAccountParams,
        Face.SETUP_DETAILS: Empty,
        Face.MANDATE: MandatePaymentMethodDetailsUsBankAccount,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsUsBankAccount,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsUsBankAccountParams,
        Face.INVOICE_OPTIONS: BillingPaymentMethodOptionsUsBankAccount,
        Face.INVOICE_OPTIONS_PARAMS: BillingPaymentMethodOptionsUsBankAccount,
        Face.SUBSCRIPTION_OPTIONS: BillingPaymentMethodOptionsUsBankAccount,
        Face.SUBSCRIPTION_OPTIONS_PARAMS: BillingPaymentMethodOptionsUsBankAccount,
    },
    currencies=frozenset({"usd"}),
    countries=frozenset({"US"}),
    capability="us_bank_account_ach_payments",
    source_type="bank_account",
    settlement=Settlement(business_days=4, business_days_abroad=4),
    fee=Fee(share=Decimal("0.008"), most=500),
    debit=Debit(settles=4, returns=2),
    refunds=Refunds(business_days=5, days=180, destination="us_bank_transfer", pending_first=True),
    disputes=Disputes(final=True),
    reusable=True,
    needs_mandate=True,
)
