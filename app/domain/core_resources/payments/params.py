"""Params that several verbs of a payment share, described once."""

from typing import Annotated

from typing_extensions import Doc

from app.tables import texts
from app.tables.columns import Of
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsParams
from app.tables.core_resources.payment_intent_values import OffSessionKeyword
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.shapes.mandate_data import PaymentIntentMandateDataParams
from app.tables.shapes.radar_options import RadarOptions

ErrorOnRequiresAction = Annotated[bool, Doc("Whether the payment fails, rather than waits, if the customer must act.")]
MandateData = Annotated[PaymentIntentMandateDataParams | None, Of(PaymentIntent)]
OffSession = Annotated[
    bool | OffSessionKeyword,
    Doc(
        "Whether the customer is absent, and so cannot authenticate. A bank that requires authentication declines the "
        "payment."
    ),
]
PaymentMethodId = Annotated[str | None, Of(PaymentIntent)]
PaymentMethodData = Annotated[
    PaymentMethodDataParams | None, Doc("A new payment method for the payment, in place of `payment_method`.")
]
PaymentMethodOptions = Annotated[
    PaymentIntentPaymentMethodOptionsParams | None,
    Doc("Settings of the payment for each type of payment method. Omitted settings do not change."),
]
Radar = Annotated[RadarOptions | None, Of(PaymentIntent)]
ReturnUrl = Annotated[str | None, Of(PaymentIntent)]
UseStripeSdk = Annotated[bool, Doc("Whether a client library handles `next_action` on the merchant's own page.")]
Metadata = Annotated[
    texts.MetadataInput | None,
    Doc("Key-value pairs stored with the object. Keys are merged; null removes a key."),
]
StatementDescriptor = Annotated[str | None, Of(PaymentIntent)]
StatementDescriptorSuffix = Annotated[str | None, Of(PaymentIntent)]
