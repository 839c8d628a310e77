"""Automatic tax: whether tax is calculated, and who is liable for it."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.shapes.connect_account_reference import ConnectAccountReference
from app.tables.values import Value


class AutomaticTaxStatus(StrEnum):
    """The status of the latest calculation of automatic tax."""

    COMPLETE = "complete"
    """The tax was calculated."""
    FAILED = "failed"
    """The tax could not be calculated because of an internal error."""
    REQUIRES_LOCATION_INPUTS = "requires_location_inputs"
    """The customer's location is not known."""


class AutomaticTax(Value):
    """Settings of automatic tax. An object that calculates tax adds the status of the calculation."""

    enabled: bool = given()
    """Whether tax is calculated automatically."""
    liability: ConnectAccountReference | None = given(None)
    """The account that is liable for the tax. Null if tax is not calculated automatically."""
