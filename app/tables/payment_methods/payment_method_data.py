"""A payment method that is created by the request that uses it."""

from app.tables.columns import given
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.payment_method_values import PaymentMethodAllowRedisplay, PaymentMethodType
from app.tables.shapes.billing_details import BillingDetails
from app.tables.shapes.radar_options import RadarOptions
from app.tables.texts import MetadataInput


@branches(Face.PARAMS)
class PaymentMethodDataParams(Branches, like=PaymentMethod):
    """A payment method that is created and used in the same request."""

    allow_redisplay: PaymentMethodAllowRedisplay | None = None
    billing_details: BillingDetails | None = None
    metadata: MetadataInput | None = given(None)
    """Key-value pairs stored with the payment method."""
    radar_options: RadarOptions | None = None
    type: PaymentMethodType
