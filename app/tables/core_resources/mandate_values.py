"""The values of a mandate."""

from datetime import datetime
from enum import StrEnum

from app.tables.columns import given
from app.tables.payment_methods.branches import Branches, branches
from app.tables.payment_methods.method_type import Face
from app.tables.shapes.currency_amount import CurrencyAmount
from app.tables.shapes.mandate_data import ConfirmCustomerAcceptanceParams


class MandateStatus(StrEnum):
    """The status of a mandate."""

    ACTIVE = "active"
    """The mandate can be used for payments."""
    INACTIVE = "inactive"
    """The mandate was used up, rejected or revoked, and can no longer be used."""
    PENDING = "pending"
    """The mandate waits for the verification of the payment method."""


class MandateType(StrEnum):
    """How often a mandate can be used."""

    MULTI_USE = "multi_use"
    """The mandate covers any number of payments."""
    SINGLE_USE = "single_use"
    """The mandate covers one payment."""


class MandateSingleUse(CurrencyAmount):
    """The one payment that a mandate is for."""


class MandateCustomerAcceptance(ConfirmCustomerAcceptanceParams):
    """The customer's acceptance of a mandate."""

    accepted_at: datetime | None = given(None)
    """When the customer accepted the mandate."""


@branches(Face.MANDATE)
class MandatePaymentMethodDetails(Branches):
    """The details of a mandate that depend on the type of payment method."""

    type: str = given()
    """Type of the payment method. The field with the same name has the mandate's details."""
