"""Who pays."""

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Value


class BillingDetails(Value):
    """Who pays, as the bank or card issuer knows them."""

    address: Address | None = given(None)
    """Billing address."""
    email: str | None = given(None, max_length=512)
    """Email address."""
    name: str | None = given(None, max_length=5000)
    """Full name."""
    phone: str | None = given(None, max_length=20)
    """Billing phone number, extension included."""
