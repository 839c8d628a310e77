"""Link: Stripe's wallet, with which a customer pays by a saved card or bank account."""

from decimal import Decimal

from app.tables.columns import given
from app.tables.payment_methods.method_type import Disputes, Empty, Face, Fee, Flow, MethodType, Refunds, Settlement
from app.tables.payment_methods.options import MethodOffSessionUsage, PaymentIntentCardCaptureMethod
from app.tables.payment_methods.places import places
from app.tables.values import Value


class PaymentMethodLink(Value):
    """The customer's account with Link."""

    email: str | None = given(None)
    """Email address of the account."""
    persistent_token: str | None = given(None, max_length=5000)
    """Former token of a Link account, which Stripe no longer uses; null."""


class ChargePaymentMethodDetailsLink(Value):
    """The funding source that paid through Link."""

    country: str | None = given(None)
    """Country of the funding source (ISO 3166-1)."""


class PaymentIntentPaymentMethodOptionsLink(Value):
    """Settings of the payment for Link."""

    capture_method: PaymentIntentCardCaptureMethod | None = given(None)
    """When the funds are captured; overrides the payment's own field."""
    persistent_token: str | None = given(None, max_length=5000)
    """Former token of a Link account, which Stripe no longer uses."""
    setup_future_usage: MethodOffSessionUsage | None = given(None)
    """Future use of the payment method beyond this payment; overrides the payment's own field."""


class SetupIntentPaymentMethodOptionsLink(Value, like=PaymentIntentPaymentMethodOptionsLink):
    """Settings of the setup for Link."""

    persistent_token: str | None = None


class CheckoutSessionPaymentMethodOptionsLink(Value, like=PaymentIntentPaymentMethodOptionsLink):
    """Settings of the checkout session for Link."""

    setup_future_usage: MethodOffSessionUsage | None = None


LINK = MethodType(
    name="link",
    noun="wallet with Link",
    description="Link: a wallet with which the customer pays by a saved card or bank account.",
    flow=Flow.WALLET,
    faces={
        Face.METHOD: PaymentMethodLink,
        Face.PARAMS: Empty,
        Face.UPDATE: Empty,
        Face.DETAILS: ChargePaymentMethodDetailsLink,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsLink,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsLink,
        Face.SETUP_OPTIONS: SetupIntentPaymentMethodOptionsLink,
        Face.SETUP_OPTIONS_PARAMS: SetupIntentPaymentMethodOptionsLink,
        Face.SETUP_DETAILS: Empty,
        Face.MANDATE: Empty,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsLink,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsLink,
    },
    countries=places(
        "AE AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GI GR HK HR HU IE IT JP LI LT LU LV MT MX MY NL NO NZ PL PT "
        "RO SE SG SI SK US"
    ),
    settlement=Settlement(business_days=2, business_days_abroad=2),
    fee=Fee(share=Decimal("0.029"), fixed=Decimal("0.30")),
    manual_capture=True,
    refunds=Refunds(business_days=5),
    disputes=Disputes(),
    reusable=True,
)
