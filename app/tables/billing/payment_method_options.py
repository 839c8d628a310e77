"""Settings of invoices and subscriptions for each type of payment method: `payment_settings.payment_method_options`."""

from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face


@branches(Face.INVOICE_OPTIONS)
class InvoicePaymentMethodOptions(Branches):
    """Settings of the invoice's payment for each type of payment method."""


@branches(Face.INVOICE_OPTIONS_PARAMS)
class InvoicePaymentMethodOptionsParams(Branches):
    """Settings of the invoice's payment for each type of payment method. Null removes the settings of a type."""


@branches(Face.SUBSCRIPTION_OPTIONS)
class SubscriptionPaymentMethodOptions(Branches):
    """Settings of the subscription's payments for each type of payment method."""


@branches(Face.SUBSCRIPTION_OPTIONS_PARAMS)
class SubscriptionPaymentMethodOptionsParams(Branches):
    """Settings of the subscription's payments for each type of payment method. Null removes the settings of a type."""
