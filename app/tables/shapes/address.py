"""A postal address."""

from app.tables.columns import given
from app.tables.texts import CountryCode
from app.tables.values import Value


class Address(Value):
    """A postal address of a person or business."""

    city: str | None = given(None, max_length=5000)
    """City, district, suburb, town or village."""
    country: CountryCode | None = given(None)
    """Two-letter country code (ISO 3166-1 alpha-2)."""
    line1: str | None = given(None, max_length=5000)
    """First address line: street, PO box, or company name."""
    line2: str | None = given(None, max_length=5000)
    """Second address line: apartment, suite, unit, or building."""
    postal_code: str | None = given(None, max_length=5000)
    """ZIP or postal code."""
    state: str | None = given(None, max_length=5000)
    """State, county, province, or region."""


class JapaneseAddress(Address):
    """A Japanese postal address."""

    town: str | None = given(None, max_length=5000)
    """Town or city block (cho-me)."""
