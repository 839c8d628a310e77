"""How a payment treats each type of payment method: `payment_method_options`, as shown and as given."""

from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


@branches(Face.PAYMENT_OPTIONS)
class PaymentIntentPaymentMethodOptions(Branches):
    """How the payment treats each type of payment method."""


@branches(Face.PAYMENT_OPTIONS_PARAMS)
class PaymentIntentPaymentMethodOptionsParams(Branches):
    """How the payment treats each type of payment method. A null removes what was given before for a type."""
