"""Settings of a payment for each type of payment method: `payment_method_options`, as shown and as given."""

from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


@branches(Face.PAYMENT_OPTIONS)
class PaymentIntentPaymentMethodOptions(Branches):
    """Settings of the payment for each type of payment method."""


@branches(Face.PAYMENT_OPTIONS_PARAMS)
class PaymentIntentPaymentMethodOptionsParams(Branches):
    """Settings of the payment for each type of payment method. Null removes the settings of a type."""
