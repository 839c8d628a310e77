"""OXXO: a voucher that the customer pays with in cash, at a store in Mexico."""

from decimal import Decimal

from app.tables.columns import given
from app.tables.payment_methods.method_type import Empty, Face, Fee, Flow, Limits, MethodType, Settlement
from app.tables.payment_methods.options import CheckoutSessionMethodSetupFutureUsage, MethodNoFutureUsage
from app.tables.payment_methods.places import places
from app.tables.values import Value


class ChargePaymentMethodDetailsOxxo(Value):
    """The OXXO voucher of the charge."""

    number: str | None = given(None)
    """Number of the voucher, which the store scans or types in."""


class PaymentIntentPaymentMethodOptionsOxxo(Value):
    """Settings of the payment for OXXO vouchers."""

    expires_after_days: int = given(3, ge=1, le=7)
    """Number of calendar days, in Mexico, after which the voucher expires at the end of the day. The default is 3."""
    setup_future_usage: MethodNoFutureUsage | None = given(None)
    """Future use of the payment method beyond this payment: none."""


class PaymentIntentPaymentMethodOptionsOxxoParams(Value, like=PaymentIntentPaymentMethodOptionsOxxo):
    """Settings of the payment for OXXO vouchers."""

    expires_after_days: int | None = None
    setup_future_usage: MethodNoFutureUsage | None = None


class CheckoutSessionPaymentMethodOptionsOxxo(Value, like=PaymentIntentPaymentMethodOptionsOxxo):
    """Settings of the checkout session for OXXO vouchers."""

    expires_after_days: int = given(3, ge=1, le=7)
    """Number of calendar days, in Mexico, after which the voucher expires at the end of the day. The default is 3."""
    setup_future_usage: CheckoutSessionMethodSetupFutureUsage | None = given(None)
    """Future use of the payment method beyond the payment: none."""


class CheckoutSessionPaymentMethodOptionsOxxoParams(Value, like=CheckoutSessionPaymentMethodOptionsOxxo):
    """Settings of the checkout session for OXXO vouchers."""

    expires_after_days: int | None = None
    setup_future_usage: CheckoutSessionMethodSetupFutureUsage | None = None


OXXO = MethodType(
    name="oxxo",
    noun="voucher of OXXO",
    description="OXXO: a voucher that the customer pays with in cash, at a store in Mexico.",
    flow=Flow.VOUCHER,
    faces={
        Face.METHOD: Empty,
        Face.PARAMS: Empty,
        Face.DETAILS: ChargePaymentMethodDetailsOxxo,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsOxxo,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsOxxoParams,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsOxxo,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsOxxoParams,
    },
    currencies=frozenset({"mxn"}),
    countries=places("CA MX SG US"),
    settlement=Settlement(business_days=4, business_days_abroad=4),
    fee=Fee(share=Decimal("0.036"), fixed=Decimal("0.15")),
    limits=Limits(minimum={"mxn": 1_000}, maximum={"mxn": 1_000_000}),
)
