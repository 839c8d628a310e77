"""The result of a customer's authentication with the card's bank (3-D Secure 2)."""

from dataclasses import dataclass
from typing import Literal

Result = Literal["attempt_acknowledged", "authenticated", "failed", "not_supported", "processing_error"]


@dataclass(frozen=True)
class ThreeDSecure:
    """The result of one authentication, as Stripe's charge names it."""

    result: Result
    result_reason: str | None = None
    authentication_flow: Literal["challenge", "frictionless"] | None = None
    electronic_commerce_indicator: str | None = None
    """The bank's liability for the payment: 05 full, 06 as attempted, 07 none (Visa's numbers)."""
    version: str | None = "2.2.0"


AUTHENTICATED = ThreeDSecure("authenticated", authentication_flow="challenge", electronic_commerce_indicator="05")
FRICTIONLESS = ThreeDSecure("authenticated", authentication_flow="frictionless", electronic_commerce_indicator="05")
REJECTED = ThreeDSecure(
    "failed", result_reason="rejected", authentication_flow="challenge", electronic_commerce_indicator="07"
)
"""The customer failed the challenge, or the bank rejected the answer."""
CANCELED = ThreeDSecure(
    "failed", result_reason="canceled", authentication_flow="challenge", electronic_commerce_indicator="07"
)
ATTEMPTED = ThreeDSecure(
    "attempt_acknowledged",
    result_reason="card_not_enrolled",
    authentication_flow="frictionless",
    electronic_commerce_indicator="06",
)
UNSUPPORTED = ThreeDSecure("not_supported", result_reason="network_not_supported", version=None)
BROKEN = ThreeDSecure("processing_error", result_reason="protocol_error")
