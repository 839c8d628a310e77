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
    """A card, a bank account or another means of payment, used once or saved to a customer."""

    prefix: ClassVar[str] = "pm_"
    scoped_by: ClassVar[str | None] = "customer_id"
    events: ClassVar[dict[str, str]] = {
        "attached": "A payment method was attached to a customer.",
        "automatically_updated": "A card's network sent newer details of a saved card.",
        "detached": "A payment method was detached from its customer.",
        "updated": "A payment method was updated through the API.",
    }

    allow_redisplay: PaymentMethodAllowRedisplay | None = editable(PaymentMethodAllowRedisplay.UNSPECIFIED)
    """Whether the payment method can be shown to its customer again in a later checkout. The default is
    `UNSPECIFIED`."""
    billing_details: BillingDetails = editable(BillingDetails())
    """Billing details of the payer, as known to the bank or issuer. Updates change only the given fields."""
    details: PaymentMethodDetails = inline(PaymentMethodDetails())
    """Details of the payment method, under the name of its type."""
    customer_id: str | None = ref("customer", back="payment_methods", kind="kept", default=None)
    """The customer that the payment method is attached to; null without one."""
    radar_options: RadarOptions = given(RadarOptions())
    """Information that improves the assessment of fraud risk."""
    type: PaymentMethodType = given()
    """Type of the payment method. The field with the same name has its details."""

    behaviour: str = kept("", hidden=True)
    """How the bank answers in test mode: a key of the network's behaviors. No number is stored."""
    set_up_off_session: bool = kept(False, hidden=True)
    """Whether the customer has authorized off-session payments, with authentication if the issuer required it."""
    verified: bool = kept(True, hidden=True)
    """Whether a bank account is verified to belong to the customer."""
    consumed: bool = kept(False, hidden=True)
    """Whether the payment method can no longer be used: detached, or used once without a customer."""

    @property
    def method_type(self) -> MethodType:
        """The properties of the payment method's type."""
        return method_types()[self.type]
