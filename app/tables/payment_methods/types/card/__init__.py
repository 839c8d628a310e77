"""A card: credit, debit or prepaid, entered by the customer or presented by a wallet."""

from decimal import Decimal

from app.tables.payment_methods.method_type import Disputes, Empty, Face, Fee, Flow, MethodType, Refunds, Settlement
from app.tables.payment_methods.types.card.billing import (
    CheckoutSessionPaymentMethodOptionsCard,
    CheckoutSessionPaymentMethodOptionsCardParams,
    InvoicePaymentMethodOptionsCard,
    InvoicePaymentMethodOptionsCardParams,
    SubscriptionPaymentMethodOptionsCard,
)
from app.tables.payment_methods.types.card.charge import ChargePaymentMethodDetailsCard, RefundDestinationDetailsCard
from app.tables.payment_methods.types.card.method import (
    PaymentMethodCard,
    PaymentMethodCardParams,
    PaymentMethodCardUpdateParams,
)
from app.tables.payment_methods.types.card.payment import (
    PaymentIntentPaymentMethodOptionsCard,
    PaymentIntentPaymentMethodOptionsCardParams,
)
from app.tables.payment_methods.types.card.setup import (
    SetupAttemptPaymentMethodDetailsCard,
    SetupIntentPaymentMethodOptionsCard,
    SetupIntentPaymentMethodOptionsCardParams,
)

__all__ = [
    "CARD",
    "ChargePaymentMethodDetailsCard",
    "CheckoutSessionPaymentMethodOptionsCard",
    "CheckoutSessionPaymentMethodOptionsCardParams",
    "InvoicePaymentMethodOptionsCard",
    "InvoicePaymentMethodOptionsCardParams",
    "PaymentIntentPaymentMethodOptionsCard",
    "PaymentIntentPaymentMethodOptionsCardParams",
    "PaymentMethodCard",
    "PaymentMethodCardParams",
    "PaymentMethodCardUpdateParams",
    "RefundDestinationDetailsCard",
    "SetupAttemptPaymentMethodDetailsCard",
    "SetupIntentPaymentMethodOptionsCard",
    "SetupIntentPaymentMethodOptionsCardParams",
    "SubscriptionPaymentMethodOptionsCard",
]

CARD = MethodType(
    name="card",
    noun="card",
    description="A credit, debit or prepaid card.",
    flow=Flow.CARD,
    faces={
        Face.METHOD: PaymentMethodCard,
        Face.PARAMS: PaymentMethodCardParams,
        Face.UPDATE: PaymentMethodCardUpdateParams,
        Face.DETAILS: ChargePaymentMethodDetailsCard,
        Face.REFUND: RefundDestinationDetailsCard,
        Face.PAYMENT_OPTIONS: PaymentIntentPaymentMethodOptionsCard,
        Face.PAYMENT_OPTIONS_PARAMS: PaymentIntentPaymentMethodOptionsCardParams,
        Face.SETUP_OPTIONS: SetupIntentPaymentMethodOptionsCard,
        Face.SETUP_OPTIONS_PARAMS: SetupIntentPaymentMethodOptionsCardParams,
        Face.SETUP_DETAILS: SetupAttemptPaymentMethodDetailsCard,
        Face.MANDATE: Empty,
        Face.CHECKOUT_OPTIONS: CheckoutSessionPaymentMethodOptionsCard,
        Face.CHECKOUT_OPTIONS_PARAMS: CheckoutSessionPaymentMethodOptionsCardParams,
        Face.INVOICE_OPTIONS: InvoicePaymentMethodOptionsCard,
        Face.INVOICE_OPTIONS_PARAMS: InvoicePaymentMethodOptionsCardParams,
        Face.SUBSCRIPTION_OPTIONS: SubscriptionPaymentMethodOptionsCard,
        Face.SUBSCRIPTION_OPTIONS_PARAMS: SubscriptionPaymentMethodOptionsCard,
    },
    manual_capture=True,
    settlement=Settlement(business_days=2, business_days_abroad=7),
    fee=Fee(share=Decimal("0.029"), fixed=Decimal("0.30"), abroad=Decimal("0.015")),
    refunds=Refunds(business_days=5, waits_for_funds=True),
    disputes=Disputes(),
    reusable=True,
)
