"""A customer's cash balance: payments with funds that the customer has sent by bank transfer."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from app.tables.columns import given
from app.tables.payment_methods.method_type import Empty, Face, Fee, Flow, MethodType, Refunds, Settlement
from app.tables.payment_methods.options import CheckoutSessionMethodSetupFutureUsage, MethodNoFutureUsage
from app.tables.shapes.bank_transfer import BankTransferType, EuBankTransferCountry, EuBankTransferCountryCode
from app.tables.texts import matching
from app.tables.values import Value


class CustomerBalanceFundingType(StrEnum):
    """How a customer adds funds to the cash balance."""

    BANK_TRANSFER = "bank_transfer"
    """The customer sends funds by bank transfer."""


class RequestedAddressType(StrEnum):
    """A kind of account that the instructions for a bank transfer are to show."""

    ABA = "aba"
    """A US account, by routing number and account number."""
    IBAN = "iban"
    """An account with an IBAN."""
    SEPA = "sepa"
    """An account for SEPA transfers, by IBAN."""
    SORT_CODE = "sort_code"
    """A British account, by sort code and account number."""
    SPEI = "spei"
    """A Mexican account, by CLABE."""
    SWIFT = "swift"
    """An account for transfers from abroad, by SWIFT code and account number."""
    ZENGIN = "zengin"
    """A Japanese account, by bank, branch and account number."""


class CustomerBalanceEuBankTransfer(Value):
    """The account for transfers in euros."""

    country: EuBankTransferCountry = given()
    """Country of the account that the customer sends the funds to."""


class CustomerBalanceEuBankTransferParams(Value):
    """The account for transfers in euros."""

    country: EuBankTransferCountryCode = given()
    """Country of the account that the customer sends the funds to: `BE`, `DE`, `ES`, `FR`, `IE` or `NL`."""


class CustomerBalanceBankTransfer(Value):
    """The bank transfer that funds a payment which the cash balance does not cover."""

    eu_bank_transfer: CustomerBalanceEuBankTransfer | None = given(None)
    """The account for transfers in euros; null for other types."""
    requested_address_types: list[RequestedAddressType] | None = given(None)
    """Kinds of accounts that the instructions show; null for all kinds of the type."""
    type: BankTransferType | None = given(None)
    """The type of bank transfer, which the currency decides."""


class CustomerBalanceBankTransferParams(Value, like=CustomerBalanceBankTransfer):
    """The bank transfer that funds a payment which the cash balance does not cover."""

    eu_bank_transfer: CustomerBalanceEuBankTransferParams | None = given(None)
    """The account for transfers in euros. Required for type `EU_BANK_TRANSFER`."""
    requested_address_types: list[RequestedAddressType] | None = given(None)
    """Kinds of accounts that the instructions show. The default is all kinds of the type."""
    type: BankTransferType = given()
    """The type of bank transfer, which must be that of the currency."""


class PaymentIntentPaymentMethodOptionsCustomerBalance(Value):
    """Settings of the payment for the customer's cash balance."""

    bank_transfer: CustomerBalanceBankTransfer | None = given(None)
    """The bank transfer that funds what the cash balance does not cover."""
    funding_type: CustomerBalanceFundingType | None = given(None)
    """How the customer adds funds that the cash balance lacks."""
    setup_future_usage: MethodNoFutureUsage | None = given(None)
    """Future use of the payment method beyond this payment: none."""


class PaymentIntentPaymentMethodOptionsCustomerBalanceParams(
    Value, like=PaymentIntentPaymentMethodOptionsCustomerBalance
):
    """Settings of the payment for the customer's cash balance."""

    bank_transfer: CustomerBalanceBankTransferParams | None = None
    funding_type: CustomerBalanceFundingType | None = None
    setup_future_usage: MethodNoFutureUsage | None = None


class CheckoutSessionPaymentMethodOptionsCustomerBalance(Value):
    """Settings of the checkout session for the customer's cash balance."""

    bank_transfer: CustomerBalanceBankTransfer | None = given(None)
    """The bank transfer that funds what the cash balance does not cover."""
    funding_type: CustomerBalanceFundingType | None = given(None)
    """How the customer adds funds that the cash balance lacks."""
    setup_future_usage: CheckoutSessionMethodSetupFutureUsage | None = given(None)
    """Future use of the payment method beyond the payment: none."""


