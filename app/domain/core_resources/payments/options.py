"""`payment_method_options`: how given options are merged, and what follows for one payment method."""

from app.domain.core_resources.intents import choosing
from app.domain.merging import merge
from app.domain.payment_methods.types.card import INSISTING
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import (
    PaymentIntentPaymentMethodOptions,
    PaymentIntentPaymentMethodOptionsParams,
)
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.payment_methods.method_type import Flow
from app.tables.payment_methods.options import MethodSetupFutureUsage, SetupFutureUsage
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import (
    CARD,
    PaymentIntentPaymentMethodOptionsCard,
    PaymentIntentPaymentMethodOptionsCardParams,
)
from app.tables.payment_methods.types.card.setup import SetupIntentThreeDSecureParams
from app.tables.shapes.three_d_secure import (
    ChargeCardThreeDSecure,
    PaymentIntentThreeDSecureParams,
    ThreeDSecureFlow,
    ThreeDSecureResult,
    ThreeDSecureTransStatus,
)
from app.tables.values import Value

NO_USAGE = MethodSetupFutureUsage.NONE.value
"""The option of any type that overrides the payment's future usage with none."""


def apply(intent: PaymentIntent, given: PaymentIntentPaymentMethodOptionsParams | None) -> None:
    """Merge the given options into the payment's."""
    if given is None:
        return
    choosing.check_options(intent, given)
    intent.payment_method_options = merge(PaymentIntentPaymentMethodOptions, intent.payment_method_options, given)
    card = given.get(PaymentIntentPaymentMethodOptionsCardParams)
    if card is not None and card.moto is not None:
        intent.moto = card.moto
    if card is not None and card.cvc_token is not None:
        intent.cvc_token = card.cvc_token
    if card is not None and card.three_d_secure is not None:
        intent.three_d_secure = card.three_d_secure


def defaults(types: list[str]) -> PaymentIntentPaymentMethodOptions:
    """The default options of a payment that allows these types."""
    card = PaymentIntentPaymentMethodOptionsCard() if CARD.name in types else None
    return PaymentIntentPaymentMethodOptions.of(CARD.name, card)


def of_cards(intent: PaymentIntent) -> PaymentIntentPaymentMethodOptionsCard:
    """The payment's options for cards."""
    options = intent.payment_method_options
    return (options and options.get(PaymentIntentPaymentMethodOptionsCard)) or PaymentIntentPaymentMethodOptionsCard()


def captures_later(intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether the funds are only authorized, to be captured later: the type's own option overrides the payment's."""
    own = getattr(of_method(intent, method), "capture_method", None)
    return intent.capture_method is PaymentIntentCaptureMethod.MANUAL or own is not None


def wants_three_d_secure(intent: PaymentIntent) -> bool:
    """Whether the merchant requests 3-D Secure whenever it is available."""
    return of_cards(intent).request_three_d_secure in INSISTING


def future_usage(intent: PaymentIntent, method: PaymentMethod) -> SetupFutureUsage | None:
    """Future use of the payment method: its type's own option overrides the payment's."""
    return future_usage_of(intent, method.type)


def future_usage_of(intent: PaymentIntent, type: str) -> SetupFutureUsage | None:
    """Future use of a payment method of that type."""
    own = getattr(_of_type(intent, type), "setup_future_usage", None)
    if own is None:
        return intent.setup_future_usage
    return None if own.value == NO_USAGE else SetupFutureUsage(own.value)


def only_pays(intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether a payment does not change its payment method: a card that is attached to a customer and not set up for
    future use. Any number of payments may then use it at once.
    """
    on_card = method.method_type.flow is Flow.CARD
    return on_card and method.customer_id is not None and future_usage(intent, method) is None


def of_method(intent: PaymentIntent, method: PaymentMethod) -> Value | None:
    """How the payment treats the type of a payment method; None where it says nothing."""
    return _of_type(intent, method.type)


def _of_type(intent: PaymentIntent, type: str) -> Value | None:
    options = intent.payment_method_options
    branch: Value | None = None if options is None else options.branch(type)
    return branch


def imported(
    given: PaymentIntentThreeDSecureParams | SetupIntentThreeDSecureParams | None,
) -> ChargeCardThreeDSecure | None:
    """The result of an authentication by another provider, as its charge shows it."""
    if given is None:
        return None
    attempted = given.ares_trans_status is ThreeDSecureTransStatus.A
    return ChargeCardThreeDSecure(
        authentication_flow=ThreeDSecureFlow.FRICTIONLESS if attempted else ThreeDSecureFlow.CHALLENGE,
        electronic_commerce_indicator=given.electronic_commerce_indicator,
        exemption_indicator=getattr(given, "exemption_indicator", None),
        result=ThreeDSecureResult.ATTEMPT_ACKNOWLEDGED if attempted else ThreeDSecureResult.AUTHENTICATED,
        transaction_id=given.transaction_id,
        version=given.version,
    )
