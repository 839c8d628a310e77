"""`payment_method_options`: what was given laid over what was there, and what follows for one payment method."""

from app.domain.merging import overlaid
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import (
    PaymentIntentPaymentMethodOptions,
    PaymentIntentPaymentMethodOptionsParams,
)
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod, PaymentIntentSetupFutureUsage
from app.tables.payment_methods.method_type import Flow, method_types
from app.tables.payment_methods.options import PaymentIntentMethodSetupFutureUsage, PaymentIntentVerificationMethod
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import (
    CARD,
    PaymentIntentPaymentMethodOptionsCard,
    PaymentIntentPaymentMethodOptionsCardParams,
    PaymentIntentRequestThreeDSecure,
)
from app.tables.shapes.three_d_secure import (
    ChargeCardThreeDSecure,
    PaymentIntentThreeDSecureParams,
    ThreeDSecureFlow,
    ThreeDSecureResult,
    ThreeDSecureTransStatus,
)
from app.tables.values import Value


def apply(intent: PaymentIntent, given: PaymentIntentPaymentMethodOptionsParams | None) -> None:
    """Take over what a caller said of each kind of payment method."""
    if given is None:
        return
    for kind in method_types():
        if given.branch(kind) is not None and kind not in intent.payment_method_types:
            raise InvalidRequest(
                f"`payment_method_options.{kind}` says how to treat a kind of payment method that this payment does "
                "not take. Leave it out, or add the kind to `payment_method_types`.",
                code=ErrorCode.PAYMENT_INTENT_INVALID_PARAMETER,
                field=f"payment_method_options.{kind}",
            )
    intent.payment_method_options = overlaid(PaymentIntentPaymentMethodOptions, intent.payment_method_options, given)
    card = given.get(PaymentIntentPaymentMethodOptionsCardParams)
    if card is not None and card.moto is not None:
        intent.moto = card.moto
    if card is not None and card.three_d_secure is not None:
        intent.three_d_secure = card.three_d_secure


def defaults(types: list[str]) -> PaymentIntentPaymentMethodOptions:
    """What a payment that takes these kinds says of them before a caller has said anything."""
    card = PaymentIntentPaymentMethodOptionsCard() if CARD.name in types else None
    return PaymentIntentPaymentMethodOptions.of(CARD.name, card)


def of_cards(intent: PaymentIntent) -> PaymentIntentPaymentMethodOptionsCard:
    """How the payment treats cards."""
    options = intent.payment_method_options
    return (options and options.get(PaymentIntentPaymentMethodOptionsCard)) or PaymentIntentPaymentMethodOptionsCard()


def captures_later(intent: PaymentIntent) -> bool:
    """Whether a card's money is only held, to be captured later."""
    return intent.capture_method is PaymentIntentCaptureMethod.MANUAL or of_cards(intent).capture_method is not None


def wants_three_d_secure(intent: PaymentIntent) -> bool:
    """Whether the merchant asks for 3-D Secure wherever it can be had."""
    return of_cards(intent).request_three_d_secure in (
        PaymentIntentRequestThreeDSecure.ANY,
        PaymentIntentRequestThreeDSecure.CHALLENGE,
    )


def future_usage(intent: PaymentIntent, method: PaymentMethod) -> PaymentIntentSetupFutureUsage | None:
    """What else the payment method will be used for: its kind's own option goes before the payment's."""
    own = getattr(_branch(intent, method), "setup_future_usage", None)
    if own is None:
        return intent.setup_future_usage
    if own is PaymentIntentMethodSetupFutureUsage.NONE:
        return None
    return PaymentIntentSetupFutureUsage(own.value)


def only_pays(intent: PaymentIntent, method: PaymentMethod) -> bool:
    """Whether a payment leaves its payment method as it is: a card that is a customer's already, and is set up for
    nothing else. Any number of payments may then use it at once."""
    on_card = method.method_type.flow is Flow.CARD
    return on_card and method.customer_id is not None and future_usage(intent, method) is None


def verification_method(intent: PaymentIntent, method: PaymentMethod) -> PaymentIntentVerificationMethod | None:
    """How the customer is to show that the bank account is theirs; None where the payment says nothing."""
    return getattr(_branch(intent, method), "verification_method", None)


def _branch(intent: PaymentIntent, method: PaymentMethod) -> Value | None:
    options = intent.payment_method_options
    branch: Value | None = None if options is None else options.branch(method.type)
    return branch


def imported(given: PaymentIntentThreeDSecureParams | None) -> ChargeCardThreeDSecure | None:
    """An authentication that was done elsewhere, as its charge shows it."""
    if given is None:
        return None
    attempted = given.ares_trans_status is ThreeDSecureTransStatus.A
    return ChargeCardThreeDSecure(
        authentication_flow=ThreeDSecureFlow.FRICTIONLESS if attempted else ThreeDSecureFlow.CHALLENGE,
        electronic_commerce_indicator=given.electronic_commerce_indicator,
        exemption_indicator=given.exemption_indicator,
        result=ThreeDSecureResult.ATTEMPT_ACKNOWLEDGED if attempted else ThreeDSecureResult.AUTHENTICATED,
        transaction_id=given.transaction_id,
        version=given.version,
    )
