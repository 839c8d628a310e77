"""Who pays."""

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.values import Hash, Value


class BillingDetails(Value):
    """Who pays, as the bank or card issuer knows them."""

    address: Hash[Address] = given(Address())
    """Billing address. Its fields are null where they are not known."""
    email: str | None = given(None, max_length=512)
    """Email address."""
    name: str | None = given(None, max_length=5000)
    """Full name."""
    phone: str | None = given(None, max_length=20)
    """Billing phone number, extension included."""
