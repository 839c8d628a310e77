"""The request to a bank in one attempt to take money."""

from dataclasses import dataclass, field
from typing import Any

from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCard
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
