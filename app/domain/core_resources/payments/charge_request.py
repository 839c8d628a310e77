"""The request to a bank in one attempt to take money."""

from dataclasses import dataclass, field
from typing import Any

from app.domain.core_resources.payments import level3, options
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.payment_intent_values import PaymentIntentCaptureMethod
from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCard
from app.tables.shapes.radar_options import RadarOptions
from app.tables.shapes.three_d_secure import ChargeCardThreeDSecure


@dataclass(frozen=True)
class ChargeRequest:
    """The charge to make, the payment method, and how to charge it."""

    method: PaymentMethod
    values: dict[str, Any]
    """The charge's columns that its payment, or its caller, decides."""
    capture: bool = True
    credit_later: bool = False
    """Whether a captured charge is credited to the balance a moment after the answer: asynchronous capture."""
    off_session: bool = False
    moto: bool = False
    options: PaymentIntentPaymentMethodOptionsCard = field(default_factory=PaymentIntentPaymentMethodOptionsCard)
    three_d_secure: ChargeCardThreeDSecure | None = None
    """The result of a 3-D Secure authentication by another provider."""
    mandate_id: str | None = None
    """The mandate that the charge is made under."""


def request_of(intent: PaymentIntent, method: PaymentMethod, *, capture: bool) -> ChargeRequest:
    """The request of one attempt to collect the payment with the method."""
    return ChargeRequest(
        method=method,
        values={
            "amount": intent.amount,
            "application": intent.application,
            "application_fee_amount": intent.application_fee_amount,
            "currency": intent.currency,
            "customer_id": intent.customer_id,
            "description": intent.description,
            "invoice_id": intent.invoice_id,
            "level3": intent.level3 and level3.check(intent.level3, intent.amount),
            "meta": dict(intent.meta),
            "on_behalf_of_id": intent.on_behalf_of_id,
            "payment_intent_id": intent.id,
            "radar_options": intent.radar_options or RadarOptions(),
            "receipt_email": intent.receipt_email,
            "shipping": intent.shipping,
            "statement_descriptor": intent.statement_descriptor,
            "statement_descriptor_suffix": intent.statement_descriptor_suffix,
            "transfer_data": intent.transfer_data,
            "transfer_group": intent.transfer_group,
        },
        capture=capture,
        credit_later=intent.capture_method is PaymentIntentCaptureMethod.AUTOMATIC_ASYNC,
        off_session=intent.off_session,
        moto=intent.moto,
        options=options.of_cards(intent),
        three_d_secure=options.imported(intent.three_d_secure),
    )
