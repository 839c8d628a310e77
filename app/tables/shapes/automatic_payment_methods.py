"""Whether the account's settings decide which payment methods an intent allows."""

from enum import StrEnum

from app.tables.columns import given
from app.tables.values import Value


class AllowRedirects(StrEnum):
    """Whether payment methods that redirect the customer are allowed."""

    ALWAYS = "always"
    """Payment methods with redirects are allowed; confirmation then requires a `return_url`."""
    NEVER = "never"
    """Payment methods with redirects are not allowed."""


class AutomaticPaymentMethods(Value):
    """Whether the account's settings decide which payment methods are allowed."""

    allow_redirects: AllowRedirects | None = given(None)
    """Whether payment methods that redirect the customer are allowed."""
    enabled: bool = given()
    """Whether the account's settings decide."""
