"""`payment_method_options` of a setup: the defaults, how given options are merged, and those of one payment method."""

from app.domain.core_resources.intents import choosing
from app.domain.merging import merge
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_options import (
    SetupIntentPaymentMethodOptions,
    SetupIntentPaymentMethodOptionsParams,
)
from app.tables.payment_methods.method_type import Face
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import (
    CARD,
    SetupIntentPaymentMethodOptionsCard,
    SetupIntentPaymentMethodOptionsCardParams,
)
from app.tables.values import Value


def defaults(types: list[str]) -> SetupIntentPaymentMethodOptions:
    """The default options of a setup that allows these types."""
    card = SetupIntentPaymentMethodOptionsCard() if CARD.name in types else None
    return SetupIntentPaymentMethodOptions.of(CARD.name, card)


def apply(intent: SetupIntent, given: SetupIntentPaymentMethodOptionsParams | None) -> None:
    """Merge the given options into the setup's."""
    if given is None:
        return
    choosing.check_options(intent, given)
    intent.payment_method_options = merge(SetupIntentPaymentMethodOptions, intent.payment_method_options, given)
    card = given.get(SetupIntentPaymentMethodOptionsCardParams)
    if card is not None and card.moto is not None:
        intent.moto = card.moto
    if card is not None and card.three_d_secure is not None:
        intent.three_d_secure = card.three_d_secure


def of_method(intent: SetupIntent, method: PaymentMethod) -> Value | None:
    """How the setup treats the type of a payment method: the type's own defaults where it says nothing; None for a type
    without options."""
    options = intent.payment_method_options
    branch: Value | None = None if options is None else options.branch(method.type)
    face = method.method_type.faces.get(Face.SETUP_OPTIONS)
    if branch is None and isinstance(face, type) and issubclass(face, Value):
        return face()
    return branch
