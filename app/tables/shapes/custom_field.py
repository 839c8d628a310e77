"""A custom field of an invoice."""

from app.tables.columns import given
from app.tables.values import Value


class CustomField(Value):
    """A custom field on invoices: a label with a text."""

    name: str = given(max_length=40)
    """Label of the custom field."""
    value: str = given(max_length=140)
    """Text of the custom field."""
