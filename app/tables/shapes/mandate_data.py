"""A customer's authorization to debit their account, as a caller gives it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.values import Value


class PaymentIntentMandateOnlineParams(Value):
    """From where the customer agreed online."""

    ip_address: str = given(max_length=45)
    """Their IP address."""
    user_agent: str = given(max_length=5000)
    """Their browser."""


class PaymentIntentMandateAcceptanceType(StrEnum):
    """How the customer agreed."""

    OFFLINE = "offline"
    """On paper, or by word of mouth."""
    ONLINE = "online"
    """On a page."""


class PaymentIntentCustomerAcceptanceParams(Value):
    """How the customer agreed."""

    accepted_at: datetime | None = given(None)
    """When; now, if left out."""
    offline: dict[str, Any] | None = given(None)
    """Nothing more is told of an agreement offline."""
    online: PaymentIntentMandateOnlineParams | None = given(None)
    """From where, if online."""
    type: PaymentIntentMandateAcceptanceType = given()
    """How."""


class PaymentIntentMandateDataParams(Value):
    """The customer's leave to debit their account."""

    customer_acceptance: PaymentIntentCustomerAcceptanceParams = given()
    """How the customer agreed."""