class CheckoutSessionPaymentMethodOptionsCustomerBalanceParams(
    Value, like=CheckoutSessionPaymentMethodOptionsCustomerBalance
):
    """Settings of the checkout session for the customer's cash balance."""

    bank_transfer: CustomerBalanceBankTransferParams | None = None
    funding_type: CustomerBalanceFundingType | None = None
    setup_future_usage: CheckoutSessionMethodSetupFutureUsage | None = None


class InvoiceCustomerBalanceBankTransfer(Value):
    """The bank transfer that funds the payment of an invoice."""

    eu_bank_transfer: CustomerBalanceEuBankTransfer | None = given(None)
    """The account for transfers in euros; null for other types."""
    type: str | None = given(None)
    """The type of bank transfer, such as `us_bank_transfer`."""


class InvoiceCustomerBalanceBankTransferParams(Value, like=InvoiceCustomerBalanceBankTransfer):
    """The bank transfer that funds the payment of an invoice."""

    eu_bank_transfer: CustomerBalanceEuBankTransferParams | None = given(None)
    """The account for transfers in euros. Required for the type `eu_bank_transfer`."""
    type: Annotated[str, matching("|".join(BankTransferType), "a type of bank transfer", "us_bank_transfer")] | None = (
        given(None)
    )
    """The type of bank transfer, such as `us_bank_transfer`."""


class InvoicePaymentMethodOptionsCustomerBalance(Value):
    """Settings of the invoice's payment for the customer's cash balance."""

    bank_transfer: InvoiceCustomerBalanceBankTransfer | None = given(None)
    """The bank transfer that funds the payment."""
    funding_type: CustomerBalanceFundingType | None = given(None)
    """How the customer adds funds that the cash balance lacks."""


class InvoicePaymentMethodOptionsCustomerBalanceParams(Value, like=InvoicePaymentMethodOptionsCustomerBalance):
    """Settings of the invoice's payment for the customer's cash balance."""

    bank_transfer: InvoiceCustomerBalanceBankTransferParams | None = None
    funding_type: Annotated[str, matching("bank_transfer", "a way to add funds", "bank_transfer")] | None = given(None)
    """How the customer adds funds that the cash balance lacks: `bank_transfer`."""


class SubscriptionPaymentMethodOptionsCustomerBalance(InvoicePaymentMethodOptionsCustomerBalance):
    """Settings of the subscription's payments for the customer's cash balance."""


class SubscriptionPaymentMethodOptionsCustomerBalanceParams(InvoicePaymentMethodOptionsCustomerBalanceParams):
    """Settings of the subscription's payments for the customer's cash balance."""


CUSTOMER_BALANCE = MethodType(
    name="customer_balance",
    noun="cash balance",
    description="The customer's cash balance, which the customer funds by bank transfer.",
    flow=Flow.BANK_TRANSFER,
    faces={
        Face.METHOD: Empty,
        Face.PARAMS: Empty,
        Face.DETAILS: Empty,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsCustomerBalance,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsCustomerBalanceParams,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsCustomerBalance,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsCustomerBalanceParams,
        Face.INVOICE_OPTIONS: InvoicePaymentMethodOptionsCustomerBalance,
        Face.INVOICE_OPTIONS_PARAMS: InvoicePaymentMethodOptionsCustomerBalanceParams,
        Face.SUBSCRIPTION_OPTIONS: SubscriptionPaymentMethodOptionsCustomerBalance,
        Face.SUBSCRIPTION_OPTIONS_PARAMS: SubscriptionPaymentMethodOptionsCustomerBalanceParams,
    },
    source_type="bank_account",
    currencies=frozenset({"eur", "gbp", "jpy", "mxn", "usd"}),
    settlement=Settlement(business_days=1, business_days_abroad=1),
    fee=Fee(share=Decimal("0.005"), most=500),
    refunds=Refunds(business_days=3, days=180),
    needs_customer=True,
)
