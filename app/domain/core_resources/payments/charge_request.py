"""What is asked of a bank in one attempt to take money."""

from dataclasses import dataclass, field
from typing import Any

from app.tables.payment_methods.payment_method import PaymentMethod
from app.tables.payment_methods.types.card import PaymentIntentPaymentMethodOptionsCard
from app.tables.shapes.three_d_secure import ChargeCardThreeDSecure


@dataclass(frozen=True)
class ChargeRequest:
    """What is to be charged, to what, and how."""

    method: PaymentMethod
    values: dict[str, Any]
    """The charge's columns that its payment, or its caller, decides."""
    capture: bool = True
    off_session: bool = False
    moto: bool = False
    options: PaymentIntentPaymentMethodOptionsCard = field(default_factory=PaymentIntentPaymentMethodOptionsCard)
    three_d_secure: ChargeCardThreeDSecure | None = None
    """An authentication that was done elsewhere."""
