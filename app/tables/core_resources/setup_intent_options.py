"""Settings of a setup for each type of payment method: `payment_method_options`, as shown and as given."""

from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


@branches(Face.SETUP_OPTIONS)
class SetupIntentPaymentMethodOptions(Branches):
    """Settings of the setup for each type of payment method."""


@branches(Face.SETUP_OPTIONS_PARAMS)
class SetupIntentPaymentMethodOptionsParams(Branches):
    """Settings of the setup for each type of payment method. Null removes the settings of a type."""
