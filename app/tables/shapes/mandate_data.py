"""The input that records a customer's authorization of debits."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.values import Value


class PaymentIntentMandateAcceptanceType(StrEnum):
    """The way in which a customer accepted a mandate."""

    OFFLINE = "offline"
    """The customer accepted on paper or orally."""
    ONLINE = "online"
    """The customer accepted online."""


class PaymentIntentConfirmMandateOnlineParams(Value):
    """Details of a mandate that the customer accepts online."""

    ip_address: str | None = given(None, max_length=45)
    """IP address from which the customer accepts the mandate."""
    user_agent: str | None = given(None, max_length=5000)
    """User agent of the browser in which the customer accepts the mandate."""


class PaymentIntentConfirmCustomerAcceptanceParams(Value):
    """Details of the customer's acceptance of the mandate."""

    accepted_at: datetime | None = given(None)
    """When the customer accepted the mandate; by default the current time."""
    offline: dict[str, Any] | None = given(None)
    """Empty object, with the type `OFFLINE`."""
    online: PaymentIntentConfirmMandateOnlineParams | None = given(None)
    """Details of an online acceptance, with the type `ONLINE`."""
    type: PaymentIntentMandateAcceptanceType = given()
    """Whether the customer accepted online or offline."""


class PaymentIntentConfirmMandateDataParams(Value):
    """The customer's authorization (mandate) to debit the customer's account."""

    customer_acceptance: PaymentIntentConfirmCustomerAcceptanceParams | None = given(None)
    """Details of the customer's acceptance of the mandate."""


class PaymentIntentMandateOnlineParams(PaymentIntentConfirmMandateOnlineParams):
    """Details of a mandate that the customer accepted online."""

    ip_address: str = given(max_length=45)
    """IP address from which the customer accepted the mandate."""
    user_agent: str = given(max_length=5000)
    """User agent of the browser in which the customer accepted the mandate."""


class PaymentIntentCustomerAcceptanceParams(PaymentIntentConfirmCustomerAcceptanceParams):
    """Details of the customer's acceptance of the mandate."""

    online: PaymentIntentMandateOnlineParams | None = given(None)
    """Details of an online acceptance, with the type `ONLINE`."""


class PaymentIntentMandateDataParams(PaymentIntentConfirmMandateDataParams):
    """The customer's authorization (mandate) to debit the customer's account."""

    customer_acceptance: PaymentIntentCustomerAcceptanceParams = given()
    """Details of the customer's acceptance of the mandate."""
