"""Automatic tax: whether tax is calculated, and who is liable for it."""

from app.tables.columns import given
from app.tables.shapes.connect_account_reference import ConnectAccountReference
from app.tables.values import Value


class AutomaticTax(Value):
    """Settings of automatic tax. An object that calculates tax adds the status of the calculation."""

    enabled: bool = given()
    """Whether tax is calculated automatically."""
    liability: ConnectAccountReference | None = given(None)
    """The account that is liable for the tax. Null if tax is not calculated automatically."""
