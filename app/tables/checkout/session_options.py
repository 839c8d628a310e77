"""Settings of a checkout session for each type of payment method: `payment_method_options`, as shown and as given."""

from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


@branches(Face.CHECKOUT_OPTIONS)
class CheckoutSessionPaymentMethodOptions(Branches):
    """Settings of the checkout session for each type of payment method."""


@branches(Face.CHECKOUT_OPTIONS_PARAMS)
class CheckoutSessionPaymentMethodOptionsParams(Branches):
    """Settings of the checkout session for each type of payment method."""
