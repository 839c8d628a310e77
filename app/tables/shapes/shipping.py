"""Where goods are sent."""

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Value


class Shipping(Value):
    """Where goods go, and to whom."""

    address: Address | None = given(None)
    """Where the parcel is delivered."""
    carrier: str | None = given(None, max_length=5000)
    """Who delivers it, such as FedEx or USPS."""
    name: str | None = given(None, max_length=5000)
    """Who receives it."""
    phone: str | None = given(None, max_length=20)
    """The recipient's phone, extension included."""
    tracking_number: str | None = given(None, max_length=5000)
    """The carrier's tracking numbers, separated by commas."""
