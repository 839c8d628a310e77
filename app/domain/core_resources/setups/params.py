"""Params that several verbs of a setup share, described once."""

from typing import Annotated

from typing_extensions import Doc

from app.tables.columns import Of
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.setup_intent_options import SetupIntentPaymentMethodOptionsParams

PaymentMethodId = Annotated[str | None, Of(SetupIntent)]
PaymentMethodOptions = Annotated[
    SetupIntentPaymentMethodOptionsParams | None,
    Doc("Settings of the setup for each type of payment method. Omitted settings do not change."),
]
