"""Params that several verbs of a payment share, described once."""

from typing import Annotated

from typing_extensions import Doc

from app.tables import texts
from app.tables.columns import Of
from app.tables.core_resources.charge_values import ChargeLevel3Params
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsParams
from app.tables.core_resources.payment_intent_values import OffSessionKeyword
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.shapes.mandate_data import PaymentIntentConfirmMandateDataParams, PaymentIntentMandateDataParams
from app.tables.shapes.radar_options import RadarOptions

ErrorOnRequiresAction = Annotated[bool, Doc("Whether the payment fails, rather than waits, if the customer must act.")]
MandateData = Annotated[
    PaymentIntentMandateDataParams | None, Doc("The customer's authorization (mandate) to debit their account.")
]
ConfirmMandateData = Annotated[PaymentIntentConfirmMandateDataParams | None, Of(PaymentIntent)]
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
Level3 = Annotated[
    ChargeLevel3Params | None,
    Doc("The sold items, for corporate cards (level 3 data). They must add up to the amount that is charged."),
]
Metadata = Annotated[
    texts.MetadataInput | None,
    Doc("Key-value pairs stored with the object. Keys are merged; null removes a key."),
]
StatementDescriptor = Annotated[str | None, Of(PaymentIntent)]
StatementDescriptorSuffix = Annotated[str | None, Of(PaymentIntent)]
