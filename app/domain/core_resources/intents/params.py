"""Params that payment intents and setup intents share, described once."""

from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.tables.columns import Id, Of
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.payment_methods.payment_method_data import PaymentMethodDataParams
from app.tables.shapes.mandate_data import ConfirmMandateDataParams, MandateDataParams

MandateData = Annotated[MandateDataParams | None, Doc("The customer's authorization (mandate) to debit their account.")]
ConfirmMandateData = Annotated[ConfirmMandateDataParams | None, Of(PaymentIntent)]
PaymentMethodData = Annotated[
    PaymentMethodDataParams | None, Doc("A new payment method, in place of `payment_method`.")
]
PaymentMethodConfigurationId = Annotated[
    str | None,
    Id("payment_method_configuration"),
    Doc(
        "The payment method configuration that decides the types of payment method, where they are automatic. By "
        "default the account's default configuration."
    ),
]
ReturnUrl = Annotated[str | None, Of(PaymentIntent)]
UseStripeSdk = Annotated[bool, Doc("Whether a client library handles `next_action` on the merchant's own page.")]
Amounts = Annotated[
    list[int] | None,
    Field(min_length=2, max_length=2),
    Doc("Amounts of the two microdeposits, in cents and in any order."),
]
DescriptorCode = Annotated[
    str | None, Field(max_length=6), Doc("Code of the microdeposit: six characters, beginning with SM.")
]
