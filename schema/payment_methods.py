"""Payment methods, as the graph shows them."""

from functools import partial

from app.domain.payment_methods import configurations, payment_methods
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_configuration import PaymentMethodConfiguration
from schema.derive.operations import Exposed

family = (
    Exposed(
        PaymentMethod,
        create=payment_methods.create,
        update=payment_methods.update,
        verbs=(payment_methods.attach, payment_methods.detach),
        publishable={"create": None},
        finds={"attach": partial(payment_methods.resolve, field="id")},
    ),
    Exposed(PaymentMethodConfiguration, create=configurations.create, update=configurations.update),
)
