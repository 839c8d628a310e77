"""The input that records a customer's authorization of debits."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.values import Value


class MandateAcceptanceType(StrEnum):
    """The way in which a customer accepted a mandate."""

    OFFLINE = "offline"
    """The customer accepted on paper or orally."""
    ONLINE = "online"
    """The customer accepted online."""


class ConfirmMandateOnlineParams(Value):
    """Details of a mandate that the customer accepts online."""

    ip_address: str | None = given(None, max_length=45)
    """IP address from which the customer accepts the mandate; with a publishable key, by default the request's."""
    user_agent: str | None = given(None, max_length=5000)
    """User agent of the browser in which the customer accepts the mandate; with a publishable key, by default the
    request's."""


class ConfirmCustomerAcceptanceParams(Value):
    """Details of the customer's acceptance of the mandate."""

    accepted_at: datetime | None = given(None)
    """When the customer accepted the mandate; by default the current time."""
    offline: dict[str, Any] | None = given(None)
    """Empty object, with the type `OFFLINE`."""
    online: ConfirmMandateOnlineParams | None = given(None)
    """Details of an online acceptance, with the type `ONLINE`."""
    type: MandateAcceptanceType = given()
    """Whether the customer accepted online or offline."""


class ConfirmMandateDataParams(Value):
    """The customer's authorization (mandate) to debit the customer's account."""

    customer_acceptance: ConfirmCustomerAcceptanceParams | None = given(None)
    """Details of the customer's acceptance of the mandate."""


class MandateOnlineParams(ConfirmMandateOnlineParams):
    """Details of a mandate that the customer accepted online."""

    ip_address: str = given(max_length=45)
    """IP address from which the customer accepted the mandate."""
    user_agent: str = given(max_length=5000)
    """User agent of the browser in which the customer accepted the mandate."""


class CustomerAcceptanceParams(ConfirmCustomerAcceptanceParams):
    """Details of the customer's acceptance of the mandate."""

    online: MandateOnlineParams | None = given(None)
    """Details of an online acceptance, with the type `ONLINE`."""


class MandateDataParams(ConfirmMandateDataParams):
    """The customer's authorization (mandate) to debit the customer's account."""

    customer_acceptance: CustomerAcceptanceParams = given()
    """Details of the customer's acceptance of the mandate."""
