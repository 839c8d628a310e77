"""PaymentMethod: a card, a bank account or another means with which a customer pays."""

from typing import ClassVar

from app.tables.columns import editable, given, inline, kept, ref
from app.tables.payment_methods.method_type import MethodType, method_types
from app.tables.payment_methods.payment_method_values import (
    PaymentMethodAllowRedisplay,
    PaymentMethodDetails,
    PaymentMethodType,
)
from app.tables.resource import Resource, Tagged
from app.tables.shapes.billing_details import BillingDetails
from app.tables.shapes.radar_options import RadarOptions


class PaymentMethod(Tagged, Resource, table=True):
    """A means of paying: used once, or attached to a customer and used again."""

    prefix: ClassVar[str] = "pm_"
    events: ClassVar[dict[str, str]] = {
        "attached": "A payment method was attached to a customer.",
        "automatically_updated": "A card's network sent newer details of a saved card.",
        "detached": "A payment method was detached from its customer.",
        "updated": "A payment method was updated through the API.",
    }

    allow_redisplay: PaymentMethodAllowRedisplay | None = editable(PaymentMethodAllowRedisplay.UNSPECIFIED)
    """Whether the customer agreed to see it again at a later checkout."""
    billing_details: BillingDetails = editable(BillingDetails())
    """Who pays, as the bank or issuer knows them. An update changes only the fields that it gives."""
    details: PaymentMethodDetails = inline(PaymentMethodDetails())
    """What the payment method is, under the name of its type."""
    customer_id: str | None = ref("customer", back="payment_methods", kind="kept", default=None)
    """The customer that it is attached to."""
    radar_options: RadarOptions = given(RadarOptions())
    """What helps to judge the risk of fraud."""
    type: PaymentMethodType = given()
    """The kind of payment method; the field of the same name tells more."""

    behaviour: str = kept("", hidden=True)
    """How its bank answers: a key of the network's behaviours. No number is ever kept."""
    set_up_off_session: bool = kept(False, hidden=True)
    """Whether the customer has agreed, authenticated where the issuer asked for it, to payments in their absence."""
    verified: bool = kept(True, hidden=True)
    """Whether a bank account has been shown to be the customer's."""
    consumed: bool = kept(False, hidden=True)
    """Whether it may not be used again: it was detached, or paid once without belonging to a customer."""

    @property
    def method_type(self) -> MethodType:
        """All that is particular to its type."""
        return method_types()[self.type]
