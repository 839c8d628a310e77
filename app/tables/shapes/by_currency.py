"""What there is once for each currency."""

from typing import ClassVar

from app.tables.columns import given
from app.tables.texts import CurrencyCode
from app.tables.values import Value


class ByCurrency(Value):
    """One of several values, each of which is for another currency."""

    keyed_by: ClassVar[str | None] = "currency"

    currency: CurrencyCode = given()
    """Three-letter currency code (ISO 4217), lower case."""
