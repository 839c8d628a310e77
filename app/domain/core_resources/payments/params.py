"""What several verbs of a payment take, described once."""

from typing import Annotated

from pydantic import Field
from typing_extensions import Doc

from app.tables import texts
from app.tables.columns import Id
from app.tables.core_resources.payment_intent_params import (
    PaymentIntentMandateDataParams,
    PaymentIntentPaymentMethodOptionsParams,
)
from app.tables.payment_methods.payment_method_values import PaymentMethodDataParams, RadarOptions

ErrorOnRequiresAction = Annotated[
    bool, Doc("Fail the payment where the customer would have to do something, rather than wait for them.")
]
MandateData = Annotated[
    PaymentIntentMandateDataParams | None, Doc("The customer's leave to debit their account, for bank accounts.")
]
OffSession = Annotated[
    bool,
    Doc("The customer is away: they cannot authenticate, so a bank that wants them to declines the payment."),
]
PaymentMethodId = Annotated[
    str | None, Id("payment_method"), Doc("What it is paid with. Test names such as `pm_card_visa` make a fresh one.")
]
PaymentMethodData = Annotated[
    PaymentMethodDataParams | None, Doc("A new payment method to pay with, in place of `payment_method`.")
]
PaymentMethodOptions = Annotated[
    PaymentIntentPaymentMethodOptionsParams | None,
    Doc("How each kind of payment method is treated. What is left out stays as it was."),
]
Radar = Annotated[RadarOptions | None, Doc("What helps to judge the risk of fraud.")]
ReturnUrl = Annotated[
    str | None,
    Field(max_length=5000),
    Doc("Where the customer comes back to after a page that they had to be sent to."),
]
UseStripeSdk = Annotated[bool, Doc("A client library does what `next_action` asks within the merchant's own page.")]
Metadata = Annotated[
    texts.MetadataInput | None,
    Doc("The merchant's own key-value pairs: merged by key, where null removes one."),
]
StatementDescriptor = Annotated[
    texts.StatementDescriptor | None, Doc("Words for the statement of methods other than cards: 5 to 22 characters.")
]
StatementDescriptorSuffix = Annotated[str | None, Doc("Words that follow the account's own on a card statement.")]
