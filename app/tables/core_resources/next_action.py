"""The action that a customer must take before a payment or a setup can continue."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from app.tables.columns import given
from app.tables.values import Value


class NextActionRedirectToUrl(Value):
    """The redirect of a customer to a page for authentication."""

    return_url: str | None = given(None)
    """Address that the page redirects the customer to afterwards."""
    url: str | None = given(None)
    """Address of the authentication page."""


class MicrodepositType(StrEnum):
    """The kind of microdeposits that verify a customer's bank account."""

    AMOUNTS = "amounts"
    """Two small deposits; the customer verifies the amounts."""
    DESCRIPTOR_CODE = "descriptor_code"
    """One small deposit; the customer verifies the code of six characters, beginning with SM, on the bank statement."""


class NextActionVerifyWithMicrodeposits(Value):
    """The verification of a customer's bank account by microdeposits."""

    arrival_date: datetime = given()
    """When the microdeposits arrive."""
    hosted_verification_url: str = given()
    """Address of the page on which the customer verifies the microdeposits."""
    microdeposit_type: MicrodepositType | None = given(None)
    """The kind of microdeposits."""


class NextAction(Value):
    """The action that a customer must take before an intent can continue."""

    redirect_to_url: NextActionRedirectToUrl | None = given(None, branch=True)
    """The redirect of the customer to a page for authentication."""
    type: str = given()
    """Type of the action: `redirect_to_url`, `use_stripe_sdk` or `verify_with_microdeposits`."""
    use_stripe_sdk: dict[str, Any] | None = given(None, branch=True)
    """Data with which a client library authenticates the customer on the merchant's own page."""
    verify_with_microdeposits: NextActionVerifyWithMicrodeposits | None = given(None, branch=True)
    """The verification of the customer's bank account by microdeposits."""
