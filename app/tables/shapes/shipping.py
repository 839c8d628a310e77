"""Shipping details of goods."""

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Value


class Shipping(Value):
    """Shipping details: the recipient and address for goods."""

    address: Address | None = given(None)
    """Shipping address of the recipient."""
    carrier: str | None = given(None, max_length=5000)
    """Delivery service, such as FedEx or USPS; null if unknown."""
    name: str | None = given(None, max_length=5000)
    """Name of the recipient."""
    phone: str | None = given(None, max_length=20)
    """Phone number of the recipient, including the extension."""
    tracking_number: str | None = given(None, max_length=5000)
    """Tracking numbers of the carrier, separated by commas."""
