"""iDEAL: a payment that the customer authorizes on the page of a Dutch bank."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from app.tables.columns import given, ref
from app.tables.payment_methods.method_type import Face, Fee, Flow, MethodType, Refunds, Settlement
from app.tables.payment_methods.options import CheckoutSessionMethodSetupFutureUsage, MethodOffSessionUsage
from app.tables.payment_methods.places import EURO_MERCHANTS
from app.tables.values import Value


class IdealBank(StrEnum):
    """A bank that takes part in iDEAL."""

    ABN_AMRO = "abn_amro"
    """The bank ABN AMRO."""
    ASN_BANK = "asn_bank"
    """The bank ASN Bank."""
    BUNQ = "bunq"
    """The bank named bunq."""
    HANDELSBANKEN = "handelsbanken"
    """The bank named Handelsbanken."""
    ING = "ing"
    """The bank named ING."""
    KNAB = "knab"
    """The bank named Knab."""
    MONEYOU = "moneyou"
    """The bank named Moneyou."""
    N26 = "n26"
    """The bank named N26."""
    NN = "nn"
    """The bank named Nationale-Nederlanden."""
    RABOBANK = "rabobank"
    """The bank named Rabobank."""
    REGIOBANK = "regiobank"
    """The bank named RegioBank."""
    REVOLUT = "revolut"
    """The bank named Revolut."""
    SNS_BANK = "sns_bank"
    """The bank SNS Bank."""
    TRIODOS_BANK = "triodos_bank"
    """The bank Triodos Bank."""
    VAN_LANSCHOT = "van_lanschot"
    """The bank Van Lanschot Kempen."""
    YOURSAFE = "yoursafe"
    """The bank named Yoursafe."""


class IdealBic(StrEnum):
    """The identifier code (BIC) of a bank that takes part in iDEAL."""

    ABNANL2A = "ABNANL2A"
    """The bank ABN AMRO."""
    ASNBNL21 = "ASNBNL21"
    """The bank ASN Bank."""
    BITSNL2A = "BITSNL2A"
    """The bank named Yoursafe."""
    BUNQNL2A = "BUNQNL2A"
    """The bank named bunq."""
    FVLBNL22 = "FVLBNL22"
    """The bank Van Lanschot Kempen."""
    HANDNL2A = "HANDNL2A"
    """The bank named Handelsbanken."""
    INGBNL2A = "INGBNL2A"
    """The bank named ING."""
    KNABNL2H = "KNABNL2H"
    """The bank named Knab."""
    MOYONL21 = "MOYONL21"
    """The bank named Moneyou."""
    NNBANL2G = "NNBANL2G"
    """The bank named Nationale-Nederlanden."""
    NTSBDEB1 = "NTSBDEB1"
    """The bank named N26."""
    RABONL2U = "RABONL2U"
    """The bank named Rabobank."""
    RBRBNL21 = "RBRBNL21"
    """The bank named RegioBank."""
    REVOIE23 = "REVOIE23"
    """The bank Revolut, through its Irish branch."""
    REVOLT21 = "REVOLT21"
    """The bank Revolut, through its Lithuanian branch."""
    SNSBNL2A = "SNSBNL2A"
    """The bank SNS Bank."""
    TRIONL2U = "TRIONL2U"
    """The bank Triodos Bank."""


class PaymentMethodIdeal(Value):
    """The bank of a payment through iDEAL."""

    bank: IdealBank | None = given(None)
    """The customer's bank; null if the customer chooses the bank on the page of iDEAL."""
    bic: IdealBic | None = given(None)
    """Identifier code (BIC) of the bank; null without a bank."""


class PaymentMethodIdealParams(Value, like=PaymentMethodIdeal):
    """The bank of a payment through iDEAL."""

    bank: IdealBank | None = None


class IdealPayer(PaymentMethodIdeal):
    """The customer's bank account, as iDEAL reports it, and what is generated to debit it later."""

    generated_sepa_debit_id: str | None = ref("payment_method", kind="kept", default=None)
    """The SEPA debit payment method that was created to debit the account later; null if none was."""
    generated_sepa_debit_mandate_id: str | None = ref("mandate", kind="kept", default=None)
    """The mandate of `generatedSepaDebit`; null if none was created."""
    iban_last4: str | None = given(None)
    """Last four characters of the account's IBAN."""
    verified_name: str | None = given(None)
    """Name of the account's owner, as verified by the bank."""


class ChargePaymentMethodDetailsIdeal(IdealPayer):
    """The bank account that paid through iDEAL."""


class SetupAttemptPaymentMethodDetailsIdeal(IdealPayer):
    """The bank account that was set up through iDEAL."""


class PaymentIntentPaymentMethodOptionsIdeal(Value):
    """Settings of the payment for iDEAL."""

    setup_future_usage: MethodOffSessionUsage | None = given(None)
    """Future use of the customer's bank account beyond this payment; overrides the payment's own field."""


class CheckoutSessionPaymentMethodOptionsIdeal(Value):
    """Settings of the checkout session for iDEAL."""

    setup_future_usage: CheckoutSessionMethodSetupFutureUsage | None = given(None)
    """Future use of the customer's bank account beyond the payment: none."""


IDEAL = MethodType(
    name="ideal",
    noun="bank account with iDEAL",
    description="iDEAL: the customer authorizes the payment on the page of a Dutch bank.",
    flow=Flow.REDIRECT,
    faces={
        Face.METHOD: PaymentMethodIdeal,
        Face.PARAMS: PaymentMethodIdealParams,
        Face.DETAILS: ChargePaymentMethodDetailsIdeal,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsIdeal,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsIdeal,
        Face.SETUP_DETAILS: SetupAttemptPaymentMethodDetailsIdeal,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsIdeal,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsIdeal,
    },
    currencies=frozenset({"eur"}),
    countries=EURO_MERCHANTS,
    settlement=Settlement(business_days=3, business_days_abroad=3),
    fee=Fee(share=Decimal(0), fixed=Decimal("0.29")),
    redirect_lasts=timedelta(minutes=30),
    refunds=Refunds(business_days=5, days=180, destination="eu_bank_transfer", pending_first=True),
    generates="sepa_debit",
)
