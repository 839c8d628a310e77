"""Klarna: customers by their country, whom Klarna pays for or denies."""

from typing import Any

from app.domain.payment_methods.behaviour import Behaviour
from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import InvalidRequest
from app.network.providers import DENIES, PAYS
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.klarna import (
    KLARNA,
    KlarnaPayerAddress,
    KlarnaPayerDetails,
    PaymentIntentPaymentMethodOptionsKlarna,
    PaymentMethodKlarna,
    PaymentMethodKlarnaParams,
)
from app.tables.shapes.billing_details import BillingDetails
from app.tables.shapes.date_of_birth import DateOfBirth
from app.tables.values import Value

DENIED = "+denied@"
"""In the test email addresses of customers whom Klarna denies."""
CATEGORY = "pay_later"
"""How every customer pays in test mode."""


class Klarna(Behaviour):
    """An account with Klarna."""

    type = KLARNA

    def make(self, tx: Tx, params: PaymentMethodKlarnaParams, billing: BillingDetails) -> PaymentMethod:
        country = billing.address.country
        if country not in KLARNA.local_currencies:
            known = ", ".join(sorted(KLARNA.local_currencies))
            raise InvalidRequest(
                f"Klarna requires the customer's country in `billing_details.address.country`: one of {known}.",
                code=ErrorCode.PARAMETER_MISSING if country is None else ErrorCode.PARAMETER_INVALID,
                field="billing_details.address.country",
            )
        dob = None if params.dob is None else DateOfBirth(**dict(params.dob))
        return self.made(PaymentMethodKlarna(dob=dob), behaviour=DENIES if DENIED in (billing.email or "") else PAYS)

    def charged(self, method: PaymentMethod, options: Value | None) -> dict[str, Any]:
        locale = options.preferred_locale if isinstance(options, PaymentIntentPaymentMethodOptionsKlarna) else None
        country = method.billing_details.address.country
        return {
            "payer_details": KlarnaPayerDetails(address=KlarnaPayerAddress(country=country)),
            "payment_method_category": CATEGORY,
            "preferred_locale": locale or f"en-{country}",
        }
