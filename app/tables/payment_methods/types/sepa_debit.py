"""A bank account in the SEPA area, debited through SEPA Direct Debit."""

from decimal import Decimal

from app.tables.columns import given, ref
from app.tables.payment_methods.method_type import (
    Debit,
    Disputes,
    Empty,
    Face,
    Fee,
    Flow,
    Limits,
    MethodType,
    Refunds,
    Settlement,
)
from app.tables.payment_methods.options import MethodSetupFutureUsage
from app.tables.payment_methods.places import EURO_MERCHANTS
from app.tables.values import Value


class SepaDebitGeneratedFrom(Value):
    """The payment or setup that a bank account was taken from."""

    charge_id: str | None = ref("charge", kind="kept", default=None)
    """The charge that reported the bank account; null for a setup."""
    setup_attempt_id: str | None = ref("setup_attempt", kind="kept", default=None)
    """The setup attempt that reported the bank account; null for a payment."""


class PaymentMethodSepaDebit(Value):
    """A bank account in the SEPA area, without its number."""

    bank_code: str | None = given(None)
    """Code of the bank, as in the IBAN."""
    branch_code: str | None = given(None)
    """Code of the bank's branch, as in the IBAN; empty in countries without such codes."""
    country: str | None = given(None)
    """Country of the bank (ISO 3166-1)."""
    fingerprint: str | None = given(None)
    """Fingerprint of the bank account: the same IBAN has the same fingerprint within an account."""
    generated_from: SepaDebitGeneratedFrom | None = given(None)
    """The payment or setup that the bank account was taken from; null for one given by its IBAN."""
    last4: str | None = given(None)
    """Last four characters of the IBAN."""


class PaymentMethodSepaDebitParams(Value):
    """A bank account in the SEPA area, by its number."""

    iban: str = given(max_length=42)
    """The account's IBAN, with or without spaces. The IBAN is never shown again."""


class ChargePaymentMethodDetailsSepaDebit(Value, like=PaymentMethodSepaDebit):
    """The bank account as it was at the time of the debit."""

    bank_code: str | None = None
    branch_code: str | None = None
    country: str | None = None
    fingerprint: str | None = None
    last4: str | None = None
    mandate_id: str | None = ref("mandate", kind="kept", default=None)
    """The customer's mandate for the debit."""


class SepaDebitMandateOptions(Value):
    """The mandate that is created for a bank account in the SEPA area."""

    reference_prefix: str | None = given(None, max_length=12)
    """The beginning of the mandate's reference; null for a reference that is wholly generated."""


class PaymentIntentPaymentMethodOptionsSepaDebit(Value):
    """Settings of the payment for SEPA debits."""

    mandate_options: SepaDebitMandateOptions | None = given(None)
    """The mandate that the payment creates."""
    setup_future_usage: MethodSetupFutureUsage | None = given(None)
    """Future use of the bank account beyond this payment; overrides the payment's own field."""


class SetupIntentPaymentMethodOptionsSepaDebit(Value, like=PaymentIntentPaymentMethodOptionsSepaDebit):
    """Settings of the setup for SEPA debits."""

    mandate_options: SepaDebitMandateOptions | None = given(None)
    """The mandate that the setup creates."""


class MandatePaymentMethodDetailsSepaDebit(Value):
    """The mandate to debit a bank account in the SEPA area."""

    reference: str = given()
    """Reference of the mandate, which identifies the mandate to both banks."""
    url: str = given()
    """Address of the page that shows the mandate to the customer."""


class CheckoutSessionPaymentMethodOptionsSepaDebit(PaymentIntentPaymentMethodOptionsSepaDebit):
    """Settings of the checkout session for SEPA debits."""


SEPA_DEBIT = MethodType(
    name="sepa_debit",
    noun="SEPA bank account",
    description="A bank account in the SEPA area, debited through SEPA Direct Debit.",
    flow=Flow.BANK_DEBIT,
    faces={
        Face.METHOD: PaymentMethodSepaDebit,
        Face.PARAMS: PaymentMethodSepaDebitParams,
        Face.DETAILS: ChargePaymentMethodDetailsSepaDebit,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsSepaDebit,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsSepaDebit,
        Face.SETUP_OPTIONS: SetupIntentPaymentMethodOptionsSepaDebit,
        Face.SETUP_OPTIONS_PARAMS: SetupIntentPaymentMethodOptionsSepaDebit,
        Face.SETUP_DETAILS: Empty,
        Face.MANDATE: MandatePaymentMethodDetailsSepaDebit,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsSepaDebit,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsSepaDebit,
        Face.INVOICE_OPTIONS: Empty,
        Face.INVOICE_OPTIONS_PARAMS: Empty,
        Face.SUBSCRIPTION_OPTIONS: Empty,
        Face.SUBSCRIPTION_OPTIONS_PARAMS: Empty,
    },
    currencies=frozenset({"eur"}),
    countries=EURO_MERCHANTS,
    source_type="bank_account",
    settlement=Settlement(business_days=5, business_days_abroad=5),
    fee=Fee(share=Decimal("0.008"), fixed=Decimal("0.30"), most=600),
    debit=Debit(settles=5, returns=3),
    limits=Limits(maximum={"eur": 1_000_000}),
    refunds=Refunds(business_days=5, days=180, destination="eu_bank_transfer", pending_first=True),
    disputes=Disputes(final=True),
    reusable=True,
    needs_mandate=True,
)
