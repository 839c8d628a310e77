"""What is asked of a bank in one attempt to take money."""

from dataclasses import dataclass, field
from typing import Any

from app.tables.core_resources.charge_values import ChargeCardThreeDSecure
from app.tables.core_resources.payment_intent_options import PaymentIntentPaymentMethodOptionsCard
from app.tables.payment_methods.payment_method import PaymentMethod


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
