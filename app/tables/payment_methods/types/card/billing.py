"""How checkout sessions, invoices and subscriptions treat cards."""

from app.tables.columns import amount as money
from app.tables.columns import given
from app.tables.payment_methods.cards import CardNetwork, InstallmentPlan
from app.tables.payment_methods.options import MethodSetupFutureUsage, SetupFutureUsage
from app.tables.payment_methods.types.card.payment import (
    CardMandateAmountType,
    CardRequestFeature,
    PaymentIntentCardMandateOptions,
    PaymentIntentPaymentMethodOptionsCard,
    RequestThreeDSecure,
)
from app.tables.values import Value


class CardInstallmentsEnabled(Value):
    """The installments of the card payments that follow."""

    enabled: bool | None = given(None)
    """Whether the customer can choose an installment plan."""


class CheckoutSessionPaymentMethodOptionsCard(Value, like=PaymentIntentPaymentMethodOptionsCard):
    """Settings of the checkout session for cards."""

    installments: CardInstallmentsEnabled | None = given(None)
    """The installments of the payment."""
    request_extended_authorization: CardRequestFeature | None = None
    request_incremental_authorization: CardRequestFeature | None = None
    request_multicapture: CardRequestFeature | None = None
    request_overcapture: CardRequestFeature | None = None
    request_three_d_secure: RequestThreeDSecure = RequestThreeDSecure.AUTOMATIC
    setup_future_usage: MethodSetupFutureUsage | None = given(None)
    """Future use of the card beyond the payment; null if the session does not set a card up."""
    statement_descriptor_suffix_kana: str | None = None
    statement_descriptor_suffix_kanji: str | None = None


class CheckoutSessionPaymentMethodOptionsCardParams(Value, like=CheckoutSessionPaymentMethodOptionsCard):
    """Settings of the checkout session for cards."""

    installments: CardInstallmentsEnabled | None = None
    request_extended_authorization: CardRequestFeature | None = None
    request_incremental_authorization: CardRequestFeature | None = None
    request_multicapture: CardRequestFeature | None = None
    request_overcapture: CardRequestFeature | None = None
    request_three_d_secure: RequestThreeDSecure | None = given(None)
    """When to request 3-D Secure. The default is `AUTOMATIC`."""
    setup_future_usage: SetupFutureUsage | None = given(None)
    """Future use of the card beyond the payment."""
    statement_descriptor_suffix_kana: str | None = None
    statement_descriptor_suffix_kanji: str | None = None


class InvoicePaymentMethodOptionsCard(Value, like=PaymentIntentPaymentMethodOptionsCard):
    """Settings of the invoice's payment for cards."""

    installments: CardInstallmentsEnabled | None = given(None)
    """The installments of the payment."""
    request_three_d_secure: RequestThreeDSecure | None = None


class InvoiceCardInstallmentsParams(CardInstallmentsEnabled):
    """The installments of an invoice's card payment."""

    plan: InstallmentPlan | None = given(None)
    """The installment plan of the payment; null removes the plan."""


class InvoicePaymentMethodOptionsCardParams(InvoicePaymentMethodOptionsCard):
    """Settings of the invoice's payment for cards."""

    installments: InvoiceCardInstallmentsParams | None = given(None)
    """The installments of the payment."""


class SubscriptionCardMandateOptions(Value, like=PaymentIntentCardMandateOptions):
    """The mandate for the recurring card payments of a subscription."""

    amount: int | None = money(None, kind="given", gt=0)
    """Amount of the payments, in minor units, as `amountType` defines; null if not set."""
    amount_type: CardMandateAmountType | None = None
    description: str | None = None


class SubscriptionPaymentMethodOptionsCard(Value, like=PaymentIntentPaymentMethodOptionsCard):
    """Settings of the subscription's payments for cards."""

    mandate_options: SubscriptionCardMandateOptions | None = given(None)
    """The mandate for recurring payments, for cards whose country requires one."""
    network: CardNetwork | None = None
    request_three_d_secure: RequestThreeDSecure | None = None
