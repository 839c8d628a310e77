"""Billing details of a payment method."""

from app.tables.columns import given
from app.tables.shapes.address import Address
from app.tables.texts import Email
from app.tables.values import Hash, Value


class BillingDetails(Value):
    """Billing details of the payer, as known to the bank or card issuer."""

    address: Hash[Address] = given(Address())
    """Billing address of the payer. Unknown fields are null."""
    email: Email | None = given(None, max_length=512)
    """Email address of the payer."""
    name: str | None = given(None, max_length=5000)
    """Full name of the payer."""
    phone: str | None = given(None, max_length=20)
    """Billing phone number of the payer, including the extension."""
