"""Klarna: the customer buys now, and pays Klarna later or in parts."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from app.tables.columns import given
from app.tables.docs import document
from app.tables.payment_methods.method_type import (
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
from app.tables.payment_methods.options import (
    CheckoutSessionMethodSetupFutureUsage,
    MethodNoFutureUsage,
    MethodSetupFutureUsage,
    PaymentIntentCardCaptureMethod,
)
from app.tables.payment_methods.places import places
from app.tables.shapes.date_of_birth import DateOfBirth, DateOfBirthParams
from app.tables.values import Value

LOCALES = sorted(
    places(
        "cs-CZ da-DK de-AT de-CH de-DE el-GR en-AT en-AU en-BE en-CA en-CH en-CZ en-DE en-DK en-ES en-FI en-FR en-GB "
        "en-GR en-IE en-IT en-NL en-NO en-NZ en-PL en-PT en-RO en-SE en-US es-ES es-US fi-FI fr-BE fr-CA fr-CH fr-FR "
        "it-CH it-IT nb-NO nl-BE nl-NL pl-PL pt-PT ro-RO sv-FI sv-SE"
    )
)
"""Languages and countries in which Klarna shows its pages."""


class KlarnaPreferredLocale(StrEnum):
    """The language and country in which Klarna shows its pages."""

    _ignore_ = ["each", "members"]
    members = vars()
    for each in LOCALES:
        members[each.upper().replace("-", "_")] = each


document(
    KlarnaPreferredLocale,
    {each.upper().replace("-", "_"): f"The locale {each}, a language with its country." for each in LOCALES},
)


class PaymentMethodKlarna(Value):
    """The customer's account with Klarna."""

    dob: DateOfBirth | None = given(None)
    """The customer's date of birth; null if not given."""


class PaymentMethodKlarnaParams(Value):
    """The customer's account with Klarna."""

    dob: DateOfBirthParams | None = given(None)
    """The customer's date of birth."""


class KlarnaPayerAddress(Value):
    """Address of the customer, as known to Klarna."""

    country: str | None = given(None)
    """Country of the customer (ISO 3166-1)."""


class KlarnaPayerDetails(Value):
    """The customer, as known to Klarna."""

    address: KlarnaPayerAddress | None = given(None)
    """Address of the customer."""


class ChargePaymentMethodDetailsKlarna(Value):
    """How the customer pays Klarna."""

    payer_details: KlarnaPayerDetails | None = given(None)
    """The customer, as known to Klarna."""
    payment_method_category: str | None = given(None)
    """How the customer pays: `pay_later`, `pay_now`, `pay_with_financing` or `pay_in_installments`."""
    preferred_locale: str | None = given(None)
    """The language and country in which the customer saw Klarna's pages, such as `en-US`."""


class PaymentIntentPaymentMethodOptionsKlarna(Value):
    """Settings of the payment for Klarna."""

    capture_method: PaymentIntentCardCaptureMethod | None = given(None)
    """When the funds are captured; overrides the payment's own field."""
    preferred_locale: str | None = given(None)
    """The language and country in which Klarna shows its pages, such as `en-US`; null for Klarna's choice."""
    setup_future_usage: MethodNoFutureUsage | None = given(None)
    """Future use of the payment method beyond this payment: none."""


class PaymentIntentPaymentMethodOptionsKlarnaParams(Value, like=PaymentIntentPaymentMethodOptionsKlarna):
    """Settings of the payment for Klarna."""

    capture_method: PaymentIntentCardCaptureMethod | None = None
    preferred_locale: KlarnaPreferredLocale | None = given(None)
    """The language and country in which Klarna shows its pages."""
    setup_future_usage: MethodNoFutureUsage | None = None


class CheckoutSessionPaymentMethodOptionsKlarna(Value):
    """Settings of the checkout session for Klarna."""

    setup_future_usage: MethodSetupFutureUsage | None = given(None)
    """Future use of the payment method beyond the payment."""


class CheckoutSessionPaymentMethodOptionsKlarnaParams(Value):
    """Settings of the checkout session for Klarna."""

    setup_future_usage: CheckoutSessionMethodSetupFutureUsage | None = given(None)
    """Future use of the payment method beyond the payment: none."""


_EURO = dict.fromkeys(("AT", "BE", "DE", "ES", "FI", "FR", "GR", "IE", "IT", "NL", "PT"), "eur")

KLARNA = MethodType(
    name="klarna",
    noun="Klarna account",
    description="Klarna: the customer buys now, and pays Klarna later or in parts.",
    flow=Flow.REDIRECT,
    faces={
        Face.METHOD: PaymentMethodKlarna,
        Face.PARAMS: PaymentMethodKlarnaParams,
        Face.DETAILS: ChargePaymentMethodDetailsKlarna,
        Face.REFUND: Empty,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsKlarna,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsKlarnaParams,
        Face.SETUP_DETAILS: Empty,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsKlarna,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsKlarnaParams,
    },
    currencies=frozenset(
        {"aud", "cad", "chf", "czk", "dkk", "eur", "gbp", "nok", "nzd", "pln", "ron", "sek", "usd"},
    ),
    countries=places("AT AU BE CA CH CY CZ DE DK EE ES FI FR GB GR HR IE IT LT LU LV MT NL NO NZ PL PT RO SE SI SK US"),
    local_currencies=_EURO
    | {
        "AU": "aud",
        "CA": "cad",
        "CH": "chf",
        "CZ": "czk",
        "DK": "dkk",
        "GB": "gbp",
        "NO": "nok",
        "NZ": "nzd",
        "PL": "pln",
        "RO": "ron",
        "SE": "sek",
        "US": "usd",
    },
    settlement=Settlement(business_days=2, business_days_abroad=2),
    fee=Fee(share=Decimal("0.0599"), fixed=Decimal("0.30")),
    manual_capture=True,
    holds=timedelta(days=28),
    redirect_lasts=timedelta(hours=48),
    limits=Limits(
        minimum={"eur": 100},
        maximum={
            "chf": 500_000,
            "czk": 10_000_000,
            "dkk": 10_000_000,
            "eur": 1_400_000,
            "gbp": 400_000,
            "nok": 10_000_000,
            "pln": 2_000_000,
            "ron": 2_000_000,
            "sek": 15_000_000,
        },
    ),
    refunds=Refunds(business_days=5, days=180, pending_first=True),
    disputes=Disputes(),
)
