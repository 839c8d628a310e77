"""Embedded hashes: frozen values kept in a JSONB column, and those that many resources share."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from app.tables.columns import given
from app.tables.docs import describe


class Value(BaseModel):
    """A part of a row with no life of its own. Replaced whole, never changed in place."""

    # The validators of a value are built when it is first made: most of the hundreds are not, in most processes.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        describe(cls)

    def __getitem__(self, name: str) -> Any:
        """Read as the mapping that it is on the read path, so that computed fields serve both."""
        return getattr(self, name)


class Address(Value):
    """A postal address."""

    city: str | None = given(None, max_length=5000)
    """City, district, suburb, town or village."""
    country: str | None = given(None, min_length=2, max_length=2)
    """Two-letter country code (ISO 3166-1 alpha-2)."""
    line1: str | None = given(None, max_length=5000)
    """First line: street, box, or company."""
    line2: str | None = given(None, max_length=5000)
    """Second line: apartment, suite, unit, or building."""
    postal_code: str | None = given(None, max_length=5000)
    """ZIP or postal code."""
    state: str | None = given(None, max_length=5000)
    """State, county, province, or region."""


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
